//! MySQL and MariaDB.

mod body;
mod defaults;
pub(super) mod effect;
pub(super) mod lex;
pub(super) mod probe;
pub(super) mod refuse;

#[cfg(feature = "mysql")]
pub(super) mod connect;
#[cfg(all(feature = "mysql", feature = "testing"))]
pub(super) mod scratch;
mod spell;
mod types;
mod words;

pub(super) use spell::MySql;
