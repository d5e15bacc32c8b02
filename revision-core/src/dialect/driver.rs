//! A connection as the runtime sees it: it sends statements and gives rows back as text. What the statements are is the
//! business of the [`Dialect`](super::Dialect); a driver only talks.

use std::any::Any;
use std::borrow::Cow;
use std::pin::Pin;

use super::{Connection, Unanswered};
use crate::Backend;

/// A future that may cross threads and does not say what it is made of.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A row, every value as text.
pub(crate) type Row = Vec<Option<String>>;

/// One thing to send.
#[derive(Clone, Debug)]
pub(crate) enum Part<'a> {
    /// Opens a transaction, with the statement given.
    Begin(&'static str),
    /// A statement whose rows, if any, nobody wants.
    Execute(Cow<'a, str>),
    /// A statement whose rows are wanted.
    Ask(Cow<'a, str>),
    /// Ends the transaction.
    Commit,
}

impl<'a> Part<'a> {
    pub(crate) fn execute(sql: impl Into<Cow<'a, str>>) -> Self {
        Self::Execute(sql.into())
    }

    pub(crate) fn ask(sql: impl Into<Cow<'a, str>>) -> Self {
        Self::Ask(sql.into())
    }

    /// What is sent for it.
    pub(super) fn sql(&self) -> &str {
        match self {
            Self::Begin(sql) => sql,
            Self::Execute(sql) | Self::Ask(sql) => sql,
            Self::Commit => "COMMIT",
        }
    }

    /// Whether its rows are wanted.
    pub(super) fn is_wanted(&self) -> bool {
        matches!(self, Self::Ask(_))
    }
}

/// The rows of each part that asked, up to the part that failed.
pub(crate) type Answers = Vec<Vec<Row>>;

/// A part that failed; none after it ran.
#[derive(Debug)]
pub(crate) struct Stopped {
    /// Which of the parts that were sent.
    pub(crate) part: usize,
    pub(crate) error: DatabaseError,
}

/// What the database said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DatabaseError {
    pub(crate) kind: ErrorKind,
    /// The database's own code, where there is one.
    pub(crate) code: Option<String>,
    pub(crate) message: String,
    pub(crate) detail: Option<String>,
    pub(crate) hint: Option<String>,
    /// Where in the statement, in bytes.
    pub(crate) position: Option<usize>,
}

/// What of an error the runtime acts upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ErrorKind {
    /// There is no such table or namespace.
    NoTable,
    /// A lock that another holds was not to be had in time; trying again may help.
    LockTimeout,
    /// It was cancelled, by us or by its timeout.
    Cancelled,
    /// Nothing may be written here.
    ReadOnly,
    /// This user may not.
    Denied,
    /// The connection is gone, and with it the knowledge of what became of the last statement.
    Lost,
    /// Anything else.
    Other,
}

/// A connection to run on.
pub(crate) enum Link<'c> {
    /// One of our own, which functions of the user's may be given.
    Own(Connection),
    /// One that somebody goes on with.
    Lent(Box<dyn Driver + 'c>),
}

impl Link<'_> {
    pub(crate) fn driver(&mut self) -> &mut (dyn Driver + '_) {
        match self {
            Self::Own(connection) => &mut *connection.driver,
            Self::Lent(driver) => &mut **driver,
        }
    }

    pub(crate) async fn close(self) {
        match self {
            Self::Own(connection) => connection.driver.close().await,
            Self::Lent(driver) => driver.close().await,
        }
    }
}

/// A connection to a database.
pub(crate) trait Driver: Send {
    fn backend(&self) -> Backend;

    /// Whether somebody goes on with the connection after us: nothing of ours may be left on it, whatever happens.
    fn is_lent(&self) -> bool;

    /// Whether it was lent with a transaction open, which is not ours to end.
    fn is_inside(&self) -> bool;

    /// Sends the parts in this order and stops at the first that fails. A database that takes several statements at once
    /// is sent them so where `together` says so.
    fn send<'a>(
        &'a mut self,
        parts: &'a [Part<'a>],
        together: bool,
    ) -> BoxFuture<'a, Result<Answers, Stopped>>;

    /// Undoes what the open transaction did, if there is one.
    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>>;

    /// The same connection before anything is changed on it: one from a pool is taken out of it and closed in the end, so
    /// that nothing of a run gets back there.
    fn detach<'a>(self: Box<Self>) -> Link<'a>
    where
        Self: 'a;

    /// A second connection to the same database; none where it is not known how to open one.
    fn sibling(&self) -> Option<BoxFuture<'static, Result<Box<dyn Driver>, Unanswered>>>;

    /// Ends the connection in order; one that is lent or belongs to a pool is given back.
    fn close<'a>(self: Box<Self>) -> BoxFuture<'a, ()>
    where
        Self: 'a;

    /// sqlx's own connection.
    fn sqlx(&mut self) -> &mut dyn Any;
}
