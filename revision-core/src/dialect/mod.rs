//! The databases: a folder each for what only that one knows. Nobody else names one.
//!
//! A `Dialect` is pure and says what SQL to write, [`statement`] reads it, and a `Driver` talks to a server and stands
//! behind the database's cargo feature.

mod ansi;
mod connection;
mod database;
#[cfg(feature = "source")]
mod ddl;
mod driver;
mod facts;
#[cfg(feature = "runtime")]
mod held;
mod known;
mod lex;
mod loss;
mod lower;
#[cfg(feature = "source")]
mod memory;
mod mysql;
mod names;
mod normalise;
mod passed;
mod postgres;
pub(crate) mod rebuild;
pub(crate) mod reflect;
pub(crate) mod respell;
#[cfg(all(feature = "runtime", any(feature = "source", feature = "testing")))]
mod scratch;
mod sqlite;
pub mod statement;
#[cfg(feature = "runtime")]
mod talk;
#[cfg(test)]
mod types;
#[cfg(feature = "runtime")]
mod wire;

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Backend;
use crate::config::TableName;

pub use connection::{Connection, RunError};
pub use database::Database;
pub(crate) use database::Purpose;
#[cfg(feature = "runtime")]
pub use database::in_memory;
#[cfg(feature = "source")]
pub(crate) use ddl::{Understood, understand};
pub(crate) use driver::{
    Answers, BoxFuture, DatabaseError, Driver, ErrorKind, Link, Part, Row, Stopped,
};
pub(crate) use facts::{Facts, Tables};
#[cfg(feature = "source")]
pub(crate) use known::changed_in_columns;
pub(crate) use known::speaks_of_enums;
pub(crate) use lower::{Lowered, Rebuild, Refusal, Step, Why, follow, lower, needs};
#[cfg(feature = "source")]
pub(crate) use memory::{Memory, Stage, leading, part, shows};
pub(crate) use names::too_long;
pub(crate) use normalise::normalise;
pub(crate) use passed::passed_over;
pub use reflect::Scope;
#[cfg(all(feature = "runtime", any(feature = "source", feature = "testing")))]
pub use scratch::Testable;
#[cfg(all(feature = "runtime", any(feature = "source", feature = "testing")))]
pub(crate) use scratch::{Scratch, scratch, usual};

/// Why a database gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unanswered {
    /// The URL names no database that there is.
    #[error("the URL begins with none of {}", schemes())]
    UnknownScheme,
    /// The database's feature is off.
    #[error("built without the feature `{}`", .0.name())]
    NotBuilt(Backend),
    /// The database is a file, and there is none.
    #[error("there is no file `{}`", .0.display())]
    NoFile(PathBuf),
    /// The server does not answer, does not let us in, or does not understand.
    #[error("{0}")]
    Database(String),
}

#[cfg(feature = "runtime")]
impl From<sqlx::Error> for Unanswered {
    fn from(error: sqlx::Error) -> Self {
        let error = match error {
            sqlx::Error::Database(said) => said.message().to_owned(),
            error => error.to_string(),
        };
        Self::Database(error)
    }
}

fn schemes() -> String {
    let schemes = Backend::ALL.map(|backend| format!("`{}:`", backend.name()));
    schemes.join(", ")
}

/// What the SQL of a database looks like where databases differ.
pub(crate) trait Dialect: Sync {
    fn backend(&self) -> Backend;

    /// A name, quoted.
    fn name(&self, name: &str) -> String;

    /// A text, quoted.
    fn text(&self, text: &str) -> String;

    /// Asks where the tables are, in one row: see [`Facts::read`].
    fn facts(&self, tables: &Tables) -> String;

    /// How one runner at a time is brought about.
    fn locking(&self, facts: &Facts) -> Locking;

    /// Tries to take the same lock for the open transaction alone; the answer is true where it has. None where the
    /// transaction itself is the lock, or there is no such lock.
    fn lock_transaction(&self, facts: &Facts) -> Option<String>;

