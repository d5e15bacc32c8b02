//! What a run tells while it goes on, to whoever wants to know: the library itself never prints.

use std::time::Duration;

use crate::Diagnostic;
use crate::chain::{Direction, Id};

/// Something that happened in a run.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// Another runner is at work; said at once and then every ten seconds.
    Waiting {
        /// Who it is, as far as the database tells.
        holder: Option<&'a Holder>,
        /// How long this has been so.
        waited: Duration,
    },
    /// The version table and the log were made.
    TablesMade,
    /// What is to be dropped is in use, and it is tried again after a while.
    Busy {
        /// What the database said.
        error: &'a str,
        /// How long is waited before.
        pause: Duration,
    },
    /// All that the database held was dropped.
    Emptied {
        /// How many objects these were.
        objects: usize,
    },
    /// A revision is about to run.
    Started {
        /// Which.
        revision: &'a Id,
        /// Which way.
        direction: Direction,
        /// What it does.
        message: &'a str,
        /// How many statements and functions it has.
        statements: usize,
    },
    /// A statement has run. Told only where [`Observer::wants_statements`] says so.
    Statement {
        /// The revision it belongs to.
        revision: &'a Id,
        /// Its text, or the name of a function.
        sql: &'a str,
        /// How long it took.
        took: Duration,
    },
    /// A lock on a table was not to be had in time, and the revision is tried again after a while.
    Retrying {
        /// Which.
        revision: &'a Id,
        /// What the database said.
        error: &'a str,
        /// How long is waited before.
        pause: Duration,
    },
    /// A revision is applied, undone or marked, for good.
    Finished {
        /// Which.
        revision: &'a Id,
        /// Which way.
        direction: Direction,
        /// What it does.
        message: &'a str,
        /// How many statements and functions it had.
        statements: usize,
        /// How long it took.
        took: Duration,
    },
    /// Something that is no error but should be known.
    Warning(&'a Diagnostic),
}

/// Who holds the lock.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holder {
    /// The server's number for the connection.
    pub process: String,
    /// The host it comes from.
    pub host: String,
    /// What the program calls itself.
    pub application: String,
    /// The user it is logged in as.
    pub user: String,
    /// Since when it is connected.
    pub since: String,
}

impl std::fmt::Display for Holder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "process {}", self.process)?;
        for (word, value) in [
            ("on", &self.host),
            ("running", &self.application),
            ("as", &self.user),
            ("since", &self.since),
        ] {
            if !value.is_empty() {
                write!(f, " {word} {value}")?;
            }
        }
        Ok(())
    }
}

/// Somebody who is told.
///
/// Every closure that takes an [`Event`] is one.
pub trait Observer: Send {
    /// Something happened.
    fn event(&mut self, event: &Event<'_>);

    /// Whether single statements are told too. They are then sent one after the other, which takes longer.
    fn wants_statements(&self) -> bool {
        false
    }
}

impl<F: FnMut(&Event<'_>) + Send> Observer for F {
    fn event(&mut self, event: &Event<'_>) {
        self(event);
    }
}
