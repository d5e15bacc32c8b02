//! Connecting to MySQL and MariaDB.

use sqlx::mysql::{MySqlConnectOptions, MySqlDatabaseError};
use sqlx::{AssertSqlSafe, MySql, MySqlConnection, MySqlPool, SqlSafeStr as _};
use sqlx_core::transaction::TransactionManager;

use crate::Backend;
use crate::dialect::database::{Database, Open, Purpose};
use crate::dialect::driver::{
    Answers, BoxFuture, DatabaseError, Driver, ErrorKind, Link, MARK, Part, Stopped, unmark,
};
use crate::dialect::held::{Held, Origin};
use crate::dialect::{Connection, Unanswered, failed, wire, with_scheme};
#[cfg(feature = "runner")]
use {
    crate::dialect::dialect,
    sqlx::{ConnectOptions as _, Connection as _},
};

/// What keeps count of sqlx's own transactions.
type Transactions = <MySql as sqlx::Database>::TransactionManager;

struct Server<'c> {
    held: Held<'c, MySql>,
    options: Option<MySqlConnectOptions>,
}

pub(in crate::dialect) async fn open(url: &str) -> Result<Box<dyn Driver>, Unanswered> {
    let options: MySqlConnectOptions = with_scheme(url, "mysql").parse()?;
    Ok(Box::new(connect(Origin::Options(Box::new(options))).await?))
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

async fn connect(origin: Origin<'_, MySql>) -> Result<Server<'_>, Unanswered> {
    let options = origin.options();
    let held = origin.hold().await?;
    Ok(Server { held, options })
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

impl Open for Origin<'_, MySql> {
    fn backend(&self) -> Option<Backend> {
        Some(Backend::MySql)
    }

    fn open<'c>(
        self: Box<Self>,
        _: Purpose,
    ) -> BoxFuture<'c, Result<Box<dyn Driver + 'c>, Unanswered>>
    where
        Self: 'c,
    {
        Box::pin(async move { Ok(Box::new(connect(*self).await?) as Box<dyn Driver + 'c>) })
    }
}

impl Driver for Server<'_> {
    fn backend(&self) -> Backend {
        Backend::MySql
    }

    fn is_lent(&self) -> bool {
        self.held.is_lent()
    }

    fn is_inside(&self) -> bool {
        self.held.is_inside()
    }

    /// One by one, always: each may commit by itself, and what ran must be known exactly.
    fn send<'a>(
        &'a mut self,
        parts: &'a [Part<'a>],
        _: bool,
    ) -> BoxFuture<'a, Result<Answers, Stopped>> {
        Box::pin(async move {
            let mut answers = Vec::new();
            for (index, part) in parts.iter().enumerate() {
                let sent = match part {
                    Part::Begin(sql) => {
                        let sql = Some(AssertSqlSafe(*sql).into_sql_str());
                        Transactions::begin(&mut self.held, sql).await
                    }
                    Part::Commit => Transactions::commit(&mut self.held).await,
                    Part::Rollback => Transactions::rollback(&mut self.held).await,
                    Part::Execute(sql) | Part::Ask(sql) => {
                        let wanted = [matches!(part, Part::Ask(_))];
                        let sql = sql.clone().into_owned();
                        let sent = wire::send::<MySql>(&mut self.held, sql, &wanted, &mut answers);
                        sent.await.error.map_or(Ok(()), Err)
                    }
                };
                if let Err(error) = sent {
                    return Err(Stopped {
                        part: index,
                        error: told(&error),
                    });
                }
            }
            Ok(answers)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move {
            let rolled = Transactions::rollback(&mut self.held).await;
            rolled.map_err(|error| told(&error))
        })
    }

    fn enter_work(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move {
            let sent = self.send(&[Part::Execute(MARK.into())], false).await;
            sent.map(drop).map_err(|stopped| stopped.error)
        })
    }

    fn leave_work(&mut self, failed: bool) -> BoxFuture<'_, Result<bool, DatabaseError>> {
        Box::pin(async move {
            let parts = [Part::execute(unmark(failed))];
            let sent = self.send(&parts, false).await;
            match sent.map_err(|stopped| stopped.error) {
                Ok(_) => Ok(true),
                Err(error) if error.code.as_deref() == Some("1305") => Ok(false),
                Err(error) => Err(error),
            }
        })
    }

    fn detach<'a>(self: Box<Self>, _: bool) -> Link<'a>
    where
        Self: 'a,
    {
        let Self { held, options } = *self;
        match held.detached() {
            Ok(held) => {
                let driver = Box::new(Server { held, options });
                Link::Own(Connection { driver })
            }
            Err(held) => Link::Lent(Box::new(Self { held, options })),
        }
    }

    fn sibling(&self) -> Option<BoxFuture<'static, Result<Box<dyn Driver>, Unanswered>>> {
        let options = self.options.clone()?;
        Some(Box::pin(async move {
            let server = connect(Origin::Options(Box::new(options))).await?;
            Ok(Box::new(server) as Box<dyn Driver>)
        }))
    }

    fn close<'a>(self: Box<Self>) -> BoxFuture<'a, ()>
    where
        Self: 'a,
    {
        Box::pin(self.held.close())
    }

    fn mysql(&mut self) -> Option<&mut MySqlConnection> {
        Some(&mut self.held)
    }
}

fn told(error: &sqlx::Error) -> DatabaseError {
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

/// The manual's "Server Error Message Reference".
fn kind(number: u16) -> ErrorKind {
    match number {
        // No such table, no such database.
        1146 | 1049 => ErrorKind::NoTable,
        // Lock wait timeout, deadlock, statement waited for a metadata lock.
        1205 | 1213 | 3572 => ErrorKind::LockTimeout,
        1317 | 1969 | 3024 => ErrorKind::Cancelled,
        1290 | 1792 | 1836 => ErrorKind::ReadOnly,
        1044 | 1045 | 1142 | 1143 | 1227 => ErrorKind::Denied,
        // Shutdown, connection killed, gone away.
        1053 | 1927 | 2006 | 2013 => ErrorKind::Lost,
        _ => ErrorKind::Other,
    }
}
