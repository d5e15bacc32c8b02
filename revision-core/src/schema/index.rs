//! The indexes of a table or a materialised view.

use super::Name;

/// An index. Its name is a key of what holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Index {
    /// What it sorts by.
    pub columns: Vec<IndexColumn>,
    /// Whether no two rows may be alike.
    pub unique: bool,
    /// Whether one row with nothing there is like another.
    pub nulls_not_distinct: bool,
    /// What kind of index it is: `gin`, `gist`, `hash`, `fulltext` …; none for the usual kind.
    pub method: Option<Name>,
    /// The rows that stand in it.
    pub predicate: Option<String>,
    /// Columns that it carries along.
    pub include: Vec<Name>,
    /// How it is stored: parameters and their values, sorted.
    pub storage: Vec<(String, String)>,
    /// What is said about it.
    pub comment: Option<String>,
}

/// What an index sorts by.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexColumn {
    /// A column or an expression.
    pub key: IndexKey,
    /// Whether large comes before small.
    pub descending: bool,
    /// Where rows with nothing there come; none for where the database puts them.
    pub nulls: Option<Nulls>,
    /// How the index takes values, where not as usual, with its parameters.
    pub operator_class: Option<String>,
    /// How texts are sorted, where not as in the column.
    pub collation: Option<String>,
    /// How much of a text stands in the index.
    pub length: Option<u32>,
}

/// A column, or an expression over columns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexKey {
    /// The column of this name.
    Column(Name),
    /// An expression.
    Sql(String),
}

/// Where rows with nothing come in an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nulls {
    /// Before all others.
    First,
    /// After all others.
    Last,
}

impl Index {
    /// An index of the usual kind.
    #[must_use]
    pub fn new(columns: Vec<IndexColumn>) -> Self {
        Self {
            columns,
            unique: false,
            nulls_not_distinct: false,
            method: None,
            predicate: None,
            include: Vec::new(),
            storage: Vec::new(),
            comment: None,
        }
    }
}

impl IndexColumn {
    /// Sorted as usual.
    #[must_use]
    pub fn new(key: IndexKey) -> Self {
        Self {
            key,
            descending: false,
            nulls: None,
            operator_class: None,
            collation: None,
            length: None,
        }
    }
}
