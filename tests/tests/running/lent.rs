//! A connection of the application's own that a run is lent: it works on it, and gives it back as it was.

use std::time::Duration;

use revision_tests::{Database, Kind, Sql, TestChain, servers};
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, Row as _};

use super::support::{advisory_locks, code, done, is_locked, until};

const SETTINGS: &str = "SELECT concat_ws(' ', current_setting('search_path'), current_setting('lock_timeout'), \
     current_setting('statement_timeout'), current_setting('role'))";

const MYSQL_SETTINGS: &str = "SELECT CONCAT_WS(' ', @@SESSION.sql_mode, @@SESSION.lock_wait_timeout, \
     @@SESSION.innodb_lock_wait_timeout, @@SESSION.foreign_key_checks, @@SESSION.time_zone, @@SESSION.character_set_client)";

/// Two revisions that run, the second of which changes settings, and a third that fails.
fn chain(kind: Kind) -> TestChain {
    let set = match kind {
        Kind::Sqlite => "",
        Kind::MySql => {
            "SET SESSION sql_mode = 'ANSI_QUOTES', foreign_key_checks = 0, time_zone = '+05:00';"
        }
        _ => "SET search_path = ''; SET lock_timeout = '77s';",
    };
    let mut chain = TestChain::tables(1);
    chain.write(&Sql {
        id: "0002",
        down: "0001",
        upgrade: &format!("{set}\nINSERT INTO {} VALUES (7);", qualified(kind)),
        ..Sql::default()
    });
    chain
}

fn qualified(kind: Kind) -> &'static str {
    if kind.is_postgres() {
        "public.t0001"
    } else {
        "t0001"
    }
}

fn fail(chain: &mut TestChain) {
    chain.write(&Sql {
        id: "0003",
        down: "0002",
        upgrade: "INSERT INTO nowhere VALUES (1);",
        ..Sql::default()
    });
}

#[tokio::test]
async fn postgres_is_given_back_as_it_was() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        let set = "SET search_path = public, pg_temp; SET lock_timeout = '1234ms'; SET statement_timeout = '99s'";
        connection.execute(set).await.unwrap();
        let before: String = sqlx::query_scalar(SETTINGS)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let mut chain = chain(kind);
        let ran = chain.runtime().upgrade(&mut connection, "head").await;
        assert_eq!(ran.unwrap().steps.len(), 2, "{kind:?}");
        fail(&mut chain);
        let failed = chain.runtime().upgrade(&mut connection, "head").await;
        assert_eq!(code(&failed.unwrap_err()), "statement_failed");
        let after: String = sqlx::query_scalar(SETTINGS)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(after, before, "{kind:?}");
        assert_eq!(advisory_locks(&database).await, 0);
        let mut transaction = connection.begin().await.unwrap();
        transaction
            .execute("INSERT INTO t0001 VALUES (9)")
            .await
            .unwrap();
        transaction.commit().await.unwrap();
        connection.close().await.unwrap();
        assert_eq!(database.rows("SELECT * FROM t0001").await.len(), 3);
        assert_eq!(done(&database).await, ["0001", "0002"]);
    }
}

#[tokio::test]
async fn mysql_is_given_back_as_it_was() {
    for kind in servers::all() {
        if kind != Kind::MySql {
            continue;
        }
        let database = Database::fresh(kind).await;
        let mut connection = MySqlConnection::connect(database.url()).await.unwrap();
        let set = "SET SESSION sql_mode = 'PIPES_AS_CONCAT,NO_ENGINE_SUBSTITUTION', lock_wait_timeout = 77";
        connection.execute(set).await.unwrap();
        let before: String = sqlx::query_scalar(MYSQL_SETTINGS)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        let mut chain = chain(kind);
        let ran = chain.runtime().upgrade(&mut connection, "head").await;
        assert_eq!(ran.unwrap().steps.len(), 2);
        fail(&mut chain);
        let failed = chain.runtime().upgrade(&mut connection, "head").await;
        assert_eq!(code(&failed.unwrap_err()), "statement_failed");
        let after: String = sqlx::query_scalar(MYSQL_SETTINGS)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(after, before);
        assert!(!is_locked(&database).await);
        connection
            .execute("INSERT INTO t0001 VALUES (9)")
            .await
            .unwrap();
        connection.close().await.unwrap();
        assert_eq!(database.rows("SELECT * FROM t0001").await.len(), 3);
        assert_eq!(done(&database).await, ["0001", "0002"]);
    }
}

