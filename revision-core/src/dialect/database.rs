//! The database that an application names: a pool, a connection, or a URL.

use std::fmt;
use std::path::{Path, PathBuf};

use super::driver::{BoxFuture, Driver};
use super::{Unanswered, open_url};
use crate::Backend;

/// A database to run revisions on: a pool of sqlx's, a connection, or a URL.
///
/// A pool gives a connection that is closed afterwards, so that nothing of a run is ever left in the pool. A connection
/// that is lent is given back as it was, and is refused while its owner has a transaction open; one that is given is closed.
pub struct Database<'c>(Box<dyn Open + 'c>);

/// Something that can be connected to.
pub(crate) trait Open: Send {
    fn backend(&self) -> Option<Backend>;

    fn open<'c>(
        self: Box<Self>,
        purpose: Purpose,
    ) -> BoxFuture<'c, Result<Box<dyn Driver + 'c>, Unanswered>>
    where
        Self: 'c;
}

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To look: nothing is made.
    Look,
    /// To run: a database that is a file is made where it is missing.
    Run,
}

impl<'c> Database<'c> {
    /// The database behind a URL. A file that the URL names is one below `root`.
    #[must_use]
    pub fn url(url: impl Into<String>, root: &Path) -> Self {
        Self::new(Url {
            url: url.into(),
            root: root.to_path_buf(),
        })
    }

    pub(crate) fn new(open: impl Open + 'c) -> Self {
        Self(Box::new(open))
    }

    /// Which kind of database it is; none where the URL names none that there is.
    #[must_use]
    pub fn backend(&self) -> Option<Backend> {
        self.0.backend()
    }

    pub(crate) async fn open(self, purpose: Purpose) -> Result<Box<dyn Driver + 'c>, Unanswered> {
        self.0.open(purpose).await
    }
}

impl fmt::Debug for Database<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Database").field(&self.backend()).finish()
    }
}

impl From<&str> for Database<'_> {
    fn from(url: &str) -> Self {
        Self::url(url, Path::new(""))
    }
}

impl From<String> for Database<'_> {
    fn from(url: String) -> Self {
        Self::url(url, Path::new(""))
    }
}

impl From<&String> for Database<'_> {
    fn from(url: &String) -> Self {
        Self::url(url, Path::new(""))
    }
}

struct Url {
    url: String,
    root: PathBuf,
}

impl Open for Url {
    fn backend(&self) -> Option<Backend> {
        Backend::from_url(&self.url)
    }

    fn open<'c>(
        self: Box<Self>,
        purpose: Purpose,
    ) -> BoxFuture<'c, Result<Box<dyn Driver + 'c>, Unanswered>>
    where
        Self: 'c,
    {
        Box::pin(async move {
            let driver = open_url(&self.url, &self.root, purpose).await?;
            Ok(driver as Box<dyn Driver + 'c>)
        })
    }
}

/// The URL of a database that nobody else sees and that is gone with its connection, where there is such a thing.
#[cfg(feature = "runtime")]
#[must_use]
pub fn in_memory(backend: Backend) -> Option<&'static str> {
    match backend {
        Backend::Sqlite => Some("sqlite::memory:"),
        Backend::Postgres | Backend::MySql => None,
    }
}
