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

/// A server, as far as it decides what SQL it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Server {
    /// Which program it is.
    pub product: Product,
    /// Its version: major, minor, patch.
    pub version: [u32; 3],
}

/// The programs that are databases. Some speak almost alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Product {
    /// PostgreSQL.
    Postgres,
    /// MySQL.
    MySql,
    /// MariaDB.
    MariaDb,
    /// SQLite.
    Sqlite,
}

impl Server {
    /// The oldest that is supported: what offline work assumes where nothing else is said.
    #[must_use]
    pub fn oldest(product: Product) -> Self {
        let version = match product {
            Product::Postgres => [13, 0, 0],
            Product::MySql => [8, 0, 0],
            Product::MariaDb => [10, 6, 0],
            Product::Sqlite => [3, 35, 0],
        };
        Self { product, version }
    }

    /// The kind of database that it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match self.product {
            Product::Postgres => Backend::Postgres,
            Product::MySql | Product::MariaDb => Backend::MySql,
            Product::Sqlite => Backend::Sqlite,
        }
    }

    /// Whether it is at least this version of the program that it is.
    #[must_use]
    pub fn is_at_least(&self, major: u32, minor: u32) -> bool {
        self.version >= [major, minor, 0]
    }
}
