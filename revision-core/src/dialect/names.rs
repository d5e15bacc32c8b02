//! How long names may be.

use crate::{Product, Server};

/// What a server takes, where a name is longer than that.
pub(crate) fn too_long(server: Server, name: &str) -> Option<&'static str> {
    match server.product {
        // It cuts a longer one, and says so to nobody.
        Product::Postgres => (name.len() > 63).then_some("PostgreSQL takes 63 bytes"),
        Product::MySql => (name.chars().count() > 64).then_some("MySQL takes 64 characters"),
        Product::MariaDb => (name.chars().count() > 64).then_some("MariaDB takes 64 characters"),
        Product::Sqlite => None,
    }
}
