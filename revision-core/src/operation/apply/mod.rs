//! A schema, and what an operation makes of it.
//!
//! Applying is total: there is a schema afterwards, or a [`Fault`], and then the schema is as it was. So everything is checked
//! before anything is changed.
//!
//! What is only known to have been changed somehow, a schema calls opaque. An operation on an opaque object is accepted and
//! changes nothing, but for those after which all is known again: it is dropped, or made anew.

mod check;
mod columns;
mod constraints;
mod enums;
mod follow;
mod indexes;
mod namespaces;
mod objects;
mod rows;
mod sequences;
mod tables;
mod types;
mod views;

use super::{At, Commented, Fault, Object, Operation, invert_all};
use crate::schema::{QualifiedName, Schema, Table};

pub(super) use columns::{altered, is_needed};
pub(super) use constraints::{called, find};
pub(crate) use enums::columns_of;
pub(super) use objects::spares;
pub(crate) use objects::{is_procedure, replaces};
pub(crate) use types::{has as type_has, type_name};

/// Whether there is something to do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Turn {
    Go,
    /// It is there already, or is not there, and that is fine.
    Skip,
}

impl Schema {
    /// Does to the schema what the operation says. On a fault it stays as it was.
    ///
    /// ```
    /// use revision_core::operation::{Fault, Object, Operation};
    /// use revision_core::schema::{Column, Schema, Table, Type};
    ///
    /// let mut table = Table::default();
    /// table.columns.push(Column::new("id", Type::Uuid));
    /// let create = Operation::CreateTable {
    ///     name: "users".into(),
    ///     table: Box::new(table),
    ///     if_not_exists: false,
    /// };
    ///
    /// let mut schema = Schema::default();
    /// schema.apply(&create)?;
    /// assert!(schema.tables.contains_key(&"users".into()));
    /// assert_eq!(schema.apply(&create), Err(Fault::Exists(Object::Table("users".into()))));
    /// # Ok::<(), Fault>(())
    /// ```
    pub fn apply(&mut self, operation: &Operation) -> Result<(), Fault> {
        let operation = operation.named();
        if self.is_over_opaque(&operation) {
            return Ok(());
        }
        self.change(&operation)
    }

    /// Does to the schema what the operations say, one after the other. On a fault it stays as it was.
    pub fn apply_all(&mut self, operations: &[Operation]) -> Result<(), At<Fault>> {
        let mut made = self.clone();
        for (number, operation) in operations.iter().enumerate() {
            made.apply(operation).map_err(|why| At {
                operation: number,
                why,
            })?;
        }
        *self = made;
        Ok(())
    }

    /// Makes an object opaque: nothing is known of it any longer.
    #[cfg(feature = "source")]
    pub(crate) fn forget(&mut self, name: &QualifiedName) {
        self.tables.remove(name);
        self.views.remove(name);
        self.sequences.remove(name);
        self.enums.remove(name);
        self.types.remove(name);
        self.opaque.insert(name.clone());
    }

    fn change(&mut self, operation: &Operation) -> Result<(), Fault> {
        use Operation as O;
        match operation {
            O::CreateNamespace { .. } | O::DropNamespace { .. } | O::RenameNamespace { .. } => {
                namespaces::apply(self, operation)
            }
            O::CreateEnum { .. }
            | O::DropEnum { .. }
            | O::RenameEnum { .. }
            | O::AddEnumValue { .. }
            | O::RenameEnumValue { .. }
            | O::DropEnumValue { .. } => enums::apply(self, operation),
            O::CreateType { .. }
            | O::AlterType { .. }
            | O::DropType { .. }
            | O::RenameType { .. } => types::apply(self, operation),
            O::CreateSequence { .. }
            | O::AlterSequence { .. }
            | O::DropSequence { .. }
            | O::RenameSequence { .. } => sequences::apply(self, operation),
            O::CreateTable { .. }
            | O::DropTable { .. }
            | O::RenameTable { .. }
            | O::MoveTable { .. }
            | O::AlterTable { .. } => tables::apply(self, operation),
            O::AddColumn { .. }
            | O::DropColumn { .. }
            | O::AlterColumn { .. }
            | O::RenameColumn { .. } => columns::apply(self, operation),
            O::AddConstraint { .. }
            | O::DropConstraint { .. }
            | O::RenameConstraint { .. }
            | O::ValidateConstraint { .. } => constraints::apply(self, operation),
            O::CreateIndex { .. } | O::DropIndex { .. } | O::RenameIndex { .. } => {
                indexes::apply(self, operation)
            }
            O::CreateView { .. } | O::DropView { .. } | O::RenameView { .. } => {
                views::apply(self, operation)
            }
            O::CreateExtension { .. }
            | O::DropExtension { .. }
            | O::CreateFunction { .. }
            | O::DropFunction { .. }
            | O::CreateTrigger { .. }
            | O::DropTrigger { .. }
            | O::CreatePolicy { .. }
            | O::DropPolicy { .. }
            | O::Comment { .. } => objects::apply(self, operation),
            O::BulkInsert(insert) => rows::check(self, insert),
            // What SQL does is read elsewhere, and Rust works on data.
            O::Execute(_) | O::Run(_) => Ok(()),
            O::Reverse(operations) => {
                let inverse =
                    invert_all(None, operations).map_err(|at| Fault::Reverse(Box::new(at.why)))?;
                self.apply_all(&inverse).map_err(|at| at.why)
            }
        }
    }

