//! Schemas in normal form: two that a database cannot tell apart become equal.

use super::{mysql, postgres, sqlite};
use crate::schema::{Schema, Table};
use crate::{Product, Server};

/// The schema as the server would keep it, as far as that can be known without asking it. The normal form of a normal form
/// is that itself.
pub(crate) fn normalise(server: Server, schema: &Schema) -> Schema {
    let mut normal = match server.product {
        Product::Postgres => postgres::normalise::normalise(schema),
        Product::MySql | Product::MariaDb => mysql::normalise::normalise(server, schema),
        Product::Sqlite => sqlite::normalise::normalise(schema),
    };
    for table in normal.tables.values_mut() {
        named_by_name(table);
    }
    normal
}

/// What goes by a name is the same whether its database has that name or not.
fn named_by_name(table: &mut Table) {
    macro_rules! each {
        ($($set:ident),+) => {$(
            if table.$set.iter().any(|one| one.unnamed && one.name.is_some()) {
                let all = std::mem::take(&mut table.$set).into_iter().map(|mut one| {
                    one.unnamed &= one.name.is_none();
                    one
                });
                table.$set = all.collect();
            }
        )+};
    }
    each!(unique, checks, foreign_keys);
}
