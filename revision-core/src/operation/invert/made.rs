//! The inverse of what makes something where nothing was, or not.

use super::plain;
use crate::operation::{ColumnChange, Commented, Operation, apply};
use crate::schema::{Constraint, ConstraintKind, PrimaryKey, QualifiedName, Schema, Table, View};

/// None for other operations.
pub(super) fn invert(before: &Schema, operation: &Operation) -> Option<Vec<Operation>> {
    use Operation as O;
    let mut sure = operation.clone();
    let there = match &mut sure {
        O::CreateNamespace {
            name,
            if_not_exists,
        } => {
            *if_not_exists = false;
            before.namespaces.contains_key(name)
        }
        O::CreateExtension {
            name,
            if_not_exists,
            ..
        } => {
            *if_not_exists = false;
            before.extensions.contains_key(name)
        }
        O::CreateSequence {
            name,
            if_not_exists,
            ..
        } => {
            *if_not_exists = false;
            before.sequences.contains_key(name)
        }
        O::CreateTable {
            name,
            if_not_exists,
            ..
        } => {
            *if_not_exists = false;
            before.tables.contains_key(name)
        }
        O::AddColumn {
            table,
            column,
            if_not_exists,
            ..
        } => {
            *if_not_exists = false;
            let table = before.tables.get(table);
            table.is_some_and(|table| table.columns.named(&column.name).is_some())
        }
        O::CreateIndex {
            name: Some(name),
            table,
            if_not_exists,
            ..
        } => {
            *if_not_exists = false;
            let of_table = before.tables.get(table).map(|table| &table.indexes);
            let of_view = before.views.get(table).map(|view| &view.indexes);
            of_table
                .or(of_view)
                .is_some_and(|all| all.contains_key(name))
        }
        O::CreateView {
            name,
            view,
            or_replace,
        } => {
            *or_replace = false;
            if let Some(old) = before.views.get(name) {
                return Some(replaced_view(before, name, old, view));
            }
            false
        }
        O::CreateFunction { name, sql } => return Some(function(before, name, sql)),
        O::CreateTrigger { name, table, sql } => {
            let old = before.triggers.get(&(table.clone(), name.clone()));
            let drop = O::DropTrigger {
                name: name.clone(),
                table: table.clone(),
                if_exists: false,
            };
            let create = |sql: &String| O::CreateTrigger {
                name: name.clone(),
                table: table.clone(),
                sql: sql.clone(),
            };
            return Some(replaced(sql, old, drop, create));
        }
        O::CreatePolicy { name, table, sql } => {
            let old = before.policies.get(&(table.clone(), name.clone()));
            let drop = O::DropPolicy {
                name: name.clone(),
                table: table.clone(),
                if_exists: false,
            };
            let create = |sql: &String| O::CreatePolicy {
                name: name.clone(),
                table: table.clone(),
                sql: sql.clone(),
            };
            return Some(replaced(sql, old, drop, create));
        }
        O::AddConstraint { table, constraint } => {
            let Constraint::PrimaryKey(key) = &**constraint else {
                return None;
            };
            return Some(primary_key(before.tables.get(table), table, key));
        }
        _ => return None,
    };
    let inverse = (!there).then(|| plain(&sure)).flatten();
    Some(inverse.into_iter().collect())
}

fn function(before: &Schema, name: &QualifiedName, sql: &str) -> Vec<Operation> {
    let drop = Operation::DropFunction {
        name: name.clone(),
        procedure: apply::is_procedure(sql),
        if_exists: false,
    };
    let create = |sql: &String| Operation::CreateFunction {
        name: name.clone(),
        sql: sql.clone(),
    };
    replaced(sql, before.functions.get(name), drop, create)
}

/// The inverse of a statement that makes something, or replaces it.
fn replaced(
    sql: &str,
    old: Option<&String>,
    drop: Operation,
    create: impl Fn(&String) -> Operation,
) -> Vec<Operation> {
    match old {
        None => vec![drop],
        // It was there, and was left.
        Some(_) if !apply::replaces(sql) => Vec::new(),
        // What others use cannot be dropped.
        Some(old) if apply::replaces(old) => vec![create(old)],
        Some(old) => vec![drop, create(old)],
    }
}

/// A view is replaced by one with the same columns or more on some databases, so going back it is made anew.
fn replaced_view(before: &Schema, name: &QualifiedName, old: &View, new: &View) -> Vec<Operation> {
    if old.query == new.query {
        let comment = Operation::Comment {
            on: Commented::View(name.clone(), false),
            comment: old.comment.clone(),
        };
        let same = new.comment.is_none() || new.comment == old.comment;
        return if same { Vec::new() } else { vec![comment] };
    }
    let mut inverse = vec![
        Operation::DropView {
            name: name.clone(),
            materialized: false,
            if_exists: false,
        },
        Operation::CreateView {
            name: name.clone(),
            view: Box::new(old.clone()),
            or_replace: false,
        },
    ];
    inverse.extend(super::dropped::triggers(before, name));
    inverse
}

/// A key keeps its columns from holding nothing, and they stay so when it is dropped.
fn primary_key(table: Option<&Table>, name: &QualifiedName, key: &PrimaryKey) -> Vec<Operation> {
    let mut inverse = vec![Operation::DropConstraint {
        table: name.clone(),
        name: key.name.clone(),
        kind: ConstraintKind::PrimaryKey,
        if_exists: false,
    }];
    let columns = table.into_iter().flat_map(|table| table.columns.iter());
    let nullable = columns.filter(|column| column.nullable && key.columns.contains(&column.name));
    inverse.extend(nullable.map(|column| Operation::AlterColumn {
        table: name.clone(),
        column: column.name.clone(),
        change: Box::new(ColumnChange {
            nullable: Some(true),
            ..ColumnChange::default()
        }),
    }));
    inverse
}
