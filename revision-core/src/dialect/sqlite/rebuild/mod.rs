//! Making a table anew, for what SQLite cannot alter: <https://www.sqlite.org/lang_altertable.html#otheralter>.
//!
//! It is pure. Whoever has a connection
//! 1. asks [`questions`], outside a transaction or in it, right before the step is carried out;
//! 2. makes a [`Plan`] of the answers, or learns why there is none;
//! 3. sends [`Plan::before`] while *no* transaction is open: SQLite passes over `PRAGMA foreign_keys` within one, and then
//!    deletes rows of other tables with the old one. The first check of the plan fails where that went wrong;
//! 4. opens a transaction and carries out [`Plan::inside`] in its order. A [`Check`] is a question that has no rows where all
//!    is well; its rows, if any, are shown with its message, and the transaction is rolled back.;
//! 5. sends [`Plan::after`] when the transaction has ended, in whichever way: it brings back the settings of the session.
//!
//! The text of the table is edited, not written anew, so what no operation is about stays as it was to the byte; only the
//! name of the table is in quotes from then on. Columns and the table itself are called otherwise at the end, by SQLite.

mod apply;
mod column;
mod constraint;
mod convert;
mod draft;
mod edit;
#[cfg(feature = "source")]
mod expected;
mod find;
mod frame;
mod live;
mod needs;
mod over;
mod plan;
mod question;
mod substitute;
mod table;
#[cfg(all(test, feature = "sqlite"))]
mod tests;

use std::collections::BTreeMap;

#[cfg(feature = "source")]
pub(crate) use expected::expected;
pub(crate) use frame::{Frame, references, unquoted};
#[cfg(feature = "source")]
pub(crate) use frame::{QUIETLY, dropped, renames};

use super::words::Words;
use crate::dialect::driver::Answers;
use crate::dialect::lower::{Rebuild, Refusal, Why};

/// The words of a table that does not heed types.
const PLAIN: Words = Words {
    strict: false,
    enums: BTreeMap::new(),
    counted: None,
};

/// What to send, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Plan {
    /// Statements for before the transaction.
    pub(crate) before: Vec<String>,
    /// What the transaction consists of.
    pub(crate) inside: Vec<Part>,
    /// Statements for behind the transaction, also where it failed.
    pub(crate) after: Vec<String>,
}

/// A part of a transaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A statement without rows.
    Run(String),
    /// The same, and a [`Frame`] around the rest does it too.
    Framed(String),
    /// A question that has no rows where all is well.
    Check(Check),
}

/// A question that has no rows where all is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// The number of the operation within the rebuild that is wrong if it has.
    pub(crate) operation: usize,
    pub(crate) question: String,
    /// What the rows are told with.
    pub(crate) message: String,
    /// Whether a [`Frame`] asks that too.
    pub(crate) is_framed: bool,
}

impl Part {
    /// The statements that do the same where nobody looks at rows: a check that fails names its message.
    pub(crate) fn script(&self) -> Vec<String> {
        match self {
            Self::Run(sql) | Self::Framed(sql) => vec![sql.clone()],
            Self::Check(check) => {
                let message = over::quoted(&check.message);
                vec![
                    format!(
                        "CREATE TEMP TABLE revision_check (holds integer CONSTRAINT {message} CHECK (holds))"
                    ),
                    format!(
                        "INSERT INTO temp.revision_check SELECT NOT EXISTS ({})",
                        check.question
                    ),
                    "DROP TABLE temp.revision_check".to_owned(),
                ]
            }
        }
    }
}

/// What to ask before a table is made anew, each question a statement with rows.
pub(crate) fn questions() -> Vec<String> {
    live::questions()
}

/// How to carry a rebuild out on the database that gave these answers. A refusal has the number of the operation within the
/// rebuild.
pub(crate) fn plan(answers: Answers, rebuild: &Rebuild) -> Result<Plan, Refusal> {
    let refused = |operation, why| Refusal { operation, why };
    if rebuild
        .table
        .namespace
        .as_deref()
        .is_some_and(|name| name != "main")
    {
        let why = format!("`{}` lies in another file", rebuild.table);
        return Err(refused(0, Why::Unsupported(why)));
    }
    let unread = || Why::Unsupported("the database's account of itself makes no sense".to_owned());
    let live = live::Live::read(answers).ok_or_else(|| refused(0, unread()))?;
    let mut draft = draft::Draft::new(&live, &rebuild.table.name).map_err(|why| refused(0, why))?;
    for (number, operation) in rebuild.operations.iter().enumerate() {
        draft.operation = number;
        apply::apply(&mut draft, operation).map_err(|why| refused(number, why))?;
    }
    needs::check(&draft).map_err(|(number, why)| refused(number, why))?;
    plan::plan(&draft).map_err(|why| refused(draft.operation, why))
}
