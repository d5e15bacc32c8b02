//! What an operation may be done before, although it stands behind it.

use super::plan::What;
use crate::operation::{ColumnChange, Operation};
use crate::schema::{Constraint, ConstraintKind, QualifiedName};

/// Whether what is said of a table, where the list makes it or adds a column, has to be said behind this.
pub(super) fn is_said_behind(what: &What, table: &QualifiedName, operation: &Operation) -> bool {
    // Whoever changes rows looks at foreign keys, also of tables without rows.
    let refers = matches!(
        operation,
        Operation::AddConstraint { constraint, .. } if matches!(**constraint, Constraint::ForeignKey(_))
    );
    match what {
        What::Create { name, .. } => name == table,
        What::AddColumn { .. } => false,
        What::Rebuild { table: of, .. } => of == table || refers,
        What::Statements(_) => true,
        What::Plain(between) => match &**between {
            Operation::CreateIndex { .. }
            | Operation::DropIndex { .. }
            | Operation::CreateEnum { .. }
            | Operation::DropEnum { .. } => false,
            Operation::DropColumn { table: of, .. } => of == table,
            Operation::BulkInsert(insert) => insert.table == *table || refers,
            _ => true,
        },
    }
}

/// Whether one of these operations on a table, which has to be made anew for them, comes to something else when it is done
/// before this. What is done to the table itself and goes along is asked for with [`goes_along`].
pub(super) fn is_in_the_way(what: &What, table: &QualifiedName, moving: &[&Operation]) -> bool {
    let of_another = |of: &QualifiedName| of == table || moving.iter().any(|one| !is_own(one));
    match what {
        What::Create { name: of, .. }
        | What::AddColumn { table: of, .. }
        | What::Rebuild { table: of, .. } => of_another(of),
        What::Statements(_) => true,
        What::Plain(between) => match &**between {
            Operation::CreateEnum { .. } | Operation::DropEnum { .. } => false,
            Operation::CreateIndex { table: of, .. }
            | Operation::DropIndex { table: of, .. }
            | Operation::DropColumn { table: of, .. } => of_another(of),
            // Rows of another table are what a foreign key finds, and a trigger makes rows of this one from them.
            _ => true,
        },
    }
}

/// Whether this is done to the table in such a way that making it anew can do it.
pub(super) fn goes_along(what: &What, table: &QualifiedName) -> bool {
    match what {
        What::AddColumn { table: of, .. } => of == table,
        What::Plain(between) => match &**between {
            Operation::CreateIndex { table: of, .. } | Operation::DropIndex { table: of, .. } => {
                of == table
            }
            _ => false,
        },
        _ => false,
    }
}

/// Whether an operation is about nothing but its table: it looks at no rows of others, takes away nothing that others may
/// refer to, and takes no name that something else may have.
fn is_own(operation: &Operation) -> bool {
    match operation {
        Operation::AddColumn { .. } | Operation::RenameConstraint { .. } => true,
        Operation::AddConstraint { constraint, .. } => {
            !matches!(**constraint, Constraint::ForeignKey(_))
        }
        Operation::DropConstraint { kind, .. } => {
            matches!(kind, ConstraintKind::Check | ConstraintKind::ForeignKey)
        }
        Operation::AlterColumn { change, .. } => {
            let other = ColumnChange {
                nullable: None,
                default: None,
                ..(**change).clone()
            };
            other == ColumnChange::default()
        }
        _ => false,
    }
}
