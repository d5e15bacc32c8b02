//! The words for types.

#[cfg(test)]
mod table;

use std::collections::BTreeMap;

use super::lower::Why;
use super::{mysql, postgres, sqlite};
use crate::schema::{Enum, QualifiedName, Type};
use crate::{Product, Server};

/// The server's words for a type, or why it has none. Where an enum has no name, a column says its values.
pub(crate) fn words(
    server: Server,
    enums: &BTreeMap<QualifiedName, Enum>,
    ty: &Type,
) -> Result<String, Why> {
    match server.product {
        Product::Postgres => postgres::type_words(server, ty),
        Product::MySql | Product::MariaDb => mysql::type_words(server, enums, ty),
        Product::Sqlite => sqlite::type_words(ty),
    }
}
