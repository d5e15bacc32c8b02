//! The columns of tables.

use super::default;
use super::text::expression;
use crate::Server;
use crate::dialect::Row;
use crate::dialect::mysql::declared;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{Column, Generated, Identity, QualifiedName, Schema, Table};

/// What is known to be said of a column beside its type and its default. Whoever changes the column has to repeat all of
/// it.
const KNOWN: &[&str] = &[
    "auto_increment",
    "default_generated",
    "virtual",
    "stored",
    "persistent",
    "generated",
];

/// Reads columns. A table with one of which more is said than a column of ours holds is opaque besides.
pub(super) fn read(server: Server, schema: &mut Schema, rows: Vec<Row>) -> Result<(), Unreadable> {
    for row in rows {
        let mut fields = Fields::of("a column", row);
        let name = fields.qualified()?;
        let Some(table) = schema.tables.get_mut(&name) else {
            continue;
        };
        let (column, is_whole) = column(server, table, &mut fields)?;
        table.columns.push(column);
        if !is_whole {
            schema.opaque.insert(name);
        }
    }
    Ok(())
}

/// Reads a column, and says whether that is all of it.
fn column(
    server: Server,
    table: &Table,
    fields: &mut Fields,
) -> Result<(Column, bool), Unreadable> {
    let name = fields.text()?;
    let mut column = Column::new(name, declared::read(&fields.text()?));
    column.nullable = fields.is()?;
    let default = fields.maybe()?;
    let extra = fields.maybe()?.unwrap_or_default().to_ascii_lowercase();
    let generated = fields.maybe()?;
    let collation = fields.maybe()?;
    column.comment = fields.maybe()?;
    let database = fields.maybe()?;
    if extra.contains("auto_increment") {
        column.identity = Some(Identity::default());
    }
    if let Some(sql) = generated {
        column.generated = Some(Generated {
            sql: expression(server.product, &sql, database.as_deref()),
            stored: !extra.contains("virtual"),
        });
    } else {
        let said = default::Said {
            default: default.as_deref(),
            extra: &extra,
            database: database.as_deref(),
        };
        column.default = default::read(server.product, &column.ty, &said);
    }
    column.collation = collation
        .filter(|collation| Some(collation) != table.options.collation.as_ref())
        .map(|collation| QualifiedName::new(None, &collation));
    let before = extra.split("on update ").next().unwrap_or_default();
    let is_whole = before.split_whitespace().all(|word| KNOWN.contains(&word));
    Ok((column, is_whole))
}
