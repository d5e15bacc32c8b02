//! SQLite.

#[cfg(feature = "sqlite")]
pub(super) mod connect;
mod spell;

pub(super) use spell::Sqlite;
