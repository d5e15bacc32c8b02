//! A run that is asked to stop, as a signal asks the command: what is under way is cancelled and rolled back, or finished,
//! and nothing else begins.

use std::time::{Duration, Instant};

use revision_core::runtime::{Event, Sending, Stop};
use revision_tests::{Database, Kind, Sql, TestChain, servers};
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

use super::support::{code, done, is_locked, mysql_lock, until};

/// How soon a run has to end. It takes a tenth of that where the machine has nothing else to do.
const SOON: Duration = Duration::from_secs(3);

/// Two revisions, and one in which the server sleeps.
fn sleeping(upgrade: &str, header: &str) -> TestChain {
    let mut chain = TestChain::tables(3);
    chain.write(&Sql {
        id: "0002",
        down: "0001",
        header,
        upgrade,
        ..Sql::default()
    });
    chain
}

/// Whether the server sleeps in this database.
async fn is_asleep(database: &Database) -> bool {
    let question = if database.kind().is_postgres() {
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
    } else {
        "SELECT 1 FROM information_schema.processlist WHERE db = DATABASE() AND info LIKE '%SLEEP(30)%' AND info NOT LIKE '%processlist%'"
    };
    !database.rows(question).await.is_empty()
}

/// What the server is asked to do when it is told to stop, and whether it is one transaction's.
fn sleeps(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Sqlite => &[],
        Kind::MySql => &[
            (
                "INSERT INTO t0001 VALUES (7);\nINSERT INTO t0001 SELECT 8 + SLEEP(30);",
                "",
            ),
            ("INSERT INTO t0001 VALUES (7);\nSELECT SLEEP(30);", ""),
            ("CREATE TABLE s AS SELECT SLEEP(30) AS it;", ""),
        ],
        _ => &[
            (
                "INSERT INTO t0001 VALUES (7);\nSELECT pg_sleep(30);\nINSERT INTO t0001 VALUES (8);",
                "",
            ),
            (
                "SELECT pg_sleep(30);\nINSERT INTO t0001 VALUES (8);",
                "transaction: false",
            ),
        ],
    }
}

#[tokio::test]
async fn what_is_under_way_is_cancelled() {
    for kind in servers::all() {
        for (upgrade, header) in sleeps(kind) {
            for sending in [Sending::Batched, Sending::Stepwise] {
                let database = Database::fresh(kind).await;
                let chain = sleeping(upgrade, header);
                let stop = Stop::default();
                let run = chain.runtime().upgrade(database.url(), "head");
                let run = run.sending(sending).stop(&stop);
                let (ran, asked) = tokio::join!(run, async {
                    until("the server sleeps", || is_asleep(&database)).await;
                    stop.stop();
                    Instant::now()
                });
                let took = asked.elapsed();
                let context = format!("{kind:?}, {sending:?}: {upgrade}");
                assert!(took < SOON, "{context}: {took:?}");
                let error = ran.unwrap_err();
                assert_eq!(code(&error), "interrupted", "{context}: {error}");
                assert_eq!(error.done.steps.len(), 1, "{context}");
                assert_eq!(done(&database).await, ["0001"], "{context}");
                let rows = database.rows("SELECT id FROM t0001 WHERE id > 6").await;
                assert!(rows.is_empty(), "{context}");
                assert!(!is_locked(&database).await, "{context}");
                assert!(!is_asleep(&database).await, "{context}");
            }
        }
    }
}

