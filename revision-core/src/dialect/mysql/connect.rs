//! Connecting to MySQL and MariaDB.

use sqlx::mysql::MySqlConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::config::TableName;
use crate::dialect::{Unanswered, rows_or_no_table, select_rows, with_scheme};

pub(in crate::dialect) async fn version_rows(
    url: &str,
    table: &TableName,
) -> Result<Vec<String>, Unanswered> {
    let asked = async {
        let options: MySqlConnectOptions = with_scheme(url, "mysql").parse()?;
        let mut connection = options.connect().await?;
        let query = sqlx::AssertSqlSafe(select_rows(table, '`'));
        let rows = sqlx::query_scalar(query).fetch_all(&mut connection).await?;
        connection.close().await?;
        Ok(rows)
    };
    // No such table.
    rows_or_no_table(asked.await, |error| {
        error.code().as_deref() == Some("42S02")
    })
}
