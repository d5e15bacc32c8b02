//! A run that ends half-way: its future is dropped, or its program killed, while the server is inside a revision. The
//! server goes on alone, the lock with it, and the next runner waits for its own end.

use std::process::Command;
use std::time::{Duration, Instant};

use revision_core::runtime::Resume;
use revision_tests::{Database, Kind, Sql, TestChain, servers};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;

use super::support::{code, done, is_locked, until};

/// Three revisions; the server is inside the second for two seconds.
fn slow(kind: Kind) -> TestChain {
    let mut chain = TestChain::tables(3);
    let upgrade = if kind.is_postgres() {
        "CREATE TABLE t0002 (id integer);\nSELECT pg_sleep(2);\nINSERT INTO t0002 VALUES (2);"
    } else {
        "INSERT INTO t0001 VALUES (100);\nINSERT INTO t0001 SELECT 101 + SLEEP(2);"
    };
    chain.write(&Sql {
        id: "0002",
        down: "0001",
        upgrade,
        downgrade: Some("DELETE FROM t0001 WHERE id > 99;"),
        ..Sql::default()
    });
    chain
}

const IDS: [&str; 3] = ["0001", "0002", "0003"];

async fn check(database: &Database) {
    let kind = database.kind();
    assert_eq!(done(database).await, IDS, "{kind:?}");
    let rows = if kind.is_postgres() {
        database.rows("SELECT id FROM t0002").await.len()
    } else {
        database
            .rows("SELECT id FROM t0001 WHERE id > 99")
            .await
            .len()
            - 1
    };
    assert_eq!(rows, 1, "{kind:?}");
    assert_eq!(database.rows("SELECT id FROM t0003").await, [["3"]]);
    until("the lock is free", || async { !is_locked(database).await }).await;
}

/// Whether the server sleeps in this database.
async fn is_asleep(database: &Database) -> bool {
    let question = if database.kind().is_postgres() {
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
    } else {
        "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE 'INSERT INTO t0001%'"
    };
    !database.rows(question).await.is_empty()
}

#[tokio::test]
async fn the_next_waits_for_the_servers_own_end() {
    for kind in servers::all() {
        if kind == Kind::Sqlite {
            continue;
        }
        let database = Database::fresh(kind).await;
        let chain = slow(kind);
        let runtime = chain.runtime();
        {
            let run = runtime.upgrade(database.url(), "head");
            tokio::select! {
                ran = run => panic!("{kind:?} was done too soon: {ran:?}"),
                () = until("the server sleeps", || is_asleep(&database)) => {}
            }
        }
        // Nobody waits for the answer any more, and the lock is held still: by who executes.
        assert!(is_locked(&database).await, "{kind:?}");
        let began = Instant::now();
        let ran = runtime.upgrade(database.url(), "head").await;
        let ran = ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(
            began.elapsed() > Duration::from_millis(500),
            "{kind:?} did not wait"
        );
        // PostgreSQL has finished what it was sent. MySQL was sent a part and has undone it.
        let expected = if kind.is_postgres() { 1 } else { 2 };
        assert_eq!(ran.steps.len(), expected, "{kind:?}");
        check(&database).await;
    }
}

#[tokio::test]
async fn it_waits_for_a_program_that_was_killed_too() {
    for kind in servers::all() {
        if kind == Kind::Sqlite {
            continue;
        }
        let database = Database::fresh(kind).await;
        let chain = slow(kind);
        let mut program = Command::new(env!("CARGO_BIN_EXE_upgrader"))
            .arg(chain.folder())
            .arg(database.url())
            .spawn()
            .unwrap();
        until("the server sleeps", || is_asleep(&database)).await;
        program.kill().unwrap();
        program.wait().unwrap();
        assert!(is_locked(&database).await, "{kind:?}");
        let ran = chain.runtime().upgrade(database.url(), "head").await;
        ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        check(&database).await;
    }
}

