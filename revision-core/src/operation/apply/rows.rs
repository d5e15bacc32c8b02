//! Rows change no schema, but they have to fit their table.

use super::check;
use crate::operation::fault::Contradiction;
use crate::operation::{BulkInsert, Fault, Object};
use crate::schema::Schema;

pub(super) fn check(schema: &Schema, insert: &BulkInsert) -> Result<(), Fault> {
    let object = || Object::Table(insert.table.clone());
    if insert.columns.is_empty() {
        return Err(Fault::Empty(object()));
    }
    check::once(&object(), insert.columns.iter())?;
    for (number, row) in insert.rows.iter().enumerate() {
        if row.len() != insert.columns.len() {
            return Err(Fault::Row {
                table: object(),
                row: number + 1,
                expected: insert.columns.len(),
                found: row.len(),
            });
        }
    }
    // Some views take rows, and their columns are not known.
    if schema.views.contains_key(&insert.table) {
        return Ok(());
    }
    let table = schema.table(&insert.table)?;
    check::present(&insert.table, table, &insert.columns)?;
    for column in insert
        .columns
        .iter()
        .filter_map(|name| table.columns.named(name))
    {
        if column.generated.is_some() {
            return Err(Fault::Contradiction {
                of: Object::Column(insert.table.clone(), column.name.clone()),
                why: Contradiction::ValueForGenerated,
            });
        }
    }
    Ok(())
}
