//! Why there is no database for a test, or what a test found.

use std::fmt;

use crate::chain::Id;
use crate::runtime;

/// What went wrong in a test's name.
///
/// It is written for whoever reads a failed test: what `unwrap` prints is its message.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing says which server to use.
    #[error(
        "`DATABASE_URL` is not set: it names a {0} server, by one of its databases, on which those of tests are made"
    )]
    NoUrl(&'static str),
    /// The URL is for another kind of database.
    #[error("the test wants {wanted}, and the URL of the server begins with `{scheme}:`")]
    OtherDatabase {
        /// What the test wants.
        wanted: &'static str,
        /// What the URL begins with.
        scheme: String,
    },
    /// The place where databases are made does not answer, or refuses.
    #[error("cannot {doing}: {said}")]
    Refused {
        /// What was tried.
        doing: &'static str,
        /// What it said.
        said: String,
    },
    /// One head was wanted.
    #[error("the chain has {} heads: {}", .0.len(), listed(.0))]
    SeveralHeads(Vec<Id>),
    /// A revision cannot be undone, or not be applied again afterwards.
    #[error("`{revision}` went up, and then: {error}")]
    Back {
        /// The revision.
        revision: Id,
        /// What came of going back.
        error: runtime::Error,
    },
    /// The revisions do not run.
    #[error("{0}")]
    Run(runtime::Error),
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn listed(ids: &[Id]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    ids.join(", ")
}
