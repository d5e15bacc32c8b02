//! What a database in memory is given to run, so that it shows what SQL does.

use std::collections::BTreeSet;

use super::lex::Words;
use super::text::is_virtual;
use crate::dialect::driver::Row;
use crate::dialect::lex::Kind;

/// Where a revision begins; foreign keys are about rows, of which there are none.
pub(in crate::dialect) const SETTINGS: [&str; 3] = [
    "PRAGMA foreign_keys = OFF",
    "PRAGMA legacy_alter_table = OFF",
    "PRAGMA writable_schema = OFF",
];

/// The settings that decide what is made of a schema.
const PRAGMAS: &[&str] = &["LEGACY_ALTER_TABLE", "WRITABLE_SCHEMA"];

/// The table that the schema itself lies in.
const MASTER: &[&str] = &["SQLITE_MASTER", "SQLITE_SCHEMA"];

/// What opens files or writes them.
const FILES: &[&str] = &["ATTACH", "DETACH", "VACUUM"];

/// Whether a statement changes the schema. What is about rows does not, but for those that the schema is made of.
pub(in crate::dialect) fn shows(sql: &str) -> bool {
    let reader = Words::new(sql);
    let is_about_schema = match &*reader.word() {
        "CREATE" | "ALTER" | "DROP" => true,
        "PRAGMA" => reader.clone().mentions(PRAGMAS),
        "INSERT" | "UPDATE" | "DELETE" | "REPLACE" | "WITH" => writes_schema(reader.clone()),
        _ => false,
    };
    is_about_schema && !goes_on(reader)
}

/// Whether it is one of the settings that decide what is made of a schema.
pub(in crate::dialect) fn sets(sql: &str) -> bool {
    Words::new(sql).word() == "PRAGMA"
}

/// The tables and views of which something is no longer as it was, and those that may say what they do by them.
pub(in crate::dialect) fn changed(
    before: &BTreeSet<Row>,
    after: &BTreeSet<Row>,
) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for row in before.symmetric_difference(after) {
        names.extend([text(row, NAME).to_owned(), text(row, TABLE).to_owned()]);
    }
    let small: Vec<_> = names.iter().map(|name| name.to_lowercase()).collect();
    for row in after.iter().filter(|row| is_table(row)) {
        let sql = text(row, SQL).to_lowercase();
        if small.iter().any(|name| sql.contains(name)) {
            names.insert(text(row, NAME).to_owned());
        }
    }
    names
}

/// The rows that tell what these are like, the tables that they refer to among them.
pub(in crate::dialect) fn about(rows: &BTreeSet<Row>, names: &BTreeSet<String>) -> Vec<Row> {
    let is_meant = |row: &Row| names.contains(text(row, NAME)) || names.contains(text(row, TABLE));
    let texts: Vec<_> = rows
        .iter()
        .filter(|row| is_meant(row) && is_table(row))
        .map(|row| text(row, SQL).to_lowercase())
        .collect();
    let is_mentioned = |row: &Row| {
        let name = text(row, NAME).to_lowercase();
        is_table(row) && texts.iter().any(|sql| sql.contains(&name))
    };
    let hides = |row: &Row| is_table(row) && is_virtual(text(row, SQL)).is_some();
    let about = rows
        .iter()
        .filter(|row| is_meant(row) || is_mentioned(row) || hides(row));
    about.cloned().collect()
}

/// The names of all tables and views, those of virtual tables and of what these keep their rows in among them.
pub(in crate::dialect) fn names(rows: &BTreeSet<Row>) -> impl Iterator<Item = &str> {
    let named = rows
        .iter()
        .filter(|row| matches!(text(row, KIND), "table" | "view"));
    named.map(|row| text(row, NAME))
}

/// Where in a row of `reflect` stands what.
const KIND: usize = 0;
const NAME: usize = 1;
const TABLE: usize = 2;
const SQL: usize = 3;

fn text(row: &Row, at: usize) -> &str {
    row.get(at).and_then(Option::as_deref).unwrap_or_default()
}

fn is_table(row: &Row) -> bool {
    text(row, KIND) == "table"
}

fn writes_schema(mut reader: Words<'_>) -> bool {
    while let Some((kind, text)) = reader.next() {
        let text = text.trim_matches(['"', '`', '[', ']']);
        if matches!(kind, Kind::Word | Kind::Name)
            && MASTER.iter().any(|name| name.eq_ignore_ascii_case(text))
        {
            return true;
        }
    }
    false
}

/// Whether something stands in the midst of it that opens a file, should the database see two statements in what is one to
/// us.
fn goes_on(mut reader: Words<'_>) -> bool {
    while let Some((_, text)) = reader.next() {
        if text == ";" && FILES.contains(&&*reader.word()) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_the_schema_is_run() {
        for sql in [
            "CREATE TABLE t (a)",
            "-- a word\nalter table t RENAME TO u",
            "PRAGMA main.writable_schema = ON",
            "UPDATE \"sqlite_master\" SET sql = ''",
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; DELETE FROM b; END",
        ] {
            assert!(shows(sql), "{sql}");
        }
    }

    #[test]
    fn what_is_about_rows_or_opens_files_is_not() {
        for sql in [
            "INSERT INTO t VALUES ('sqlite_master')",
            "WITH x AS (SELECT 1) DELETE FROM t",
            "SELECT * FROM sqlite_master",
            "PRAGMA temp_store_directory = 'x'",
            "ATTACH 'x' AS x",
            "VACUUM INTO 'x'",
            "CREATE TRIGGER t; attach 'x' AS y; END",
            "",
        ] {
            assert!(!shows(sql), "{sql}");
        }
    }
}
