//! Operations on counters.

use super::{Turn, check, dropping, follow, making};
use crate::operation::{Fault, Object, Operation};
use crate::schema::{Name, QualifiedName, Schema, Type};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateSequence {
            name,
            sequence,
            if_not_exists,
        } => {
            let there = schema.sequences.contains_key(name);
            let object = || Object::Sequence(name.clone());
            if making(there, *if_not_exists, object)? == Turn::Skip {
                return Ok(());
            }
            owner(schema, sequence.owned_by.as_ref())?;
            schema.make_way(name)?;
            let mut sequence = sequence.clone();
            sequence.ty = sequence.ty.and_then(usual);
            schema.sequences.insert(name.clone(), sequence);
        }
        Operation::AlterSequence { name, change } => {
            if let Some(owned_by) = &change.owned_by {
                owner(schema, owned_by.as_ref())?;
            }
            let missing = || Fault::Missing(Object::Sequence(name.clone()));
            let sequence = schema.sequences.get_mut(name).ok_or_else(missing)?;
            if let Some(ty) = &change.ty {
                sequence.ty = usual(ty.clone());
            }
            if let Some(options) = &change.options {
                sequence.options.clone_from(options);
            }
            if let Some(owned_by) = &change.owned_by {
                sequence.owned_by.clone_from(owned_by);
            }
        }
        Operation::DropSequence { name, if_exists } => {
            let there = schema.sequences.contains_key(name);
            let object = || Object::Sequence(name.clone());
            if dropping(there, *if_exists, object)? == Turn::Go {
                schema.sequences.remove(name);
            }
        }
        Operation::RenameSequence { from, to } => {
            if !schema.sequences.contains_key(from) {
                return Err(Fault::Missing(Object::Sequence(from.clone())));
            }
            let to = from.beside(to);
            schema.make_way(&to)?;
            follow::rename_relation(schema, from, &to);
        }
        _ => {}
    }
    Ok(())
}

/// A type, but for the one that a counter has anyway.
fn usual(ty: Type) -> Option<Type> {
    (ty != Type::BigInt { unsigned: false }).then_some(ty)
}

/// Whether the column that a counter goes with is there.
fn owner(schema: &Schema, owner: Option<&(QualifiedName, Name)>) -> Result<(), Fault> {
    match owner {
        Some((table, column)) if !schema.opaque.contains(table) => {
            check::present(table, schema.table(table)?, std::slice::from_ref(column))
        }
        _ => Ok(()),
    }
}