/// Where statements commit by themselves, the next runner knows what it does not know.
#[tokio::test]
async fn a_statement_that_commits_by_itself_is_not_run_twice() {
    for kind in servers::all() {
        if kind != Kind::MySql {
            continue;
        }
        let database = Database::fresh(kind).await;
        let mut chain = TestChain::tables(3);
        chain.write(&Sql {
            id: "0002",
            down: "0001",
            upgrade: "CREATE TABLE t0002 (id integer PRIMARY KEY);\nCREATE TABLE slow AS SELECT 1 AS one, SLEEP(2) AS two;",
            ..Sql::default()
        });
        let runtime = chain.runtime();
        let run = runtime.upgrade(database.url(), "head");
        let ran = tokio::time::timeout(Duration::from_secs(1), run).await;
        assert!(ran.is_err(), "it was done too soon");
        let error = runtime.upgrade(database.url(), "head").await.unwrap_err();
        assert_eq!(code(&error), "partial_revision", "{error}");
        // Whether a table that is filled as it is made was made whole, no catalog tells.
        let resumed = runtime.upgrade(database.url(), "head");
        let error = resumed.resume(Resume::Continue).await.unwrap_err();
        assert_eq!(code(&error), "partial_revision", "{error}");
        let resumed = runtime.upgrade(database.url(), "head");
        resumed.resume(Resume::Done).await.unwrap();
        assert_eq!(done(&database).await, IDS);
        assert_eq!(database.rows("SELECT one FROM slow").await, [["1"]]);
    }
}

/// A pool of one: the connection that ran is closed, and the pool opens another.
macro_rules! pool_of_one {
    ($pool:ident, $database:expr) => {{
        let database = $database;
        let kind = database.kind();
        let pool = $pool::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(5))
            .connect(database.url())
            .await
            .unwrap();
        let chain = slow(kind);
        let runtime = chain.runtime();
        {
            let run = runtime.upgrade(&pool, "head");
            tokio::select! {
                ran = run => panic!("{kind:?} was done too soon: {ran:?}"),
                () = until("the server sleeps", || is_asleep(&database)) => {}
            }
        }
        let one: i32 = sqlx::query_scalar("SELECT 1")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(one, 1);
        runtime.upgrade(&pool, "head").await.unwrap();
        check(&database).await;
        // Again with nothing to do, and with something that fails.
        runtime.upgrade(&pool, "head").await.unwrap();
        let mut chain = chain;
        chain.write(&Sql {
            id: "0004",
            down: "0003",
            upgrade: "INSERT INTO nowhere VALUES (1);",
            ..Sql::default()
        });
        chain.runtime().upgrade(&pool, "head").await.unwrap_err();
        let one: i32 = sqlx::query_scalar("SELECT 1")
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(one, 1);
        assert!(!is_locked(&database).await, "{kind:?}");
    }};
}

#[tokio::test]
async fn a_pool_of_one_goes_on_working() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        match kind {
            Kind::Sqlite => {}
            Kind::MySql => pool_of_one!(MySqlPoolOptions, &database),
            _ => pool_of_one!(PgPoolOptions, &database),
        }
    }
}

/// SQLite ends where its program does: what was begun is undone, and the connection of a pool stays in order.
#[tokio::test]
async fn sqlite_is_left_before_or_after_a_revision() {
    for file in [true, false] {
        let database = Database::fresh(Kind::Sqlite).await;
        let url = if file {
            database.url()
        } else {
            "sqlite::memory:"
        };
        let pool = SqlitePoolOptions::new().max_connections(1);
        let pool = pool.connect(url).await.unwrap();
        let mut chain = TestChain::tables(3);
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT i FROM n";
        chain.write(&Sql {
            id: "0002",
            down: "0001",
            upgrade: &format!("CREATE TABLE t0002 (id integer);\nINSERT INTO t0002 {rows};"),
            ..Sql::default()
        });
        let run = chain.runtime().upgrade(&pool, "head");
        let ran = tokio::time::timeout(Duration::from_millis(100), run).await;
        assert!(ran.is_err(), "it was done too soon");
        let there: i64 =
            sqlx::query_scalar("SELECT count(*) FROM sqlite_master WHERE name = 't0002'")
                .fetch_one(&pool)
                .await
                .unwrap();
        assert_eq!(there, 0, "file: {file}");
        chain.runtime().upgrade(&pool, "head").await.unwrap();
        let logged: Vec<String> = sqlx::query_scalar(
            "SELECT revision FROM revision_log WHERE outcome = 'done' ORDER BY id",
        )
        .fetch_all(&pool)
        .await
        .unwrap();
        assert_eq!(logged, IDS, "file: {file}");
    }
}
