//! What a revision runs in one direction: statements, with the places they were read from, and functions of Rust.

use std::fmt;
use std::sync::Arc;

use crate::chain::{Chain, Direction, Id};
use crate::dialect::{BoxFuture, Connection, RunError};
use crate::{Backend, Diagnostic, Place};

/// What runs, in this order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    pub(crate) pieces: Vec<Piece>,
}

/// A part of a script.
#[derive(Clone, Debug)]
pub(crate) enum Piece {
    Statement(Statement),
    Run(Work),
}

/// One statement, without the delimiter that ended it.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) sql: String,
    /// Where its first byte stands, and whether each byte of it stands after that one in the file.
    pub(crate) place: Option<Place>,
}

/// Data work in Rust.
#[derive(Clone)]
pub(crate) struct Work {
    /// The function's name, for messages.
    pub(crate) name: String,
    pub(crate) function: Arc<dyn DataWork>,
    /// What an offline script says in its place.
    pub(crate) sql: Option<String>,
}

/// A function of the user's that works on data.
pub(crate) trait DataWork: Send + Sync {
    fn call<'c>(&self, connection: &'c mut Connection) -> BoxFuture<'c, Result<(), RunError>>;
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("name", &self.name)
            .field("sql", &self.sql)
            .finish_non_exhaustive()
    }
}

/// What is known of a revision beside its place in the chain.
#[derive(Clone, Copy, Debug)]
pub(crate) struct About<'a> {
    /// What it does, in its author's words.
    pub(crate) message: &'a str,
    /// Whether it runs in a transaction.
    pub(crate) transaction: bool,
}

/// Where revisions come from: the files of a project, or an application that has compiled them.
pub(crate) trait Revisions: Sync {
    fn chain(&self) -> &Chain;

    fn about(&self, id: &Id) -> Option<About<'_>>;

    /// What a revision runs; or why it cannot be run this way, on this database, or by this program.
    fn script(&self, id: &Id, direction: Direction, backend: Backend) -> Result<Script, Diagnostic>;

    /// What its file held, so that an edit is noticed; none where nobody knows.
    fn checksum(&self, id: &Id, backend: Backend) -> Option<String>;

    /// Where it begins, for messages.
    fn place(&self, id: &Id) -> Option<Place>;
}
