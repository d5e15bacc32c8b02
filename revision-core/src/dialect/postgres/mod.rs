//! PostgreSQL.

#[cfg(feature = "postgres")]
pub(super) mod connect;
mod spell;

pub(super) use spell::Postgres;
