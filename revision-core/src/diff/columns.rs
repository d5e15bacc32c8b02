//! Columns that come, go and change.

use std::collections::BTreeMap;

use super::touched::Touched;
use super::{Pair, Steps};
use crate::operation::{ColumnChange, Operation};
use crate::schema::{Column, Columns, Name, QualifiedName};

pub(super) fn diff(
    table: &QualifiedName,
    pair: Pair<&Columns>,
    touched: &Touched<'_>,
    steps: &mut Steps,
) {
    if pair.before == pair.after && touched.of(table).is_none() {
        return;
    }
    let named = pair.map(|columns| {
        columns
            .iter()
            .map(|one| (&one.name, one))
            .collect::<BTreeMap<_, _>>()
    });
    let comes =
        |one: &Column| touched.is_anew(table, &one.name) || !named.before.contains_key(&one.name);
    let goes =
        |one: &Column| touched.is_anew(table, &one.name) || !named.after.contains_key(&one.name);
    // Some databases do not tell capitals apart.
    let in_the_way = |one: &Column| {
        pair.after
            .iter()
            .any(|other| other.name.eq_ignore_ascii_case(&one.name))
    };
    for one in pair.before.iter().filter(|one| goes(one)) {
        // Its key goes before it does.
        if one.identity.is_some() {
            steps.uncounted.push(uncount(table, &one.name));
        }
        // What is computed goes before what it is computed from, and comes after it.
        let stage = if one.generated.is_some() || in_the_way(one) {
            &mut steps.dropped_computed
        } else {
            &mut steps.dropped_columns
        };
        stage.push(drop(table, &one.name));
    }
    for one in pair.after.iter() {
        if comes(one) {
            let stage = if one.generated.is_some() {
                &mut steps.made_computed
            } else {
                &mut steps.changed_tables
            };
            stage.push(add(table, one));
        } else if let Some(before) = named.before.get(&one.name).filter(|before| **before != one) {
            alter(table, Pair::new(before, one), steps);
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

fn uncount(table: &QualifiedName, column: &Name) -> Operation {
    Operation::AlterColumn {
        table: table.clone(),
        column: column.clone(),
        change: Box::new(ColumnChange {
            identity: Some(None),
            ..ColumnChange::default()
        }),
    }
}

/// Counting ends before the key of the column goes, and begins after it has one: some databases count nothing else.
fn alter(table: &QualifiedName, pair: Pair<&Column>, steps: &mut Steps) {
    let operation = |change: ColumnChange| Operation::AlterColumn {
        table: table.clone(),
        column: pair.after.name.clone(),
        change: Box::new(change),
    };
    let mut before = pair.before.clone();
    let of = (table.clone(), before.name.clone());
    if steps.retyped.contains(&of) {
        before.default.clone_from(&pair.after.default);
        before.on.clone_from(&pair.after.on);
    } else if steps.without_default.contains(&of) {
        before.default = None;
        before.on.values_mut().for_each(|on| on.default = None);
    }
    let mut change = ColumnChange::between(&before, pair.after);
    if let Some(identity) = change.identity.take() {
        let alone = ColumnChange {
            identity: Some(identity),
            ..ColumnChange::default()
        };
        if pair.after.identity.is_some() {
            steps.counted.push(operation(alone));
        } else {
            steps.uncounted.push(operation(alone));
        }
    }
    if change != ColumnChange::default() {
        steps.changed_tables.push(operation(change));
    }
}
