//! The text that SQLite keeps of a table, an index, a view, a trigger, read so that it can be changed in one place and stay as
//! it is in all others.
//!
//! What is read are places in the text. White space and comments belong to nothing and stay where they are. The text is
//! taken as `sqlite_schema` has it: without `TEMP`, `IF NOT EXISTS` and the name of a database, which SQLite takes out;
//! where they stand all the same, they are read over. Nothing here asks whether SQLite would take the text: what is not
//! understood within a clause is part of it, and a text that is no such statement at all is `None`.

mod clause;
mod key;
#[cfg(test)]
mod laws;
mod object;
mod reference;
mod table;
#[cfg(test)]
mod tests;
mod tokens;

use std::ops::Range;

use crate::schema::Name;

pub(super) use clause::{Clause, What};
pub(super) use key::Key;
pub(super) use object::{IndexText, TriggerText, ViewText, is_virtual};
pub(super) use reference::References;
pub(super) use table::{ColumnText, Item, TableText};
pub(super) use tokens::{Found, Tokens, mentions};

/// A place in a text, in bytes.
pub(super) type Span = Range<usize>;

/// A name and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) span: Span,
    pub(super) name: Name,
}

impl Named {
    /// Whether it is this name: SQLite's are alike in capitals and small letters.
    pub(super) fn is(&self, name: &str) -> bool {
        same(&self.name, name)
    }
}

/// Whether two names are one to SQLite.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}
