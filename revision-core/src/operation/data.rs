//! Operations on rows, and those of which only their text is known.

use crate::Backend;
use crate::schema::{Literal, Name, QualifiedName};

/// SQL as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Execute {
    /// One statement or several.
    pub sql: String,
    /// The database that it is for; none for whichever it is.
    pub on: Option<Backend>,
}

impl From<&str> for Execute {
    fn from(sql: &str) -> Self {
        Self {
            sql: sql.to_owned(),
            on: None,
        }
    }
}

/// Rows for a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BulkInsert {
    /// The table.
    pub table: QualifiedName,
    /// The columns that are given.
    pub columns: Vec<Name>,
    /// A value for each column, a row each.
    pub rows: Vec<Vec<Literal>>,
}

impl BulkInsert {
    /// These rows, with a value for each of these columns.
    #[must_use]
    pub fn new(table: QualifiedName, columns: Vec<Name>, rows: Vec<Vec<Literal>>) -> Self {
        Self {
            table,
            columns,
            rows,
        }
    }
}

/// A function of Rust that works on data, by its name: the function itself is no data.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Run {
    /// The function's name, for messages.
    pub name: String,
    /// What an offline script says in its place.
    pub sql: Option<String>,
}

impl Run {
    /// The function of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            sql: None,
        }
    }
}
