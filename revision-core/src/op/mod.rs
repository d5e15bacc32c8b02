//! The words that a revision file calls. They record and run nothing, so that the same function serves running, printing
//! and replaying.
//!
//! There is a file an idea: `table`, `column`, `index` and so on hold the words on [`Op`] about it, and the values that go
//! into them. A word that takes more words behind it gives `&mut` to what it recorded; those that change it give it on. A
//! value takes itself and gives itself. Where `#[vocabulary]` stands, the reader of uncompiled files (`crate::source`) has
//! the same words by their names, through `say`.

mod column;
mod comment;
mod constraint;
mod data;
mod defined;
mod enums;
mod index;
mod object;
mod run;
#[cfg(feature = "source")]
pub(crate) mod say;
mod schema;
mod sequence;
mod table;
mod texts;
pub(crate) mod types;

use std::any::Any;
use std::fmt::Debug;
use std::panic::Location;
use std::sync::Arc;

use revision_macros::vocabulary;

use crate::Backend;
use crate::operation::Operation;

pub use column::{AddColumn, AlterColumn, Column};
pub use constraint::DropPrimaryKey;
pub use data::{BulkInsert, Row};
pub use defined::{AlterComposite, AlterDomain, CreateComposite, CreateDomain};
pub use enums::{AddEnumValue, CreateEnum, DropEnumValue};
pub use index::{CreateIndex, DropIndex, NamedIndex};
pub use object::{CreateMaterializedView, CreateView};
pub use run::DataWork;
pub use schema::{CreateExtension, CreateSchema};
pub use sequence::{AlterSequence, CreateSequence};
pub use table::{AlterTable, CreateTable};
pub use texts::{Collation, Texts};
pub use types::{Clock, ColumnType, Counter, Integer};

pub(crate) use run::Function;

/// The functions that make values: a revision file has them from the prelude.
pub mod words {
    pub use super::column::words::*;
    pub use super::constraint::words::*;
    pub use super::data::words::*;
    pub use super::index::words::*;
    pub use super::sequence::words::*;
    pub use super::texts::words::*;
    pub use super::types::words::*;
}

/// How deep `op.reverse` may lead from one function into another. Beyond it a function reverses itself.
pub(crate) const DEEPEST: usize = 16;

/// Records what a revision does.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.create_table("users", [
///         column("id", bigint().auto_increment()).primary_key(),
///         column("team_id", uuid()).not_null(),
///         column("email", varchar(255)).not_null().default(""),
///     ])
///     .foreign_key(foreign_key(["team_id"], "teams", ["id"]).on_delete(Cascade))
///     .unique(["team_id", "email"]);
///     op.create_index("ix_users_lower", "users", [name("team_id"), sql("lower(email)")]);
///     op.alter_column("users", "email").type_(text()).nullable();
///     op.execute("UPDATE users SET email = lower(email)");
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct Op {
    entries: Vec<Entry>,
    refused: Option<Refused<&'static Location<'static>>>,
    depth: usize,
    dialect: Backend,
}

/// What one call recorded.
#[derive(Debug)]
struct Entry {
    word: Box<dyn Word>,
    place: &'static Location<'static>,
    beside: Beside<&'static Location<'static>>,
}

/// What a call recorded, while more words may still change it.
pub(crate) trait Word: Any + Debug + Send + Say {
    /// What comes of it in the end.
    fn operations(self: Box<Self>) -> Vec<Operation>;
}

/// What knows its words by their names.
pub(crate) trait Say {
    /// Calls the method of a name.
    #[cfg(feature = "source")]
    fn say(&mut self, word: &str, arguments: &[say::Value]) -> Result<say::Said, say::Unsaid>;
}

/// What was recorded. `P` is how a place is known.
#[derive(Debug)]
pub(crate) struct Recorded<P> {
    pub(crate) operations: Vec<Operation>,
    /// What is known of each operation beside what it does.
    pub(crate) calls: Vec<Call<P>>,
    /// Why nothing of it counts.
    pub(crate) refused: Option<Refused<P>>,
}

/// The call that recorded an operation.
#[derive(Debug)]
pub(crate) struct Call<P> {
    /// Where it stands; for SQL in a file at hand, where its text stands.
    pub(crate) place: P,
    pub(crate) beside: Beside<P>,
}

/// What an operation, being plain data, does not hold.
pub(crate) enum Beside<P> {
    Nothing,
    /// The function that [`Operation::Run`] names.
    Function(Arc<Function>),
    /// The calls behind the operations of an [`Operation::Reverse`].
    Reversed(Vec<Call<P>>),
}

/// Why a direction cannot be gone.
#[derive(Debug)]
pub(crate) enum Refused<P> {
    /// Its file has no function for it.
    NoFunction,
    /// The `op.reverse` here leads back to itself.
    Circle(P),
}

/// Which database it is.
#[vocabulary(say_dialect)]
impl Op {
    /// The database that is recorded for.
    ///
    /// ```
    /// use revision_core::prelude::*;
    ///
    /// pub fn upgrade(op: &mut Op) {
    ///     match op.dialect() {
    ///         Postgres => op.execute("ANALYZE users"),
    ///         MySql | Sqlite => op.execute("ANALYZE TABLE users"),
    ///     };
    /// }
    /// # upgrade(&mut Op::new(Postgres));
    /// ```
    #[must_use]
    pub fn dialect(&self) -> Backend {
        self.dialect
    }
}

