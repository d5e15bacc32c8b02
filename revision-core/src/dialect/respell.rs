//! Expressions in the server's own spelling.
//!
//! A server that keeps an expression taken apart writes it in its own words when it is asked for it. To compare with that,
//! ours is put to the server too: things are made that hold it, for as long as it takes, and read like all else.

use super::driver::Answers;
use super::reflect::Unreadable;
use super::{mysql, postgres};
use crate::schema::Schema;
use crate::{Product, Server};

/// What is sent.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// Whether all of it is done in one transaction, which is undone in the end.
    pub(crate) in_transaction: bool,
    /// What has to work. Where the user may not do it, the server cannot be asked.
    pub(crate) first: Vec<String>,
    /// What may fail, each for itself: its words stay as they are.
    pub(crate) items: Vec<Item>,
    /// Questions with rows, about all that was made.
    pub(crate) questions: Vec<String>,
    /// What takes away what no transaction undoes.
    pub(crate) last: Vec<String>,
}

/// Something that is made.
#[derive(Debug, Default)]
pub(crate) struct Item {
    /// All of it.
    pub(crate) whole: Attempt,
    /// Where that fails: the same in parts, each of which may fail.
    pub(crate) apart: Vec<Attempt>,
    /// Where it is there for all to see as long as it is asked about, and ends the transaction that is open: what takes it
    /// away.
    pub(crate) lasting: Option<String>,
}

/// What works as a whole, or not at all.
#[derive(Debug, Default)]
pub(crate) struct Attempt {
    pub(crate) statements: Vec<String>,
    /// What is asked about it, with rows.
    pub(crate) question: Option<String>,
}

impl From<Vec<String>> for Attempt {
    fn from(statements: Vec<String>) -> Self {
        Self {
            statements,
            question: None,
        }
    }
}

/// What to send; none where the server keeps texts as they are. What is there for all to see has `mark` in its name.
pub(crate) fn plan(server: Server, schema: &Schema, mark: &str) -> Option<Plan> {
    match server.product {
        Product::Postgres => postgres::respell::plan(server, schema),
        Product::MySql | Product::MariaDb => mysql::respell::plan(server, schema, mark),
        Product::Sqlite => None,
    }
}

/// The schema in the server's words, from the answers to what a plan asks: those about its attempts that worked, in their
/// order, and then one for each of its questions.
pub(crate) fn read(
    server: Server,
    schema: &Schema,
    mark: &str,
    answers: Answers,
) -> Result<Schema, Unreadable> {
    match server.product {
        Product::Postgres => postgres::respell::read(schema, answers),
        Product::MySql | Product::MariaDb => mysql::respell::read(server, schema, mark, answers),
        Product::Sqlite => Ok(schema.clone()),
    }
}
