//! MySQL and MariaDB.

#[cfg(feature = "mysql")]
pub(super) mod connect;
mod spell;

pub(super) use spell::MySql;
