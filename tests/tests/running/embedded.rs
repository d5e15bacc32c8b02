//! The chain that an application carries, run at its start: in a task of its own, with functions of Rust.

use std::time::Duration;

use revision_core::__private::Body;
use revision_core::config::Settings;
use revision_core::dialect::Connection;
use revision_core::prelude::{column, integer};
use revision_core::{Code, EmbeddedChain, EmbeddedRevision, Op};
use revision_tests::{Database, Kind, servers};
use sqlx::mysql::MySqlPool;
use sqlx::postgres::PgPool;
use sqlx::sqlite::SqlitePool;

use super::support::{code, done, is_locked, until};

const fn revision(
    id: &'static str,
    down: &'static [&'static str],
    upgrade: fn(&mut Op),
) -> EmbeddedRevision {
    EmbeddedRevision {
        id,
        down_revisions: down,
        branch_labels: &[],
        depends_on: &[],
        transaction: true,
        message: "",
        created: None,
        path: "revisions/x.rs",
        checksum: None,
        body: Body::Rust {
            upgrade,
            downgrade: revision_core::__private::defaults::downgrade,
        },
    }
}

fn create(op: &mut Op) {
    op.execute("CREATE TABLE t (id integer PRIMARY KEY)");
}

fn fill(op: &mut Op) {
    op.run(fill_in);
}

async fn fill_in(connection: &mut Connection) -> Result<(), revision_core::dialect::RunError> {
    connection.execute("INSERT INTO t VALUES (1)").await
}

fn fail(op: &mut Op) {
    op.run(panicking);
}

async fn panicking(connection: &mut Connection) -> Result<(), revision_core::dialect::RunError> {
    connection.execute("INSERT INTO t VALUES (2)").await?;
    panic!("on purpose")
}

static CHAIN: EmbeddedChain = EmbeddedChain::new(
    &[revision("a", &[], create), revision("b", &["a"], fill)],
    Settings::DEFAULT,
);

static PANICKING: EmbeddedChain = EmbeddedChain::new(
    &[revision("a", &[], create), revision("b", &["a"], fail)],
    Settings::DEFAULT,
);

fn say(op: &mut Op) {
    op.create_table("t", [column("id", integer()).comment("a number")])
        .comment("a table")
        .strict()
        .engine("InnoDB")
        .with("fillfactor", "70");
}

static SAYING: EmbeddedChain = EmbeddedChain::new(&[revision("a", &[], say)], Settings::DEFAULT);

/// Each thing is told once, before it is done and when it is only tried; what is for another database is not.
#[tokio::test]
async fn what_is_passed_over_is_told() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let told: &[&str] = match kind {
            Kind::Sqlite => &[
                "SQLite keeps no comments",
                "SQLite has no parameters of storage",
            ],
            Kind::MySql => &["has no parameter of storage `fillfactor`"],
            _ => &[],
        };
        for is_dry in [true, false] {
            let running = SAYING.upgrade(database.url(), "head");
            let running = if is_dry { running.dry_run() } else { running };
            let warnings = running.await.unwrap().warnings;
            let unsupported: Vec<_> = warnings
                .iter()
                .filter(|one| one.code == Code::Unsupported)
                .collect();
            assert_eq!(unsupported.len(), told.len(), "{kind:?}: {warnings:?}");
            for what in told {
                let is_told = |one: &&revision_core::Diagnostic| one.message.contains(what);
                assert!(
                    unsupported.iter().copied().any(|one| is_told(&one)),
                    "{kind:?}: {what}"
                );
            }
        }
    }
}

macro_rules! spawned {
    ($pool:ty, $database:expr) => {{
        let pool = <$pool>::connect($database.url()).await.unwrap();
        let one = tokio::spawn(CHAIN.upgrade(&pool, "head"));
        let two = tokio::spawn(CHAIN.upgrade($database.url().to_owned(), ["head"]));
        let (one, two) = (one.await.unwrap().unwrap(), two.await.unwrap().unwrap());
        assert_eq!(one.steps.len() + two.steps.len(), 2);
        let rows: Vec<i32> = sqlx::query_scalar("SELECT id FROM t")
            .fetch_all(&pool)
            .await
            .unwrap();
        assert_eq!(rows, [1]);
    }};
}

#[tokio::test]
async fn it_runs_in_a_task_of_its_own() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        match kind {
            Kind::Sqlite => spawned!(SqlitePool, &database),
            Kind::MySql => spawned!(MySqlPool, &database),
            _ => spawned!(PgPool, &database),
        }
        assert_eq!(done(&database).await, ["a", "b"], "{kind:?}");
    }
}

macro_rules! panics {
    ($pool:ty, $database:expr) => {{
        let pool = <$pool>::connect($database.url()).await.unwrap();
        let task = tokio::spawn(PANICKING.upgrade(&pool, "head"));
        assert!(task.await.unwrap_err().is_panic());
        let database = $database;
        until("the lock is free", || async { !is_locked(&database).await }).await;
        let rows: Vec<i32> = sqlx::query_scalar("SELECT id FROM t")
            .fetch_all(&pool)
            .await
            .unwrap();
        assert!(rows.is_empty());
        let again = CHAIN
            .upgrade(&pool, "head")
            .lock_wait(Duration::from_secs(8));
        again.await.unwrap();
    }};
}

#[tokio::test]
async fn a_function_that_panics_leaves_nothing() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        match kind {
            Kind::Sqlite => panics!(SqlitePool, &database),
            Kind::MySql => panics!(MySqlPool, &database),
            _ => panics!(PgPool, &database),
        }
        assert_eq!(done(&database).await, ["a", "b"], "{kind:?}");
    }
}

/// A connection that is lent is not given to functions, and that is said before anything runs.
#[tokio::test]
async fn functions_need_a_connection_of_our_own() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let pool = PgPool::connect(database.url()).await.unwrap();
        let mut lent = pool.acquire().await.unwrap();
        let error = CHAIN.upgrade(&mut *lent, "head").await.unwrap_err();
        assert_eq!(code(&error), "unsupported", "{error}");
        assert_eq!(CHAIN.pending(&pool).await.unwrap().len(), 2);
    }
}
