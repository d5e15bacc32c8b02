//! Whether a table, and what stands in it, makes sense in a schema.

use std::collections::BTreeSet;

use crate::operation::fault::{Contradiction, Fault, Object};
use crate::schema::{
    Action, Check, Column, Constraint, ConstraintKind, ForeignKey, Index, IndexKey, Name,
    QualifiedName, Schema, Table, Type,
};

/// A whole table. It need not stand in the schema yet.
pub(super) fn table(schema: &Schema, name: &QualifiedName, table: &Table) -> Result<(), Fault> {
    let columns = table.columns.iter().map(|column| &column.name);
    once(&Object::Table(name.clone()), columns)?;
    for one in table.columns.iter() {
        column(schema, name, one)?;
    }
    for one in table.constraints() {
        constraint(schema, name, table, &one)?;
    }
    parents(schema, name, table)?;
    partitions(schema, name, table)?;
    for (index_name, one) in &table.indexes {
        index(name, Some(table), index_name, one)?;
        let unique = table.unique.iter();
        if unique
            .clone()
            .any(|one| one.name.as_ref() == Some(index_name))
        {
            return Err(Fault::Exists(Object::Index(
                name.clone(),
                index_name.clone(),
            )));
        }
    }
    for kind in [
        ConstraintKind::Unique,
        ConstraintKind::Check,
        ConstraintKind::ForeignKey,
        ConstraintKind::Exclusion,
    ] {
        let of_kind = table
            .constraints()
            .into_iter()
            .filter(|one| one.kind() == kind);
        let names: Vec<Name> = of_kind.filter_map(|one| one.name().cloned()).collect();
        once(&Object::Table(name.clone()), names.iter())?;
    }
    Ok(())
}

/// The tables that it inherits from.
fn parents(schema: &Schema, name: &QualifiedName, table: &Table) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for parent in &table.options.inherits {
        if !schema.is_opaque(parent) {
            schema.table(parent)?;
        }
        if !seen.insert(parent) {
            return Err(Fault::Twice {
                of: Object::Table(name.clone()),
                name: parent.to_string(),
            });
        }
    }
    Ok(())
}

fn partitions(schema: &Schema, name: &QualifiedName, table: &Table) -> Result<(), Fault> {
    let of = Object::Table(name.clone());
    if !table.partitions.is_empty() && table.options.partition_by.is_none() {
        let why = Contradiction::Undivided;
        return Err(Fault::Contradiction { of, why });
    }
    for (own, one) in &table.partitions {
        if own == name {
            return Err(Fault::Exists(of));
        }
        if let Some(there) = schema.relation(own) {
            return Err(Fault::Exists(there));
        }
        if let Some(of) = one.of.as_ref().filter(|of| !leads_up(table, own, of)) {
            return Err(Fault::Missing(Object::Table(of.clone())));
        }
    }
    Ok(())
}

/// Whether what a partition is a part of leads to the table in the end.
fn leads_up(table: &Table, own: &QualifiedName, of: &QualifiedName) -> bool {
    let mut seen = BTreeSet::from([own]);
    let mut at = Some(of);
    while let Some(name) = at {
        let Some(one) = table.partitions.get(name).filter(|_| seen.insert(name)) else {
            return false;
        };
        at = one.of.as_ref();
    }
    true
}

/// A column by itself.
pub(super) fn column(schema: &Schema, table: &QualifiedName, column: &Column) -> Result<(), Fault> {
    let has_default = column.default.is_some() || column.on.values().any(|on| on.default.is_some());
    let why = match (&column.generated, &column.identity) {
        (Some(_), _) if has_default => Some(Contradiction::GeneratedWithDefault),
        (Some(_), Some(_)) => Some(Contradiction::GeneratedWithIdentity),
        (None, Some(_)) if has_default => Some(Contradiction::IdentityWithDefault),
        _ => None,
    };
    if let Some(why) = why {
        let of = Object::Column(table.clone(), column.name.clone());
        return Err(Fault::Contradiction { of, why });
    }
    let types =
        std::iter::once(&column.ty).chain(column.on.values().filter_map(|on| on.ty.as_ref()));
    for ty in types {
        known_type(schema, ty)?;
    }
    Ok(())
}

pub(super) fn known_type(schema: &Schema, ty: &Type) -> Result<(), Fault> {
    match ty {
        Type::Enum(name) if schema.enums.contains_key(name) || schema.opaque.contains(name) => {
            Ok(())
        }
        Type::Enum(name) => Err(Fault::Missing(Object::Enum(name.clone()))),
        Type::Array(element) => known_type(schema, element),
        _ => Ok(()),
    }
}

/// A constraint of a table, but for whether its name is free.
pub(super) fn constraint(
    schema: &Schema,
    name: &QualifiedName,
    table: &Table,
    constraint: &Constraint,
) -> Result<(), Fault> {
    let of = object(name, constraint);
    match constraint {
        Constraint::PrimaryKey(key) => {
            key_columns(name, table, &of, &key.columns)?;
            present(name, table, &key.include)
        }
        Constraint::Unique(key) => {
            key_columns(name, table, &of, &key.columns)?;
            present(name, table, &key.include)
        }
        Constraint::Check(Check { .. }) => Ok(()),
        Constraint::ForeignKey(key) => {
            key_columns(name, table, &of, &key.columns)?;
            sets(&of, key)?;
            refers(schema, name, table, &of, key)
        }
        Constraint::Exclusion(exclusion) => {
            if exclusion.elements.is_empty() {
                return Err(Fault::Empty(of));
            }
            let keys = exclusion.elements.iter().map(|element| &element.key);
            present_keys(name, table, keys)
        }
    }
}

