//! Columns: what one is like. `change` has the words that add, change, rename and remove one.

mod change;

pub use change::{AddColumn, AlterColumn};

use revision_macros::vocabulary;

use super::{Collation, ColumnType};
use crate::Backend;
use crate::schema::naming::{Naming, named};
use crate::schema::{
    self, Check, Constraint, Default, ForeignKey, Generated, Identity, Literal, Name,
    QualifiedName, Type, Unique,
};

/// A column, for `op.create_table` and `op.add_column`.
///
/// It may hold nothing, unless it says otherwise, is part of the primary key or is counted up.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.add_column("users", column("email", varchar(255)).not_null().default(""));
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Column {
    made: schema::Column,
    nullable: Option<bool>,
    in_key: bool,
    constraints: Vec<Constraint>,
}

/// Values that describe columns.
#[vocabulary]
pub mod words {
    use super::Column;
    use crate::op::ColumnType;
    use crate::schema::Name;

    /// A column of a type.
    pub fn column(name: &str, ty: impl Into<ColumnType>) -> Column {
        Column::new(Name::from(name), ty.into())
    }
}

#[vocabulary]
impl Column {
    /// It holds something in each row.
    pub fn not_null(mut self) -> Self {
        self.nullable = Some(false);
        self
    }

    /// It may hold nothing, also where a primary key or a counter would have it otherwise.
    pub fn nullable(mut self) -> Self {
        self.nullable = Some(true);
        self
    }

    /// What it holds where nothing is said: a value, which is quoted for each database.
    pub fn default(mut self, value: impl Into<Literal>) -> Self {
        self.made.default = Some(Default::Value(value.into()));
        self
    }

    /// What it holds where nothing is said: what an expression gives.
    pub fn default_sql(mut self, sql: &str) -> Self {
        self.made.default = Some(Default::Sql(sql.to_owned()));
        self
    }

    /// What it holds where nothing is said, on one database: a value.
    pub fn default_on(mut self, database: Backend, value: impl Into<Literal>) -> Self {
        let on = self.made.on.entry(database).or_default();
        on.default = Some(Default::Value(value.into()));
        self
    }

    /// What it holds where nothing is said, on one database: what an expression gives.
    pub fn default_sql_on(mut self, database: Backend, sql: &str) -> Self {
        let on = self.made.on.entry(database).or_default();
        on.default = Some(Default::Sql(sql.to_owned()));
        self
    }

    /// Its type on one database.
    pub fn type_on(mut self, database: Backend, ty: impl Into<Type>) -> Self {
        self.made.on.entry(database).or_default().ty = Some(ty.into());
        self
    }

    /// How the database counts its values up, where `auto_increment` of its type does not say enough.
    pub fn identity(mut self, identity: Identity) -> Self {
        self.made.identity = Some(identity);
        self
    }

    /// It is computed from an expression when it is read.
    pub fn generated(mut self, sql: &str) -> Self {
        let sql = sql.to_owned();
        self.made.generated = Some(Generated { sql, stored: false });
        self
    }

    /// It is computed from an expression when a row is written.
    pub fn generated_stored(mut self, sql: &str) -> Self {
        let sql = sql.to_owned();
        self.made.generated = Some(Generated { sql, stored: true });
        self
    }

    /// How its texts are sorted.
    pub fn collate(mut self, collation: impl Into<Collation>) -> Self {
        self.made.collation = Some(collation.into().0);
        self
    }

    /// What is said about it.
    pub fn comment(mut self, comment: &str) -> Self {
        self.made.comment = Some(comment.to_owned());
        self
    }

    /// It is part of the primary key.
    pub fn primary_key(mut self) -> Self {
        self.in_key = true;
        self
    }

    /// No two rows hold the same in it.
    pub fn unique(mut self) -> Self {
        let columns = vec![self.made.name.clone()];
        self.constraints
            .push(Constraint::Unique(Unique::new(columns)));
        self
    }

    /// What holds in each row.
    pub fn check(mut self, sql: &str) -> Self {
        self.constraints.push(Constraint::Check(Check::new(sql)));
        self
    }

    /// It holds what a column of another table holds. A `foreign_key` of the table says more, `on_delete` for one.
    pub fn references(mut self, table: impl Into<QualifiedName>, column: &str) -> Self {
        let columns = vec![self.made.name.clone()];
        let key = ForeignKey::new(columns, table.into(), vec![column.into()]);
        self.constraints.push(Constraint::ForeignKey(key));
        self
    }
}

impl Column {
    fn new(name: Name, ty: ColumnType) -> Self {
        let mut column = schema::Column::new(name, ty.ty);
        column.identity = ty.identity;
        Self {
            made: column,
            nullable: None,
            in_key: false,
            constraints: Vec::new(),
        }
    }

    pub(super) fn name(&self) -> &Name {
        &self.made.name
    }

    pub(super) fn is_in_key(&self) -> bool {
        self.in_key
    }

    /// The column as data, as a part of the table's primary key or not, and the constraints that go with it.
    pub(super) fn finish(
        self,
        table: &QualifiedName,
        in_key: bool,
    ) -> (schema::Column, Vec<Constraint>) {
        let Self {
            made: mut column,
            nullable,
            mut constraints,
            ..
        } = self;
        column.nullable = nullable.unwrap_or(!in_key && column.identity.is_none());
        let checks = constraints.iter_mut().filter_map(|one| match one {
            Constraint::Check(check) => Some(check),
            _ => None,
        });
        for (number, check) in checks.enumerate() {
            let name = named(&Naming::default().check, table, &[&column.name]);
            check.name = Some(match number {
                0 => name,
                number => Name::from(format!("{name}{number}")),
            });
        }
        (column, constraints)
    }
}
