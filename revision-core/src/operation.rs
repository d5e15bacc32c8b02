//! What a revision does, as data.

/// One thing that a revision does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// SQL as it stands, one statement or several.
    Execute(String),
    /// The inverse of these operations, derived from the schema at that point.
    Reverse(Vec<Operation>),
}