    /// Whether the operation is about what is opaque, and is done with here.
    fn is_over_opaque(&mut self, operation: &Operation) -> bool {
        use Operation as O;
        let Some(name) = operation.about().filter(|name| self.is_opaque(name)) else {
            return false;
        };
        match operation {
            O::CreateEnum { .. } | O::CreateType { .. } | O::CreateFunction { .. } => false,
            O::CreateSequence { if_not_exists, .. } | O::CreateTable { if_not_exists, .. } => {
                *if_not_exists
            }
            O::CreateView { or_replace, .. } => *or_replace,
            O::DropEnum { .. }
            | O::DropType { .. }
            | O::DropSequence { .. }
            | O::DropTable { .. }
            | O::DropView { .. }
            | O::DropFunction { .. } => {
                self.opaque.remove(name);
                self.drop_partition(name);
                self.triggers.retain(|(table, _), _| table != name);
                self.policies.retain(|(table, _), _| table != name);
                true
            }
            O::RenameEnum { to, .. } => {
                follow::rename_enum(self, name, &name.beside(to));
                true
            }
            O::RenameType { to, .. } => {
                follow::rename_type(self, name, &name.beside(to));
                true
            }
            O::RenameSequence { to, .. } | O::RenameTable { to, .. } | O::RenameView { to, .. } => {
                follow::rename_relation(self, name, &name.beside(to));
                true
            }
            O::MoveTable { to, .. } => {
                let to = QualifiedName {
                    namespace: to.clone(),
                    name: name.name.clone(),
                };
                follow::rename_relation(self, name, &to);
                true
            }
            _ => true,
        }
    }

    /// Whether what is done to an object is done where nobody looks: it is opaque, or belongs to another table.
    pub(crate) fn is_opaque(&self, name: &QualifiedName) -> bool {
        self.opaque.contains(name) || self.is_partition(name)
    }

    /// Whether it is a partition of some table.
    pub(crate) fn is_partition(&self, name: &QualifiedName) -> bool {
        let mut tables = self.tables.values();
        tables.any(|table| table.partitions.contains_key(name))
    }

    /// A partition goes, and what it is divided into with it.
    fn drop_partition(&mut self, name: &QualifiedName) {
        for table in self.tables.values_mut() {
            let mut gone = vec![name.clone()];
            while let Some(name) = gone.pop() {
                table.partitions.remove(&name);
                let parts = table.partitions.iter();
                let parts = parts.filter(|(_, part)| part.of.as_ref() == Some(&name));
                gone.extend(parts.map(|(name, _)| name.clone()));
            }
        }
    }

    /// Makes a place where a new table, view or sequence can be.
    fn make_way(&mut self, name: &QualifiedName) -> Result<(), Fault> {
        if let Some(there) = self.relation(name) {
            return Err(Fault::Exists(there));
        }
        self.opaque.remove(name);
        Ok(())
    }

