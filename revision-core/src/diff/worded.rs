//! What is written is what somebody said. Normal form decides whether two things differ, and is nobody's words: its types may
//! be those of one database alone, and its expressions are no SQL any longer.

use std::collections::BTreeSet;

use super::{Pair, diff};
use crate::operation::{ColumnChange, Operation, names};
use crate::schema::{Column, Constraint, Enum, Index, Name, QualifiedName, Schema, Table, Type};

/// What leads from one schema to another: what differs in the normal forms, in the words of what is to be.
///
/// `said.before` is what the database or the revisions say, and what the inverse of the operations is made of. Where a database
/// keeps its enums in columns, those that the revisions made have to be among its enums.
#[must_use]
pub fn diff_in_words(normal: Pair<&Schema>, said: Pair<&Schema>) -> Vec<Operation> {
    worded(diff(normal), normal, said)
}

/// The same operations, in the words of `said.after`.
#[must_use]
pub fn worded(
    operations: Vec<Operation>,
    normal: Pair<&Schema>,
    said: Pair<&Schema>,
) -> Vec<Operation> {
    let mut made = Vec::with_capacity(operations.len());
    let mut spoken: BTreeSet<QualifiedName> = BTreeSet::new();
    for operation in operations {
        made.push(in_words(operation, said.after, &mut spoken));
    }
    // What the normal form has no enums for has them in the columns.
    spoken.retain(|name| !normal.after.enums.contains_key(name));
    let mut first = Vec::new();
    for name in spoken {
        let Some(after) = said.after.enums.get(&name) else {
            continue;
        };
        match said.before.enums.get(&name) {
            None => first.push(Operation::CreateEnum {
                name: name.clone(),
                definition: after.clone(),
            }),
            Some(before) if before.values != after.values => {
                first.extend(of_enum(&name, Pair::new(before, after), said.before));
                // Its columns follow it.
                made.retain_mut(|operation| !follows(operation, &name, said.before));
            }
            Some(_) => {}
        }
    }
    first.extend(made);
    first
}

/// What makes an enum another, as far as columns have its type.
fn of_enum(name: &QualifiedName, pair: Pair<&Enum>, before: &Schema) -> Vec<Operation> {
    let alone = |one: &Enum| {
        let mut schema = Schema::default();
        schema.enums.insert(name.clone(), one.clone());
        for (table, it) in &before.tables {
            let own = it.columns.iter().filter(|column| is_of(&column.ty, name));
            let bare = Table {
                columns: own.cloned().collect(),
                ..Table::default()
            };
            schema.tables.insert(table.clone(), bare);
        }
        schema
    };
    let (before, after) = (alone(pair.before), alone(pair.after));
    diff(Pair::new(&before, &after))
}

fn is_of(ty: &Type, name: &QualifiedName) -> bool {
    super::touched::enum_of(ty) == Some(name)
}

/// Whether all that an operation does is done by that of an enum. What it does besides, it goes on doing.
fn follows(operation: &mut Operation, name: &QualifiedName, before: &Schema) -> bool {
    let Operation::AlterColumn {
        table,
        column,
        change,
    } = operation
    else {
        return false;
    };
    let was = before
        .tables
        .get(table)
        .and_then(|table| table.columns.named(column));
    let stays = was.is_some_and(|was| is_of(&was.ty, name));
    if stays && change.ty.as_ref().is_some_and(|ty| is_of(ty, name)) {
        change.ty = None;
    }
    **change == ColumnChange::default()
}

fn in_words(
    operation: Operation,
    said: &Schema,
    spoken: &mut BTreeSet<QualifiedName>,
) -> Operation {
    let mut operation = operation;
    match &mut operation {
        Operation::CreateTable { name, table, .. } => {
            if let Some(words) = said.tables.get(name) {
                **table = of_table(name, table, words);
            }
            spoken.extend(table.columns.iter().flat_map(enums_of));
        }
        Operation::AddColumn { table, column, .. } => {
            if let Some(words) = column_of(said, table, &column.name) {
                **column = words.clone();
            }
            spoken.extend(enums_of(column));
        }
        Operation::AlterColumn {
            table,
            column,
            change,
        } => {
            if let Some(words) = column_of(said, table, column) {
                of_change(change, words);
                if change.changes_type() {
                    spoken.extend(enums_of(words));
                }
            }
        }
        Operation::AddConstraint { table, constraint } => {
            if let Some(words) = said.tables.get(table) {
                **constraint = of_constraint(table, constraint, words);
            }
        }
        Operation::CreateIndex {
            name: Some(name),
            table,
            index,
            ..
        } => {
            if let Some(words) = index_of(said, table, name) {
                **index = words.clone();
            }
        }
        Operation::CreateView { name, view, .. } => {
            if let Some(words) = said.views.get(name) {
                **view = words.clone();
                view.indexes.clear();
            }
        }
        Operation::CreateFunction { name, sql } => {
            if let Some((words, text)) = function_of(said, name) {
                name.clone_from(words);
                sql.clone_from(text);
            }
        }
        Operation::CreateTrigger { name, table, sql } => {
            if let Some(words) = said.triggers.get(&(table.clone(), name.clone())) {
                sql.clone_from(words);
            }
        }
        Operation::CreatePolicy { name, table, sql } => {
            if let Some(words) = said.policies.get(&(table.clone(), name.clone())) {
                sql.clone_from(words);
            }
        }
        Operation::CreateSequence { name, sequence, .. } => {
            if let Some(words) = said.sequences.get(name) {
                let owned_by = sequence.owned_by.take();
                *sequence = words.clone();
                sequence.owned_by = owned_by;
            }
        }
        _ => {}
    }
    operation
}

