//! What a schema holds beside tables.

use std::collections::BTreeMap;

use super::{Index, Name, QualifiedName, Type};

/// A type with a list of values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Enum {
    /// The values, in their order.
    pub values: Vec<String>,
    /// What is said about it.
    pub comment: Option<String>,
}

impl Enum {
    /// An enum of these values.
    #[must_use]
    pub fn new(values: Vec<String>) -> Self {
        Self {
            values,
            comment: None,
        }
    }
}

/// A counter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sequence {
    /// What it counts in; none for eight bytes.
    pub ty: Option<Type>,
    /// How it counts.
    pub options: SequenceOptions,
    /// The column that it goes with: it is dropped with that.
    pub owned_by: Option<(QualifiedName, Name)>,
    /// What is said about it.
    pub comment: Option<String>,
}

/// How a counter counts; none where as the database does by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SequenceOptions {
    /// The first value.
    pub start: Option<i64>,
    /// What is added each time.
    pub increment: Option<i64>,
    /// The least value.
    pub min: Option<i64>,
    /// The greatest value.
    pub max: Option<i64>,
    /// How many values a session takes at once.
    pub cache: Option<i64>,
    /// Whether it begins again at its end.
    pub cycle: bool,
}

/// A module of the server's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Extension {
    /// Where its objects lie; none where the database puts them.
    pub namespace: Option<Name>,
    /// Its version; none for the newest that the server has.
    pub version: Option<String>,
}

/// A query with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct View {
    /// The query.
    pub query: String,
    /// The names that it gives its columns, where they are not those that the query gives.
    pub columns: Vec<Name>,
    /// Whether its rows are stored.
    pub materialized: bool,
    /// The indexes of a materialised one.
    pub indexes: BTreeMap<Name, Index>,
    /// What is said about it.
    pub comment: Option<String>,
}
