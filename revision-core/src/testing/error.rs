//! Why there is no database for a test, or what a test found.

use std::fmt::{self, Write as _};
use std::path::PathBuf;

use crate::chain::Id;
use crate::{Diagnostic, runtime};

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
    /// The revisions do not do what the models ask for, or one of them cannot be read.
    #[error("{}", told(.0))]
    Models(Vec<Diagnostic>),
    /// The package that the test stands in has other revisions.
    #[error(
        "the chain is not made of the revisions that `{}` has: the test belongs into the package that compiles it",
        .0.display()
    )]
    OtherChain(PathBuf),
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Faults one below the other, each with its place and what helps.
fn told(faults: &[Diagnostic]) -> String {
    let mut text = String::new();
    for (at, fault) in faults.iter().enumerate() {
        if at > 0 {
            text.push_str("\n\n");
        }
        text.push_str(&fault.message);
        if let Some(place) = &fault.place {
            let path = place.path().display();
            let _ = write!(text, "\n --> {path}:{}:{}", place.line(), place.column());
        }
        for line in &fault.help {
            let _ = write!(text, "\n  {line}");
        }
    }
    text
}

fn listed(ids: &[Id]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
    ids.join(", ")
}
