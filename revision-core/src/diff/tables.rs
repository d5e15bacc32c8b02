//! Tables that come, go and change.

use std::collections::{BTreeMap, BTreeSet};

use super::{Pair, Steps, columns, constraints, order};
use crate::operation::{Operation, TableChange};
use crate::schema::{Constraint, ConstraintKind, QualifiedName, Schema, Table};

pub(super) fn diff(pair: Pair<&Schema>, steps: &mut Steps) {
    let tables = pair.map(|schema| &schema.tables);
    create(tables.added().collect(), steps);
    for (name, pair) in tables.kept() {
        if pair.before == pair.after {
            continue;
        }
        let anew = columns::made_anew(pair.map(|table| &table.columns));
        columns::diff(name, pair.map(|table| &table.columns), &anew, steps);
        constraints::diff(name, pair, &anew, steps);
        alter(name, pair, steps);
    }
    drop(tables.removed().collect(), steps);
}

/// Tables after those that they refer to. Where they refer to each other in a circle, a key comes later.
fn create(tables: BTreeMap<&QualifiedName, &Table>, steps: &mut Steps) {
    let mut made = BTreeSet::new();
    for name in order::after_needs(&needs(&tables)) {
        let Some((name, table)) = tables.get_key_value(name) else {
            continue;
        };
        made.insert(*name);
        let mut table = (*table).clone();
        let is_missing = |to: &QualifiedName| tables.contains_key(to) && !made.contains(to);
        let later: Vec<_> = table
            .foreign_keys
            .iter()
            .filter(|key| is_missing(&key.references))
            .cloned()
            .collect();
        for key in later {
            table.foreign_keys.remove(&key);
            steps.made_keys.push(Operation::AddConstraint {
                table: (*name).clone(),
                constraint: Box::new(Constraint::ForeignKey(key)),
            });
        }
        // Indexes are operations of their own: they are easier to read, and to change, so.
        let indexes = std::mem::take(&mut table.indexes);
        steps.made_tables.push(Operation::CreateTable {
            name: (*name).clone(),
            table: Box::new(table),
            if_not_exists: false,
        });
        let indexes = indexes.iter();
        let indexes = indexes.map(|(index, what)| constraints::create_index(name, index, what));
        steps.made_tables.extend(indexes);
    }
}

/// Tables before those that they refer to. Where they refer to each other in a circle, a key goes first.
fn drop(tables: BTreeMap<&QualifiedName, &Table>, steps: &mut Steps) {
    let mut order = order::after_needs(&needs(&tables));
    order.reverse();
    let places: BTreeMap<_, _> = order
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, at))
        .collect();
    for (at, name) in order.iter().enumerate() {
        let keys = tables
            .get(name)
            .into_iter()
            .flat_map(|table| &table.foreign_keys);
        for key in keys {
            // What it refers to goes before it.
            if places.get(&key.references).is_some_and(|other| *other < at) {
                steps.dropped_keys.push(Operation::DropConstraint {
                    table: (*name).clone(),
                    name: key.name.clone(),
                    kind: ConstraintKind::ForeignKey,
                    if_exists: false,
                });
            }
        }
        steps.dropped_tables.push(Operation::DropTable {
            name: (*name).clone(),
            if_exists: false,
        });
    }
}

/// Which of the tables each refers to.
fn needs<'t>(
    tables: &BTreeMap<&'t QualifiedName, &'t Table>,
) -> BTreeMap<&'t QualifiedName, BTreeSet<&'t QualifiedName>> {
    let of = |(name, table): (&&'t QualifiedName, &&'t Table)| {
        let keys = table.foreign_keys.iter();
        let to = keys.filter_map(|key| Some(*tables.get_key_value(&key.references)?.0));
        (*name, to.collect())
    };
    tables.iter().map(of).collect()
}

fn alter(name: &QualifiedName, pair: Pair<&Table>, steps: &mut Steps) {
    let options = pair.map(|table| &table.options);
    let change = TableChange {
        comment: pair.map(|table| table.comment.clone()).changed(),
        engine: options.map(|one| one.engine.clone()).changed().flatten(),
        charset: options.map(|one| one.charset.clone()).changed().flatten(),
        collation: options.map(|one| one.collation.clone()).changed().flatten(),
        strict: options.map(|one| one.strict).changed(),
        without_rowid: options.map(|one| one.without_rowid).changed(),
        unlogged: options.map(|one| one.unlogged).changed(),
        row_security: options.map(|one| one.row_security).changed(),
        storage: options.map(|one| one.storage.clone()).changed(),
    };
    if change != TableChange::default() {
        steps.changed_tables.push(Operation::AlterTable {
            name: name.clone(),
            change,
        });
    }
}
