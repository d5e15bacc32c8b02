//! A list of notes behind one page, which brings its database up to date when it starts: `notes URL`.
//!
//! It says on stdout where it listens. `second` holds what its second release changes.

use std::error::Error;

use axum::Router;
use axum::routing::get;
use revision_core::Database;
use sqlx::postgres::PgPool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use sqlx::{ColumnIndex, Decode, Executor, Pool, Row, Type};
use tokio::net::TcpListener;

mod query;
revision_core::revisions!();

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main]
async fn main() -> Result<()> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .init();
    let url = std::env::args().nth(1).ok_or("usage: notes URL")?;
    if url.starts_with("sqlite:") {
        let options: SqliteConnectOptions = url.parse()?;
        serve(SqlitePool::connect_with(options.create_if_missing(true)).await?).await
    } else {
        serve(PgPool::connect(&url).await?).await
    }
}

async fn serve<DB: sqlx::Database>(pool: Pool<DB>) -> Result<()>
where
    for<'p> &'p Pool<DB>: Into<Database<'p>>,
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    for<'r> String: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    revisions::CHAIN.upgrade(&pool, "head").await?;

    let page = get(|| async move { page(&pool).await.map_err(|error| error.to_string()) });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/", page)).await?;
    Ok(())
}

async fn page<DB: sqlx::Database>(pool: &Pool<DB>) -> sqlx::Result<String>
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    for<'r> String: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    let mut connection = pool.acquire().await?;
    let rows = connection.fetch_all(query::NOTES).await?;
    let notes: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    Ok(notes.join("\n"))
}

#[cfg(test)]
mod tests {
    use revision_core::testing;
    use sqlx::{Sqlite, SqlitePool};

    use super::{page, revisions};

    #[tokio::test]
    async fn a_note_is_shown() {
        let pool = testing::database::<Sqlite>(&revisions::CHAIN)
            .await
            .unwrap();
        let insert = sqlx::query("INSERT INTO notes VALUES ('bread')");
        insert.execute(&*pool).await.unwrap();
        assert_eq!(page(&pool).await.unwrap(), "bread\nmilk");
    }

    /// A database of sqlx's own making, with our revisions in it.
    #[sqlx::test(migrations = false)]
    async fn a_note_is_shown_in_a_database_of_sqlx(pool: SqlitePool) {
        revisions::CHAIN.upgrade(&pool, "head").await.unwrap();
        assert_eq!(page(&pool).await.unwrap(), "milk");
    }

    #[tokio::test]
    async fn the_way_back_works() {
        testing::single_head(&revisions::CHAIN).unwrap();
        testing::up_down_up::<Sqlite>(&revisions::CHAIN)
            .await
            .unwrap();
    }
}
