//! Columns that come, go and change.

use std::collections::{BTreeMap, BTreeSet};

use super::order::mentions;
use super::{Pair, Steps};
use crate::operation::{ColumnChange, Operation};
use crate::schema::{Column, Columns, Name, QualifiedName};

/// The columns that cannot be changed, and are made anew: what they are computed from changes, or what that is.
pub(super) fn made_anew<'s>(pair: Pair<&'s Columns>) -> BTreeSet<&'s Name> {
    let mut other_type = BTreeSet::new();
    let mut anew = BTreeSet::new();
    for (before, after) in kept(pair) {
        if before.ty != after.ty || before.collation != after.collation {
            other_type.insert(&after.name);
        }
        if after.generated.is_some() && before.generated != after.generated {
            anew.insert(&after.name);
        }
    }
    let computed = kept(pair).filter(|(_, after)| {
        let sql = after.generated.iter().map(|generated| &generated.sql);
        let mut changed = sql.flat_map(|sql| other_type.iter().filter(|name| mentions(sql, name)));
        changed.next().is_some()
    });
    let computed: Vec<_> = computed.map(|(_, after)| &after.name).collect();
    anew.extend(computed);
    anew
}

fn kept<'s>(pair: Pair<&'s Columns>) -> impl Iterator<Item = (&'s Column, &'s Column)> {
    let before: BTreeMap<_, _> = pair.before.iter().map(|one| (&one.name, one)).collect();
    let after = pair.after.iter();
    after.filter_map(move |after| Some((*before.get(&after.name)?, after)))
}

pub(super) fn diff(
    table: &QualifiedName,
    pair: Pair<&Columns>,
    anew: &BTreeSet<&Name>,
    steps: &mut Steps,
) {
    let names = pair.map(|columns| columns.iter().map(|one| &one.name).collect::<BTreeSet<_>>());
    let comes = |one: &Column| anew.contains(&one.name) || !names.before.contains(&one.name);
    let goes = |one: &Column| anew.contains(&one.name) || !names.after.contains(&one.name);
    // What is computed goes before what it is computed from, and comes after it.
    for one in pair.before.iter().filter(|one| goes(one)) {
        let computed = one.generated.is_some();
        let stage = if computed || anew.contains(&one.name) {
            &mut steps.dropped_computed
        } else {
            &mut steps.dropped_columns
        };
        stage.push(drop(table, &one.name));
    }
    for one in pair.after.iter().filter(|one| comes(one)) {
        let stage = if one.generated.is_some() {
            &mut steps.made_computed
        } else {
            &mut steps.changed_tables
        };
        stage.push(add(table, one));
    }
    for (before, after) in kept(pair) {
        if before != after && !anew.contains(&after.name) {
            steps.changed_tables.push(alter(table, before, after));
        }
    }
}

fn add(table: &QualifiedName, column: &Column) -> Operation {
    Operation::AddColumn {
        table: table.clone(),
        column: Box::new(column.clone()),
        if_not_exists: false,
        place: None,
    }
}

fn drop(table: &QualifiedName, column: &Name) -> Operation {
    Operation::DropColumn {
        table: table.clone(),
        column: column.clone(),
        if_exists: false,
    }
}

fn alter(table: &QualifiedName, before: &Column, after: &Column) -> Operation {
    fn changed<T: Clone + PartialEq>(before: &T, after: &T) -> Option<T> {
        (before != after).then(|| after.clone())
    }
    let change = ColumnChange {
        ty: changed(&before.ty, &after.ty),
        using: None,
        nullable: changed(&before.nullable, &after.nullable),
        default: changed(&before.default, &after.default),
        identity: changed(&before.identity, &after.identity),
        generated: changed(&before.generated, &after.generated),
        collation: changed(&before.collation, &after.collation),
        comment: changed(&before.comment, &after.comment),
        on: BTreeMap::new(),
    };
    Operation::AlterColumn {
        table: table.clone(),
        column: after.name.clone(),
        change: Box::new(change),
    }
}
