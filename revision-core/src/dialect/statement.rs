//! Statements of SQL: a text taken apart, and what is known of each before it is sent.

use std::fmt;

use revision_syntax::checksum::Digest;

use super::lex::Lex;
pub use super::loss::loses_data;
use super::{mysql, postgres, sqlite};
use crate::Backend;

/// A statement in a text: from its first token to its last, without comments around it and without what ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statement<'a> {
    /// The statement.
    pub text: &'a str,
    /// The byte of the whole text at which it begins.
    pub start: usize,
}

/// Why a statement may not stand where it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The statement, by its first words.
    pub what: String,
    /// What is wrong with it.
    pub why: &'static str,
    /// The way out, where there is one.
    pub help: Option<&'static str>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.what, self.why)
    }
}

/// What the catalog shows once a statement took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Probe {
    /// There is such an object.
    Exists(Object),
    /// There is no such object.
    Gone(Object),
    /// Nothing is to be seen, and nothing needs to be: run again, the statement does no harm and no more than once.
    Repeatable,
}

/// Something in the catalog, by its name as the catalog has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// What it is.
    pub kind: ObjectKind,
    /// The schema (on MySQL, the database) that it is said to be in.
    pub namespace: Option<String>,
    /// Its own name.
    pub name: String,
}

/// What an [`Object`] is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ObjectKind {
    /// A table.
    Table,
    /// A view.
    View,
    /// A column of the table.
    Column {
        /// The table's name, in the same namespace.
        table: String,
    },
    /// An index.
    Index {
        /// The table's name, in the same namespace, where the statement says it.
        table: Option<String>,
    },
    /// A trigger.
    Trigger,
    /// A procedure.
    Procedure,
    /// A function.
    Function,
    /// An event.
    Event,
}

/// The statements of a text, read as the database reads it.
///
/// ```
/// use revision_core::{Backend, dialect::statement::statements};
///
/// let text = "INSERT INTO t VALUES (';'); -- one; two\nDROP TABLE t;";
/// let found = statements(Backend::Sqlite, text);
/// let texts: Vec<_> = found.iter().map(|statement| statement.text).collect();
/// assert_eq!(texts, ["INSERT INTO t VALUES (';')", "DROP TABLE t"]);
/// ```
#[must_use]
pub fn statements(backend: Backend, text: &str) -> Vec<Statement<'_>> {
    match backend {
        Backend::Postgres => postgres::lex::statements(text),
        Backend::MySql => mysql::lex::statements(text),
        Backend::Sqlite => sqlite::lex::statements(text),
    }
}

/// Why the statement may not stand in a revision, where it may not.
///
/// ```
/// use revision_core::{Backend, dialect::statement::refusal};
///
/// assert_eq!(refusal(Backend::Postgres, "COMMIT").unwrap().what, "COMMIT");
/// assert_eq!(refusal(Backend::Postgres, "SELECT 1"), None);
/// ```
#[must_use]
pub fn refusal(backend: Backend, statement: &str) -> Option<Refusal> {
    match backend {
        Backend::Postgres => postgres::refuse::refusal(statement),
        Backend::MySql => mysql::refuse::refusal(statement),
        Backend::Sqlite => sqlite::refuse::refusal(statement),
    }
}

/// Why the statement may not stand in a revision that runs in a transaction, where it may not.
///
/// ```
/// use revision_core::{Backend, dialect::statement::needs_no_transaction};
///
/// let refused = needs_no_transaction(Backend::Sqlite, "vacuum into 'copy.db'").unwrap();
/// assert_eq!(refused.what, "VACUUM");
/// ```
#[must_use]
pub fn needs_no_transaction(backend: Backend, statement: &str) -> Option<Refusal> {
    match backend {
        Backend::Postgres => postgres::effect::needs_no_transaction(statement),
        Backend::MySql => mysql::effect::needs_no_transaction(statement),
        Backend::Sqlite => sqlite::effect::needs_no_transaction(statement),
    }
}