impl Op {
    /// An empty list for a database.
    #[must_use]
    pub fn new(dialect: Backend) -> Self {
        Self {
            entries: Vec::new(),
            refused: None,
            depth: 0,
            dialect,
        }
    }

    /// Undoes what `upgrade` does: the inverse of each of its operations, the last one first, derived from the schema at
    /// that point. A revision that was just made says so in its downgrade, until somebody writes a better one.
    #[track_caller]
    pub fn reverse(&mut self, upgrade: fn(&mut Self)) -> &mut Self {
        let place = Location::caller();
        // What is refused already would only be refused again, perhaps after going round many times more.
        if self.refused.is_some() {
            return self;
        }
        if self.depth == DEEPEST {
            self.refused = Some(Refused::Circle(place));
            return self;
        }
        let mut forward = Self {
            depth: self.depth + 1,
            ..Self::new(self.dialect)
        };
        upgrade(&mut forward);
        let forward = forward.finish();
        if let Some(refused) = forward.refused {
            self.refused = Some(refused);
            return self;
        }
        let beside = Beside::Reversed(forward.calls);
        self.push_beside(Operation::Reverse(forward.operations), beside);
        self
    }

    /// Records the inverse of operations.
    #[cfg(feature = "source")]
    pub(crate) fn reversed(&mut self, forward: Vec<Operation>) {
        self.push(Operation::Reverse(forward));
    }

    /// Records that this direction cannot be gone: what a file without a `downgrade` says.
    pub(crate) fn irreversible(&mut self) {
        self.refused = Some(Refused::NoFunction);
    }

    /// Records what needs no more words.
    #[track_caller]
    fn record(&mut self, operation: Operation) -> &mut Self {
        self.push(operation);
        self
    }

    /// Records what more words may change.
    #[track_caller]
    fn push<T: Word>(&mut self, word: T) -> &mut T {
        self.push_beside(word, Beside::Nothing)
    }

    #[track_caller]
    fn push_beside<T: Word>(
        &mut self,
        word: T,
        beside: Beside<&'static Location<'static>>,
    ) -> &mut T {
        let entry = Entry {
            word: Box::new(word),
            place: Location::caller(),
            beside,
        };
        let word: &mut dyn Any = &mut *self.entries.push_mut(entry).word;
        match word.downcast_mut() {
            Some(word) => word,
            None => unreachable!("it was pushed right here"),
        }
    }

    fn finish(self) -> Recorded<&'static Location<'static>> {
        let mut recorded = Recorded {
            refused: self.refused,
            ..Recorded::default()
        };
        for entry in self.entries {
            recorded.add(entry.word, &entry.place, entry.beside);
        }
        recorded
    }
}

/// What a function of a revision file records.
pub(crate) fn record(
    function: fn(&mut Op),
    dialect: Backend,
) -> Recorded<&'static Location<'static>> {
    let mut op = Op::new(dialect);
    function(&mut op);
    op.finish()
}

impl<P> Recorded<P> {
    /// Adds what one call recorded. What stands beside it goes with the first of its operations.
    pub(crate) fn add(&mut self, word: Box<dyn Word>, place: &P, beside: Beside<P>)
    where
        P: Clone,
    {
        let mut beside = Some(beside);
        for operation in word.operations() {
            self.operations.push(operation);
            self.calls.push(Call {
                place: place.clone(),
                beside: beside.take().unwrap_or(Beside::Nothing),
            });
        }
    }

    /// What was recorded; none where it cannot be gone.
    pub(crate) fn into_operations(self) -> Option<Vec<Operation>> {
        let possible = self.refused.is_none();
        possible.then_some(self.operations)
    }
}

impl<P> Default for Recorded<P> {
    fn default() -> Self {
        Self {
            operations: Vec::new(),
            calls: Vec::new(),
            refused: None,
        }
    }
}

impl<P: Debug> Debug for Beside<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => f.write_str("Nothing"),
            Self::Function(_) => f.write_str("Function"),
            Self::Reversed(calls) => f.debug_tuple("Reversed").field(calls).finish(),
        }
    }
}

impl Word for Operation {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![*self]
    }
}

#[vocabulary]
impl Operation {}

/// Something that is removed.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.drop_table("drafts").if_exists();
/// }
/// # upgrade(&mut Op::new(Postgres));
/// ```
#[derive(Debug)]
pub struct Removal(Operation);

#[vocabulary]
impl Removal {
    /// It may be missing.
    pub fn if_exists(&mut self) -> &mut Self {
        match &mut self.0 {
            Operation::DropNamespace { if_exists, .. }
            | Operation::DropExtension { if_exists, .. }
            | Operation::DropEnum { if_exists, .. }
            | Operation::DropType { if_exists, .. }
            | Operation::DropSequence { if_exists, .. }
            | Operation::DropTable { if_exists, .. }
            | Operation::DropColumn { if_exists, .. }
            | Operation::DropConstraint { if_exists, .. }
            | Operation::DropView { if_exists, .. }
            | Operation::DropFunction { if_exists, .. }
            | Operation::DropTrigger { if_exists, .. }
            | Operation::DropPolicy { if_exists, .. } => *if_exists = true,
            _ => {}
        }
        self
    }
}

impl Word for Removal {
    fn operations(self: Box<Self>) -> Vec<Operation> {
        vec![self.0]
    }
}

#[cfg(test)]
mod tests;
