//! SQLite.

mod constant;
mod declared;
pub(super) mod effect;
pub(super) mod lex;
pub(super) mod lower;
#[cfg(feature = "source")]
pub(super) mod memory;
pub(super) mod normalise;
pub(super) mod probe;
pub(super) mod rebuild;
pub(super) mod reflect;
pub(super) mod refuse;

#[cfg(feature = "sqlite")]
pub(super) mod connect;
#[cfg(all(test, feature = "sqlite"))]
mod real;
#[cfg(all(feature = "sqlite", any(feature = "source", feature = "testing")))]
pub(super) mod scratch;
mod spell;
mod text;
mod types;
mod words;

pub(super) use spell::Sqlite;

#[cfg(test)]
use {
    super::ansi::{Spelling as _, Spelt},
    crate::schema::Type,
};

/// The words for a type.
#[cfg(test)]
pub(super) fn type_words(ty: &Type) -> Spelt {
    words::Words::of(false).ty(ty)
}
