//! Operations as the steps that a database takes.
//!
//! A step knows which operation it comes from, so that a fault is shown where that stands. What a database's words for an
//! operation are is in its own folder, under the same name.

use std::fmt;

use crate::operation::Operation;
use crate::schema::QualifiedName;

/// A step of carrying operations out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lowered {
    /// The number of the operation that it comes from; the first of those that are one step together.
    pub(crate) operation: usize,
    pub(crate) step: Step,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A statement, without a delimiter behind it.
    Sql(String),
    /// A table that has to be made anew, rows and all.
    Rebuild(Rebuild),
}

/// What is done to a table by making it anew: to its own text, as it stands when it is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rebuild {
    pub(crate) table: QualifiedName,
    /// All of this table.
    pub(crate) operations: Vec<Operation>,
}

/// Why an operation cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The number of the operation.
    pub(crate) operation: usize,
    pub(crate) why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// The database has no such thing: what it is, and why not or what to do instead.
    Unsupported(String),
    /// It makes no sense on any database.
    Invalid(String),
    /// The table has to be known, and is not.
    Unknown(QualifiedName),
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(why) | Self::Invalid(why) => f.write_str(why),
            Self::Unknown(table) => write!(f, "what `{table}` is like is not known here"),
        }
    }
}
