//! The words for types.

#[cfg(test)]
mod table;

use super::lower::Why;
use super::postgres;
use crate::schema::Type;
use crate::{Product, Server};

/// The server's words for a type, or why it has none.
pub(crate) fn words(server: Server, ty: &Type) -> Result<String, Why> {
    match server.product {
        Product::Postgres => postgres::type_words(server, ty),
        Product::MySql | Product::MariaDb | Product::Sqlite => {
            let why = "nothing is rendered for this database yet";
            Err(Why::Unsupported(why.to_owned()))
        }
    }
}
