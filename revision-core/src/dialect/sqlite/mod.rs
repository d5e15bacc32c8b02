//! SQLite.

pub(super) mod effect;
pub(super) mod lex;
pub(super) mod probe;
pub(super) mod refuse;

#[cfg(feature = "sqlite")]
pub(super) mod connect;
mod spell;

pub(super) use spell::Sqlite;
