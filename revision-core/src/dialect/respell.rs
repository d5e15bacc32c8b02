//! Expressions in the server's own spelling.
//!
//! A server that keeps an expression taken apart writes it in its own words when it is asked for it. To compare with that,
//! ours is put to the server too: things are made that hold it, for the open transaction alone, and read like all else.

use super::driver::Answers;
use super::postgres;
use super::reflect::Unreadable;
use crate::schema::Schema;
use crate::{Product, Server};

/// What is sent, all in one transaction that is undone in the end.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    /// What has to work. Where the user may not do it, the server cannot be asked.
    pub(crate) first: Vec<String>,
    /// What may fail, each for itself: its words stay as they are.
    pub(crate) items: Vec<Item>,
    /// Questions with rows, the last thing.
    pub(crate) questions: Vec<String>,
}

/// Something that is made.
#[derive(Debug, Default)]
pub(crate) struct Item {
    /// The statements for all of it.
    pub(crate) whole: Vec<String>,
    /// Where one of them fails: the same in parts, each of which may fail.
    pub(crate) apart: Vec<Vec<String>>,
}

/// What to send; none where the server keeps texts as they are, or is not asked.
pub(crate) fn plan(server: Server, schema: &Schema) -> Option<Plan> {
    match server.product {
        Product::Postgres => postgres::respell::plan(server, schema),
        Product::MySql | Product::MariaDb | Product::Sqlite => None,
    }
}

/// The schema in the server's words, from the answers to a plan's questions.
pub(crate) fn read(
    server: Server,
    schema: &Schema,
    answers: Answers,
) -> Result<Schema, Unreadable> {
    match server.product {
        Product::Postgres => postgres::respell::read(schema, answers),
        Product::MySql | Product::MariaDb | Product::Sqlite => Ok(schema.clone()),
    }
}
