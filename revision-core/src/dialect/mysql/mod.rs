//! MySQL and MariaDB.

pub(super) mod connect;
