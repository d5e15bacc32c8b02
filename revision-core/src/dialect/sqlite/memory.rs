//! What a database in memory is given to run, so that it shows what SQL does.

use super::lex::Words;
use crate::dialect::lex::Kind;

/// Where a revision begins; foreign keys are about rows, of which there are none.
pub(in crate::dialect) const SETTINGS: [&str; 3] = [
    "PRAGMA foreign_keys = OFF",
    "PRAGMA legacy_alter_table = OFF",
    "PRAGMA writable_schema = OFF",
];

/// Asks for all names, those of virtual tables and of what these keep their rows in among them.
pub(in crate::dialect) const NAMES: &str =
    "SELECT name FROM main.sqlite_master WHERE type IN ('table', 'view')";

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
