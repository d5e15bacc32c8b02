//! Values and rows.

use super::{Spelling, Spelt, names, qualified};
use crate::dialect::lower::Why;
use crate::operation::BulkInsert;
use crate::schema::Literal;

/// How many rows one statement adds: enough that the number of statements costs nothing, and few enough that a server
/// takes them.
const ROWS: usize = 500;

/// And how many bytes its values take up, more or less: less than the least that any server takes.
const BYTES: usize = 512 * 1024;

/// A value.
pub(in crate::dialect) fn literal(spelling: &impl Spelling, value: &Literal) -> Spelt {
    Ok(match value {
        Literal::Null => "NULL".to_owned(),
        Literal::Bool(value) => spelling.boolean(*value).to_owned(),
        Literal::Integer(value) => value.to_string(),
        Literal::Float(value) => spelling.float(value.0)?,
        Literal::Text(text) => spelling.text(text)?,
        Literal::Bytes(bytes) => spelling.bytes(bytes)?,
    })
}

/// Bytes in digits.
pub(in crate::dialect) fn hexadecimal(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        for digit in [byte >> 4, byte & 15] {
            digits.extend(char::from_digit(digit.into(), 16));
        }
    }
    digits
}

/// Adds rows, in as many statements as it takes.
pub(in crate::dialect) fn insert(
    spelling: &impl Spelling,
    insert: &BulkInsert,
) -> Spelt<Vec<String>> {
    let head = format!(
        "INSERT INTO {} ({}) VALUES",
        qualified(spelling, &insert.table)?,
        names(spelling, &insert.columns)?
    );
    let mut statements = Vec::new();
    let (mut rows, mut bytes) = (Vec::new(), 0);
    for row in &insert.rows {
        if row.len() != insert.columns.len() {
            return Err(Why::Invalid(format!(
                "a row of {} values for {} columns",
                row.len(),
                insert.columns.len()
            )));
        }
        let values: Vec<_> = row
            .iter()
            .map(|value| literal(spelling, value))
            .collect::<Spelt<_>>()?;
        let row = format!("({})", values.join(", "));
        if rows.len() == ROWS || (!rows.is_empty() && bytes + row.len() > BYTES) {
            statements.push(together(&head, &rows));
            rows.clear();
            bytes = 0;
        }
        bytes += row.len();
        rows.push(row);
    }
    if !rows.is_empty() {
        statements.push(together(&head, &rows));
    }
    Ok(statements)
}

fn together(head: &str, rows: &[String]) -> String {
    match rows {
        [row] => format!("{head} {row}"),
        rows => format!("{head}\n    {}", rows.join(",\n    ")),
    }
}
