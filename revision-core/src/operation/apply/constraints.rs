//! Operations on constraints.

use super::{Turn, check, dropping, follow};
use crate::operation::named::names;
use crate::operation::{Fault, Object, Operation};
use crate::schema::naming::Naming;
use crate::schema::{
    Check, Constraint, ConstraintKind, Exclusion, ForeignKey, Name, QualifiedName, Schema, Table,
    Unique,
};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::AddConstraint { table, constraint } => add(schema, table, constraint),
        Operation::DropConstraint {
            table,
            name,
            kind,
            if_exists,
        } => drop(schema, table, name.as_ref(), *kind, *if_exists),
        Operation::RenameConstraint { table, from, to } => rename(schema, table, from, to),
        Operation::ValidateConstraint { table, name } => validate(schema, table, name),
        _ => Ok(()),
    }
}

fn add(schema: &mut Schema, name: &QualifiedName, constraint: &Constraint) -> Result<(), Fault> {
    let table = schema.table(name)?;
    check::constraint(schema, name, table, constraint)?;
    let exists = || Fault::Exists(check::object(name, constraint));
    if constraint.kind() == ConstraintKind::PrimaryKey && table.primary_key.is_some() {
        return Err(exists());
    }
    if let Some(own) = constraint.name() {
        let is_unique = constraint.kind() == ConstraintKind::Unique;
        let same = |one: &Constraint| one.kind() == constraint.kind() && one.name() == Some(own);
        if table.constraints().iter().any(same) || is_unique && table.indexes.contains_key(own) {
            return Err(exists());
        }
    }
    let table = schema.table_mut(name)?;
    put(table, constraint.clone());
    check::settle(table);
    Ok(())
}

fn put(table: &mut Table, constraint: Constraint) {
    match constraint {
        Constraint::PrimaryKey(one) => table.primary_key = Some(one),
        Constraint::Unique(one) => _ = table.unique.insert(one),
        Constraint::Check(one) => _ = table.checks.insert(one),
        Constraint::ForeignKey(one) => _ = table.foreign_keys.insert(one),
        Constraint::Exclusion(one) => _ = table.exclusions.insert(one),
    }
}

fn take(table: &mut Table, constraint: &Constraint) {
    match constraint {
        Constraint::PrimaryKey(_) => table.primary_key = None,
        Constraint::Unique(one) => _ = table.unique.remove(one),
        Constraint::Check(one) => _ = table.checks.remove(one),
        Constraint::ForeignKey(one) => _ = table.foreign_keys.remove(one),
        Constraint::Exclusion(one) => _ = table.exclusions.remove(one),
    }
}

/// The constraint of this name, of whatever kind.
pub(in crate::operation) fn called(
    of: &QualifiedName,
    table: &Table,
    name: &Name,
) -> Option<Constraint> {
    let kinds = [
        ConstraintKind::PrimaryKey,
        ConstraintKind::Unique,
        ConstraintKind::Check,
        ConstraintKind::ForeignKey,
        ConstraintKind::Exclusion,
    ];
    kinds
        .into_iter()
        .find_map(|kind| find(of, table, kind, Some(name)))
}

/// Says something about a constraint.
pub(super) fn say(
    schema: &mut Schema,
    table: &QualifiedName,
    name: &Name,
    comment: Option<&String>,
) -> Result<(), Fault> {
    let found = called(table, schema.table(table)?, name)
        .ok_or_else(|| Fault::Missing(Object::Constraint(table.clone(), name.clone())))?;
    let here = schema.table_mut(table)?;
    take(here, &found);
    put(here, found.saying(comment.cloned()));
    Ok(())
}

/// The constraint of this kind and name. A primary key goes without one, too; what has no name in its database goes by
/// that which the convention gives it.
pub(in crate::operation) fn find(
    of: &QualifiedName,
    table: &Table,
    kind: ConstraintKind,
    name: Option<&Name>,
) -> Option<Constraint> {
    let any = kind == ConstraintKind::PrimaryKey && name.is_none();
    let mut all = table.constraints();
    all.retain(|one| one.kind() == kind);
    let names = names(of, all.iter().cloned(), &Naming::default());
    let mut found = all.into_iter().zip(names);
    found
        .find(|(_, own)| any || own.as_ref() == name)
        .map(|(one, _)| one)
}

