//! How SQLite spells what the runtime needs.

use std::time::Duration;

use crate::Backend;
use crate::config::TableName;
use crate::dialect::statement::Probe;
use crate::dialect::{Dialect, Facts, Locking, Tables};

pub(in crate::dialect) struct Sqlite;

/// The database that a connection was opened with.
const MAIN: &str = "main";

impl Dialect for Sqlite {
    fn backend(&self) -> Backend {
        Backend::Sqlite
    }

    fn name(&self, name: &str) -> String {
        format!("\"{}\"", name.replace('"', "\"\""))
    }

    fn text(&self, text: &str) -> String {
        format!("'{}'", text.replace('\'', "''"))
    }

    fn facts(&self, tables: &Tables) -> String {
        let namespace = |table: &TableName| {
            let namespace = table.namespace.as_deref().unwrap_or(MAIN);
            (self.text(namespace), self.name(namespace))
        };
        let found = |table: &TableName| {
            format!(
                "(SELECT CASE type WHEN 'table' THEN '1' ELSE type END FROM {}.sqlite_master \
                 WHERE type IN ('table', 'view') AND lower(name) = lower({}))",
                namespace(table).1,
                self.text(&table.name)
            )
        };
        let log = tables.log.as_ref().unwrap_or(&tables.version);
        format!(
            "SELECT {}, {}, NULL, {}, {}, sqlite_version(), '', (SELECT 'PRAGMA foreign_keys = ' || foreign_keys FROM pragma_foreign_keys)",
            namespace(&tables.version).0,
            found(&tables.version),
            namespace(log).0,
            found(log),
        )
    }

    fn locking(&self, _: &Facts) -> Locking {
        Locking::Transaction
    }

    fn lock_transaction(&self, _: &Facts) -> Option<String> {
        None
    }

    fn create_version_table(&self, table: &TableName) -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (version_num varchar(255) NOT NULL, CONSTRAINT {} PRIMARY KEY (version_num))",
            self.table(table),
            self.name(&format!("{}_pkc", table.name))
        )
    }

    fn create_log(&self, table: &TableName) -> String {
        format!(
            "CREATE TABLE IF NOT EXISTS {} (id integer PRIMARY KEY, chain text NOT NULL, revision text NOT NULL, \
             direction text NOT NULL, outcome text NOT NULL, checksum text, statement integer, statement_hash text, \
             statements integer, error text, started_at text NOT NULL, duration_ms integer, who text, host text, tool text)",
            self.table(table)
        )
    }

    fn times(&self, took: Option<Duration>) -> [String; 2] {
        let took = took.unwrap_or_default();
        [
            format!(
                "strftime('%Y-%m-%d %H:%M:%f', 'now', '-{:.3} seconds')",
                took.as_secs_f64()
            ),
            took.as_millis().to_string(),
        ]
    }

    fn times_transactions(&self) -> bool {
        false
    }

    fn time_text(&self, column: &str) -> String {
        column.to_owned()
    }

    fn who(&self) -> [&'static str; 2] {
        // A file has no users; who runs the program is known to the program alone.
        ["NULL", "NULL"]
    }

    fn guard(&self, _: &TableName, _: &[&str]) -> Option<String> {
        None
    }

    fn begin(&self) -> &'static str {
        "BEGIN IMMEDIATE"
    }

    fn has_transactional_ddl(&self) -> bool {
        true
    }

    fn limits(&self, _: &Facts, _: Duration, _: Duration, _: bool) -> Vec<String> {
        Vec::new()
    }

    fn restore(&self, facts: &Facts) -> Option<String> {
        facts.restore.clone()
    }

    fn restore_within(&self, _: &Facts) -> Option<String> {
        None
    }

    fn has_local_limits(&self) -> bool {
        true
    }

    fn has_session_locks(&self) -> bool {
        false
    }

    fn transaction(&self) -> Option<&'static str> {
        None
    }

    fn session(&self) -> Option<&'static str> {
        None
    }

    /// Nothing that has to run outside a transaction leaves anything in the catalog.
    fn took_effect(&self, _: &Probe) -> Option<String> {
        None
    }

    fn remnant(&self, _: &Probe) -> Option<(String, String)> {
        None
    }

    fn before_emptying(&self) -> Option<&'static str> {
        Some("PRAGMA foreign_keys = OFF")
    }

    /// A virtual table takes those along that it keeps its rows in.
    fn inventory(&self) -> &'static str {
        "SELECT 'DROP ' || upper(type) || ' IF EXISTS \"' || replace(name, '\"', '\"\"') || '\"' FROM sqlite_master \
         WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
         ORDER BY type = 'table', coalesce(upper(sql), '') NOT LIKE 'CREATE VIRTUAL%'"
    }

    fn cancel(&self, _: &str) -> Option<String> {
        None
    }

    /// Foreign keys hold, as they do on a connection of sqlx's.
    fn script_head(&self) -> &'static str {
        ".bail on\nPRAGMA foreign_keys = ON;\n"
    }

    /// There is no statement here that fails on a condition but a constraint, whose name is what the error then shows.
    fn script_guard(&self, table: &TableName, rows: &[&str]) -> Vec<String> {
        let table = self.table(table);
        let wanted = rows.join(",");
        let place = if rows.is_empty() { "base" } else { &*wanted };
        let refusal = self.name(&format!("the database does not stand at {place}"));
        vec![
            format!(
                "CREATE TEMP TABLE revision_guard (stands integer CONSTRAINT {refusal} CHECK (stands))"
            ),
            format!(
                "INSERT INTO temp.revision_guard SELECT coalesce(group_concat(version_num), '') = {} \
                 FROM (SELECT version_num FROM {table} ORDER BY version_num)",
                self.text(&wanted)
            ),
            "DROP TABLE temp.revision_guard".to_owned(),
        ]
    }

    fn script_limits(&self, _: Duration, _: Duration) -> Vec<String> {
        Vec::new()
    }

    fn script_reset(&self) -> Vec<String> {
        vec!["PRAGMA foreign_keys = ON".to_owned()]
    }
}
