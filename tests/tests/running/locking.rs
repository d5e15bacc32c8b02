//! One runner at a time: who waits, for whom, and for how long; and the lock that never outlives a run.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use revision_core::runtime::{Event, Holder, Sending};
use revision_tests::{Database, Kind, Sql, TestChain, servers};
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::SqliteConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use super::support::{code, done, is_locked, mysql_lock, until};

/// The number for `public.revision_version`. Releases that differ in it would run side by side.
pub(crate) const POSTGRES_KEY: i64 = 5_790_924_736_524_115_304;

/// A session that is in every runner's way.
enum Other {
    Postgres(PgConnection),
    MySql(MySqlConnection),
    Sqlite(SqliteConnection),
}

impl Other {
    async fn lock(database: &Database) -> Self {
        let url = database.url();
        match database.kind() {
            Kind::Sqlite => {
                let mut connection = SqliteConnection::connect(url).await.unwrap();
                connection.execute("BEGIN IMMEDIATE").await.unwrap();
                Self::Sqlite(connection)
            }
            Kind::MySql => {
                let mut connection = MySqlConnection::connect(url).await.unwrap();
                let sql = format!("DO GET_LOCK('{}', 0)", mysql_lock(database));
                connection.execute(AssertSqlSafe(sql)).await.unwrap();
                Self::MySql(connection)
            }
            _ => {
                let options: PgConnectOptions = url.parse().unwrap();
                let options = options.application_name("the other one");
                let mut connection = PgConnection::connect_with(&options).await.unwrap();
                let sql = format!("SELECT pg_advisory_lock({POSTGRES_KEY})");
                connection.execute(AssertSqlSafe(sql)).await.unwrap();
                Self::Postgres(connection)
            }
        }
    }

    /// What the server calls it.
    async fn process(&mut self) -> String {
        match self {
            Self::Postgres(connection) => {
                let pid: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
                    .fetch_one(connection)
                    .await
                    .unwrap();
                pid.to_string()
            }
            Self::MySql(connection) => {
                let id: i64 = sqlx::query_scalar("SELECT CAST(CONNECTION_ID() AS SIGNED)")
                    .fetch_one(connection)
                    .await
                    .unwrap();
                id.to_string()
            }
            Self::Sqlite(_) => String::new(),
        }
    }

    async fn release(self) {
        match self {
            Self::Postgres(connection) => connection.close().await.unwrap(),
            Self::MySql(connection) => connection.close().await.unwrap(),
            Self::Sqlite(mut connection) => {
                connection.execute("ROLLBACK").await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn the_second_waits_and_says_for_whom() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(2);
        let runtime = chain.runtime();
        let mut other = Other::lock(&database).await;
        let process = other.process().await;
        let told: Mutex<Vec<Option<Holder>>> = Mutex::default();
        let run = runtime
            .upgrade(database.url(), "head")
            .observer(|event: &Event<'_>| {
                if let Event::Waiting { holder, .. } = event {
                    told.lock().unwrap().push(holder.cloned());
                }
            });
        let began = Instant::now();
        let wait = Duration::from_millis(700);
        let (ran, ()) = tokio::join!(run, async {
            tokio::time::sleep(wait).await;
            assert!(!told.lock().unwrap().is_empty() || kind == Kind::Sqlite);
            other.release().await;
        });
        let ran = ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(began.elapsed() >= wait, "{kind:?} did not wait");
        assert_eq!(ran.steps.len(), 2);
        let told = told.into_inner().unwrap();
        if kind == Kind::Sqlite {
            continue;
        }
        let holder = told[0].as_ref().expect("servers tell who has a lock");
        assert_eq!(holder.process, process, "{kind:?}");
        assert!(holder.host.starts_with("127.0.0.1"), "{kind:?}: {holder}");
        assert_eq!(holder.user, "revision");
        assert!(holder.since.starts_with("20"), "{kind:?}: {holder}");
        if kind.is_postgres() {
            assert_eq!(holder.application, "the other one");
        }
    }
}

#[tokio::test]
async fn who_has_waited_enough_is_told_who_is_in_the_way() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(2);
        let runtime = chain.runtime();
        let mut other = Other::lock(&database).await;
        let process = other.process().await;
        let run = runtime.upgrade(database.url(), "head");
        let error = run.lock_wait(Duration::from_millis(300)).await.unwrap_err();
        assert_eq!(code(&error), "locked", "{kind:?}: {error}");
        let text = error.to_string();
        assert!(text.contains(&process), "{kind:?}: {text}");
        if kind.is_postgres() {
            assert!(text.contains("running the other one"), "{text}");
        }
        assert!(error.done.steps.is_empty());
        let none = runtime.upgrade(database.url(), "head");
        let error = none.lock_wait(Duration::ZERO).await.unwrap_err();
        assert_eq!(code(&error), "locked", "{kind:?}: {error}");
        // Nothing was made meanwhile, not even the version table.
        other.release().await;
        let standing = runtime.current(database.url()).await.unwrap();
        assert!(standing.log.is_empty());
        let ran = runtime.upgrade(database.url(), "head").await.unwrap();
        assert_eq!(ran.steps.len(), 2);
    }
}

