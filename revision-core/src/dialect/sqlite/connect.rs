//! Opening SQLite databases.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::config::TableName;
use crate::dialect::{Unanswered, rows_or_no_table, select_rows, with_scheme};

pub(in crate::dialect) async fn version_rows(
    url: &str,
    root: &Path,
    table: &TableName,
) -> Result<Vec<String>, Unanswered> {
    let asked = async {
        let options: SqliteConnectOptions = with_scheme(url, "sqlite").parse()?;
        // Who only looks makes no file.
        let file = root.join(options.get_filename());
        if !file.exists() {
            return Ok(Vec::new());
        }
        let options = options
            .filename(file)
            .create_if_missing(false)
            .read_only(true);
        let mut connection = options.connect().await?;
        let query = sqlx::AssertSqlSafe(select_rows(table, '"'));
        let rows = sqlx::query_scalar(query).fetch_all(&mut connection).await?;
        connection.close().await?;
        Ok(rows)
    };
    rows_or_no_table(asked.await, |error| {
        error.message().starts_with("no such table")
    })
}