    /// Makes the version table.
    fn create_version_table(&self, table: &TableName) -> String;

    /// Makes the log.
    fn create_log(&self, table: &TableName) -> String;

    /// When something began that has taken this long by now, and how many milliseconds it took: two expressions. Without a
    /// time it is the open transaction, where the server knows when that began.
    fn times(&self, took: Option<Duration>) -> [String; 2];

    /// Whether the server knows when the open transaction began.
    fn times_transactions(&self) -> bool;

    /// The user and the host, as the server sees them: two expressions.
    fn who(&self) -> [&'static str; 2];

    /// Reads a time of the log as text, in UTC.
    fn time_text(&self, column: &str) -> String;

    /// A statement that fails unless the rows of the version table are these; none where the runtime, which then sends one
    /// statement after the other under the lock, compares them itself.
    fn guard(&self, table: &TableName, rows: &[&str]) -> Option<String>;

    /// Opens a transaction.
    fn begin(&self) -> &'static str;

    /// Whether a transaction holds every statement, and not data alone.
    fn has_transactional_ddl(&self) -> bool;

    /// Limits what waiting for a table's lock and what a statement may take: for the open transaction where that can be
    /// and `local` says so, else for the session.
    fn limits(
        &self,
        facts: &Facts,
        lock: Duration,
        statement: Duration,
        local: bool,
    ) -> Vec<String>;

    /// Puts the session's settings back to what they were before us: a revision may have changed them.
    fn restore(&self, facts: &Facts, place: Restore) -> Vec<String>;

    /// Whether a statement may change a setting and not say so in its first words.
    fn sets_unseen(&self) -> bool;

    /// Keeps the server from ending a session of our own that does nothing for a while.
    fn unhurried(&self, facts: &Facts) -> Option<String>;

    /// Asks whether something was added to the log a moment ago; none where a lock tells whether somebody is at work.
    fn is_recent(&self, log: &TableName, chain: &str) -> Option<String>;

    /// The same until the open transaction ends, where what a revision sets could keep us from writing.
    fn restore_within(&self, facts: &Facts) -> Option<String>;

    /// Whether [`Dialect::limits`] can be for one transaction, and have to be set in each.
    fn has_local_limits(&self) -> bool;

    /// Whether there is a lock that outlives a transaction.
    fn has_session_locks(&self) -> bool;

    /// What the server calls the session, asked.
    fn session(&self) -> Option<&'static str>;

    /// Asks whether a statement took effect.
    fn took_effect(&self, probe: &statement::Probe) -> Option<String>;

    /// Asks whether a failed attempt at a statement has left something in its way, and what removes that.
    fn remnant(&self, probe: &statement::Probe) -> Option<(String, String)>;

    /// What has to be said to the session, outside of any transaction, before tables can be dropped that others refer to.
    fn before_dropping(&self) -> Option<&'static str>;

    /// Asks for the rows that refer to nothing, where a revision may leave some unnoticed.
    fn broken_references(&self) -> Option<&'static str>;

    /// Asks for the statements that drop all there is, one a row, in an order in which they work.
    fn inventory(&self) -> &'static str;

    /// Cancels what a session of that name is doing, from another one.
    fn cancel(&self, session: &str) -> Option<String>;

    /// What a script for the database's own client begins with, so that it stops at its first error.
    fn script_head(&self) -> &'static str;

    /// Fails in a script unless the rows of the version table are these.
    fn script_guard(&self, table: &TableName, rows: &[&str]) -> Vec<String>;

    /// Limits in a script what waiting for a table's lock and what a statement may take, in the open transaction where
    /// that can be.
    fn script_limits(&self, lock: Duration, statement: Duration) -> Vec<String>;

    /// Puts back in a script what a revision has set for the session.
    fn script_reset(&self) -> Vec<String>;

    /// The table with its namespace, quoted.
    fn table(&self, table: &TableName) -> String {
        let name = self.name(&table.name);
        match &table.namespace {
            Some(namespace) => format!("{}.{name}", self.name(namespace)),
            None => name,
        }
    }
}

/// Where settings are put back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Restore {
    /// Whether a transaction is open.
    pub(crate) inside: bool,
    /// Whether the session is its owner's, who may have set what nobody can ask for.
    pub(crate) lent: bool,
}