#[tokio::test]
async fn it_is_free_after_success_and_after_a_failure() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let mut chain = TestChain::tables(2);
        chain
            .runtime()
            .upgrade(database.url(), "head")
            .await
            .unwrap();
        assert!(!is_locked(&database).await, "{kind:?}");
        chain.write(&Sql {
            id: "0003",
            down: "0002",
            upgrade: "INSERT INTO nowhere VALUES (1);",
            ..Sql::default()
        });
        let failed = chain.runtime().upgrade(database.url(), "head").await;
        assert_eq!(code(&failed.unwrap_err()), "statement_failed", "{kind:?}");
        assert!(!is_locked(&database).await, "{kind:?}");
    }
}

/// Not everybody asks for the lock: a hand, or another tool that keeps the same table. Each revision begins where it was
/// planned, and what was done meanwhile is not done again.
#[tokio::test]
async fn rows_that_move_past_the_lock_are_noticed() {
    for kind in servers::all() {
        for header in ["", "transaction: false"] {
            if kind == Kind::Sqlite && !header.is_empty() {
                continue;
            }
            for sending in [Sending::Batched, Sending::Stepwise] {
                let database = Database::fresh(kind).await;
                let mut chain = TestChain::tables(4);
                chain.write(&Sql {
                    id: "0002",
                    down: "0001",
                    header,
                    upgrade: "CREATE TABLE t0002 (id integer);",
                    ..Sql::default()
                });
                let run = chain.runtime().upgrade(database.url(), "head");
                let run = run.sending(sending).observer(|event: &Event<'_>| {
                    if let Event::Finished { revision, .. } = event
                        && revision.as_str() == "0001"
                    {
                        by_hand(
                            &database,
                            "CREATE TABLE t0002 (id integer); UPDATE revision_version SET version_num = '0002'",
                        );
                    }
                });
                let ran = run.await;
                let ran = ran.unwrap_or_else(|error| panic!("{kind:?}, {sending:?}: {error}"));
                assert_eq!(ran.steps.len(), 3, "{kind:?}, {sending:?}");
                assert_eq!(done(&database).await, ["0001", "0003", "0004"]);
                assert!(!is_locked(&database).await);
            }
        }
    }
}

/// Runs SQL on another thread, and waits for it: an observer is no future.
fn by_hand(database: &Database, sql: &str) {
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.unwrap().block_on(database.rows(sql))
        });
    });
}

#[tokio::test]
async fn it_is_free_after_a_panic() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let url = database.url().to_owned();
        let panicked = tokio::spawn(async move {
            let chain = TestChain::tables(3);
            let run = chain.runtime().upgrade(&url, "head");
            let run = run.observer(|event: &Event<'_>| {
                if let Event::Finished { revision, .. } = event {
                    assert_ne!(revision.as_str(), "0002", "on purpose");
                }
            });
            run.await.map(drop)
        });
        assert!(panicked.await.unwrap_err().is_panic());
        until("the lock is free", || async { !is_locked(&database).await }).await;
        let chain = TestChain::tables(3);
        let again = chain.runtime().upgrade(database.url(), "head");
        again.lock_wait(Duration::from_secs(8)).await.unwrap();
        assert_eq!(done(&database).await, ["0001", "0002", "0003"], "{kind:?}");
    }
}
