//! Where databases are made for the time of a test: a server, or a folder.

use std::env;

use super::driver::{BoxFuture, Driver, Part, Stopped};
use super::{DatabaseError, Purpose, Row, open_url};
use crate::Backend;

/// A kind of database that tests may be given, as sqlx names it: `Postgres`, `MySql` or `Sqlite`, each with its feature.
pub trait Testable: sqlx::Database + sealed::Sealed {
    #[doc(hidden)]
    const BACKEND: Backend;
}

/// Which databases there are is not for others to say.
pub(super) mod sealed {
    /// Has no other members.
    pub trait Sealed {}
}

/// What could not be done there, in words.
pub(crate) type Failed = String;

/// A place where databases are made, found and dropped by name.
pub(crate) trait Scratch: Send {
    /// The URL of a database here, whether there is one or not.
    fn url(&self, name: &str) -> String;

    /// Who else may take the same locks and find the same databases: those of another scope do not.
    fn scope(&self) -> &str;

    /// Whether a database can be copied. If not, each has to be made from nothing.
    fn copies(&self) -> bool;

    /// Makes an empty one; what is left of another by this name is dropped before.
    fn create<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>>;

    /// Makes a copy; false where there is nothing to copy from.
    fn copy<'a>(&'a mut self, from: &'a str, to: &'a str) -> BoxFuture<'a, Result<bool, Failed>>;

    /// Gives one that is complete, and that nobody is connected to, the name by which it is copied.
    fn publish<'a>(&'a mut self, from: &'a str, to: &'a str) -> BoxFuture<'a, Result<(), Failed>>;

    /// The names of those that begin so.
    fn list<'a>(&'a mut self, prefix: &'a str) -> BoxFuture<'a, Result<Vec<String>, Failed>>;

    /// What a user has to be granted for making one.
    fn right(&self) -> &'static str;

    /// Drops one, if there is one, and ends whatever is connected to it.
    fn remove<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>>;

    /// Takes the lock of this name, which falls with the process at the latest; false where another has it.
    fn try_lock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<bool, Failed>>;

    /// Gives it back.
    fn unlock<'a>(&'a mut self, name: &'a str) -> BoxFuture<'a, Result<(), Failed>>;

    /// Ends the connection, if this is one.
    fn close(self: Box<Self>) -> BoxFuture<'static, ()>;
}

/// Where databases of this kind are made if nobody says: none where only the user can know.
pub(crate) fn usual(backend: Backend) -> Option<String> {
    match backend {
        #[cfg(feature = "sqlite")]
        Backend::Sqlite => Some(super::sqlite::scratch::usual()),
        _ => env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()),
    }
}

/// Goes to the place that `url` names: a server, by one of its databases, or a folder.
pub(crate) async fn scratch(url: &str) -> Result<Box<dyn Scratch>, Failed> {
    match Backend::from_url(url) {
        #[cfg(feature = "postgres")]
        Some(Backend::Postgres) => super::postgres::scratch::open(url).await,
        #[cfg(feature = "mysql")]
        Some(Backend::MySql) => super::mysql::scratch::open(url).await,
        #[cfg(feature = "sqlite")]
        Some(Backend::Sqlite) => super::sqlite::scratch::open(url),
        _ => Err(format!("the URL begins with none of {}", super::schemes())),
    }
}

/// A connection to a server, for statements about its databases.
pub(super) struct Server {
    driver: Box<dyn Driver>,
    url: String,
}

impl Server {
    pub(super) async fn open(url: &str) -> Result<Self, Failed> {
        let root = std::path::Path::new("");
        let driver = open_url(url, root, Purpose::Look).await;
        Ok(Self {
            driver: driver.map_err(|error| error.to_string())?,
            url: url.to_owned(),
        })
    }

    pub(super) fn url(&self, name: &str) -> String {
        renamed(&self.url, name)
    }

    /// Runs one statement.
    pub(super) async fn ask(&mut self, sql: &str) -> Result<Vec<Row>, DatabaseError> {
        let sent = self.driver.send(&[Part::ask(sql)], false).await;
        let mut answers = sent.map_err(|Stopped { error, .. }| error)?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// Asks for one value.
    pub(super) async fn value(&mut self, sql: &str) -> Result<String, Failed> {
        let rows = self.ask(sql).await.map_err(|error| error.message)?;
        let value = rows.into_iter().flatten().flatten().next();
        value.ok_or_else(|| format!("the server gives no answer to `{sql}`"))
    }

    /// Asks for the first value of each row.
    pub(super) async fn values(&mut self, sql: &str) -> Result<Vec<String>, Failed> {
        let rows = self.ask(sql).await.map_err(|error| error.message)?;
        let values = rows.into_iter().filter_map(|row| row.into_iter().next()?);
        Ok(values.collect())
    }

    pub(super) async fn run(&mut self, sql: &str) -> Result<(), Failed> {
        self.ask(sql).await.map(drop).map_err(|error| error.message)
    }

    pub(super) async fn close(self) {
        self.driver.close().await;
    }
}

/// The URL of another database on the same server. All else in it stays as it was written.
fn renamed(url: &str, name: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let after = |from: usize, ends: &[char]| {
        let rest = url.get(from..).unwrap_or_default();
        rest.find(ends).map_or(url.len(), |at| from + at)
    };
    let place = after(start, &['/', '?']);
    let rest = url.get(after(place, &['?'])..).unwrap_or_default();
    format!("{}/{name}{rest}", url.get(..place).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn the_name_changes_and_nothing_else() {
        let url = "postgres://me:a@b@db:1/one?sslmode=disable&x=/y";
        assert_eq!(
            renamed(url, "two"),
            "postgres://me:a@b@db:1/two?sslmode=disable&x=/y"
        );
        assert_eq!(renamed("mysql://db", "two"), "mysql://db/two");
        assert_eq!(
            renamed("postgres:///one?host=/run", "two"),
            "postgres:///two?host=/run"
        );
    }
}
