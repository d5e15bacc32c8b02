//! Enums, and the values that come, go and stand elsewhere.

use std::collections::BTreeSet;

use super::taken::{Taken, free};
use super::touched::enum_of;
use super::{Pair, Steps};
use crate::operation::{ColumnChange, Commented, Operation, Place, columns_of};
use crate::schema::{Column, Default, Enum, Literal, Name, QualifiedName, Schema};

pub(super) fn diff(pair: Pair<&Schema>, taken: &Taken, steps: &mut Steps) {
    let enums = pair.map(|schema| &schema.enums);
    for (name, one) in enums.added() {
        steps.made_before.push(create(name, one));
    }
    for (name, one) in enums.kept() {
        let lists = one.map(|one| one.values.as_slice());
        if is_reordered(lists) {
            reorder(name, pair, steps);
            continue;
        }
        values(name, lists, pair, steps);
        if one.before.comment != one.after.comment {
            steps.made_before.push(Operation::Comment {
                on: Commented::Enum(name.clone()),
                comment: one.after.comment.clone(),
            });
        }
    }
    for (name, _) in enums.removed() {
        // Columns have this type until late.
        let name = if taken.is(name) {
            let to = free(name, pair);
            let old = name.beside(&to);
            steps.dropped_early.push(Operation::RenameEnum {
                from: name.clone(),
                to,
            });
            old
        } else {
            name.clone()
        };
        steps.dropped_enums.push(drop(name));
    }
}

fn create(name: &QualifiedName, one: &Enum) -> Operation {
    Operation::CreateEnum {
        name: name.clone(),
        definition: one.clone(),
    }
}

fn drop(name: QualifiedName) -> Operation {
    Operation::DropEnum {
        name,
        if_exists: false,
    }
}

/// Whether values that stay stand in another order.
pub(super) fn is_reordered(pair: Pair<&[String]>) -> bool {
    let before = pair
        .before
        .iter()
        .filter(|value| pair.after.contains(value));
    let after = pair
        .after
        .iter()
        .filter(|value| pair.before.contains(value));
    !before.eq(after)
}

/// Makes the type anew: rows keep their values, and no value has to be out of use.
fn reorder(name: &QualifiedName, pair: Pair<&Schema>, steps: &mut Steps) {
    let Some(after) = pair.after.enums.get(name) else {
        return;
    };
    let to = free(name, pair);
    let old = name.beside(&to);
    steps.made_before.push(Operation::RenameEnum {
        from: name.clone(),
        to,
    });
    steps.made_before.push(create(name, after));
    for (table, column) in columns_of(pair.before, name) {
        let find = |schema: &Schema| -> Option<Column> {
            schema.tables.get(&table)?.columns.named(&column).cloned()
        };
        let (Some(before), Some(after)) = (find(pair.before), find(pair.after)) else {
            continue;
        };
        // What gets another type besides is changed with all that changes.
        if enum_of(&after.ty) == Some(name) && before.ty == after.ty {
            // A default is a value of the old type.
            let has_default = |column: &Column| {
                column.default.is_some() || column.on.values().any(|on| on.default.is_some())
            };
            let default = has_default(&before) || has_default(&after);
            let change = ColumnChange {
                ty: Some(after.ty.clone()),
                default: default.then(|| after.default.clone()),
                on: after.on.clone(),
                ..ColumnChange::default()
            };
            steps.retyped.insert((table.clone(), column.clone()));
            steps.made_before.push(Operation::AlterColumn {
                table,
                column,
                change: Box::new(change),
            });
        }
    }
    steps.dropped_enums.push(drop(old));
}

fn values(name: &QualifiedName, pair: Pair<&[String]>, schemas: Pair<&Schema>, steps: &mut Steps) {
    let gone: BTreeSet<&String> = pair
        .before
        .iter()
        .filter(|one| !pair.after.contains(one))
        .collect();
    if !gone.is_empty() {
        defaults(name, &gone, schemas.before, steps);
    }
    let columns = columns_of(schemas.before, name);
    for value in pair.before.iter().filter(|value| gone.contains(value)) {
        steps.dropped_values.push(Operation::DropEnumValue {
            name: name.clone(),
            value: value.clone(),
            columns: columns.clone(),
        });
    }
    let first = pair.after.iter().find(|value| pair.before.contains(value));
    let mut last: Option<&String> = None;
    for (at, value) in pair.after.iter().enumerate() {
        if !pair.before.contains(value) {
            // Behind all that stay it comes last by itself.
            let is_last = pair.after[at..]
                .iter()
                .all(|one| !pair.before.contains(one));
            let place = match last {
                _ if is_last => None,
                Some(last) => Some(Place::After(last.clone())),
                None => first.map(|first| Place::Before(first.clone())),
            };
            steps.made_before.push(Operation::AddEnumValue {
                name: name.clone(),
                value: value.clone(),
                place,
                if_not_exists: false,
            });
        }
        last = Some(value);
    }
}

/// Takes away the defaults that are values which go.
fn defaults(name: &QualifiedName, gone: &BTreeSet<&String>, before: &Schema, steps: &mut Steps) {
    for (table, column) in columns_of(before, name) {
        let table_before = before.tables.get(&table);
        let found = table_before.and_then(|table| table.columns.named(&column));
        if found.is_some_and(|found| goes(found, gone)) {
            let of = (table.clone(), column.clone());
            steps.changed_defaults.push(without_default(table, column));
            steps.without_default.insert(of);
        }
    }
}

fn without_default(table: QualifiedName, column: Name) -> Operation {
    Operation::AlterColumn {
        table,
        column,
        change: Box::new(ColumnChange {
            default: Some(None),
            ..ColumnChange::default()
        }),
    }
}

/// Whether a default of the column is one of these values.
fn goes(column: &Column, gone: &BTreeSet<&String>) -> bool {
    let others = column.on.values().filter_map(|on| on.default.as_ref());
    let mut defaults = column.default.iter().chain(others);
    defaults.any(
        |default| matches!(default, Default::Value(Literal::Text(text)) if gone.contains(text)),
    )
}
