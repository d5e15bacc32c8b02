//! The words on [`Op`] that add, change, rename and remove columns.

use revision_macros::vocabulary;

use super::Column;
use crate::Backend;
use crate::op::{Collation, Op, Removal, Word};
use crate::operation::{ColumnChange, Operation, Where};
use crate::schema::{
    Constraint, Default, Generated, Identity, Literal, Name, PrimaryKey, QualifiedName, Type,
};

/// A column that is added.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.add_column("users", column("email", text()).unique()).if_not_exists();
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct AddColumn {
    table: QualifiedName,
    column: Column,
    if_not_exists: bool,
    place: Option<Where>,
}

#[vocabulary]
impl AddColumn {
    /// One that is there is left as it is.
    pub fn if_not_exists(&mut self) -> &mut Self {
        self.if_not_exists = true;
        self
    }

    /// It comes before all others, on MySQL; elsewhere a new column is the last.
    pub fn first(&mut self) -> &mut Self {
        self.place = Some(Where::First);
        self
    }

    /// It comes after another, on MySQL; elsewhere a new column is the last.
    pub fn after(&mut self, column: &str) -> &mut Self {
        self.place = Some(Where::After(column.into()));
        self
    }
}

impl Word for AddColumn {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        let in_key = self.column.in_key;
        let (column, mut constraints) = self.column.finish(&self.table, in_key);
        if in_key {
            let key = PrimaryKey::new(vec![column.name.clone()]);
            constraints.insert(0, Constraint::PrimaryKey(key));
        }
        let mut operations = vec![Operation::AddColumn {
            table: self.table.clone(),
            column: Box::new(column),
            if_not_exists: self.if_not_exists,
            place: self.place,
        }];
        operations.extend(
            constraints
                .into_iter()
                .map(|constraint| Operation::AddConstraint {
                    table: self.table.clone(),
                    constraint: Box::new(constraint),
                }),
        );
        operations
    }
}

/// A column that changes, in what is named and in nothing else.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.alter_column("users", "age").type_(integer()).using("age::integer").not_null();
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct AlterColumn {
    table: QualifiedName,
    column: Name,
    change: ColumnChange,
}

#[vocabulary]
impl AlterColumn {
    /// Its type.
    pub fn type_(&mut self, ty: impl Into<Type>) -> &mut Self {
        self.change.ty = Some(ty.into());
        self
    }

    /// How what it holds is made into the new type: an expression.
    pub fn using(&mut self, sql: &str) -> &mut Self {
        self.change.using = Some(sql.to_owned());
        self
    }

    /// It may hold nothing.
    pub fn nullable(&mut self) -> &mut Self {
        self.change.nullable = Some(true);
        self
    }

    /// It holds something in each row.
    pub fn not_null(&mut self) -> &mut Self {
        self.change.nullable = Some(false);
        self
    }

    /// What it holds where nothing is said: a value.
    pub fn default(&mut self, value: impl Into<Literal>) -> &mut Self {
        self.change.default = Some(Some(Default::Value(value.into())));
        self
    }

    /// What it holds where nothing is said: what an expression gives.
    pub fn default_sql(&mut self, sql: &str) -> &mut Self {
        self.change.default = Some(Some(Default::Sql(sql.to_owned())));
        self
    }

    /// It has no default.
    pub fn drop_default(&mut self) -> &mut Self {
        self.change.default = Some(None);
        self
    }

    /// What it holds where nothing is said, on one database: a value.
    pub fn default_on(&mut self, database: Backend, value: impl Into<Literal>) -> &mut Self {
        let on = self.change.on.entry(database).or_default();
        on.default = Some(Default::Value(value.into()));
        self
    }

    /// What it holds where nothing is said, on one database: what an expression gives.
    pub fn default_sql_on(&mut self, database: Backend, sql: &str) -> &mut Self {
        let on = self.change.on.entry(database).or_default();
        on.default = Some(Default::Sql(sql.to_owned()));
        self
    }

    /// Its type on one database.
    pub fn type_on(&mut self, database: Backend, ty: impl Into<Type>) -> &mut Self {
        self.change.on.entry(database).or_default().ty = Some(ty.into());
        self
    }

    /// The database counts its values up.
    pub fn identity(&mut self, identity: Identity) -> &mut Self {
        self.change.identity = Some(Some(identity));
        self
    }

    /// The database does not count its values up.
    pub fn drop_identity(&mut self) -> &mut Self {
        self.change.identity = Some(None);
        self
    }

    /// It is computed from an expression when it is read.
    pub fn generated(&mut self, sql: &str) -> &mut Self {
        let sql = sql.to_owned();
        self.change.generated = Some(Some(Generated { sql, stored: false }));
        self
    }

    /// It is computed from an expression when a row is written.
    pub fn generated_stored(&mut self, sql: &str) -> &mut Self {
        let sql = sql.to_owned();
        self.change.generated = Some(Some(Generated { sql, stored: true }));
        self
    }

    /// It is computed no longer.
    pub fn drop_generated(&mut self) -> &mut Self {
        self.change.generated = Some(None);
        self
    }

    /// How its texts are sorted.
    pub fn collate(&mut self, collation: impl Into<Collation>) -> &mut Self {
        self.change.collation = Some(Some(collation.into().0));
        self
    }

    /// Its texts are sorted as the database does by itself.
    pub fn drop_collation(&mut self) -> &mut Self {
        self.change.collation = Some(None);
        self
    }

    /// What is said about it.
    pub fn comment(&mut self, comment: &str) -> &mut Self {
        self.change.comment = Some(Some(comment.to_owned()));
        self
    }

    /// Nothing is said about it.
    pub fn drop_comment(&mut self) -> &mut Self {
        self.change.comment = Some(None);
        self
    }
}

impl Word for AlterColumn {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::AlterColumn {
            table: self.table,
            column: self.column,
            change: Box::new(self.change),
        }]
    }
}

/// Columns.
#[vocabulary(say_column)]
impl Op {
    /// Adds a column, and the constraints that go with it.
    #[track_caller]
    pub fn add_column(
        &mut self,
        table: impl Into<QualifiedName>,
        column: Column,
    ) -> &mut AddColumn {
        self.push(AddColumn {
            table: table.into(),
            column,
            if_not_exists: false,
            place: None,
        })
    }

    /// Changes a column.
    #[track_caller]
    pub fn alter_column(
        &mut self,
        table: impl Into<QualifiedName>,
        column: &str,
    ) -> &mut AlterColumn {
        self.push(AlterColumn {
            table: table.into(),
            column: column.into(),
            change: ColumnChange::default(),
        })
    }

    /// Calls a column otherwise.
    #[track_caller]
    pub fn rename_column(
        &mut self,
        table: impl Into<QualifiedName>,
        from: &str,
        to: &str,
    ) -> &mut Self {
        self.record(Operation::RenameColumn {
            table: table.into(),
            from: from.into(),
            to: to.into(),
        })
    }

    /// Removes a column and what it holds.
    #[track_caller]
    pub fn drop_column(&mut self, table: impl Into<QualifiedName>, column: &str) -> &mut Removal {
        self.push(Removal(Operation::DropColumn {
            table: table.into(),
            column: column.into(),
            if_exists: false,
        }))
    }
}