/// The columns that a foreign key sets.
fn sets(of: &Object, key: &ForeignKey) -> Result<(), Fault> {
    let sets = matches!(key.on_delete, Action::SetNull | Action::SetDefault);
    let others = key.set_columns.iter().any(|one| !key.columns.contains(one));
    let why = match (key.set_columns.is_empty(), sets) {
        (true, _) => return Ok(()),
        (false, false) => Contradiction::SetsNothing,
        (false, true) if others => Contradiction::SetsOthers,
        (false, true) => return once(of, key.set_columns.iter()),
    };
    let of = of.clone();
    Err(Fault::Contradiction { of, why })
}

/// What a foreign key refers to.
fn refers(
    schema: &Schema,
    name: &QualifiedName,
    table: &Table,
    of: &Object,
    key: &ForeignKey,
) -> Result<(), Fault> {
    if key.columns.len() != key.referenced.len() {
        return Err(Fault::Unequal {
            of: of.clone(),
            here: key.columns.len(),
            there: key.referenced.len(),
        });
    }
    once(of, key.referenced.iter())?;
    let other = if key.references == *name {
        table
    } else if schema.is_opaque(&key.references) {
        return Ok(());
    } else {
        schema.table(&key.references)?
    };
    present(&key.references, other, &key.referenced)?;
    if has_key(other, &key.referenced) {
        return Ok(());
    }
    Err(Fault::NoKey {
        of: of.clone(),
        table: key.references.clone(),
    })
}

/// Whether rows can be found by these columns. Any index will do that begins with them, since one of the databases is
/// content with that.
pub(super) fn has_key(table: &Table, columns: &[Name]) -> bool {
    let begins = |key: &[&Name]| {
        let head = &key[..columns.len().min(key.len())];
        head.len() == columns.len() && columns.iter().all(|column| head.contains(&column))
    };
    let named = |columns: &[Name]| begins(&columns.iter().collect::<Vec<_>>());
    let plain = |index: &Index| {
        let keys = index.columns.iter().map_while(|column| match &column.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Sql(_) => None,
        });
        begins(&keys.collect::<Vec<_>>())
    };
    table.primary_key.iter().any(|key| named(&key.columns))
        || table.unique.iter().any(|key| named(&key.columns))
        || table.indexes.values().any(plain)
}

/// An index of a table, or of a view, whose columns are not known. But for whether its name is free.
pub(super) fn index(
    name: &QualifiedName,
    table: Option<&Table>,
    index_name: &Name,
    index: &Index,
) -> Result<(), Fault> {
    if index.columns.is_empty() {
        return Err(Fault::Empty(Object::Index(
            name.clone(),
            index_name.clone(),
        )));
    }
    if let Some(table) = table {
        present_keys(name, table, index.columns.iter().map(|column| &column.key))?;
        present(name, table, &index.include)?;
    }
    Ok(())
}

fn key_columns(
    name: &QualifiedName,
    table: &Table,
    of: &Object,
    columns: &[Name],
) -> Result<(), Fault> {
    if columns.is_empty() {
        return Err(Fault::Empty(of.clone()));
    }
    once(of, columns.iter())?;
    present(name, table, columns)
}

/// Whether the table has these columns. One that inherits may have others, too.
pub(super) fn present(name: &QualifiedName, table: &Table, columns: &[Name]) -> Result<(), Fault> {
    for column in columns {
        if table.columns.named(column).is_none() && table.options.inherits.is_empty() {
            return Err(Fault::Missing(Object::Column(name.clone(), column.clone())));
        }
    }
    Ok(())
}

fn present_keys<'k>(
    name: &QualifiedName,
    table: &Table,
    keys: impl Iterator<Item = &'k IndexKey>,
) -> Result<(), Fault> {
    for key in keys {
        if let IndexKey::Column(column) = key {
            present(name, table, std::slice::from_ref(column))?;
        }
    }
    Ok(())
}

/// Whether no name stands there twice.
pub(super) fn once<'n>(of: &Object, names: impl Iterator<Item = &'n Name>) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(Fault::Twice {
                of: of.clone(),
                name: name.to_string(),
            });
        }
    }
    Ok(())
}

pub(super) fn object(table: &QualifiedName, constraint: &Constraint) -> Object {
    match constraint.name() {
        Some(name) if constraint.kind() != ConstraintKind::PrimaryKey => {
            Object::Constraint(table.clone(), name.clone())
        }
        _ if constraint.kind() == ConstraintKind::PrimaryKey => Object::PrimaryKey(table.clone()),
        _ => Object::Table(table.clone()),
    }
}

/// Has all columns hold something that a database lets hold nothing in no case: those of the primary key, and those that
/// it counts up.
pub(super) fn settle(table: &mut Table) {
    let key: &[Name] = table.primary_key.as_ref().map_or(&[], |key| &key.columns);
    for column in &mut table.columns.0 {
        if column.identity.is_some() || key.contains(&column.name) {
            column.nullable = false;
        }
    }
}
