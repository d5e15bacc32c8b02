//! Connecting to MySQL and MariaDB.

use sqlx::mysql::{MySqlConnectOptions, MySqlDatabaseError};
#[cfg(feature = "runner")]
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use sqlx::{MySql, MySqlConnection, MySqlPool};

use crate::Backend;
#[cfg(feature = "runner")]
use crate::dialect::dialect;
use crate::dialect::driver::{Answers, BoxFuture, DatabaseError, Driver, ErrorKind, Part, Stopped};
use crate::dialect::held::Origin;
use crate::dialect::talk::{self, Talk};
use crate::dialect::wire::{self, Outcome};
use crate::dialect::{Database, Unanswered, failed, with_scheme};

pub(in crate::dialect) async fn open(url: &str) -> Result<Box<dyn Driver>, Unanswered> {
    let options: MySqlConnectOptions = with_scheme(url, "mysql").parse()?;
    talk::open::<MySql>(options).await
}

/// Makes the database, by way of a connection to none.
#[cfg(feature = "runner")]
pub(in crate::dialect) async fn create(url: &str) -> Result<bool, Unanswered> {
    let options: MySqlConnectOptions = with_scheme(url, "mysql").parse()?;
    let Some(name) = options.get_database().map(str::to_owned) else {
        return Ok(false);
    };
    let is_missing = |error: &sqlx::Error| {
        let said = error.as_database_error();
        let said = said.and_then(|error| error.try_downcast_ref::<MySqlDatabaseError>());
        said.is_some_and(|error| error.number() == 1049)
    };
    match options.connect().await {
        Ok(connection) => {
            connection.close().await?;
            return Ok(false);
        }
        Err(error) if is_missing(&error) => {}
        Err(error) => return Err(error.into()),
    }
    let sql = format!(
        "CREATE DATABASE IF NOT EXISTS {}",
        dialect(Backend::MySql).name(&name)
    );
    let mut connection = options.clone().database("").connect().await?;
    let made = sqlx::raw_sql(AssertSqlSafe(sql))
        .execute(&mut connection)
        .await;
    connection.close().await?;
    Ok(made.map(|_| true)?)
}

impl From<&MySqlPool> for Database<'_> {
    fn from(pool: &MySqlPool) -> Self {
        Self::new(Origin::<MySql>::Pool(pool.clone()))
    }
}

impl From<MySqlConnection> for Database<'_> {
    fn from(connection: MySqlConnection) -> Self {
        Self::new(Origin::<MySql>::Own(connection))
    }
}

/// A run that is dropped half-way leaves its lock and its settings on a connection that is lent: this server has no lock that
/// ends with a transaction. The next run on the connection takes the lock over; else it ends with the connection.
impl<'c> From<&'c mut MySqlConnection> for Database<'c> {
    fn from(connection: &'c mut MySqlConnection) -> Self {
        Self::new(Origin::<MySql>::Lent(connection))
    }
}

impl Talk for MySql {
    const BACKEND: Backend = Backend::MySql;
    const REFUSES_LONE_ROLLBACK: bool = false;
    const COUNTS_TRANSACTIONS: bool = true;

    fn say<'a>(
        connection: &'a mut MySqlConnection,
        sql: String,
        wanted: &'a [bool],
        answers: &'a mut Answers,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(wire::send::<Self>(connection, sql, wanted, answers))
    }

    /// One by one, always: each may commit by itself, and what ran must be known exactly.
    fn say_together<'a>(
        _: &'a mut MySqlConnection,
        _: &'a [Part<'a>],
    ) -> Option<BoxFuture<'a, Result<Answers, Stopped>>> {
        None
    }

    fn told(error: &sqlx::Error, _: Option<&str>) -> DatabaseError {
        let Some(said) = error
            .as_database_error()
            .and_then(|error| error.try_downcast_ref::<MySqlDatabaseError>())
        else {
            return failed(error);
        };
        DatabaseError {
            kind: kind(said.number()),
            code: Some(said.number().to_string()),
            message: said.message().to_owned(),
            detail: None,
            hint: None,
            position: None,
        }
    }

    fn is_unmarked(error: &DatabaseError) -> bool {
        error.code.as_deref() == Some("1305")
    }

    fn is_rolled_back(_: &sqlx::Error) -> bool {
        false
    }
}

/// The manual's "Server Error Message Reference".
fn kind(number: u16) -> ErrorKind {
    match number {
        // No such table, no such database.
        1146 | 1049 => ErrorKind::NoTable,
        // Lock wait timeout, deadlock, statement waited for a metadata lock.
        1205 | 1213 | 3572 => ErrorKind::LockTimeout,
        1317 | 1969 | 3024 => ErrorKind::Cancelled,
        1036 | 1290 | 1792 | 1836 => ErrorKind::ReadOnly,
        // The last of them is of routines, where there is a binary log.
        1044 | 1045 | 1142 | 1143 | 1227 | 1370 | 1419 => ErrorKind::Denied,
        // Shutdown, connection killed, gone away.
        1053 | 1927 | 2006 | 2013 => ErrorKind::Lost,
        _ => ErrorKind::Other,
    }
}
