//! What a database holds, as a [`Schema`].
//!
//! The pure part of it: which questions are asked, a fixed number of them whatever the database holds, and what their
//! answers mean. They are sent in one go, and their answers read together, by whoever has a connection.

pub(super) mod number;
pub(super) mod text;

use std::fmt;
use std::str::FromStr;

use super::driver::{Answers, Row};
use super::facts::Tables;
use super::{mysql, postgres, sqlite};
use crate::schema::{Name, QualifiedName, Schema};
use crate::{Product, Server};

/// What of a database is meant. What belongs to the server itself, to an extension, or to the tables kept for revisions
/// never is, nor is what is gone with the session.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'a> {
    /// All there is.
    Everything,
    /// What lies in these namespaces, by the names that they have.
    Namespaces(&'a [Name]),
    /// These tables with what belongs to each, and the enums that there are. Some may not be there.
    Tables(&'a [QualifiedName]),
}

/// An answer that no server gives of which we know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable(pub(crate) String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the database's account of itself makes no sense: {}",
            self.0
        )
    }
}

/// Opens the transaction in which the questions are asked: they change settings, for it alone.
pub(crate) fn begin(server: Server) -> &'static str {
    match server.product {
        Product::Postgres => "BEGIN READ ONLY",
        Product::MySql | Product::MariaDb => "START TRANSACTION READ ONLY",
        Product::Sqlite => "BEGIN",
    }
}

/// What to ask, each question a statement with rows. `ours` are the tables that we keep, with their namespaces.
pub(crate) fn questions(server: Server, scope: Scope<'_>, ours: &Tables) -> Vec<String> {
    match server.product {
        Product::Postgres => postgres::reflect::questions(scope, ours),
        Product::MySql | Product::MariaDb => mysql::reflect::questions(server, scope, ours),
        Product::Sqlite => sqlite::reflect::questions(scope, ours),
    }
}

/// Reads the answers to [`questions`], one for each and in their order.
pub(crate) fn read(server: Server, answers: Answers) -> Result<Schema, Unreadable> {
    match server.product {
        Product::Postgres => postgres::reflect::read(answers),
        Product::MySql | Product::MariaDb => mysql::reflect::read(server, answers),
        Product::Sqlite => sqlite::reflect::read(answers),
    }
}

/// The values of a row, one after the other.
pub(super) struct Fields {
    /// What the row tells of, for the error.
    of: &'static str,
    values: std::vec::IntoIter<Option<String>>,
}

impl Fields {
    pub(super) fn of(of: &'static str, row: Row) -> Self {
        let values = row.into_iter();
        Self { of, values }
    }

    /// The next value, which may be nothing.
    pub(super) fn maybe(&mut self) -> Result<Option<String>, Unreadable> {
        let missing = || Unreadable(format!("a row about {} ends early", self.of));
        self.values.next().ok_or_else(missing)
    }

    /// The next value.
    pub(super) fn text(&mut self) -> Result<String, Unreadable> {
        let missing = Unreadable(format!("a value about {} is missing", self.of));
        self.maybe()?.ok_or(missing)
    }

    /// The next value, which says yes or no.
    pub(super) fn is(&mut self) -> Result<bool, Unreadable> {
        Ok(matches!(
            self.maybe()?.as_deref(),
            Some("1" | "t" | "true" | "YES")
        ))
    }

    /// The next value, a number or nothing.
    pub(super) fn number<T: FromStr>(&mut self) -> Result<Option<T>, Unreadable> {
        let Some(text) = self.maybe()? else {
            return Ok(None);
        };
        let wrong = |_| Unreadable(format!("`{text}` is no number, about {}", self.of));
        text.parse().map(Some).map_err(wrong)
    }

    /// The next two values: a namespace, which is missing for the one searched by default, and a name.
    pub(super) fn qualified(&mut self) -> Result<QualifiedName, Unreadable> {
        let namespace = self.maybe()?;
        Ok(QualifiedName::new(namespace.as_deref(), &self.text()?))
    }
}
