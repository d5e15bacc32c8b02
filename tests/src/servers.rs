//! The databases that tests run on, found by the variables that `cargo xtask services` sets.
//!
//! The feature `servers` decides, and no luck: with it a variable that is missing is a failure, without it there is SQLite
//! alone.

use std::env;
use std::fs;

/// A database to run a test on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A file.
    Sqlite,
    /// The installed PostgreSQL.
    Postgres,
    /// The oldest PostgreSQL that is supported.
    PostgresOldest,
    /// The newest PostgreSQL that is supported.
    PostgresNewest,
    /// MariaDB, or a MySQL that `REVISION_TEST_MYSQL_URL` names.
    MySql,
}

/// All databases that this run has; a test goes over them.
#[must_use]
pub fn all() -> Vec<Kind> {
    let mut kinds = vec![Kind::Sqlite];
    if cfg!(feature = "servers") {
        kinds.extend(postgres());
        kinds.push(Kind::MySql);
    }
    kinds
}

/// The PostgreSQL servers that this run has.
#[must_use]
pub fn postgres() -> Vec<Kind> {
    if cfg!(feature = "servers") {
        vec![Kind::Postgres, Kind::PostgresOldest, Kind::PostgresNewest]
    } else {
        Vec::new()
    }
}

/// Whether the full numbers are wanted, where the ordinary run takes a sample.
#[must_use]
pub fn thorough() -> bool {
    env::var_os("REVISION_TEST_THOROUGH").is_some()
}

impl Kind {
    /// The word for it in the variables.
    fn word(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("POSTGRES"),
            Self::PostgresOldest => Some("POSTGRES_OLDEST"),
            Self::PostgresNewest => Some("POSTGRES_NEWEST"),
            Self::MySql => Some("MYSQL"),
        }
    }

    /// Whether it is one of the PostgreSQL servers.
    #[must_use]
    pub fn is_postgres(self) -> bool {
        matches!(
            self,
            Self::Postgres | Self::PostgresOldest | Self::PostgresNewest
        )
    }

    /// The URL of its server, with a database that exists; a file has none.
    #[must_use]
    pub fn server_url(self) -> Option<String> {
        let word = self.word()?;
        Some(variable(&format!("REVISION_TEST_{word}_URL")))
    }

    /// What its server has logged so far, deadlocks and waits for locks among it; none if the server is not ours.
    #[must_use]
    pub fn log(self) -> Option<String> {
        let file = env::var_os(format!("REVISION_TEST_{}_LOG", self.word()?))?;
        let bytes = fs::read(&file).expect("a log that is named can be read");
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}

/// A variable that has to be there.
pub(crate) fn variable(name: &str) -> String {
    env::var(name).unwrap_or_else(|_| {
        panic!("{name} is not set: tests with the feature `servers` run in `cargo xtask test` or `cargo xtask services -- cargo test …`")
    })
}
