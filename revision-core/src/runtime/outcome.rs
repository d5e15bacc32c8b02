//! What came of a run.

use crate::chain::{Direction, Id};
use crate::{Code, Diagnostic, Server};

/// What a run did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// What was done, in this order.
    pub steps: Vec<Done>,
    /// The version rows afterwards, in alphabetical order.
    pub heads: Vec<Id>,
    /// Whether nothing was touched, because that was asked for.
    pub dry_run: bool,
    /// What is no error but should be known.
    pub warnings: Vec<Diagnostic>,
}

/// One step that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The revision.
    pub revision: Id,
    /// What was done with it.
    pub direction: Direction,
    /// The version rows after it, in alphabetical order.
    pub heads_after: Vec<Id>,
}

/// Where a database stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// The database's kind and version; none where nobody could be asked.
    pub server: Option<Server>,
    /// The last applied revision of each branch, in load order.
    pub heads: Vec<Id>,
    /// The rows of the version table as they are, known or not, in alphabetical order.
    pub rows: Vec<Id>,
    /// The rows that the chain does not know, with what the log says of them.
    pub unknown: Vec<Unknown>,
    /// What is not applied, in the order in which it would be.
    pub pending: Vec<Id>,
    /// The applied revisions whose files have changed since.
    pub edited: Vec<Id>,
    /// What is said of those that were edited, and of the one that was left half done.
    pub warnings: Vec<Diagnostic>,
    /// The revision that was left half done where no transaction held it together.
    pub partial: Option<Id>,
    /// What the log has of each revision: how it was applied where it is, else what happened to it last.
    pub log: Vec<Logged>,
}

/// A row that the chain does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The row.
    pub revision: Id,
    /// What the log says of it.
    pub log: Option<Logged>,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The revision.
    pub revision: Id,
    /// `upgrade`, `downgrade`, `stamp` or `accept`.
    pub direction: String,
    /// `started`, `done` or `failed`.
    pub outcome: String,
    /// Its file at that time.
    pub checksum: Option<String>,
    /// When, in UTC: `2026-11-21 09:30:05.123`.
    pub started_at: String,
    /// How long it took.
    pub duration_ms: Option<u64>,
    /// The user.
    pub who: Option<String>,
    /// The host.
    pub host: Option<String>,
    /// The program.
    pub tool: Option<String>,
}

/// Why a run ended before its end, and what it had done by then.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Error {
    /// Everything that was found wrong: at least one.
    pub faults: Vec<Diagnostic>,
    /// What was done before, and is not undone.
    pub done: Outcome,
}

impl Error {
    /// The code of the first fault.
    #[must_use]
    pub fn code(&self) -> Code {
        self.faults
            .first()
            .map_or(Code::StatementFailed, |fault| fault.code)
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, fault) in self.faults.iter().enumerate() {
            if index > 0 {
                f.write_str("; ")?;
            }
            f.write_str(&fault.message)?;
            if let Some(place) = &fault.place {
                write!(
                    f,
                    " ({}:{}:{})",
                    place.path().display(),
                    place.line(),
                    place.column()
                )?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl From<Diagnostic> for Error {
    fn from(fault: Diagnostic) -> Self {
        vec![fault].into()
    }
}

impl From<Vec<Diagnostic>> for Error {
    fn from(faults: Vec<Diagnostic>) -> Self {
        Self {
            faults,
            done: Outcome::default(),
        }
    }
}

impl From<crate::chain::Error> for Error {
    fn from(error: crate::chain::Error) -> Self {
        Diagnostic::from(error).into()
    }
}
