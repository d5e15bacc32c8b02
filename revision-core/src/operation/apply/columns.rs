//! Operations on columns.

use super::{Turn, check, dropping, follow, making};
use crate::operation::fault::Contradiction;
use crate::operation::{ColumnChange, Fault, Object, Operation, Where, words};
use crate::schema::{Column, Constraint, IndexKey, Name, OnDatabase, QualifiedName, Schema, Table};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::AddColumn {
            table,
            column,
            if_not_exists,
            place,
        } => add(schema, table, column, *if_not_exists, place.as_ref()),
        Operation::DropColumn {
            table,
            column,
            if_exists,
        } => drop(schema, table, column, *if_exists),
        Operation::AlterColumn {
            table,
            column,
            change,
        } => {
            let made = altered(schema.table(table)?, table, column, change)?;
            check::column(schema, table, &made)?;
            if let Some(column) = schema.table_mut(table)?.columns.named_mut(column) {
                *column = made;
            }
            Ok(())
        }
        Operation::RenameColumn { table, from, to } => {
            let here = schema.table(table)?;
            check::present(table, here, std::slice::from_ref(from))?;
            if here.columns.named(to).is_some() {
                return Err(Fault::Exists(Object::Column(table.clone(), to.clone())));
            }
            follow::rename_column(schema, table, from, to);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn add(
    schema: &mut Schema,
    table: &QualifiedName,
    column: &Column,
    if_not_exists: bool,
    place: Option<&Where>,
) -> Result<(), Fault> {
    let here = schema.table(table)?;
    let there = here.columns.named(&column.name).is_some();
    let object = || Object::Column(table.clone(), column.name.clone());
    if making(there, if_not_exists, object)? == Turn::Skip {
        return Ok(());
    }
    check::column(schema, table, column)?;
    let at = match place {
        None => here.columns.len(),
        Some(Where::First) => 0,
        Some(Where::After(other)) => {
            let found = here.columns.iter().position(|one| one.name == *other);
            let missing = || Fault::Missing(Object::Column(table.clone(), other.clone()));
            found.ok_or_else(missing)? + 1
        }
    };
    let table = schema.table_mut(table)?;
    table.columns.insert(at, column.clone());
    check::settle(table);
    Ok(())
}

fn drop(
    schema: &mut Schema,
    table: &QualifiedName,
    column: &Name,
    if_exists: bool,
) -> Result<(), Fault> {
    let here = schema.table(table)?;
    let there = here.columns.named(column).is_some();
    let object = || Object::Column(table.clone(), column.clone());
    if dropping(there, if_exists, object)? == Turn::Skip {
        return Ok(());
    }
    if let Some(by) = needing(schema, table, here, column) {
        return Err(Fault::needed(object(), by));
    }
    schema
        .table_mut(table)?
        .columns
        .retain(|one| one.name != *column);
    schema.sequences.retain(|_, sequence| {
        let owner = sequence.owned_by.as_ref();
        !owner.is_some_and(|(owner, of)| owner == table && of == column)
    });
    Ok(())
}

/// Whether something would lose something without the column, or goes with it.
pub(in crate::operation) fn is_needed(
    schema: &Schema,
    table: &QualifiedName,
    column: &Name,
) -> bool {
    let owns = schema.sequences.values().any(|sequence| {
        let owner = sequence.owned_by.as_ref();
        owner.is_some_and(|(owner, of)| owner == table && of == column)
    });
    let here = schema.tables.get(table);
    owns || here.is_some_and(|here| {
        here.columns.len() < 2 || needing(schema, table, here, column).is_some()
    })
}

/// What would lose something without the column.
fn needing(schema: &Schema, name: &QualifiedName, table: &Table, column: &Name) -> Option<Object> {
    let mentions = |sql: &str| words::mentions_column(sql, &name.name, column);
    let is_key = |key: &IndexKey| match key {
        IndexKey::Column(one) => one == column,
        IndexKey::Sql(sql) => mentions(sql),
    };
    let needs = |constraint: &Constraint| match constraint {
        Constraint::PrimaryKey(one) => one.columns.contains(column) || one.include.contains(column),
        Constraint::Unique(one) => one.columns.contains(column) || one.include.contains(column),
        Constraint::Check(one) => mentions(&one.sql),
        Constraint::ForeignKey(one) => {
            one.columns.contains(column)
                || one.references == *name && one.referenced.contains(column)
        }
        Constraint::Exclusion(one) => {
            one.elements.iter().any(|element| is_key(&element.key))
                || one.predicate.as_deref().is_some_and(mentions)
        }
    };
    if let Some(constraint) = table.constraints().iter().find(|one| needs(one)) {
        return Some(check::object(name, constraint));
    }
    for (index_name, index) in &table.indexes {
        let keys = index.columns.iter().any(|one| is_key(&one.key));
        let rows = index.predicate.as_deref().is_some_and(mentions);
        if keys || rows || index.include.contains(column) {
            return Some(Object::Index(name.clone(), index_name.clone()));
        }
    }
    let computed = table.columns.iter().find(|other| {
        let generated = other.generated.as_ref();
        other.name != *column && generated.is_some_and(|generated| mentions(&generated.sql))
    });
    if let Some(other) = computed {
        return Some(Object::Column(name.clone(), other.name.clone()));
    }
    for (other, table) in schema.tables.iter().filter(|(other, _)| *other != name) {
        for key in &table.foreign_keys {
            if key.references == *name && key.referenced.contains(column) {
                return Some(check::object(other, &Constraint::ForeignKey(key.clone())));
            }
        }
    }
    None
}

/// The column of a table as a change leaves it.
pub(in crate::operation) fn altered(
    table: &Table,
    name: &QualifiedName,
    column: &Name,
    change: &ColumnChange,
) -> Result<Column, Fault> {
    let object = || Object::Column(name.clone(), column.clone());
    let contradiction = |why| Fault::Contradiction { of: object(), why };
    let mut made = match table.columns.named(column) {
        Some(column) => column.clone(),
        None => return Err(Fault::Missing(object())),
    };
    if change.using.is_some() && !change.changes_type() {
        return Err(contradiction(Contradiction::UsingWithoutType));
    }
    for (place, change) in [(&mut made.comment, &change.comment)] {
        if let Some(change) = change {
            place.clone_from(change);
        }
    }
    if let Some(ty) = &change.ty {
        made.ty = ty.clone();
        made.on.values_mut().for_each(|on| on.ty = None);
    }
    if let Some(default) = &change.default {
        made.default.clone_from(default);
        made.on.values_mut().for_each(|on| on.default = None);
    }
    for (backend, on) in &change.on {
        let place = made.on.entry(*backend).or_default();
        place.ty = on.ty.clone().or(place.ty.take());
        place.default = on.default.clone().or(place.default.take());
    }
    made.on.retain(|_, on| *on != OnDatabase::default());
    if let Some(identity) = &change.identity {
        made.identity.clone_from(identity);
    }
    if let Some(generated) = &change.generated {
        made.generated.clone_from(generated);
    }
    if let Some(collation) = &change.collation {
        made.collation.clone_from(collation);
    }
    made.nullable = change.nullable.unwrap_or(made.nullable);
    let in_key = table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.contains(column));
    if change.nullable == Some(true) && in_key {
        return Err(contradiction(Contradiction::NullableKey));
    }
    if made.identity.is_some() {
        if change.nullable == Some(true) {
            return Err(contradiction(Contradiction::NullableIdentity));
        }
        made.nullable = false;
    }
    Ok(made)
}
