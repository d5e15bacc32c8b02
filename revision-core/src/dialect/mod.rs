//! The databases: a folder each for what only that one knows. Reading SQL is there always; what talks to a server stands
//! behind the database's cargo feature. Nobody else names one.

pub mod statement;

mod lex;
mod mysql;
mod postgres;
mod sqlite;

use std::path::Path;

use crate::Backend;
use crate::config::TableName;

/// Why a database gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unanswered {
    /// The URL names no database that there is.
    #[error("the URL begins with none of {}", schemes())]
    UnknownScheme,
    /// The database's feature is off.
    #[error("built without the feature `{}`", .0.name())]
    NotBuilt(Backend),
    /// The server does not answer, does not let us in, or does not understand.
    #[error("{0}")]
    #[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
    Database(String),
}

fn schemes() -> String {
    let schemes = Backend::ALL.map(|backend| format!("`{}:`", backend.name()));
    schemes.join(", ")
}

/// The ids in the version table of the database behind `url`; none where there is no such table, which is then not made.
/// A file that the URL names is one below `root`.
#[cfg_attr(
    not(any(feature = "postgres", feature = "mysql", feature = "sqlite")),
    expect(clippy::unused_async, reason = "no database is built in")
)]
#[cfg_attr(
    not(feature = "sqlite"),
    expect(unused_variables, reason = "no database built in is a file")
)]
pub async fn version_rows(
    url: &str,
    root: &Path,
    table: &TableName,
) -> Result<Vec<String>, Unanswered> {
    match Backend::from_url(url).ok_or(Unanswered::UnknownScheme)? {
        #[cfg(feature = "postgres")]
        Backend::Postgres => postgres::connect::version_rows(url, table).await,
        #[cfg(feature = "mysql")]
        Backend::MySql => mysql::connect::version_rows(url, table).await,
        #[cfg(feature = "sqlite")]
        Backend::Sqlite => sqlite::connect::version_rows(url, root, table).await,
        #[cfg(not(all(feature = "postgres", feature = "mysql", feature = "sqlite")))]
        other => Err(Unanswered::NotBuilt(other)),
    }
}

/// The URL with the scheme that the driver expects, without the driver that SQLAlchemy names in it.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
fn with_scheme(url: &str, scheme: &str) -> String {
    let rest = url.split_once(':').map_or(url, |(_, rest)| rest);
    format!("{scheme}:{rest}")
}

/// `SELECT` of all rows, with the names quoted as the database quotes them.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
fn select_rows(table: &TableName, quote: char) -> String {
    let quoted = |name: &str| {
        let doubled = name.replace(quote, &format!("{quote}{quote}"));
        format!("{quote}{doubled}{quote}")
    };
    let namespace = table.namespace.as_ref();
    let namespace = namespace.map_or_else(String::new, |name| format!("{}.", quoted(name)));
    format!(
        "SELECT {} FROM {namespace}{}",
        quoted("version_num"),
        quoted(&table.name)
    )
}

/// The rows, or none where the error is that there is no such table.
#[cfg(any(feature = "postgres", feature = "mysql", feature = "sqlite"))]
fn rows_or_no_table(
    asked: Result<Vec<String>, sqlx::Error>,
    is_no_table: impl Fn(&dyn sqlx::error::DatabaseError) -> bool,
) -> Result<Vec<String>, Unanswered> {
    match asked {
        Err(sqlx::Error::Database(error)) if is_no_table(&*error) => Ok(Vec::new()),
        asked => asked.map_err(|error| Unanswered::Database(error.to_string())),
    }
}
