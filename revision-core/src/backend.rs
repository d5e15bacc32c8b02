//! The databases by name, and nothing else: what they can do is known under `dialect/` alone.

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Backend {
    /// PostgreSQL and what speaks its protocol and dialect.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// SQLite.
    Sqlite,
}

impl Backend {
    /// Every database there is, in the order in which they are named to a user.
    pub const ALL: [Self; 3] = [Self::Postgres, Self::MySql, Self::Sqlite];

    /// The name used in configuration, in `-- upgrade: NAME` and as the cargo feature.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MySql => "mysql",
            Self::Sqlite => "sqlite",
        }
    }

    /// The database that goes by this name, in any of its usual spellings.
    ///
    /// ```
    /// use revision_core::Backend;
    /// assert_eq!(Backend::from_name("postgresql"), Some(Backend::Postgres));
    /// assert_eq!(Backend::from_name("oracle"), None);
    /// ```
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "postgres" | "postgresql" => Some(Self::Postgres),
            "mysql" | "mariadb" => Some(Self::MySql),
            "sqlite" | "sqlite3" => Some(Self::Sqlite),
            _ => None,
        }
    }

    /// The database that a URL is for, with the driver that SQLAlchemy names in the scheme ignored.
    ///
    /// ```
    /// use revision_core::Backend;
    /// assert_eq!(Backend::from_url("postgresql+asyncpg://localhost/app"), Some(Backend::Postgres));
    /// ```
    #[must_use]
    pub fn from_url(url: &str) -> Option<Self> {
        let scheme = url.split_once(':')?.0;
        Self::from_name(scheme.split('+').next().unwrap_or(scheme))
    }
}
