//! What several of these tests ask of a database.

use std::future::Future;
use std::time::{Duration, Instant};

use revision_core::runtime::Error;
use revision_tests::Database;

/// The revisions that the log calls done, in this order.
pub(crate) async fn done(database: &Database) -> Vec<String> {
    database
        .rows("SELECT revision FROM revision_log WHERE statement IS NULL AND outcome = 'done' ORDER BY id")
        .await
        .concat()
}

/// The advisory locks that are held in a PostgreSQL database.
pub(crate) async fn advisory_locks(database: &Database) -> usize {
    database
        .rows(
            "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND database = \
             (SELECT oid FROM pg_database WHERE datname = current_database())",
        )
        .await
        .len()
}

/// How MySQL calls the lock of a database.
pub(crate) fn mysql_lock(database: &Database) -> String {
    format!("revision:{}.revision_version", database.name())
}

/// Whether somebody has the lock of a database; SQLite has none that outlives a transaction.
pub(crate) async fn is_locked(database: &Database) -> bool {
    if database.kind().is_postgres() {
        return advisory_locks(database).await > 0;
    }
    if database.file().is_some() {
        return false;
    }
    let lock = mysql_lock(database);
    let question = format!("SELECT IS_FREE_LOCK('{lock}')");
    database.rows(&question).await.concat() != ["1"]
}

/// Waits until something is so; a test that waits in vain fails.
pub(crate) async fn until<F: Future<Output = bool>>(what: &str, mut is_so: impl FnMut() -> F) {
    let began = Instant::now();
    while !is_so().await {
        assert!(began.elapsed() < Duration::from_secs(30), "never: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The code of an error, as users see it.
pub(crate) fn code(error: &Error) -> &'static str {
    error.code().as_str()
}
