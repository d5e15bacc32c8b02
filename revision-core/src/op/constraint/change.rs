//! The words on [`Op`] that add, rename and remove constraints.

use revision_macros::vocabulary;

use crate::op::{Op, Removal, Word};
use crate::operation::Operation;
use crate::schema::{
    Check, Constraint, ConstraintKind, Exclusion, ForeignKey, Name, PrimaryKey, QualifiedName,
    Unique,
};

/// A primary key that is removed.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.drop_primary_key("users").named("users_pk");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct DropPrimaryKey {
    table: QualifiedName,
    name: Option<Name>,
    if_exists: bool,
}

#[vocabulary]
impl DropPrimaryKey {
    /// Its name, where it does not go by the naming convention.
    pub fn named(&mut self, name: &str) -> &mut Self {
        self.name = Some(name.into());
        self
    }

    /// It may be missing.
    pub fn if_exists(&mut self) -> &mut Self {
        self.if_exists = true;
        self
    }
}

impl Word for DropPrimaryKey {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::DropConstraint {
            table: self.table,
            name: self.name,
            kind: ConstraintKind::PrimaryKey,
            if_exists: self.if_exists,
        }]
    }
}

/// Constraints.
#[vocabulary(say_constraint)]
impl Op {
    /// Adds a primary key: a list of columns, or a `primary_key(…)`.
    #[track_caller]
    pub fn create_primary_key(
        &mut self,
        table: impl Into<QualifiedName>,
        key: impl Into<PrimaryKey>,
    ) -> &mut Self {
        self.add(table.into(), Constraint::PrimaryKey(key.into()))
    }

    /// Adds a unique constraint: a list of columns, or a `unique(…)`.
    #[track_caller]
    pub fn create_unique(
        &mut self,
        table: impl Into<QualifiedName>,
        unique: impl Into<Unique>,
    ) -> &mut Self {
        self.add(table.into(), Constraint::Unique(unique.into()))
    }

    /// Adds a check: a condition, or a `check(…)`.
    #[track_caller]
    pub fn create_check(
        &mut self,
        table: impl Into<QualifiedName>,
        check: impl Into<Check>,
    ) -> &mut Self {
        self.add(table.into(), Constraint::Check(check.into()))
    }

    /// Adds a foreign key.
    #[track_caller]
    pub fn create_foreign_key(
        &mut self,
        table: impl Into<QualifiedName>,
        key: ForeignKey,
    ) -> &mut Self {
        self.add(table.into(), Constraint::ForeignKey(key))
    }

    /// Adds an exclusion.
    #[track_caller]
    pub fn create_exclusion(
        &mut self,
        table: impl Into<QualifiedName>,
        exclusion: Exclusion,
    ) -> &mut Self {
        self.add(table.into(), Constraint::Exclusion(exclusion))
    }

    /// Removes the primary key.
    #[track_caller]
    pub fn drop_primary_key(&mut self, table: impl Into<QualifiedName>) -> &mut DropPrimaryKey {
        self.push(DropPrimaryKey {
            table: table.into(),
            name: None,
            if_exists: false,
        })
    }

    /// Removes a unique constraint.
    #[track_caller]
    pub fn drop_unique(&mut self, table: impl Into<QualifiedName>, name: &str) -> &mut Removal {
        self.remove(table.into(), name, ConstraintKind::Unique)
    }

    /// Removes a check.
    #[track_caller]
    pub fn drop_check(&mut self, table: impl Into<QualifiedName>, name: &str) -> &mut Removal {
        self.remove(table.into(), name, ConstraintKind::Check)
    }

    /// Removes a foreign key.
    #[track_caller]
    pub fn drop_foreign_key(
        &mut self,
        table: impl Into<QualifiedName>,
        name: &str,
    ) -> &mut Removal {
        self.remove(table.into(), name, ConstraintKind::ForeignKey)
    }

    /// Removes an exclusion.
    #[track_caller]
    pub fn drop_exclusion(&mut self, table: impl Into<QualifiedName>, name: &str) -> &mut Removal {
        self.remove(table.into(), name, ConstraintKind::Exclusion)
    }

    /// Calls a constraint otherwise.
    #[track_caller]
    pub fn rename_constraint(
        &mut self,
        table: impl Into<QualifiedName>,
        from: &str,
        to: &str,
    ) -> &mut Self {
        self.record(Operation::RenameConstraint {
            table: table.into(),
            from: from.into(),
            to: to.into(),
        })
    }

    /// Makes sure that all rows hold to a constraint that was added `not_valid`.
    #[track_caller]
    pub fn validate_constraint(
        &mut self,
        table: impl Into<QualifiedName>,
        name: &str,
    ) -> &mut Self {
        self.record(Operation::ValidateConstraint {
            table: table.into(),
            name: name.into(),
        })
    }
}

impl Op {
    #[track_caller]
    fn add(&mut self, table: QualifiedName, constraint: Constraint) -> &mut Self {
        self.record(Operation::AddConstraint {
            table,
            constraint: Box::new(constraint),
        })
    }

    #[track_caller]
    fn remove(&mut self, table: QualifiedName, name: &str, kind: ConstraintKind) -> &mut Removal {
        self.push(Removal(Operation::DropConstraint {
            table,
            name: Some(name.into()),
            kind,
            if_exists: false,
        }))
    }
}
