//! SQLite.

pub(super) mod connect;
