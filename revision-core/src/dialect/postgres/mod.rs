//! PostgreSQL.

pub(super) mod effect;
pub(super) mod lex;
pub(super) mod probe;
pub(super) mod reflect;
pub(super) mod refuse;

#[cfg(feature = "postgres")]
pub(super) mod connect;
#[cfg(all(feature = "postgres", feature = "testing"))]
pub(super) mod scratch;
mod spell;

pub(super) use spell::Postgres;
