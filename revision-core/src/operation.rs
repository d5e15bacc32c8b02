//! What a revision does, as data.

/// One thing that a revision does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operation {
    /// SQL as it stands, one statement or several.
    Execute(String),
    /// Data work in Rust. It changes no schema.
    Run(Run),
    /// The inverse of these operations, derived from the schema at that point.
    Reverse(Vec<Operation>),
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
    /// What an offline script says in the function's place.
    pub fn sql(&mut self, sql: &str) -> &mut Self {
        self.sql = Some(sql.to_owned());
        self
    }
}
