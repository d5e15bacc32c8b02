//! Operations on whole tables.

use super::{Turn, check, dropping, follow, making};
use crate::operation::{Fault, Object, Operation, TableChange};
use crate::schema::{Constraint, QualifiedName, Schema, Table, TableOptions};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateTable {
            name,
            table,
            if_not_exists,
        } => create(schema, name, table, *if_not_exists),
        Operation::DropTable { name, if_exists } => drop(schema, name, *if_exists),
        Operation::RenameTable { from, to } => rename(schema, from, &from.beside(to)),
        Operation::MoveTable { name, to } if name.namespace == *to => {
            schema.table(name)?;
            Ok(())
        }
        Operation::MoveTable { name, to } => {
            let to = QualifiedName {
                namespace: to.clone(),
                name: name.name.clone(),
            };
            rename(schema, name, &to)?;
            move_sequences(schema, &to);
            Ok(())
        }
        Operation::AlterTable { name, change } => {
            let table = schema.table_mut(name)?;
            alter(&mut table.comment, &mut table.options, change);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn create(
    schema: &mut Schema,
    name: &QualifiedName,
    table: &Table,
    if_not_exists: bool,
) -> Result<(), Fault> {
    let there = schema.tables.contains_key(name);
    if making(there, if_not_exists, || Object::Table(name.clone()))? == Turn::Skip {
        return Ok(());
    }
    check::table(schema, name, table)?;
    schema.make_way(name)?;
    let mut table = table.clone();
    table.source.0 = None;
    check::settle(&mut table);
    schema.tables.insert(name.clone(), table);
    Ok(())
}

fn drop(schema: &mut Schema, name: &QualifiedName, if_exists: bool) -> Result<(), Fault> {
    let object = || Object::Table(name.clone());
    let there = schema.tables.contains_key(name);
    if dropping(there, if_exists, object)? == Turn::Skip {
        return Ok(());
    }
    let others = schema.tables.iter().filter(|(other, _)| *other != name);
    for (other, table) in others {
        let mut keys = table.foreign_keys.iter();
        if let Some(key) = keys.find(|key| key.references == *name) {
            let by = check::object(other, &Constraint::ForeignKey(key.clone()));
            return Err(Fault::needed(object(), by));
        }
        if table.options.inherits.contains(name) {
            return Err(Fault::needed(object(), Object::Table(other.clone())));
        }
    }
    schema.tables.remove(name);
    schema.triggers.retain(|(table, _), _| table != name);
    schema.policies.retain(|(table, _), _| table != name);
    let owned =
        |owner: &Option<(QualifiedName, _)>| owner.as_ref().is_some_and(|(table, _)| table == name);
    schema
        .sequences
        .retain(|_, sequence| !owned(&sequence.owned_by));
    Ok(())
}

fn rename(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) -> Result<(), Fault> {
    schema.table(from)?;
    schema.make_way(to)?;
    follow::rename_relation(schema, from, to);
    schema.table_mut(to)?;
    Ok(())
}

/// Counters go along with the table that they belong to, where there is room for them.
fn move_sequences(schema: &mut Schema, table: &QualifiedName) {
    let owned = schema.sequences.iter().filter(|(name, sequence)| {
        let owner = sequence.owned_by.as_ref();
        name.namespace != table.namespace && owner.is_some_and(|(owner, _)| owner == table)
    });
    let owned: Vec<QualifiedName> = owned.map(|(name, _)| name.clone()).collect();
    for name in owned {
        let to = table.beside(&name.name);
        if schema.relation(&to).is_none() {
            follow::rename_relation(schema, &name, &to);
        }
    }
}

fn alter(comment: &mut Option<String>, options: &mut TableOptions, change: &TableChange) {
    fn set<T: Clone>(place: &mut T, change: Option<&T>) {
        if let Some(change) = change {
            place.clone_from(change);
        }
    }
    set(comment, change.comment.as_ref());
    for (place, change) in [
        (&mut options.engine, &change.engine),
        (&mut options.charset, &change.charset),
        (&mut options.collation, &change.collation),
    ] {
        if change.is_some() {
            place.clone_from(change);
        }
    }
    set(&mut options.strict, change.strict.as_ref());
    set(&mut options.without_rowid, change.without_rowid.as_ref());
    set(&mut options.unlogged, change.unlogged.as_ref());
    set(&mut options.row_security, change.row_security.as_ref());
    set(&mut options.storage, change.storage.as_ref());
}
