//! Tables that come, go and change.

use std::collections::{BTreeMap, BTreeSet};

use super::constraints::changes;
use super::keys::{Gone, begins, made_with};
use super::taken::Taken;
use super::touched::Touched;
use super::{Pair, Steps, columns, indexes, order};
use crate::operation::{Operation, TableChange, names};
use crate::schema::naming::Naming;
use crate::schema::{Constraint, ConstraintKind, ForeignKey, QualifiedName, Schema, Table};

pub(super) fn diff(pair: Pair<&Schema>, touched: &Touched<'_>, taken: &Taken, steps: &mut Steps) {
    let tables = pair.map(|schema| &schema.tables);
    let mut gone = Gone::default();
    for (name, pair) in tables.kept() {
        if pair.before == pair.after && touched.of(name).is_none() {
            continue;
        }
        columns::diff(name, pair.map(|table| &table.columns), touched, steps);
        for kind in [
            ConstraintKind::PrimaryKey,
            ConstraintKind::Unique,
            ConstraintKind::Check,
            ConstraintKind::Exclusion,
        ] {
            let changes = changes(name, pair, kind, |one| touched.reaches(name, one));
            for one in changes.gone {
                match one {
                    Constraint::PrimaryKey(key) => gone.note(name, key.columns),
                    Constraint::Unique(key) => gone.note(name, key.columns),
                    _ => {}
                }
            }
            steps.dropped_constraints.extend(changes.dropped);
            steps.renamed_constraints.extend(changes.renamed);
            steps.made_constraints.extend(changes.added);
        }
        indexes::diff(name, pair, touched, &mut gone, steps);
        alter(name, pair, steps);
    }
    // A foreign key holds on to a column here, a column there, and the key by which that is found.
    let holds_on = |table: &QualifiedName, key: &ForeignKey| {
        let mut here = key.columns.iter();
        let mut there = key.referenced.iter();
        here.any(|column| touched.is_changed(table, column))
            || there.any(|column| touched.is_changed(&key.references, column))
            || gone.has(&key.references, &key.referenced)
    };
    for (name, pair) in tables.kept() {
        let changes = changes(name, pair, ConstraintKind::ForeignKey, |one| match one {
            Constraint::ForeignKey(key) => holds_on(name, key),
            _ => false,
        });
        steps.dropped_foreign_keys.extend(changes.dropped);
        steps.renamed_constraints.extend(changes.renamed);
        steps.made_foreign_keys.extend(changes.added);
    }
    create(pair, |key| holds_on(&key.references, key), steps);
    drop(pair, holds_on, taken, steps);
}

/// Tables after those that they refer to. Where they refer to each other in a circle, or to what changes, a key comes later.
fn create(pair: Pair<&Schema>, changes: impl Fn(&ForeignKey) -> bool, steps: &mut Steps) {
    let tables: BTreeMap<_, _> = pair.map(|schema| &schema.tables).added().collect();
    let mut made: BTreeSet<&QualifiedName> = BTreeSet::new();
    for name in order::after_needs(&needs(&tables)) {
        let Some((name, table)) = tables.get_key_value(name) else {
            continue;
        };
        let mut table = (*table).clone();
        let is_there = |key: &ForeignKey| {
            if key.references == **name {
                return has_key(&table, key);
            }
            if tables.contains_key(&key.references) {
                return made.contains(&key.references);
            }
            let other = |schema: &Schema| {
                schema
                    .tables
                    .get(&key.references)
                    .is_none_or(|other| has_key(other, key))
            };
            other(pair.before) && other(pair.after) && !changes(key)
        };
        let (now, later): (BTreeSet<_>, BTreeSet<_>) =
            table.foreign_keys.iter().cloned().partition(is_there);
        table.foreign_keys = now;
        steps
            .made_foreign_keys
            .extend(later.into_iter().map(|key| Operation::AddConstraint {
                table: (*name).clone(),
                constraint: Box::new(Constraint::ForeignKey(key)),
            }));
        // Indexes are operations of their own: they are easier to read, and to change, so.
        let indexes = std::mem::take(&mut table.indexes);
        steps.made_tables.push(Operation::CreateTable {
            name: (*name).clone(),
            table: Box::new(table),
            if_not_exists: false,
        });
        let indexes = indexes.iter();
        let indexes = indexes.map(|(index, what)| indexes::create_index(name, index, what));
        steps.made_tables.extend(indexes);
        made.insert(name);
    }
}

/// Whether a table is made with a key that a foreign key can refer to.
fn has_key(table: &Table, key: &ForeignKey) -> bool {
    made_with(table)
        .iter()
        .any(|own| begins(own, &key.referenced))
}

/// Tables before those that they refer to. Where they refer to each other in a circle, a key goes first.
fn drop(
    pair: Pair<&Schema>,
    holds_on: impl Fn(&QualifiedName, &ForeignKey) -> bool,
    taken: &Taken,
    steps: &mut Steps,
) {
    let tables: BTreeMap<_, _> = pair.map(|schema| &schema.tables).removed().collect();
    let mut order = order::after_needs(&needs(&tables));
    order.reverse();
    let places: BTreeMap<_, _> = order
        .iter()
        .enumerate()
        .map(|(at, name)| (*name, at))
        .collect();
    let early = order
        .iter()
        .any(|name| taken.is_of_table(pair.before, name));
    for (at, name) in order.iter().enumerate() {
        let Some(table) = tables.get(name) else {
            continue;
        };
        for key in &table.foreign_keys {
            let goes_before = places.get(&key.references).is_some_and(|other| *other < at);
            if goes_before || key.references != **name && holds_on(name, key) {
                let constraint = Constraint::ForeignKey(key.clone());
                let named = names(name, std::iter::once(constraint), &Naming::default());
                steps.dropped_foreign_keys.push(Operation::DropConstraint {
                    table: (*name).clone(),
                    name: named.into_iter().next().flatten(),
                    kind: ConstraintKind::ForeignKey,
                    if_exists: false,
                });
            }
        }
        let stage = if early {
            &mut steps.dropped_early
        } else {
            &mut steps.dropped_tables
        };
        stage.push(Operation::DropTable {
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
        let keys = table.foreign_keys.iter().map(|key| &key.references);
        // A key can wait, and what is inherited cannot.
        let keys = keys.filter(|other| !inherits(tables, other, name));
        let all = keys.chain(&table.options.inherits);
        let to = all.filter_map(|other| Some(*tables.get_key_value(other)?.0));
        (*name, to.collect())
    };
    tables.iter().map(of).collect()
}

/// Whether one of these tables inherits from another, or from what does.
fn inherits(
    tables: &BTreeMap<&QualifiedName, &Table>,
    one: &QualifiedName,
    other: &QualifiedName,
) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![one];
    while let Some(name) = open.pop().filter(|name| *name != other) {
        let parents = tables.get(name).map(|table| &table.options.inherits);
        open.extend(
            parents
                .into_iter()
                .flatten()
                .filter(|name| seen.insert(*name)),
        );
    }
    seen.contains(other)
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