fn column_of<'s>(said: &'s Schema, table: &QualifiedName, column: &Name) -> Option<&'s Column> {
    said.tables.get(table)?.columns.named(column)
}

fn index_of<'s>(said: &'s Schema, table: &QualifiedName, name: &Name) -> Option<&'s Index> {
    let of_table = said.tables.get(table).map(|table| &table.indexes);
    let of_view = said.views.get(table).map(|view| &view.indexes);
    of_table.or(of_view)?.get(name)
}

/// A function of this name, if there is one of it: the types of its arguments may be said or not.
fn function_of<'s>(
    said: &'s Schema,
    name: &QualifiedName,
) -> Option<(&'s QualifiedName, &'s String)> {
    if let Some(found) = said.functions.get_key_value(name) {
        return Some(found);
    }
    let own = |name: &QualifiedName| name.name.split('(').next().map(str::to_owned);
    let mut alike = said
        .functions
        .iter()
        .filter(|(other, _)| other.namespace == name.namespace && own(other) == own(name));
    let found = alike.next();
    found.filter(|_| alike.next().is_none())
}

fn enums_of(column: &Column) -> Vec<QualifiedName> {
    let on = column.on.values().filter_map(|on| on.ty.as_ref());
    let types = std::iter::once(&column.ty).chain(on);
    types.filter_map(super::touched::enum_of).cloned().collect()
}

fn of_change(change: &mut ColumnChange, words: &Column) {
    if change.ty.is_some() {
        change.ty = Some(words.ty.clone());
        for (backend, on) in words.on.iter().filter(|(_, on)| on.ty.is_some()) {
            change.on.entry(*backend).or_default().ty.clone_from(&on.ty);
        }
    }
    if change.default.is_some() {
        change.default = Some(words.default.clone());
        for (backend, on) in words.on.iter().filter(|(_, on)| on.default.is_some()) {
            change
                .on
                .entry(*backend)
                .or_default()
                .default
                .clone_from(&on.default);
        }
    }
    if let Some(identity) = &mut change.identity {
        identity.clone_from(&words.identity);
    }
    if let Some(generated) = &mut change.generated {
        generated.clone_from(&words.generated);
    }
    if let Some(collation) = &mut change.collation {
        collation.clone_from(&words.collation);
    }
    if let Some(comment) = &mut change.comment {
        comment.clone_from(&words.comment);
    }
}

/// The table that is made, with what is made later left out.
fn of_table(name: &QualifiedName, made: &Table, words: &Table) -> Table {
    let mut table = Table {
        columns: words.columns.clone(),
        comment: words.comment.clone(),
        options: words.options.clone(),
        ..Table::default()
    };
    for constraint in made.constraints() {
        match of_constraint(name, &constraint, words) {
            Constraint::PrimaryKey(one) => table.primary_key = Some(one),
            Constraint::Unique(one) => _ = table.unique.insert(one),
            Constraint::Check(one) => _ = table.checks.insert(one),
            Constraint::ForeignKey(one) => _ = table.foreign_keys.insert(one),
            Constraint::Exclusion(one) => _ = table.exclusions.insert(one),
        }
    }
    table
}

/// The constraint of this kind and name; itself where the words have none.
fn of_constraint(table: &QualifiedName, constraint: &Constraint, words: &Table) -> Constraint {
    let wanted = names(table, std::iter::once(constraint.clone()))
        .into_iter()
        .next()
        .flatten();
    let mut all = words.constraints();
    all.retain(|one| one.kind() == constraint.kind());
    // Of primary keys there is one, and some databases do not keep its name.
    if let (Constraint::PrimaryKey(_), [one]) = (constraint, &*all) {
        return one.clone();
    }
    let called = names(table, all.iter().cloned());
    let mut found = all
        .into_iter()
        .zip(called)
        .filter(|(_, name)| *name == wanted);
    found
        .next()
        .map_or_else(|| constraint.clone(), |(one, _)| one)
}
