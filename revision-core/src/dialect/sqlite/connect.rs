//! Opening SQLite databases.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, SqlSafeStr as _, Sqlite, SqliteConnection, SqlitePool};
use sqlx_core::transaction::TransactionManager;

use crate::Backend;
use crate::dialect::database::{Database, Open, Purpose};
use crate::dialect::driver::{
    Answers, BoxFuture, DatabaseError, Driver, ErrorKind, Link, MARK, Part, Stopped, unmark,
};
use crate::dialect::held::{Held, Origin};
use crate::dialect::{Connection, Unanswered, failed, wire, with_scheme};

/// What keeps count of sqlx's own transactions.
type Transactions = <Sqlite as sqlx::Database>::TransactionManager;

struct File<'c> {
    held: Held<'c, Sqlite>,
    options: Option<SqliteConnectOptions>,
}

/// How long SQLite itself waits for another's lock; beyond that, waiting is ours, and is told.
const BUSY: Duration = Duration::from_millis(500);

/// Opens the file that a URL names, below `root`; to look, only one that is there.
pub(in crate::dialect) async fn open(
    url: &str,
    root: &Path,
    purpose: Purpose,
) -> Result<Box<dyn Driver>, Unanswered> {
    let url = &spelt(url);
    let options: SqliteConnectOptions = url.parse()?;
    let options = if is_file(url) {
        let file = root.join(options.get_filename());
        match purpose {
            Purpose::Look if !file.exists() => return Err(Unanswered::NoFile(file)),
            Purpose::Look => {}
            Purpose::Run => make_folder(&file)?,
        }
        let make = purpose == Purpose::Run;
        let options = options.filename(file).create_if_missing(make);
        options.busy_timeout(BUSY)
    } else {
        options
    };
    Ok(Box::new(connect(Origin::Options(Box::new(options))).await?))
}

/// The URL as sqlx spells it. With SQLAlchemy, whose URLs may name a driver, a path has one slash more before it.
fn spelt(url: &str) -> String {
    let names_driver = url
        .split(':')
        .next()
        .is_some_and(|scheme| scheme.contains('+'));
    let url = with_scheme(url, "sqlite");
    match url.strip_prefix("sqlite:///").filter(|_| names_driver) {
        Some(path) => format!("sqlite://{path}"),
        None => url,
    }
}

/// Whether the URL names a file, and not the memory.
fn is_file(url: &str) -> bool {
    let rest = url.split_once(':').map_or(url, |(_, rest)| rest);
    let rest = rest.trim_start_matches("//");
    !rest.starts_with(":memory:") && !rest.contains("mode=memory")
}

fn make_folder(file: &Path) -> Result<(), Unanswered> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(|error| {
                Unanswered::Database(format!("cannot make `{}`: {error}", folder.display()))
            })
        }
        _ => Ok(()),
    }
}

async fn connect(origin: Origin<'_, Sqlite>) -> Result<File<'_>, Unanswered> {
    let options = origin.options();
    let held = origin.hold().await?;
    Ok(File { held, options })
}

impl From<&SqlitePool> for Database<'_> {
    fn from(pool: &SqlitePool) -> Self {
        Self::new(Origin::<Sqlite>::Pool(pool.clone()))
    }
}

impl From<SqliteConnection> for Database<'_> {
    fn from(connection: SqliteConnection) -> Self {
        Self::new(Origin::<Sqlite>::Own(connection))
    }
}

/// A run that is dropped half-way leaves on a connection that is lent what its revision has set with `PRAGMA`.
impl<'c> From<&'c mut SqliteConnection> for Database<'c> {
    fn from(connection: &'c mut SqliteConnection) -> Self {
        Self::new(Origin::<Sqlite>::Lent(connection))
    }
}

impl Open for Origin<'_, Sqlite> {
    fn backend(&self) -> Option<Backend> {
        Some(Backend::Sqlite)
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

impl Driver for File<'_> {
    fn backend(&self) -> Backend {
        Backend::Sqlite
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
                        let sent = wire::send::<Sqlite>(&mut self.held, sql, &wanted, &mut answers);
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
            // Some errors (a full disk among them) have rolled back already.
            match rolled {
                Err(error) if error.to_string().contains("no transaction is active") => Ok(()),
                rolled => rolled.map_err(|error| told(&error)),
            }
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
                Err(error) if error.message.starts_with("no such savepoint") => {
                    // sqlx counts a transaction that there must be for it to be rolled back.
                    let begin = [Part::execute("BEGIN")];
                    let _ = self.send(&begin, false).await;
                    Ok(false)
                }
                Err(error) => Err(error),
            }
        })
    }

    /// A database in memory would be another one on a new connection, so there the connection stays the pool's, and what is
    /// set on it is put back. A transaction is rolled back when the connection is dropped, wherever it goes.
    fn detach<'a>(self: Box<Self>, is_in_memory: bool) -> Link<'a>
    where
        Self: 'a,
    {
        let Self { held, options } = *self;
        let held = if is_in_memory {
            held.kept()
        } else {
            held.detached()
        };
        match held {
            Ok(held) => {
                let driver = Box::new(File { held, options });
                Link::Own(Connection { driver })
            }
            Err(held) => Link::Lent(Box::new(Self { held, options })),
        }
    }

    fn sibling(&self) -> Option<BoxFuture<'static, Result<Box<dyn Driver>, Unanswered>>> {
        let options = self.options.clone()?;
        Some(Box::pin(async move {
            let file = connect(Origin::Options(Box::new(options))).await?;
            Ok(Box::new(file) as Box<dyn Driver>)
        }))
    }

    fn close<'a>(self: Box<Self>) -> BoxFuture<'a, ()>
    where
        Self: 'a,
    {
        Box::pin(self.held.close())
    }

    fn sqlite(&mut self) -> Option<&mut SqliteConnection> {
        Some(&mut self.held)
    }
}

fn told(error: &sqlx::Error) -> DatabaseError {
    let Some(said) = error.as_database_error() else {
        return failed(error);
    };
    let code = said.code();
    let number = code.as_ref().and_then(|code| code.parse::<u32>().ok());
    DatabaseError {
        kind: kind(number.unwrap_or_default(), said.message()),
        code: code.map(std::borrow::Cow::into_owned),
        message: said.message().to_owned(),
        detail: None,
        hint: None,
        position: None,
    }
}

/// "Result and Error Codes"; the lowest byte is the primary code.
fn kind(code: u32, message: &str) -> ErrorKind {
    match code & 0xff {
        // Busy, locked.
        5 | 6 => ErrorKind::LockTimeout,
        8 => ErrorKind::ReadOnly,
        9 => ErrorKind::Cancelled,
        3 | 23 => ErrorKind::Denied,
        1 if message.starts_with("no such table") => ErrorKind::NoTable,
        _ => ErrorKind::Other,
    }
}
