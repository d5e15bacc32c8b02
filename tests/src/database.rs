//! A fresh database, and questions to it that need no code of ours.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use revision_core::{Product, Server};
use sqlx::{
    AssertSqlSafe, ColumnIndex, Connection as _, Decode, Executor, MySql, Postgres, Row as _,
    Sqlite,
};
use tempfile::TempDir;

use crate::servers::{Kind, variable};
use crate::url;

/// An empty database that nobody else uses; it is gone when this is.
#[derive(Debug)]
pub struct Database {
    kind: Kind,
    url: String,
    name: String,
    folder: Option<TempDir>,
}

impl Database {
    /// Makes one.
    pub async fn fresh(kind: Kind) -> Self {
        let name = unique();
        let Some(server) = kind.server_url() else {
            let folder = TempDir::new().expect("a temporary folder can be made");
            let file = folder.path().join("database.sqlite");
            return Self {
                kind,
                url: format!("sqlite://{}?mode=rwc", file.display()),
                name,
                folder: Some(folder),
            };
        };
        rows(kind, &server, &format!("CREATE DATABASE {name}")).await;
        Self {
            kind,
            url: url::named(&server, &name),
            name,
            folder: None,
        }
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Its URL, password and all. SQLite's file appears with the first connection.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Its name on the server.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// SQLite's file, which may not be there yet.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        let folder = self.folder.as_ref().map(TempDir::path);
        folder.map(|folder: &Path| folder.join("database.sqlite"))
    }

    /// The same database behind pgbouncer in transaction mode, which stands before the installed PostgreSQL.
    #[must_use]
    pub fn pgbouncer_url(&self) -> String {
        assert_eq!(self.kind, Kind::Postgres, "pgbouncer is elsewhere");
        url::named(&variable("REVISION_TEST_PGBOUNCER_URL"), &self.name)
    }

    /// Which program answers, and its version.
    pub async fn server(&self) -> Server {
        let (product, question) = match self.kind {
            Kind::Sqlite => (Product::Sqlite, "SELECT sqlite_version()"),
            Kind::MySql => (Product::MySql, "SELECT version()"),
            Kind::Postgres | Kind::PostgresOldest | Kind::PostgresNewest => {
                (Product::Postgres, "SHOW server_version")
            }
        };
        let said = self.rows(question).await.concat().concat();
        let product = if said.contains("MariaDB") {
            Product::MariaDb
        } else {
            product
        };
        // Behind the numbers stand words of whoever packed it.
        let numbers = said.split(|c: char| !c.is_ascii_digit() && c != '.').next();
        let mut numbers = numbers.unwrap_or_default().split('.');
        let mut next = || numbers.next().and_then(|number| number.parse().ok());
        let version = [(); 3].map(|()| next().unwrap_or(0));
        Server { product, version }
    }

    /// Runs SQL, several statements if need be, on a connection of its own. Gives the rows as text, `NULL` for none.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        rows(self.kind, &self.url, sql).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (kind, Some(server)) = (self.kind, self.kind.server_url()) else {
            return;
        };
        let force = if kind.is_postgres() {
            " WITH (FORCE)"
        } else {
            ""
        };
        let sql = format!("DROP DATABASE IF EXISTS {}{force}", self.name);
        // Not on this thread, which may be in the midst of other futures. A failure is left to the end of the server: one
        // that was stopped on purpose has no databases to drop.
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.map(|runtime| runtime.block_on(try_rows(kind, &server, &sql)).is_ok())
        });
        let _ = dropped.join();
    }
}

/// A name that no other database has, of this run or an earlier one.
fn unique() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_micros());
    format!("test_{now:x}_{}_{next}", std::process::id())
}

async fn rows(kind: Kind, url: &str, sql: &str) -> Vec<Vec<String>> {
    match try_rows(kind, url, sql).await {
        Ok(rows) => rows,
        Err(error) => panic!("{kind:?}: {error}\n{sql}"),
    }
}

async fn try_rows(kind: Kind, url: &str, sql: &str) -> Result<Vec<Vec<String>>, sqlx::Error> {
    match kind {
        Kind::Sqlite => ask::<Sqlite>(url, sql).await,
        Kind::MySql => ask::<MySql>(url, sql).await,
        Kind::Postgres | Kind::PostgresOldest | Kind::PostgresNewest => {
            ask::<Postgres>(url, sql).await
        }
    }
}

async fn ask<D>(url: &str, sql: &str) -> Result<Vec<Vec<String>>, sqlx::Error>
where
    D: sqlx::Database,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    for<'r> Option<String>: Decode<'r, D>,
    for<'r> Option<Vec<u8>>: Decode<'r, D>,
    usize: ColumnIndex<D::Row>,
{
    let mut connection = D::Connection::connect(url).await?;
    // Unprepared: several statements go, and every value comes as text.
    let query = sqlx::raw_sql(AssertSqlSafe(sql));
    let rows = query.fetch_all(&mut connection).await?;
    let rows = rows.iter().map(|row| {
        (0..row.len())
            .map(|at| {
                let value = row.try_get_unchecked(at).or_else(|_| {
                    // Bytes that are no text, where they come as they are.
                    let bytes: Option<Vec<u8>> = row.try_get_unchecked(at)?;
                    Ok::<_, sqlx::Error>(bytes.map(|bytes| format!("{bytes:?}")))
                })?;
                Ok(value.unwrap_or_else(|| "NULL".to_owned()))
            })
            .collect()
    });
    let rows = rows.collect();
    connection.close().await?;
    rows
}
