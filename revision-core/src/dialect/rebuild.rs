//! Making a table anew, where a database cannot alter it: what [`Step::Rebuild`](super::lower::Step) becomes when it is carried
//! out. How it goes is told in the database's own `rebuild`.

use super::driver::Answers;
use super::lower::{Rebuild, Refusal, Why};
use super::sqlite;
use crate::{Backend, Product, Server};

pub(crate) use super::sqlite::rebuild::{Frame, Part, Plan, references, unquoted};
#[cfg(feature = "source")]
pub(crate) use super::sqlite::rebuild::{QUIETLY, dropped, renames};

/// The statements of a script around those of somebody's own that make tables anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Framed {
    pub(crate) before: Vec<String>,
    /// The settings before and behind statements that call tables otherwise, and the numbers of those.
    pub(crate) around: [String; 2],
    pub(crate) renaming: Vec<usize>,
    pub(crate) after: Vec<String>,
}

/// Whether tables are made anew there, so that SQL that does it by itself needs a frame.
pub(crate) fn is_known_to(backend: Backend) -> bool {
    match backend {
        Backend::Sqlite => true,
        Backend::Postgres | Backend::MySql => false,
    }
}

/// What a script looks for before it makes a table anew: nothing on it, and no column of it, that it was not written for. The
/// answers are those of [`questions`].
#[cfg(feature = "source")]
pub(crate) fn expected(answers: Answers, table: &str) -> Option<Part> {
    sqlite::rebuild::expected(answers, table)
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