    /// What goes by a name of those that tables, views and sequences share.
    fn relation(&self, name: &QualifiedName) -> Option<Object> {
        if self.tables.contains_key(name) || self.is_partition(name) {
            return Some(Object::Table(name.clone()));
        }
        if let Some(view) = self.views.get(name) {
            return Some(views::object(name, view.materialized));
        }
        let there = self.sequences.contains_key(name);
        there.then(|| Object::Sequence(name.clone()))
    }

    /// The table, to be looked at.
    fn table(&self, name: &QualifiedName) -> Result<&Table, Fault> {
        self.tables
            .get(name)
            .ok_or_else(|| Fault::Missing(Object::Table(name.clone())))
    }

    /// The table, to be changed: its database's own text is no longer what it is like.
    fn table_mut(&mut self, name: &QualifiedName) -> Result<&mut Table, Fault> {
        let table = self
            .tables
            .get_mut(name)
            .ok_or_else(|| Fault::Missing(Object::Table(name.clone())))?;
        table.source.0 = None;
        Ok(table)
    }
}

impl Operation {
    /// The table, view, type, sequence or function that it is about.
    pub(crate) fn about(&self) -> Option<&QualifiedName> {
        match self {
            Self::CreateNamespace { .. }
            | Self::DropNamespace { .. }
            | Self::RenameNamespace { .. }
            | Self::CreateExtension { .. }
            | Self::DropExtension { .. }
            | Self::Execute(_)
            | Self::Run(_)
            | Self::Reverse(_) => None,
            Self::CreateEnum { name, .. }
            | Self::DropEnum { name, .. }
            | Self::RenameEnum { from: name, .. }
            | Self::AddEnumValue { name, .. }
            | Self::RenameEnumValue { name, .. }
            | Self::DropEnumValue { name, .. }
            | Self::CreateType { name, .. }
            | Self::AlterType { name, .. }
            | Self::DropType { name, .. }
            | Self::RenameType { from: name, .. }
            | Self::CreateSequence { name, .. }
            | Self::AlterSequence { name, .. }
            | Self::DropSequence { name, .. }
            | Self::RenameSequence { from: name, .. }
            | Self::CreateTable { name, .. }
            | Self::DropTable { name, .. }
            | Self::RenameTable { from: name, .. }
            | Self::MoveTable { name, .. }
            | Self::AlterTable { name, .. }
            | Self::AddColumn { table: name, .. }
            | Self::DropColumn { table: name, .. }
            | Self::AlterColumn { table: name, .. }
            | Self::RenameColumn { table: name, .. }
            | Self::AddConstraint { table: name, .. }
            | Self::DropConstraint { table: name, .. }
            | Self::RenameConstraint { table: name, .. }
            | Self::ValidateConstraint { table: name, .. }
            | Self::CreateIndex { table: name, .. }
            | Self::DropIndex { table: name, .. }
            | Self::RenameIndex { table: name, .. }
            | Self::CreateView { name, .. }
            | Self::DropView { name, .. }
            | Self::RenameView { from: name, .. }
            | Self::CreateFunction { name, .. }
            | Self::DropFunction { name, .. }
            | Self::CreateTrigger { table: name, .. }
            | Self::DropTrigger { table: name, .. }
            | Self::CreatePolicy { table: name, .. }
            | Self::DropPolicy { table: name, .. } => Some(name),
            Self::Comment { on, .. } => match on {
                Commented::Namespace(_) => None,
                Commented::Enum(name)
                | Commented::Type(name, _)
                | Commented::Sequence(name)
                | Commented::View(name, _)
                | Commented::Index(name, _)
                | Commented::Constraint(name, _) => Some(name),
            },
            Self::BulkInsert(insert) => Some(&insert.table),
        }
    }
}

/// Whether to make something that is there, or not.
fn making(
    there: bool,
    if_not_exists: bool,
    object: impl FnOnce() -> Object,
) -> Result<Turn, Fault> {
    match (there, if_not_exists) {
        (false, _) => Ok(Turn::Go),
        (true, true) => Ok(Turn::Skip),
        (true, false) => Err(Fault::Exists(object())),
    }
}

/// Whether to drop something that is there, or not.
fn dropping(there: bool, if_exists: bool, object: impl FnOnce() -> Object) -> Result<Turn, Fault> {
    match (there, if_exists) {
        (true, _) => Ok(Turn::Go),
        (false, true) => Ok(Turn::Skip),
        (false, false) => Err(Fault::Missing(object())),
    }
}