/// Whether the statement, in a transaction of its own, takes effect together with what else is written there, or not at
/// all. What is not known to be so is said not to be.
#[must_use]
pub fn atomic_alone(backend: Backend, statement: &str) -> bool {
    match backend {
        Backend::Postgres => postgres::effect::atomic_alone(statement),
        Backend::MySql => mysql::effect::atomic_alone(statement),
        Backend::Sqlite => sqlite::effect::atomic_alone(statement),
    }
}

/// Whether the statement sets something for the connection and for nobody else, so that who goes on in another
/// connection has to run it again.
#[must_use]
pub fn sets_session(backend: Backend, statement: &str) -> bool {
    match backend {
        Backend::Postgres => postgres::effect::sets_session(statement),
        Backend::MySql => mysql::effect::sets_session(statement),
        Backend::Sqlite => sqlite::effect::sets_session(statement),
    }
}

/// Whether the statement may commit in its midst, so that a failure of it may leave a part of what it did.
///
/// ```
/// use revision_core::{Backend, dialect::statement::may_commit_within};
///
/// assert!(may_commit_within(Backend::Postgres, "CALL refill()"));
/// assert!(!may_commit_within(Backend::Postgres, "CREATE TABLE calls (id int)"));
/// ```
#[must_use]
pub fn may_commit_within(backend: Backend, statement: &str) -> bool {
    match backend {
        Backend::Postgres => postgres::effect::may_commit_within(statement),
        Backend::MySql => mysql::effect::may_commit_within(statement),
        // There are no procedures.
        Backend::Sqlite => false,
    }
}

/// The words outside all brackets, in capitals.
pub(super) fn words(backend: Backend, statement: &str) -> Vec<String> {
    match backend {
        Backend::Postgres => postgres::lex::Words::new(statement).words_outside_brackets(),
        Backend::MySql => mysql::lex::Words::new(statement).words_outside_brackets(),
        Backend::Sqlite => sqlite::lex::Words::new(statement).words_outside_brackets(),
    }
}

/// Whether one of these words stands anywhere in the statement, in brackets too; they are given in capitals.
pub(super) fn mentions(backend: Backend, statement: &str, words: &[&str]) -> bool {
    match backend {
        Backend::Postgres => postgres::lex::Words::new(statement).mentions(words),
        Backend::MySql => mysql::lex::Words::new(statement).mentions(words),
        Backend::Sqlite => sqlite::lex::Words::new(statement).mentions(words),
    }
}

/// Where the catalog shows whether the statement took effect; none where it does not show it.
#[must_use]
pub fn probe(backend: Backend, statement: &str) -> Option<Probe> {
    match backend {
        Backend::Postgres => postgres::probe::probe(statement),
        Backend::MySql => mysql::probe::probe(statement),
        Backend::Sqlite => sqlite::probe::probe(statement),
    }
}

/// Whether the statement, printed for the database's own client, needs a delimiter other than the semicolon.
#[must_use]
pub fn needs_delimiter(backend: Backend, statement: &str) -> bool {
    match backend {
        Backend::MySql => mysql::lex::needs_delimiter(statement),
        Backend::Postgres | Backend::Sqlite => false,
    }
}

/// Adds the statements of a text to a checksum, token by token.
pub fn digest(backend: Backend, text: &str, digest: &mut Digest) {
    match backend {
        Backend::Postgres => each_token::<postgres::lex::Lexer<'_>>(backend, text, digest),
        Backend::MySql => each_token::<mysql::lex::Lexer<'_>>(backend, text, digest),
        Backend::Sqlite => each_token::<sqlite::lex::Lexer<'_>>(backend, text, digest),
    }
}

fn each_token<'a, L: Lex<'a>>(backend: Backend, text: &'a str, digest: &mut Digest) {
    for statement in statements(backend, text) {
        for token in L::new(statement.text) {
            digest.token(&statement.text[token.start..token.end]);
        }
        digest.end();
    }
}
