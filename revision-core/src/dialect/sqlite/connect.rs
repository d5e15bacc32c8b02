//! Opening SQLite databases.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Sqlite, SqliteConnection, SqlitePool};

use crate::Backend;
use crate::dialect::database::Purpose;
use crate::dialect::driver::{Answers, BoxFuture, DatabaseError, Driver, ErrorKind, Part, Stopped};
use crate::dialect::held::Origin;
use crate::dialect::talk::{self, Talk};
use crate::dialect::wire::{self, Outcome};
use crate::dialect::{Database, Unanswered, failed, with_scheme};

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
    talk::open::<Sqlite>(options).await
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

impl<'c> From<&'c mut SqliteConnection> for Database<'c> {
    fn from(connection: &'c mut SqliteConnection) -> Self {
        Self::new(Origin::<Sqlite>::Lent(connection))
    }
}

impl Talk for Sqlite {
    const BACKEND: Backend = Backend::Sqlite;

    /// A database in memory would be another one on a new connection, and no lock outlives the transaction, which is rolled
    /// back when the connection is dropped.
    const STAYS_POOLED: bool = true;

    const COUNTS_TRANSACTIONS: bool = true;

    fn say<'a>(
        connection: &'a mut SqliteConnection,
        sql: String,
        wanted: &'a [bool],
        answers: &'a mut Answers,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(wire::send::<Self>(connection, sql, wanted, answers))
    }

    fn say_together<'a>(
        _: &'a mut SqliteConnection,
        _: &'a [Part<'a>],
    ) -> Option<BoxFuture<'a, Result<Answers, Stopped>>> {
        None
    }

    fn told(error: &sqlx::Error, _: Option<&str>) -> DatabaseError {
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

    /// Some errors, a full disk among them, have rolled back already.
    fn is_rolled_back(error: &sqlx::Error) -> bool {
        error.to_string().contains("no transaction is active")
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
