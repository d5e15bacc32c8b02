//! A database of SQLite's own, for tests: what is pure is held against what SQLite does.

use std::path::PathBuf;

use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use crate::dialect::driver::Row;

pub(super) struct Real {
    runtime: Runtime,
    connection: SqliteConnection,
    folder: TempDir,
}

impl Real {
    /// A file with what these statements make.
    pub(super) fn new(sql: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.expect("a runtime can be made");
        let folder = TempDir::new().expect("a folder can be made");
        let url = format!("sqlite://{}?mode=rwc", folder.path().join("file").display());
        let connection = runtime.block_on(SqliteConnection::connect(&url));
        let mut real = Self {
            connection: connection.expect("a file can be opened"),
            runtime,
            folder,
        };
        real.run(sql);
        real
    }

    pub(super) fn file(&self) -> PathBuf {
        self.folder.path().join("file")
    }

    /// The rows that one statement or several give.
    pub(super) fn ask(&mut self, sql: &str) -> Result<Vec<Row>, String> {
        let query = sqlx::raw_sql(AssertSqlSafe(sql));
        let rows = self.runtime.block_on(query.fetch_all(&mut self.connection));
        let rows = rows.map_err(|error| error.to_string())?;
        let value =
            |row: &sqlx::sqlite::SqliteRow, at| row.try_get_unchecked(at).expect("it is text");
        let rows = rows
            .iter()
            .map(|row| (0..row.len()).map(|at| value(row, at)).collect());
        Ok(rows.collect())
    }

    /// The rows, `NULL` for nothing.
    pub(super) fn rows(&mut self, sql: &str) -> Vec<String> {
        self.try_rows(sql)
            .unwrap_or_else(|error| panic!("{error}\n{sql}"))
    }

    /// The rows, or what is wrong.
    pub(super) fn try_rows(&mut self, sql: &str) -> Result<Vec<String>, String> {
        let rows = self.ask(sql)?.into_iter();
        let shown = |value: Option<String>| value.unwrap_or_else(|| "NULL".to_owned());
        let rows = rows.map(|row| row.into_iter().map(shown).collect::<Vec<_>>().join("|"));
        Ok(rows.collect())
    }

    pub(super) fn run(&mut self, sql: &str) {
        self.rows(sql);
    }
}