#[tokio::test]
async fn between_two_revisions_it_just_ends() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(4);
        let stop = Stop::default();
        let run = chain.runtime().upgrade(database.url(), "head").stop(&stop);
        let error = run
            .observer(|event: &Event<'_>| {
                if let Event::Finished { revision, .. } = event
                    && revision.as_str() == "0002"
                {
                    stop.stop();
                }
            })
            .await
            .unwrap_err();
        assert_eq!(code(&error), "interrupted", "{kind:?}: {error}");
        assert_eq!(error.done.steps.len(), 2, "{kind:?}");
        assert_eq!(done(&database).await, ["0001", "0002"], "{kind:?}");
        assert!(!is_locked(&database).await, "{kind:?}");
        // The next run goes on; asked before it begins, it does nothing.
        let run = chain.runtime().upgrade(database.url(), "head").stop(&stop);
        assert_eq!(code(&run.await.unwrap_err()), "interrupted", "{kind:?}");
        let run = chain.runtime().upgrade(database.url(), "head").await;
        assert_eq!(run.unwrap().steps.len(), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn sqlite_finishes_what_it_is_at() {
    let database = Database::fresh(Kind::Sqlite).await;
    let rows = "WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT i FROM n";
    let chain = sleeping(&format!("INSERT INTO t0001 {rows};"), "");
    let stop = Stop::default();
    let run = chain.runtime().upgrade(database.url(), "head").stop(&stop);
    let run = run.observer(|event: &Event<'_>| {
        if let Event::Started { revision, .. } = event
            && revision.as_str() == "0002"
        {
            stop.stop();
        }
    });
    let error = run.await.unwrap_err();
    assert_eq!(code(&error), "interrupted");
    assert_eq!(done(&database).await, ["0001", "0002"]);
}

#[tokio::test]
async fn who_waits_for_a_lock_stops_waiting() {
    for kind in servers::all() {
        if kind == Kind::Sqlite {
            continue;
        }
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(2);
        let lock = format!("DO GET_LOCK('{}', 0)", mysql_lock(&database));
        let (mut postgres, mut mysql) = (None, None);
        if kind == Kind::MySql {
            let mut other = MySqlConnection::connect(database.url()).await.unwrap();
            other.execute(AssertSqlSafe(lock)).await.unwrap();
            mysql = Some(other);
        } else {
            let mut other = PgConnection::connect(database.url()).await.unwrap();
            let lock = format!("SELECT pg_advisory_lock({})", super::locking::POSTGRES_KEY);
            other.execute(AssertSqlSafe(lock)).await.unwrap();
            postgres = Some(other);
        }
        let stop = Stop::default();
        let run = chain.runtime().upgrade(database.url(), "head").stop(&stop);
        let began = Instant::now();
        let (ran, ()) = tokio::join!(run, async {
            tokio::time::sleep(Duration::from_secs(2)).await;
            stop.stop();
        });
        assert!(began.elapsed() < Duration::from_secs(2) + SOON);
        assert_eq!(code(&ran.unwrap_err()), "interrupted", "{kind:?}");
        drop((postgres.take(), mysql.take()));
    }
}

/// The pauses between two tries grow, and none of them keeps a signal waiting.
#[tokio::test]
async fn who_waits_for_a_table_stops_waiting() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let mut chain = sleeping("ALTER TABLE t0001 ADD COLUMN name text;", "");
        chain.settings.lock_timeout = Duration::from_millis(20);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "0001").await.unwrap();
        let mut reader = PgConnection::connect(database.url()).await.unwrap();
        reader.execute("BEGIN; SELECT * FROM t0001").await.unwrap();
        let stop = Stop::default();
        let (asking, asked) = tokio::sync::oneshot::channel();
        let mut asking = Some(asking);
        let run = runtime.upgrade(database.url(), "head").stop(&stop);
        let run = run.observer(move |event: &Event<'_>| {
            if let Event::Retrying { pause, .. } = event
                && *pause > Duration::from_millis(1500)
                && let Some(asking) = asking.take()
            {
                let _ = asking.send(*pause);
            }
        });
        let (ran, (pause, asked)) = tokio::join!(run, async {
            let pause = asked.await.unwrap();
            stop.stop();
            (pause, Instant::now())
        });
        assert_eq!(code(&ran.unwrap_err()), "interrupted", "{kind:?}");
        assert!(asked.elapsed() < pause, "{kind:?}");
        reader.close().await.unwrap();
    }
}
