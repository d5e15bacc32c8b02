//! What is asked of the rows before they are carried over.

use super::draft::{Demand, Draft, Of, Value};
use super::over::quoted;
use super::{Check, Part};
use crate::dialect::sqlite::text::{TableText, mentions, same};
use crate::schema::Name;

/// How many rows are shown of those that do not fit.
const SHOWN: usize = 5;

/// The names under which SQLite has the number of a row, where no column has that name.
const ROWID: &[&str] = &["rowid", "_rowid_", "oid"];

/// The name of the number of a row, in all of these tables; none where one has no such thing.
pub(super) fn rowid(tables: &[&TableText]) -> Option<&'static str> {
    if tables.iter().any(|table| table.without_rowid.is_some()) {
        return None;
    }
    let free = |name: &&&str| tables.iter().all(|table| table.column(name).is_none());
    ROWID.iter().find(free).copied()
}

/// What tells a row of the old table from others, in SQL.
fn row(old: &TableText) -> String {
    if let Some(rowid) = rowid(&[old]) {
        return rowid.to_owned();
    }
    let keys = old.primary_key();
    let keys = keys
        .iter()
        .map(|key| format!("quote({})", quoted(&key.name)));
    let keys: Vec<String> = keys.collect();
    if keys.is_empty() {
        "NULL".to_owned()
    } else {
        keys.join(" || ', ' || ")
    }
}

/// The check of what is demanded; none where SQLite finds out by itself.
pub(super) fn check(draft: &Draft<'_>, old: &TableText, demand: &Demand) -> Option<Part> {
    let table = format!("main.{}", quoted(&draft.name));
    let row = row(old);
    let question = match &demand.of {
        Of::NoRows => format!("SELECT {row} FROM {table} LIMIT {SHOWN}"),
        Of::Value { value, fits } => format!(
            "SELECT {row}, quote({value}) FROM {table} \
             WHERE {value} IS NOT NULL AND ({fits}) IS NOT TRUE LIMIT {SHOWN}"
        ),
        Of::NotNull(column) => {
            let value = value(draft, old, column)?;
            format!("SELECT {row} FROM {table} WHERE {value} IS NULL LIMIT {SHOWN}")
        }
        Of::Unique(columns) => {
            let rows = rows(draft, old, &row, |name| {
                columns.iter().any(|one| same(one, name))
            })?;
            let columns: Vec<String> = columns.iter().map(|name| quoted(name)).collect();
            let shown: Vec<String> = columns
                .iter()
                .map(|name| format!("quote({name})"))
                .collect();
            let none_null: Vec<String> = columns
                .iter()
                .map(|name| format!("{name} IS NOT NULL"))
                .collect();
            format!(
                "SELECT {}, count(*) FROM {rows} WHERE {} GROUP BY {} HAVING count(*) > 1 LIMIT {SHOWN}",
                shown.join(" || ', ' || "),
                none_null.join(" AND "),
                columns.join(", ")
            )
        }
        Of::True(sql) => {
            let rows = rows(draft, old, &row, |name| !mentions(sql, name).is_empty())?;
            format!("SELECT revision_row FROM {rows} WHERE ({sql}\n) IS FALSE LIMIT {SHOWN}")
        }
    };
    Some(Part::Check(Check {
        operation: demand.operation,
        question,
        message: demand.message.clone(),
        is_framed: false,
    }))
}

/// The rows as they will be, in so far as these columns are meant; none where they are only known when they are there.
fn rows(
    draft: &Draft<'_>,
    old: &TableText,
    row: &str,
    meant: impl Fn(&Name) -> bool,
) -> Option<String> {
    let mut values = vec![format!("{row} AS revision_row")];
    for carried in draft.carried.iter().filter(|one| meant(&one.name)) {
        let value = value(draft, old, &carried.name)?;
        values.push(format!("{value} AS {}", quoted(&carried.name)));
    }
    Some(format!(
        "(SELECT {} FROM main.{})",
        values.join(", "),
        quoted(&draft.name)
    ))
}

/// What a column of the new table will hold, over the old one.
fn value(draft: &Draft<'_>, old: &TableText, name: &Name) -> Option<String> {
    let carried = draft.carried.iter().find(|one| same(&one.name, name))?;
    let value = match &carried.value {
        Value::Column(column) => quoted(column),
        Value::Sql(sql) => sql.clone(),
        Value::Default => return Some(draft.default_of(name)),
        Value::Generated => return None,
    };
    let new = draft.table().ok()?;
    let declared = |table: &TableText, text: &str, name: &Name| {
        let span = table.column(name)?.ty.clone()?;
        Some(text.get(span)?.to_owned())
    };
    let now = declared(&new, &draft.text, name);
    let before = match &carried.value {
        Value::Column(column) => declared(old, &draft.old, column),
        _ => None,
    };
    match now {
        Some(now) if Some(&now) != before.as_ref() && is_made(&now) => {
            Some(format!("CAST({value} AS {now})"))
        }
        _ => Some(value),
    }
}

/// Whether a column that is declared so makes something else of some values.
fn is_made(declared: &str) -> bool {
    let declared = declared.to_ascii_uppercase();
    let text = ["INT", "CHAR", "CLOB", "TEXT"];
    !declared.contains("BLOB") || text.iter().any(|word| declared.contains(word))
}
