//! PostgreSQL.

pub(super) mod effect;
pub(super) mod lex;
pub(super) mod probe;
pub(super) mod refuse;

#[cfg(feature = "postgres")]
pub(super) mod connect;
mod spell;

pub(super) use spell::Postgres;
