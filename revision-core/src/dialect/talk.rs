//! The driver: a connection of sqlx's that sends what it is given, the same for every database.
//!
//! What differs is little, and stands in [`Talk`], which each database's `connect` implements.

use std::any::Any;

use sqlx::{AssertSqlSafe, SqlSafeStr as _};
use sqlx_core::transaction::TransactionManager;

use super::database::{Open, Purpose};
use super::driver::{Answers, BoxFuture, DatabaseError, Driver, Link, Part, Stopped};
use super::held::{Held, Origin};
use super::wire::Outcome;
use super::{Connection, Unanswered};
use crate::Backend;

/// A database of sqlx's, as far as talking to it differs.
pub(super) trait Talk: sqlx::Database<Connection: 'static> {
    const BACKEND: Backend;

    /// Whether a connection stays its pool's also after changes.
    const STAYS_POOLED: bool;

    /// Whether transactions on a connection of our own are sqlx's too, which then rolls back what is dropped. On one that is
    /// lent they always are: whoever lent it knows of a transaction through sqlx alone.
    const COUNTS_TRANSACTIONS: bool;

    /// [`wire::send`](super::wire::send) for this database.
    fn say<'a>(
        connection: &'a mut Self::Connection,
        sql: String,
        wanted: &'a [bool],
        answers: &'a mut Answers,
    ) -> BoxFuture<'a, Outcome>;

    /// Sends several statements in one message, where the database takes them so.
    fn say_together<'a>(
        connection: &'a mut Self::Connection,
        parts: &'a [Part<'a>],
    ) -> Option<BoxFuture<'a, Result<Answers, Stopped>>>;

    /// What an error says, and of the text that was sent.
    fn told(error: &sqlx::Error, sent: Option<&str>) -> DatabaseError;

    /// Whether a rollback failed since the failure before it has rolled back already.
    fn is_rolled_back(error: &sqlx::Error) -> bool;
}

/// A connection and what it takes to open a second one.
struct Talking<'c, DB: Talk> {
    held: Held<'c, DB>,
    options: Option<<DB::Connection as sqlx::Connection>::Options>,
}

/// Opens a connection.
pub(super) async fn open<DB: Talk>(
    options: <DB::Connection as sqlx::Connection>::Options,
) -> Result<Box<dyn Driver>, Unanswered> {
    let origin = Origin::<DB>::Options(Box::new(options));
    Ok(Box::new(connect(origin).await?))
}

async fn connect<DB: Talk>(origin: Origin<'_, DB>) -> Result<Talking<'_, DB>, Unanswered> {
    let options = origin.options();
    let held = origin.hold().await?;
    Ok(Talking { held, options })
}

impl<DB: Talk> Open for Origin<'_, DB> {
    fn backend(&self) -> Option<Backend> {
        Some(DB::BACKEND)
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

impl<DB: Talk> Driver for Talking<'_, DB> {
    fn backend(&self) -> Backend {
        DB::BACKEND
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
            if together && !self.counts_transactions() {
                let sent = DB::say_together(&mut self.held, parts);
                if let Some(sent) = sent {
                    return sent.await;
                }
            }
            let mut answers = Vec::new();
            for (index, part) in parts.iter().enumerate() {
                if let Err(error) = self.send_one(part, &mut answers).await {
                    return Err(Stopped { part: index, error });
                }
            }
            Ok(answers)
        })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DatabaseError>> {
        Box::pin(async move {
            let rolled = if self.counts_transactions() {
                DB::TransactionManager::rollback(&mut self.held).await
            } else {
                let mut none = Vec::new();
                let sent = DB::say(&mut self.held, "ROLLBACK".into(), &[], &mut none).await;
                sent.error.map_or(Ok(()), Err)
            };
            match rolled {
                Err(error) if DB::is_rolled_back(&error) => Ok(()),
                rolled => rolled.map_err(|error| DB::told(&error, None)),
            }
        })
    }

    fn detach<'a>(self: Box<Self>) -> Link<'a>
    where
        Self: 'a,
    {
        let Self { held, options } = *self;
        let detached = if DB::STAYS_POOLED {
            held.kept()
        } else {
            held.detached()
        };
        match detached {
            Ok(held) => {
                let driver = Box::new(Talking { held, options });
                Link::Own(Connection { driver })
            }
            Err(held) => Link::Lent(Box::new(Self { held, options })),
        }
    }

    fn sibling(&self) -> Option<BoxFuture<'static, Result<Box<dyn Driver>, Unanswered>>> {
        let options = self.options.clone()?;
        Some(Box::pin(open::<DB>(options)))
    }

    fn close<'a>(self: Box<Self>) -> BoxFuture<'a, ()>
    where
        Self: 'a,
    {
        Box::pin(self.held.close())
    }

    fn sqlx(&mut self) -> &mut dyn Any {
        &mut *self.held
    }
}

impl<DB: Talk> Talking<'_, DB> {
    fn counts_transactions(&self) -> bool {
        DB::COUNTS_TRANSACTIONS || self.is_lent()
    }

    async fn send_one(
        &mut self,
        part: &Part<'_>,
        answers: &mut Answers,
    ) -> Result<(), DatabaseError> {
        let counts = self.counts_transactions();
        let sent = match part {
            Part::Begin(sql) if counts => {
                let sql = Some(AssertSqlSafe(*sql).into_sql_str());
                DB::TransactionManager::begin(&mut self.held, sql).await
            }
            Part::Commit if counts => DB::TransactionManager::commit(&mut self.held).await,
            _ => {
                let wanted = [part.is_wanted()];
                let sent = DB::say(&mut self.held, part.sql().to_owned(), &wanted, answers).await;
                sent.error.map_or(Ok(()), Err)
            }
        };
        sent.map_err(|error| DB::told(&error, Some(part.sql())))
    }
}
