//! How SQLite spells what the runtime needs.

use std::time::Duration;

use crate::Backend;
use crate::config::TableName;
use crate::dialect::statement::Probe;
use crate::dialect::{Dialect, Facts, Locking, Restore, Tables};

pub(in crate::dialect) struct Sqlite;

/// What a revision may set for the connection at any time: the pragma, and the column that shows it.
const SETTINGS: &[(&str, &str)] = &[
    ("automatic_index", "automatic_index"),
    ("busy_timeout", "timeout"),
    ("cache_size", "cache_size"),
    ("cell_size_check", "cell_size_check"),
    ("defer_foreign_keys", "defer_foreign_keys"),
    ("ignore_check_constraints", "ignore_check_constraints"),
    ("legacy_alter_table", "legacy_alter_table"),
    ("query_only", "query_only"),
    ("read_uncommitted", "read_uncommitted"),
    ("recursive_triggers", "recursive_triggers"),
    ("reverse_unordered_selects", "reverse_unordered_selects"),
    ("trusted_schema", "trusted_schema"),
    ("writable_schema", "writable_schema"),
];

/// The same while no transaction is open.
const OUTSIDE: &[(&str, &str)] = &[
    ("foreign_keys", "foreign_keys"),
    ("locking_mode", "locking_mode"),
    ("synchronous", "synchronous"),
    ("temp_store", "temp_store"),
];

/// How long a runner that lives leaves the log alone between two statements, at most: in seconds.
const MOMENT: u32 = 2;

/// An expression whose value is the pragmas that set what is set now.
fn pragmas(settings: &[(&str, &str)]) -> String {
    let settings = settings.iter().map(|(pragma, column)| {
        format!("(SELECT 'PRAGMA {pragma} = ' || {column} || ';' FROM pragma_{pragma})")
    });
    settings.collect::<Vec<_>>().join(" || ")
}

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
            // Nothing tells how `LIKE` compares but a comparison.
            "SELECT {}, {}, NULL, {}, {}, sqlite_version(), '', {} || 'PRAGMA case_sensitive_like = ' || ('a' NOT LIKE 'A'), \
             0, NULL, NULL, {}, NULL, (SELECT file = '' FROM pragma_database_list WHERE name = '{MAIN}')",
            namespace(&tables.version).0,
            found(&tables.version),
            namespace(log).0,
            found(log),
            pragmas(SETTINGS),
            pragmas(OUTSIDE),
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

    fn restore(&self, facts: &Facts, place: Restore) -> Vec<String> {
        let outside = facts.restore_first.iter().filter(|_| !place.inside);
        facts.restore.iter().chain(outside).cloned().collect()
    }

    fn sets_unseen(&self) -> bool {
        false
    }

    fn unhurried(&self, _: &Facts) -> Option<String> {
        None
    }

    fn is_recent(&self, log: &TableName, chain: &str) -> Option<String> {
        Some(format!(
            "SELECT abs(julianday('now') - julianday(started_at) - coalesce(duration_ms, 0) / 86400000.0) < {MOMENT} / 86400.0 \
             FROM {} WHERE chain = {} ORDER BY id DESC LIMIT 1",
            self.table(log),
            self.text(chain)
        ))
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

    fn broken_references(&self) -> Option<&'static str> {
        Some("SELECT \"table\", rowid, parent FROM pragma_foreign_key_check")
    }

    fn before_dropping(&self) -> Option<&'static str> {
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