/// How one runner at a time is brought about.
pub(crate) enum Locking {
    /// A lock of the session's, held from the first change to the end.
    Session {
        /// Tries to take it; the answer is true where it has.
        attempt: String,
        /// Gives it back.
        release: String,
        /// Asks who has it: process, host, application, user, since when.
        holder: String,
        /// Whether the lock is safe only while a transaction is open: a proxy may give the server's session to somebody
        /// else as soon as it is not.
        pinned: bool,
    },
    /// Every transaction excludes all others.
    Transaction,
}

/// Waits.
#[cfg(feature = "runtime")]
pub(crate) async fn sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// A number for a name, that never changes: FNV-1a.
fn key(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The dialect of a database.
pub(crate) fn dialect(backend: Backend) -> &'static dyn Dialect {
    match backend {
        Backend::Postgres => &postgres::Postgres,
        Backend::MySql => &mysql::MySql,
        Backend::Sqlite => &sqlite::Sqlite,
    }
}

/// Makes the database that `url` names, where its server has none of the name, and says whether it did. A file is made
/// when it is opened.
#[cfg(feature = "runner")]
#[cfg_attr(
    not(any(feature = "postgres", feature = "mysql")),
    expect(clippy::unused_async, reason = "no server is built in")
)]
pub(crate) async fn create(url: &str) -> Result<bool, Unanswered> {
    match Backend::from_url(url).ok_or(Unanswered::UnknownScheme)? {
        #[cfg(feature = "postgres")]
        Backend::Postgres => postgres::connect::create(url).await,
        #[cfg(feature = "mysql")]
        Backend::MySql => mysql::connect::create(url).await,
        _ => Ok(false),
    }
}

/// Connects to the database behind `url`. A file that the URL names is one below `root`.
#[cfg_attr(
    not(feature = "sqlite"),
    expect(unused_variables, reason = "no database built in is a file")
)]
async fn open_url(url: &str, root: &Path, purpose: Purpose) -> Result<Box<dyn Driver>, Unanswered> {
    match Backend::from_url(url).ok_or(Unanswered::UnknownScheme)? {
        #[cfg(feature = "postgres")]
        Backend::Postgres => postgres::connect::open(url).await,
        #[cfg(feature = "mysql")]
        Backend::MySql => mysql::connect::open(url).await,
        #[cfg(feature = "sqlite")]
        Backend::Sqlite => sqlite::connect::open(url, root, purpose).await,
        #[cfg(not(all(feature = "postgres", feature = "mysql", feature = "sqlite")))]
        other => Err(Unanswered::NotBuilt(other)),
    }
}

/// The URL with the scheme that the driver expects, without the driver that SQLAlchemy names in it.
#[cfg(feature = "runtime")]
fn with_scheme(url: &str, scheme: &str) -> String {
    let rest = url.split_once(':').map_or(url, |(_, rest)| rest);
    format!("{scheme}:{rest}")
}

/// An error that no server sent: the connection is no longer to be relied upon.
#[cfg(feature = "runtime")]
fn failed(error: &sqlx::Error) -> DatabaseError {
    let message = match error {
        sqlx::Error::Database(said) => said.message().to_owned(),
        error => error.to_string(),
    };
    let kind = match error {
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::Protocol(_)
        | sqlx::Error::WorkerCrashed
        | sqlx::Error::PoolClosed => ErrorKind::Lost,
        _ => ErrorKind::Other,
    };
    DatabaseError {
        kind,
        code: None,
        message,
        detail: None,
        hint: None,
        position: None,
    }
}
