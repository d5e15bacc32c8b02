//! Operations on indexes.

use std::collections::BTreeMap;

use super::{Turn, check, constraints, dropping, making};
use crate::operation::fault::Contradiction;
use crate::operation::{Fault, Object, Operation};
use crate::schema::{Index, Name, QualifiedName, Schema, Table};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateIndex {
            name: Some(name),
            table,
            index,
            if_not_exists,
            ..
        } => create(schema, table, name, index, *if_not_exists),
        Operation::DropIndex {
            name,
            table,
            if_exists,
            ..
        } => {
            let object = || Object::Index(table.clone(), name.clone());
            let there = indexes(schema, table)?.contains_key(name);
            if dropping(there, *if_exists, object)? == Turn::Skip {
                return Ok(());
            }
            if let Some(here) = schema.tables.get(table) {
                let mut after: Table = here.clone();
                after.indexes.remove(name);
                if let Some(by) = constraints::left_without_key(schema, table, here, &after) {
                    return Err(Fault::needed(object(), by));
                }
            }
            indexes_mut(schema, table)?.remove(name);
            Ok(())
        }
        Operation::RenameIndex { table, from, to } => {
            if !indexes(schema, table)?.contains_key(from) {
                return Err(Fault::Missing(Object::Index(table.clone(), from.clone())));
            }
            free(schema, table, to)?;
            let indexes = indexes_mut(schema, table)?;
            if let Some(index) = indexes.remove(from) {
                indexes.insert(to.clone(), index);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn create(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &Name,
    index: &Index,
    if_not_exists: bool,
) -> Result<(), Fault> {
    let there = indexes(schema, table)?.contains_key(name);
    let object = || Object::Index(table.clone(), name.clone());
    if making(there, if_not_exists, object)? == Turn::Skip {
        return Ok(());
    }
    free(schema, table, name)?;
    check::index(table, schema.tables.get(table), name, index)?;
    indexes_mut(schema, table)?.insert(name.clone(), index.clone());
    Ok(())
}

/// Whether an index can go by this name: unique constraints are indexes, too.
fn free(schema: &Schema, table: &QualifiedName, name: &Name) -> Result<(), Fault> {
    let is_it = |one: &Option<Name>| one.as_ref() == Some(name);
    let here = schema.tables.get(table);
    let unique = here.is_some_and(|table| table.unique.iter().any(|one| is_it(&one.name)));
    if unique || indexes(schema, table)?.contains_key(name) {
        return Err(Fault::Exists(Object::Index(table.clone(), name.clone())));
    }
    Ok(())
}

/// The indexes of a table or a materialised view.
pub(super) fn indexes<'s>(
    schema: &'s Schema,
    name: &QualifiedName,
) -> Result<&'s BTreeMap<Name, Index>, Fault> {
    match schema.views.get(name) {
        Some(view) if view.materialized => Ok(&view.indexes),
        Some(_) => Err(Fault::Contradiction {
            of: Object::View(name.clone()),
            why: Contradiction::IndexOnView,
        }),
        None => Ok(&schema.table(name)?.indexes),
    }
}

pub(super) fn indexes_mut<'s>(
    schema: &'s mut Schema,
    name: &QualifiedName,
) -> Result<&'s mut BTreeMap<Name, Index>, Fault> {
    // Whether the view can have one was asked before.
    if schema.views.contains_key(name) {
        let view = schema.views.get_mut(name);
        return view
            .map(|view| &mut view.indexes)
            .ok_or_else(|| Fault::Missing(Object::View(name.clone())));
    }
    Ok(&mut schema.table_mut(name)?.indexes)
}