#[tokio::test]
async fn sqlite_is_given_back_as_it_was() {
    let database = Database::fresh(Kind::Sqlite).await;
    let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
    connection
        .execute("PRAGMA foreign_keys = OFF")
        .await
        .unwrap();
    let mut chain = chain(Kind::Sqlite);
    let ran = chain.runtime().upgrade(&mut connection, "head").await;
    assert_eq!(ran.unwrap().steps.len(), 2);
    fail(&mut chain);
    let failed = chain.runtime().upgrade(&mut connection, "head").await;
    assert_eq!(code(&failed.unwrap_err()), "statement_failed");
    let keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(keys, 0);
    // No transaction is open: another may begin, here and elsewhere.
    database.rows("INSERT INTO t0001 VALUES (8)").await;
    let transaction = connection.begin().await.unwrap();
    transaction.rollback().await.unwrap();
}

/// What a connection asks of itself in these tests.
macro_rules! in_the_midst {
    ($connection:ty, $database:expr) => {{
        let database = $database;
        let chain = TestChain::tables(2);
        let mut connection = <$connection>::connect(database.url()).await.unwrap();
        connection
            .execute("CREATE TABLE mine (id integer)")
            .await
            .unwrap();
        let mut transaction = connection.begin().await.unwrap();
        transaction
            .execute("INSERT INTO mine VALUES (1)")
            .await
            .unwrap();
        let refused = chain.runtime().upgrade(&mut *transaction, "head").await;
        let error = refused.unwrap_err();
        assert_eq!(code(&error), "unsupported", "{error}");
        assert!(error.to_string().contains("has a transaction open"));
        // Looking is no harm, and a dry run only looks.
        let standing = chain.runtime().current(&mut *transaction).await.unwrap();
        assert!(standing.rows.is_empty() && standing.log.is_empty());
        let dry = chain.runtime().upgrade(&mut *transaction, "head").dry_run();
        assert_eq!(dry.await.unwrap().steps.len(), 2);
        transaction.commit().await.unwrap();
        let row = connection.fetch_one("SELECT count(*) FROM mine");
        assert_eq!(row.await.unwrap().get::<i64, _>(0), 1);
        chain
            .runtime()
            .upgrade(&mut connection, "head")
            .await
            .unwrap();
        // Nothing to do: nothing that could end the owner's transaction.
        let mut transaction = connection.begin().await.unwrap();
        transaction
            .execute("INSERT INTO mine VALUES (2)")
            .await
            .unwrap();
        let quiet = chain.runtime().upgrade(&mut *transaction, "head").await;
        assert!(quiet.unwrap().steps.is_empty());
        transaction.commit().await.unwrap();
        let row = connection.fetch_one("SELECT count(*) FROM mine");
        assert_eq!(row.await.unwrap().get::<i64, _>(0), 2);
    }};
}

#[tokio::test]
async fn a_transaction_of_its_owners_is_left_alone() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        match kind {
            Kind::Sqlite => in_the_midst!(SqliteConnection, &database),
            Kind::MySql => in_the_midst!(MySqlConnection, &database),
            _ => in_the_midst!(PgConnection, &database),
        }
    }
}

#[tokio::test]
async fn a_transaction_that_was_opened_past_sqlx_is_seen() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(2);
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        connection.execute("BEGIN").await.unwrap();
        let refused = chain.runtime().upgrade(&mut connection, "head").await;
        assert_eq!(code(&refused.unwrap_err()), "unsupported", "{kind:?}");
        connection.execute("ROLLBACK").await.unwrap();
        chain
            .runtime()
            .upgrade(&mut connection, "head")
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_run_that_is_dropped_leaves_nothing_on_it() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let mut chain = TestChain::tables(3);
        chain.write(&Sql {
            id: "0002",
            down: "0001",
            upgrade: "CREATE TABLE t0002 (id integer); SELECT pg_sleep(1);",
            ..Sql::default()
        });
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        let run = chain.runtime().upgrade(&mut connection, "head");
        let ran = tokio::time::timeout(Duration::from_millis(400), run).await;
        assert!(ran.is_err(), "{kind:?} was done too soon");
        // Its next use waits for the server, and for what was to be undone.
        let row = connection.fetch_one("SELECT count(*) FROM pg_tables WHERE tablename = 't0002'");
        assert_eq!(row.await.unwrap().get::<i64, _>(0), 0, "{kind:?}");
        until("the lock is free", || async { !is_locked(&database).await }).await;
        let again = chain.runtime().upgrade(&mut connection, "head").await;
        assert_eq!(again.unwrap().steps.len(), 2);
        assert_eq!(done(&database).await, ["0001", "0002", "0003"]);
    }
}

#[tokio::test]
async fn a_lent_connection_of_a_pool_of_one_waits_its_turn() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1);
        let pool = pool.connect(database.url()).await.unwrap();
        let chain = TestChain::tables(2);
        let mut lent = pool.acquire().await.unwrap();
        chain.runtime().upgrade(&mut *lent, "head").await.unwrap();
        drop(lent);
        let count: i64 = sqlx::query_scalar(AssertSqlSafe("SELECT count(*) FROM t0002"))
            .fetch_one(&pool)
            .await
            .unwrap();
        assert_eq!(count, 1);
        assert_eq!(advisory_locks(&database).await, 0);
    }
}
