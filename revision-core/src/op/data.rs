//! Rows, values, and SQL as it stands.

use revision_macros::vocabulary;

use super::{Op, Texts, Word};
use crate::Backend;
use crate::operation::{self, Execute, Operation};
use crate::schema::{Literal, QualifiedName};

/// A row for `op.bulk_insert`: a tuple of values, or an array where all are of one type.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.bulk_insert("teams", ["id", "name", "motto"], [
///         (1, "red", null()),
///         (2, "blue", value("think")),
///     ]);
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Row(pub(super) Vec<Literal>);

/// Values that stand in rows and defaults.
#[vocabulary]
pub mod words {
    use crate::schema::Literal;

    /// Nothing.
    #[must_use]
    pub fn null() -> Literal {
        Literal::Null
    }

    /// A value as such, where others of another type stand in its place.
    #[must_use]
    pub fn value(value: impl Into<Literal>) -> Literal {
        value.into()
    }

    /// A whole number that may be larger than an `i64`.
    #[must_use]
    pub fn number(number: i128) -> Literal {
        Literal::Integer(number)
    }
}

impl From<&[u8]> for Literal {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Literal {
    fn from(bytes: &[u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl<T: Into<Literal>, const N: usize> From<[T; N]> for Row {
    fn from(values: [T; N]) -> Self {
        Self(values.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Literal>> From<Vec<T>> for Row {
    fn from(values: Vec<T>) -> Self {
        Self(values.into_iter().map(Into::into).collect())
    }
}

impl From<()> for Row {
    fn from((): ()) -> Self {
        Self::default()
    }
}

macro_rules! rows {
    ($($first:ident $($rest:ident)*)?) => {$(
        impl<$first: Into<Literal>, $($rest: Into<Literal>),*> From<($first, $($rest,)*)> for Row {
            #[expect(non_snake_case, reason = "each value goes by the name of its type")]
            fn from(($first, $($rest,)*): ($first, $($rest,)*)) -> Self {
                Self(vec![$first.into(), $($rest.into()),*])
            }
        }

        rows! { $($rest)* }
    )?};
}

rows! { A B C D E F G H I J K L M N O P }

/// Rows that are added to a table.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.bulk_insert("teams", ["id", "name"], [(1, "red"), (2, "blue")])
///         .row((3, null()));
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct BulkInsert(operation::BulkInsert);

#[vocabulary]
impl BulkInsert {
    /// One more row.
    pub fn row(&mut self, row: impl Into<Row>) -> &mut Self {
        self.0.rows.push(row.into().0);
        self
    }
}

impl Word for BulkInsert {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![Operation::BulkInsert(self.0)]
    }
}

/// Rows and SQL.
#[vocabulary(say_data)]
impl Op {
    /// Adds rows to a table: the columns that are given, and a value for each of them in each row.
    #[track_caller]
    pub fn bulk_insert(
        &mut self,
        table: impl Into<QualifiedName>,
        columns: impl Into<Texts>,
        rows: impl IntoIterator<Item = impl Into<Row>>,
    ) -> &mut BulkInsert {
        self.push(BulkInsert(operation::BulkInsert {
            table: table.into(),
            columns: columns.into().names(),
            rows: rows.into_iter().map(|row| row.into().0).collect(),
        }))
    }

    /// Runs SQL as it stands: one statement or several.
    #[track_caller]
    pub fn execute(&mut self, sql: &str) -> &mut Self {
        self.record(Operation::Execute(sql.into()))
    }

    /// Runs SQL as it stands, on one database alone.
    #[track_caller]
    pub fn execute_on(&mut self, database: Backend, sql: &str) -> &mut Self {
        self.record(Operation::Execute(Execute {
            sql: sql.to_owned(),
            on: Some(database),
        }))
    }
}
