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

    /// Whether it can be told how values are made into another type.
    #[must_use]
    pub fn takes_using(self) -> bool {
        match self {
            Self::Postgres | Self::Sqlite => true,
            Self::MySql => false,
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

impl Product {
    /// Every program there is, in the order of the kinds.
    pub const ALL: [Self; 4] = [Self::Postgres, Self::MySql, Self::MariaDb, Self::Sqlite];

    /// The name used in configuration and arguments.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Postgres => "postgres",
            Self::MySql => "mysql",
            Self::MariaDb => "mariadb",
            Self::Sqlite => "sqlite",
        }
    }

    /// The program that goes by this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match Backend::from_name(name)? {
            Backend::Postgres => Some(Self::Postgres),
            Backend::MySql if name == "mariadb" => Some(Self::MariaDb),
            Backend::MySql => Some(Self::MySql),
            Backend::Sqlite => Some(Self::Sqlite),
        }
    }

    /// The kind of database that it is.
    #[must_use]
    pub fn backend(self) -> Backend {
        match self {
            Self::Postgres => Backend::Postgres,
            Self::MySql | Self::MariaDb => Backend::MySql,
            Self::Sqlite => Backend::Sqlite,
        }
    }
}

impl Server {
    /// Reads `NAME` or `NAME:VERSION`; the error says which of the two is wrong.
    ///
    /// ```
    /// use revision_core::Server;
    /// assert_eq!(Server::parse("postgres:15.2").unwrap().version, [15, 2, 0]);
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let (name, version) = match text.split_once(':') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let product = Product::from_name(name).ok_or_else(|| {
            let known = Backend::ALL.map(|backend| format!("`{}`", backend.name()));
            format!("`{name}` is not a database: {}", known.join(", "))
        })?;
        let Some(version) = version else {
            return Ok(Self::oldest(product));
        };
        let version =
            numbers(version).ok_or_else(|| format!("`{version}` is not a version of {name}"))?;
        Ok(Self { product, version })
    }

    /// What a server says of itself, such as `15.18 (Debian 15.18-1)` or `10.11.19-MariaDB-0+deb12u1`. What is not said is
    /// taken to be as old as can be.
    #[must_use]
    pub fn read(backend: Backend, says: &str) -> Self {
        let product = match backend {
            Backend::Postgres => Product::Postgres,
            Backend::MySql if says.contains("MariaDB") => Product::MariaDb,
            Backend::MySql => Product::MySql,
            Backend::Sqlite => Product::Sqlite,
        };
        // Before MariaDB 11 some servers put the version before that they pretended to be first.
        let says = says.strip_prefix("5.5.5-").unwrap_or(says);
        let mut version = [0; 3];
        let end = says.find(|c: char| c != '.' && !c.is_ascii_digit());
        let numbers = says[..end.unwrap_or(says.len())].split('.');
        for (place, number) in version.iter_mut().zip(numbers) {
            *place = number.parse().unwrap_or_default();
        }
        if version == [0; 3] {
            return Self::oldest(product);
        }
        Self { product, version }
    }

    /// The oldest that is supported: what offline work assumes where nothing else is said.
    #[must_use]
    pub fn oldest(product: Product) -> Self {
        let version = match product {
            Product::Postgres => [13, 0, 0],
            // The first that keeps checks, not only reads them.
            Product::MySql => [8, 0, 16],
            Product::MariaDb => [10, 6, 0],
            Product::Sqlite => [3, 35, 0],
        };
        Self { product, version }
    }

    /// What is assumed of a database of which only the kind is known.
    #[must_use]
    pub fn assumed(backend: Backend) -> Self {
        Self::read(backend, "")
    }

    /// The kind of database that it is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.product.backend()
    }

    /// Whether it is at least this version of the program that it is.
    #[must_use]
    pub fn is_at_least(&self, major: u32, minor: u32) -> bool {
        self.version >= [major, minor, 0]
    }
}

impl std::fmt::Display for Server {
    /// As [`Server::parse`] reads it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [major, minor, patch] = self.version;
        write!(f, "{}:{major}.{minor}.{patch}", self.product.name())
    }
}

fn numbers(version: &str) -> Option<[u32; 3]> {
    let mut numbers = [0; 3];
    for (index, part) in version.split('.').enumerate() {
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        *numbers.get_mut(index)? = part.parse().ok().filter(|_| digits)?;
    }
    Some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_be_named_with_its_version() {
        for text in ["postgres:15.2.0", "mariadb:10.11.4", "sqlite:3.46.0"] {
            let server = Server::parse(text).map(|server| server.to_string());
            assert_eq!(server.as_deref(), Ok(text));
        }
        let oldest = Server::parse("mysql").map(|server| server.version);
        assert_eq!(oldest, Ok([8, 0, 16]));
        for wrong in ["postgres:", "postgres:x", "postgres:1.2.3.4", "postgres:+1"] {
            assert!(Server::parse(wrong).is_err(), "{wrong}");
        }
        assert_eq!(
            Server::parse("oracle").unwrap_err(),
            "`oracle` is not a database: `postgres`, `mysql`, `sqlite`"
        );
    }

    #[test]
    fn a_server_says_what_it_is() {
        let read = |backend, says| {
            let server = Server::read(backend, says);
            (server.product, server.version)
        };
        let [postgres, mysql, sqlite] = Backend::ALL;
        let debian = "15.18 (Debian 15.18-1.pgdg)";
        assert_eq!(read(postgres, debian), (Product::Postgres, [15, 18, 0]));
        assert_eq!(read(postgres, "18beta1"), (Product::Postgres, [18, 0, 0]));
        let debian = "10.11.19-MariaDB-0+deb12u1";
        assert_eq!(read(mysql, debian), (Product::MariaDb, [10, 11, 19]));
        let old = "5.5.5-10.6.2-MariaDB";
        assert_eq!(read(mysql, old), (Product::MariaDb, [10, 6, 2]));
        assert_eq!(read(mysql, "8.0.36"), (Product::MySql, [8, 0, 36]));
        assert_eq!(read(sqlite, "3.46.0"), (Product::Sqlite, [3, 46, 0]));
        assert_eq!(read(sqlite, ""), (Product::Sqlite, [3, 35, 0]));
    }
}
