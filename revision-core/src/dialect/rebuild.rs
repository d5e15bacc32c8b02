//! Making a table anew, where a database cannot alter it: what [`Step::Rebuild`](super::lower::Step) becomes when it is carried
//! out. How it goes is told in the database's own `rebuild`.

use super::driver::Answers;
use super::lower::{Rebuild, Refusal, Why};
use super::sqlite;
use crate::{Backend, Product, Server};

pub(crate) use super::sqlite::rebuild::{Frame, Part, Plan, unquoted};
#[cfg(feature = "source")]
pub(crate) use super::sqlite::rebuild::{QUIETLY, dropped, renames};

/// Whether tables are made anew there, so that SQL that does it by itself needs a frame.
pub(crate) fn is_known_to(backend: Backend) -> bool {
    match backend {
        Backend::Sqlite => true,
        Backend::Postgres | Backend::MySql => false,
    }
}

/// What to ask before a table is made anew, each question a statement with rows.
pub(crate) fn questions(server: Server) -> Vec<String> {
    match server.product {
        Product::Sqlite => sqlite::rebuild::questions(),
        Product::Postgres | Product::MySql | Product::MariaDb => Vec::new(),
    }
}

/// How to carry a rebuild out on the database that gave these answers. A refusal has the number of the operation within the
/// rebuild.
pub(crate) fn plan(server: Server, answers: Answers, rebuild: &Rebuild) -> Result<Plan, Refusal> {
    match server.product {
        Product::Sqlite => sqlite::rebuild::plan(answers, rebuild),
        Product::Postgres | Product::MySql | Product::MariaDb => Err(Refusal {
            operation: 0,
            why: Why::Unsupported("this database alters its tables in place".to_owned()),
        }),
    }
}
