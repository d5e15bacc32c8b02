//! Schemas in normal form: two that a database cannot tell apart become equal.

use super::{mysql, postgres, sqlite};
use crate::schema::Schema;
use crate::{Product, Server};

/// The schema as the server would keep it, as far as that can be known without asking it. The normal form of a normal form
/// is that itself.
pub(crate) fn normalise(server: Server, schema: &Schema) -> Schema {
    match server.product {
        Product::Postgres => postgres::normalise::normalise(schema),
        Product::MySql | Product::MariaDb => mysql::normalise::normalise(server, schema),
        Product::Sqlite => sqlite::normalise::normalise(schema),
    }
}
