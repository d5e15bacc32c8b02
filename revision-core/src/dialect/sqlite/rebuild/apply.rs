//! One operation after the other, done to the draft of a table.

use super::draft::{Draft, Kind};
use super::{column, constraint, table};
use crate::dialect::ansi::Spelt;
use crate::dialect::lower::Why;
use crate::operation::Operation;

/// Does an operation.
pub(super) fn apply(draft: &mut Draft<'_>, operation: &Operation) -> Spelt<()> {
    match &*operation.named() {
        Operation::AddColumn {
            column,
            if_not_exists,
            place,
            ..
        } => column::add(draft, column, *if_not_exists, place.as_ref()),
        Operation::DropColumn {
            column, if_exists, ..
        } => column::drop(draft, column, *if_exists),
        Operation::AlterColumn { column, change, .. } => column::alter(draft, column, change),
        Operation::RenameColumn { from, to, .. } => table::rename_column(draft, from, to),
        Operation::AddConstraint { constraint, .. } => constraint::add(draft, constraint),
        Operation::DropConstraint {
            name,
            kind,
            if_exists,
            ..
        } => constraint::drop(draft, name.as_ref(), *kind, *if_exists),
        Operation::RenameConstraint { from, to, .. } => constraint::rename(draft, from, to),
        // Whatever is in a table was held against its constraints.
        Operation::ValidateConstraint { .. } => Ok(()),
        Operation::AlterTable { change, .. } => table::alter(draft, change),
        Operation::RenameTable { to, .. } => {
            draft.to = Some(to.clone());
            Ok(())
        }
        Operation::CreateIndex {
            name: Some(name),
            index,
            if_not_exists,
            ..
        } => table::create_index(draft, name, index, *if_not_exists),
        Operation::DropIndex {
            name, if_exists, ..
        } => table::drop(draft, Kind::Index, name, *if_exists),
        Operation::RenameIndex { from, to, .. } => table::rename_index(draft, from, to),
        Operation::CreateTrigger { name, sql, .. } => {
            table::create_trigger(draft, name, sql);
            Ok(())
        }
        Operation::DropTrigger {
            name, if_exists, ..
        } => table::drop(draft, Kind::Trigger, name, *if_exists),
        other => Err(Why::Unsupported(format!(
            "making a table anew does nothing of this: {other:?}"
        ))),
    }
}
