//! Connecting to PostgreSQL.

use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgErrorPosition};
#[cfg(feature = "runner")]
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use sqlx::{PgConnection, PgPool, Postgres};

use crate::Backend;
#[cfg(feature = "runner")]
use crate::dialect::dialect;
use crate::dialect::driver::{Answers, BoxFuture, DatabaseError, Driver, ErrorKind, Part, Stopped};
use crate::dialect::held::Origin;
use crate::dialect::talk::{self, Talk};
use crate::dialect::wire::{self, Outcome};
use crate::dialect::{Database, Unanswered, failed, with_scheme};

/// What the server calls a connection of ours, unless the URL says otherwise.
const APPLICATION: &str = "cargo-revision";

pub(in crate::dialect) async fn open(url: &str) -> Result<Box<dyn Driver>, Unanswered> {
    let options: PgConnectOptions = with_scheme(url, "postgres").parse()?;
    let options = match options.get_application_name() {
        Some(_) => options,
        None => options.application_name(APPLICATION),
    };
    talk::open::<Postgres>(options).await
}

/// Makes the database, by way of the one that every server has.
#[cfg(feature = "runner")]
pub(in crate::dialect) async fn create(url: &str) -> Result<bool, Unanswered> {
    let options: PgConnectOptions = with_scheme(url, "postgres").parse()?;
    let has_code = |error: &sqlx::Error, code: &str| {
        let said = error
            .as_database_error()
            .and_then(sqlx::error::DatabaseError::code);
        said.as_deref() == Some(code)
    };
    match options.connect().await {
        Ok(connection) => {
            connection.close().await?;
            return Ok(false);
        }
        Err(error) if has_code(&error, "3D000") => {}
        Err(error) => return Err(error.into()),
    }
    // libpq's rule: who names none means the one that is called as the user is.
    let name = options.get_database().unwrap_or(options.get_username());
    let sql = format!("CREATE DATABASE {}", dialect(Backend::Postgres).name(name));
    let mut connection = options.clone().database("postgres").connect().await?;
    let made = sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await;
    connection.close().await?;
    match made {
        Ok(_) => Ok(true),
        // Another was faster.
        Err(error) if has_code(&error, "42P04") || has_code(&error, "23505") => Ok(false),
        Err(error) => Err(error.into()),
    }
}

impl From<&PgPool> for Database<'_> {
    fn from(pool: &PgPool) -> Self {
        Self::new(Origin::<Postgres>::Pool(pool.clone()))
    }
}

impl From<PgConnection> for Database<'_> {
    fn from(connection: PgConnection) -> Self {
        Self::new(Origin::<Postgres>::Own(connection))
    }
}

impl<'c> From<&'c mut PgConnection> for Database<'c> {
    fn from(connection: &'c mut PgConnection) -> Self {
        Self::new(Origin::<Postgres>::Lent(connection))
    }
}

impl Talk for Postgres {
    const BACKEND: Backend = Backend::Postgres;
    const STAYS_POOLED: bool = false;
    const COUNTS_TRANSACTIONS: bool = false;

    fn say<'a>(
        connection: &'a mut PgConnection,
        sql: String,
        wanted: &'a [bool],
        answers: &'a mut Answers,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(wire::send::<Self>(connection, sql, wanted, answers))
    }

    fn say_together<'a>(
        connection: &'a mut PgConnection,
        parts: &'a [Part<'a>],
    ) -> Option<BoxFuture<'a, Result<Answers, Stopped>>> {
        Some(Box::pin(send_together(connection, parts)))
    }

    /// An error of the server's, its position turned from characters into bytes of the text that was sent.
    fn told(error: &sqlx::Error, sent: Option<&str>) -> DatabaseError {
        let Some(said) = error
            .as_database_error()
            .and_then(|error| error.try_downcast_ref::<PgDatabaseError>())
        else {
            return failed(error);
        };
        let position = match (said.position(), sent) {
            (Some(PgErrorPosition::Original(characters)), Some(sent)) => {
                let mut places = sent.char_indices().map(|(place, _)| place);
                let place = places.nth(characters.saturating_sub(1));
                Some(place.unwrap_or(sent.len()))
            }
            _ => None,
        };
        DatabaseError {
            kind: kind(said.code()),
            code: Some(said.code().to_owned()),
            message: said.message().to_owned(),
            detail: said.detail().map(str::to_owned),
            hint: said.hint().map(str::to_owned),
            position,
        }
    }

    fn is_rolled_back(_: &sqlx::Error) -> bool {
        false
    }
}

/// What stands between two statements: a line break too, for a statement may end with a comment.
const BETWEEN: &str = "\n;\n";

/// One message, one round trip. The server says of each statement that it is complete, so that the one that failed is
/// known by counting; a syntax error, found before anything runs, by where it stands.
async fn send_together(
    connection: &mut PgConnection,
    parts: &[Part<'_>],
) -> Result<Answers, Stopped> {
    let mut answers = Vec::new();
    let texts: Vec<&str> = parts.iter().map(Part::sql).collect();
    let wanted: Vec<bool> = parts.iter().map(Part::is_wanted).collect();
    let whole = texts.join(BETWEEN);
    let sent = wire::send::<Postgres>(connection, whole.clone(), &wanted, &mut answers).await;
    let Some(error) = sent.error else {
        return Ok(answers);
    };
    let mut error = Postgres::told(&error, Some(&whole));
    let mut part = sent.completed.min(parts.len().saturating_sub(1));
    if let Some(position) = error.position {
        let mut start = 0;
        for (index, text) in texts.iter().enumerate() {
            let end = start + text.len();
            if position <= end {
                part = index;
                break;
            }
            start = end + BETWEEN.len();
        }
        error.position = position.checked_sub(start);
    }
    Err(Stopped { part, error })
}

/// Appendix A of the manual, "PostgreSQL Error Codes".
fn kind(code: &str) -> ErrorKind {
    match code {
        "42P01" | "3F000" => ErrorKind::NoTable,
        "55P03" | "40P01" => ErrorKind::LockTimeout,
        "57014" => ErrorKind::Cancelled,
        "25006" => ErrorKind::ReadOnly,
        "42501" => ErrorKind::Denied,
        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" => ErrorKind::Lost,
        _ if code.starts_with("08") => ErrorKind::Lost,
        _ => ErrorKind::Other,
    }
}
