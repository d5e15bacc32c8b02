//! Connecting to PostgreSQL.

use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _};

use crate::config::TableName;
use crate::dialect::{Unanswered, rows_or_no_table, select_rows, with_scheme};

pub(in crate::dialect) async fn version_rows(
    url: &str,
    table: &TableName,
) -> Result<Vec<String>, Unanswered> {
    let asked = async {
        let options: PgConnectOptions = with_scheme(url, "postgres").parse()?;
        let mut connection = options.connect().await?;
        let query = sqlx::AssertSqlSafe(select_rows(table, '"'));
        let rows = sqlx::query_scalar(query).fetch_all(&mut connection).await?;
        connection.close().await?;
        Ok(rows)
    };
    // `undefined_table`, `invalid_schema_name`.
    rows_or_no_table(asked.await, |error| {
        matches!(error.code().as_deref(), Some("42P01" | "3F000"))
    })
}
