//! Where the models ask for an operation: at the field, or at the struct.

use crate::Place;
use crate::operation::{Object, Operation};
use crate::schema::{Constraint, Index, IndexKey, Name, QualifiedName};
use crate::source::Models;

/// The field or the struct that asks for an operation; none where there is no model of it.
pub(super) fn place<'m>(models: &'m Models, operation: &Operation) -> Option<&'m Place> {
    let column = |table: &QualifiedName, name: &Name| {
        models.place(&Object::Column(table.clone(), name.clone()))
    };
    match operation {
        Operation::AddColumn {
            table, column: one, ..
        } => column(table, &one.name),
        Operation::DropColumn {
            table, column: one, ..
        }
        | Operation::AlterColumn {
            table, column: one, ..
        }
        | Operation::RenameColumn { table, to: one, .. } => column(table, one),
        Operation::AddConstraint { table, constraint } => match one_of(constraint) {
            Some(one) => column(table, one),
            None => whole(models, table),
        },
        Operation::CreateIndex { table, index, .. } => match one_in(index) {
            Some(one) => column(table, one),
            None => whole(models, table),
        },
        Operation::RenameTable { from, to }
        | Operation::RenameEnum { from, to }
        | Operation::RenameView { from, to, .. } => whole(models, &from.beside(to)),
        Operation::MoveTable { name, to } => {
            whole(models, &QualifiedName::new(to.as_deref(), &name.name))
        }
        _ => whole(models, operation.about()?),
    }
}

/// The struct or the enum.
pub(super) fn whole<'m>(models: &'m Models, name: &QualifiedName) -> Option<&'m Place> {
    let table = models.place(&Object::Table(name.clone()));
    table.or_else(|| models.place(&Object::Enum(name.clone())))
}

/// The only column that a constraint is about.
fn one_of(constraint: &Constraint) -> Option<&Name> {
    let columns = match constraint {
        Constraint::PrimaryKey(key) => &key.columns,
        Constraint::Unique(unique) => &unique.columns,
        Constraint::ForeignKey(key) => &key.columns,
        Constraint::Check(_) | Constraint::Exclusion(_) => return None,
    };
    match &**columns {
        [one] => Some(one),
        _ => None,
    }
}

/// The only column that an index is about.
fn one_in(index: &Index) -> Option<&Name> {
    match &*index.columns {
        [one] => match &one.key {
            IndexKey::Column(name) => Some(name),
            IndexKey::Sql(_) => None,
        },
        _ => None,
    }
}
