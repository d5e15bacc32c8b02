//! Telling a rename from a drop and an add.
//!
//! Somebody has to say it: an annotation of the models, an answer, an option. What was not decided and looks alike is a
//! question, and while there is one nothing is dropped. Constraints and indexes hold no rows, so they need no question.

mod decided;
mod questions;

use std::collections::BTreeSet;

use super::{Pair, diff, losses};
use crate::operation::Operation;
use crate::schema::{Name, QualifiedName, Schema};

/// What was decided of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// What is called otherwise.
    pub decided: Vec<Rename>,
    /// What is dropped, whatever looks like it: a table, `users.name`, `mood.sad`, or `*` for all.
    pub drops: BTreeSet<String>,
    /// Whether all that looks alike is a drop and an add.
    pub none: bool,
}

/// That something is called otherwise, as it is called before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rename {
    /// A table.
    Table(QualifiedName, QualifiedName),
    /// A column of a table. The table's name may be the one before or the one after.
    Column(QualifiedName, Name, Name),
    /// An enum.
    Enum(QualifiedName, QualifiedName),
    /// A value of an enum.
    Value(QualifiedName, String, String),
    /// What it is follows from what there is: `users.name=full_name`.
    Told(String, String),
}

/// Something that is gone, and what may be its new name.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Question {
    /// What it is: `table`, `column` or `enum_value`.
    pub kind: &'static str,
    /// The table of a column, the enum of a value.
    pub table: Option<QualifiedName>,
    /// What it was called.
    pub from: String,
    /// What it may be called, the likeliest first.
    pub to: Vec<Candidate>,
}

/// A name that something may go by.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// What speaks for it, in words: `the same type`, `the same place`.
    pub why: Vec<String>,
}

/// What leads from one schema to another, with what is called otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Renamed {
    /// The operations, renames first. While there are questions nothing of it loses data, and it does not lead there.
    pub operations: Vec<Operation>,
    /// What nobody has decided.
    pub questions: Vec<Question>,
    /// Decisions that match nothing: an annotation that can be removed.
    pub stale: Vec<Rename>,
}

/// What leads from `pair.before` to `pair.after` where these things are called otherwise.
#[must_use]
pub fn diff_with_renames(pair: Pair<&Schema>, renames: &Renames) -> Renamed {
    let decided = decided::apply(pair, &renames.decided);
    let pair = Pair::new(&decided.made, pair.after);
    let mut found = Renamed {
        operations: decided.operations,
        stale: decided.stale,
        questions: Vec::new(),
    };
    if !renames.none {
        found.questions = questions::find(pair, &renames.drops);
    }
    let mut rest = diff(pair);
    if !found.questions.is_empty() {
        let lost: BTreeSet<usize> = losses(pair.before, &rest)
            .into_iter()
            .map(|(at, _)| at)
            .collect();
        let mut at = 0;
        rest.retain(|_| {
            at += 1;
            !lost.contains(&(at - 1))
        });
    }
    found.operations.extend(rest);
    found
}

/// What was decided as operations that give names and do nothing else.
#[must_use]
pub fn renaming(pair: Pair<&Schema>, decided: &[Rename]) -> Vec<Operation> {
    decided::apply(pair, decided).operations
}

impl Rename {
    /// Reads what an option says: `users.name=full_name`, `users=people`.
    #[must_use]
    pub fn told(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('=')?;
        let (from, to) = (from.trim(), to.trim());
        let is_said = !from.is_empty() && !to.is_empty();
        is_said.then(|| Self::Told(from.to_owned(), to.to_owned()))
    }
}

impl std::fmt::Display for Rename {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Table(from, to) | Self::Enum(from, to) => write!(f, "{from}={to}"),
            Self::Column(table, from, to) => write!(f, "{table}.{from}={to}"),
            Self::Value(name, from, to) => write!(f, "{name}.{from}={to}"),
            Self::Told(from, to) => write!(f, "{from}={to}"),
        }
    }
}
