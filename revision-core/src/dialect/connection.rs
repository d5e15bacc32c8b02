//! The connection that data work in Rust is given (`op.run`).

use std::fmt;

use super::driver::{Driver, Part};
use crate::Backend;

/// The connection on which a revision runs, inside its transaction.
///
/// What it executes belongs to the revision: it is committed or rolled back with it. It must not end the transaction.
pub struct Connection {
    pub(crate) driver: Box<dyn Driver>,
}

/// Why data work in Rust failed: whatever error it met.
pub type RunError = Box<dyn std::error::Error + Send + Sync>;

impl Connection {
    /// Which database it leads to.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.driver.backend()
    }

    /// Runs a statement.
    pub async fn execute(&mut self, sql: &str) -> Result<(), RunError> {
        self.send(Part::execute(sql)).await.map(drop)
    }

    /// Runs a statement and gives its rows, every value as text.
    pub async fn fetch(&mut self, sql: &str) -> Result<Vec<Vec<Option<String>>>, RunError> {
        let mut answers = self.send(Part::ask(sql)).await?;
        Ok(answers.pop().unwrap_or_default())
    }

    async fn send(&mut self, part: Part<'_>) -> Result<super::driver::Answers, RunError> {
        let sent = self.driver.send(std::slice::from_ref(&part), false).await;
        sent.map_err(|stopped| stopped.error.message.into())
    }

    /// sqlx's own connection, if it leads to PostgreSQL.
    #[cfg(feature = "postgres")]
    pub fn postgres(&mut self) -> Option<&mut sqlx::PgConnection> {
        self.driver.sqlx().downcast_mut()
    }

    /// sqlx's own connection, if it leads to MySQL or MariaDB.
    #[cfg(feature = "mysql")]
    pub fn mysql(&mut self) -> Option<&mut sqlx::MySqlConnection> {
        self.driver.sqlx().downcast_mut()
    }

    /// sqlx's own connection, if it leads to SQLite.
    #[cfg(feature = "sqlite")]
    pub fn sqlite(&mut self) -> Option<&mut sqlx::SqliteConnection> {
        self.driver.sqlx().downcast_mut()
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection")
            .field("backend", &self.backend())
            .finish_non_exhaustive()
    }
}
