//! PostgreSQL.

pub(super) mod connect;
