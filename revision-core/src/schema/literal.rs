//! Values that are written into SQL.

use std::fmt;

/// A value, quoted for each database when it is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Literal {
    /// `NULL`.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number. It holds all that a column of any database's can.
    Integer(i128),
    /// A number with a binary point.
    Float(Float),
    /// Text; also numbers with a decimal point, dates and the like, which databases read from text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// A number with a binary point, equal to another when its bits are.
#[derive(Clone, Copy)]
pub struct Float(pub f64);

impl PartialEq for Float {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl Eq for Float {}

impl std::hash::Hash for Float {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

impl fmt::Debug for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Literal {
    fn from(value: i64) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Literal {
    fn from(value: f64) -> Self {
        Self::Float(Float(value))
    }
}

impl From<&str> for Literal {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