fn drop(
    schema: &mut Schema,
    name: &QualifiedName,
    constraint: Option<&Name>,
    kind: ConstraintKind,
    if_exists: bool,
) -> Result<(), Fault> {
    let table = schema.table(name)?;
    let object = match constraint {
        Some(constraint) => Object::Constraint(name.clone(), constraint.clone()),
        None if kind == ConstraintKind::PrimaryKey => Object::PrimaryKey(name.clone()),
        None => return Err(Fault::Unnamed(Object::Table(name.clone()))),
    };
    let found = find(name, table, kind, constraint);
    if dropping(found.is_some(), if_exists, || object.clone())? == Turn::Skip {
        return Ok(());
    }
    let mut made = table.clone();
    if let Some(found) = &found {
        take(&mut made, found);
    }
    if matches!(kind, ConstraintKind::PrimaryKey | ConstraintKind::Unique)
        && let Some(by) = left_without_key(schema, name, table, &made)
    {
        return Err(Fault::needed(object, by));
    }
    made.source.0 = None;
    schema.tables.insert(name.clone(), made);
    Ok(())
}

/// The foreign key to a table that has a key before, and none afterwards.
pub(super) fn left_without_key(
    schema: &Schema,
    name: &QualifiedName,
    before: &Table,
    after: &Table,
) -> Option<Object> {
    for (other, table) in &schema.tables {
        // Where the table refers to itself, what is dropped may be that foreign key.
        let table = if other == name { after } else { table };
        for key in table
            .foreign_keys
            .iter()
            .filter(|key| key.references == *name)
        {
            if check::has_key(before, &key.referenced) && !check::has_key(after, &key.referenced) {
                return Some(check::object(other, &Constraint::ForeignKey(key.clone())));
            }
        }
    }
    None
}

fn rename(schema: &mut Schema, name: &QualifiedName, from: &Name, to: &Name) -> Result<(), Fault> {
    let table = schema.table(name)?;
    let goes_by = |wanted: &Name| {
        let all = table.constraints().into_iter();
        all.filter(|one| one.name() == Some(wanted)).count()
    };
    if goes_by(from) == 0 {
        return Err(Fault::Missing(Object::Constraint(
            name.clone(),
            from.clone(),
        )));
    }
    if goes_by(to) > 0 {
        return Err(Fault::Exists(Object::Constraint(name.clone(), to.clone())));
    }
    let is_unique = table
        .unique
        .iter()
        .any(|one| one.name.as_ref() == Some(from));
    if is_unique && table.indexes.contains_key(to) {
        return Err(Fault::Exists(Object::Index(name.clone(), to.clone())));
    }
    let table = schema.table_mut(name)?;
    if let Some(key) = &mut table.primary_key {
        call(&mut key.name, from, to);
    }
    table.unique = follow::remade(&table.unique, |one: &mut Unique| {
        one.unnamed &= !call(&mut one.name, from, to);
    });
    table.checks = follow::remade(&table.checks, |one: &mut Check| {
        one.unnamed &= !call(&mut one.name, from, to);
    });
    table.foreign_keys = follow::remade(&table.foreign_keys, |one: &mut ForeignKey| {
        one.unnamed &= !call(&mut one.name, from, to);
    });
    table.exclusions = follow::remade(&table.exclusions, |one: &mut Exclusion| {
        call(&mut one.name, from, to);
    });
    Ok(())
}

/// Whether it is the one.
fn call(name: &mut Option<Name>, from: &Name, to: &Name) -> bool {
    let is = name.as_ref() == Some(from);
    if is {
        *name = Some(to.clone());
    }
    is
}

fn validate(schema: &mut Schema, name: &QualifiedName, constraint: &Name) -> Result<(), Fault> {
    let table = schema.table(name)?;
    let is_it = |name: &Option<Name>| name.as_ref() == Some(constraint);
    let there = table.checks.iter().any(|one| is_it(&one.name))
        || table.foreign_keys.iter().any(|one| is_it(&one.name));
    if !there {
        return Err(Fault::Missing(Object::Constraint(
            name.clone(),
            constraint.clone(),
        )));
    }
    let table = schema.table_mut(name)?;
    table.checks = follow::remade(&table.checks, |one: &mut Check| {
        one.not_valid &= !is_it(&one.name);
    });
    table.foreign_keys = follow::remade(&table.foreign_keys, |one: &mut ForeignKey| {
        one.not_valid &= !is_it(&one.name);
    });
    Ok(())
}
