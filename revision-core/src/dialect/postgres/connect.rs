//! Connecting to PostgreSQL.

use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgErrorPosition};
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, SqlSafeStr as _};
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
type Transactions = <Postgres as sqlx::Database>::TransactionManager;

/// What the server calls a connection of ours, unless the URL says otherwise.
const APPLICATION: &str = "cargo-revision";

struct Server<'c> {
    held: Held<'c, Postgres>,
    options: Option<PgConnectOptions>,
}

pub(in crate::dialect) async fn open(url: &str) -> Result<Box<dyn Driver>, Unanswered> {
    let options: PgConnectOptions = with_scheme(url, "postgres").parse()?;
    let options = match options.get_application_name() {
        Some(_) => options,
        None => options.application_name(APPLICATION),
    };
    Ok(Box::new(connect(Origin::Options(Box::new(options))).await?))
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

async fn connect(origin: Origin<'_, Postgres>) -> Result<Server<'_>, Unanswered> {
    let options = origin.options();
    let held = origin.hold().await?;
    Ok(Server { held, options })
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

impl Open for Origin<'_, Postgres> {
    fn backend(&self) -> Option<Backend> {
        Some(Backend::Postgres)
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
        Backend::Postgres
    }

    fn is_lent(&self) -> bool {
        self.held.is_lent()
    }

    fn is_inside(&self) -> bool {
        self.held.is_inside()
    }

    fn send<'a>(
        &'a mut self,
        parts: &'a [Part<'a>],
        together: bool,
    ) -> BoxFuture<'a, Result<Answers, Stopped>> {
        Box::pin(async move {
            let mut answers = Vec::new();
            if together && !self.is_counted() {
                send_together(&mut self.held, parts, &mut answers).await?;
            } else {
                for (index, part) in parts.iter().enumerate() {
                    if let Err(error) = self.send_one(part, &mut answers).await {
                        return Err(Stopped { part: index, error });
                    }
                }
            }
            Ok(answers)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move {
            if self.is_counted() {
                let rolled = Transactions::rollback(&mut self.held).await;
                return rolled.map_err(|error| told(&error, None));
            }
            let mut none = Vec::new();
            let rolled = wire::send::<Postgres>(&mut self.held, "ROLLBACK".into(), &[], &mut none);
            rolled
                .await
                .error
                .map_or(Ok(()), |error| Err(told(&error, None)))
        })
    }

    /// sqlx does not count our transactions on a connection of our own. From here on it counts this one, to its end.
    fn enter_work(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move {
            let sent = if self.is_counted() {
                let parts = [Part::execute(MARK)];
                return self
                    .send(&parts, false)
                    .await
                    .map(drop)
                    .map_err(|stopped| stopped.error);
            } else {
                let sql = Some(AssertSqlSafe(MARK).into_sql_str());
                Transactions::begin(&mut self.held, sql).await
            };
            sent.map_err(|error| told(&error, None))
        })
    }

    fn leave_work(&mut self, failed: bool) -> BoxFuture<'_, Result<bool, DatabaseError>> {
        Box::pin(async move {
            let parts = [Part::execute(unmark(failed))];
            let sent = self.send(&parts, false).await;
            match sent.map_err(|stopped| stopped.error) {
                Ok(_) => Ok(true),
                // No such savepoint, no transaction.
                Err(error) if matches!(error.code.as_deref(), Some("3B001" | "25P01")) => Ok(false),
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

    fn postgres(&mut self) -> Option<&mut PgConnection> {
        Some(&mut self.held)
    }
}

impl Server<'_> {
    /// Whether it is through sqlx that a transaction ends: whoever lent the connection, and a function of the user's, know of
    /// transactions through sqlx alone.
    fn is_counted(&self) -> bool {
        self.is_lent() || Transactions::get_transaction_depth(&self.held) > 0
    }

    async fn send_one(
        &mut self,
        part: &Part<'_>,
        answers: &mut Answers,
    ) -> Result<(), DatabaseError> {
        let (lent, counted) = (self.is_lent(), self.is_counted());
        let sent = match part {
            Part::Begin(sql) if lent => {
                let sql = Some(AssertSqlSafe(*sql).into_sql_str());
                Transactions::begin(&mut self.held, sql).await
            }
            Part::Commit if counted => Transactions::commit(&mut self.held).await,
            Part::Rollback if counted => Transactions::rollback(&mut self.held).await,
            _ => {
                let wanted = [matches!(part, Part::Ask(_))];
                let sql = text(part).to_owned();
                let sent = wire::send::<Postgres>(&mut self.held, sql, &wanted, answers).await;
                sent.error.map_or(Ok(()), Err)
            }
        };
        sent.map_err(|error| told(&error, Some(text(part))))
    }
}

fn text<'a>(part: &'a Part<'_>) -> &'a str {
    match part {
        Part::Begin(sql) => sql,
        Part::Execute(sql) | Part::Ask(sql) => sql,
        Part::Commit => "COMMIT",
        Part::Rollback => "ROLLBACK",
    }
}

/// What stands between two statements: a line break too, for a statement may end with a comment.
const BETWEEN: &str = "\n;\n";

/// One message, one round trip. The server says of each statement that it is complete, so that the one that failed is
/// known by counting; a syntax error, found before anything runs, by where it stands.
async fn send_together(
    connection: &mut PgConnection,
    parts: &[Part<'_>],
    answers: &mut Answers,
) -> Result<(), Stopped> {
    let texts: Vec<&str> = parts.iter().map(text).collect();
    let wanted: Vec<bool> = parts
        .iter()
        .map(|part| matches!(part, Part::Ask(_)))
        .collect();
    let whole = texts.join(BETWEEN);
    let sent = wire::send::<Postgres>(connection, whole.clone(), &wanted, answers).await;
    let Some(error) = sent.error else {
        return Ok(());
    };
    let mut error = told(&error, Some(&whole));
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
            Some(
                places
                    .nth(characters.saturating_sub(1))
                    .unwrap_or(sent.len()),
            )
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
