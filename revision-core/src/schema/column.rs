//! The columns of a table.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use super::{Literal, Name, QualifiedName, SequenceOptions, Type};
use crate::Backend;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Column {
    /// Its name.
    pub name: Name,
    /// What it holds.
    pub ty: Type,
    /// Whether it may hold nothing.
    pub nullable: bool,
    /// What it holds where nothing is said.
    pub default: Option<Default>,
    /// Whether the database counts its values up.
    pub identity: Option<Identity>,
    /// What it is computed from.
    pub generated: Option<Generated>,
    /// How its texts are sorted.
    pub collation: Option<QualifiedName>,
    /// What is said about it.
    pub comment: Option<String>,
    /// What one database is told otherwise.
    pub on: BTreeMap<Backend, OnDatabase>,
}

/// What a column holds where nothing is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// This value.
    Value(Literal),
    /// What this expression gives.
    Sql(String),
}

/// How a database counts the values of a column up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Identity {
    /// Whether a value that an `INSERT` gives is refused.
    pub always: bool,
    /// How it counts.
    pub options: SequenceOptions,
}

/// What a column is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// The expression.
    pub sql: String,
    /// Whether the result is stored, and not computed when it is read.
    pub stored: bool,
}

/// What one database is told otherwise about a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct OnDatabase {
    /// What it holds there.
    pub ty: Option<Type>,
    /// What it holds there where nothing is said.
    pub default: Option<Default>,
}

impl Column {
    /// A column that may hold nothing, and of which nothing more is said.
    #[must_use]
    pub fn new(name: impl Into<Name>, ty: Type) -> Self {
        Self {
            name: name.into(),
            ty,
            nullable: true,
            default: None,
            identity: None,
            generated: None,
            collation: None,
            comment: None,
            on: BTreeMap::new(),
        }
    }

    /// The column as one database is told of it.
    #[must_use]
    pub fn on(&self, backend: Backend) -> Self {
        let mut column = self.clone();
        let on = std::mem::take(&mut column.on).remove(&backend);
        if let Some(OnDatabase { ty, default }) = on {
            column.ty = ty.unwrap_or(column.ty);
            column.default = default.or(column.default);
        }
        column
    }
}

/// Columns in the order in which they were made. Two lists are equal in any order: a column that is added again stands
/// last on every database.
#[derive(Clone, Debug, Default)]
pub struct Columns(pub Vec<Column>);

impl Columns {
    /// The column of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Column> {
        self.iter().find(|column| column.name == *name)
    }

    /// The column of this name.
    pub fn named_mut(&mut self, name: &str) -> Option<&mut Column> {
        self.iter_mut().find(|column| column.name == *name)
    }
}

impl PartialEq for Columns {
    fn eq(&self, other: &Self) -> bool {
        if self.len() != other.len() {
            return false;
        }
        // Nearly always they stand in the same order.
        if self.iter().zip(other.iter()).all(|(a, b)| a == b) {
            return true;
        }
        let sorted = |columns: &Self| {
            let mut sorted: Vec<usize> = (0..columns.len()).collect();
            sorted.sort_by(|a, b| columns[*a].name.cmp(&columns[*b].name));
            sorted
        };
        let mut pairs = sorted(self).into_iter().zip(sorted(other));
        pairs.all(|(a, b)| self[a] == other[b])
    }
}

impl Eq for Columns {}

impl Deref for Columns {
    type Target = Vec<Column>;

    fn deref(&self) -> &Vec<Column> {
        &self.0
    }
}

impl DerefMut for Columns {
    fn deref_mut(&mut self) -> &mut Vec<Column> {
        &mut self.0
    }
}

impl FromIterator<Column> for Columns {
    fn from_iter<I: IntoIterator<Item = Column>>(columns: I) -> Self {
        Self(columns.into_iter().collect())
    }
}
