//! Behind pgbouncer in transaction mode, which gives the server's session to somebody else whenever no transaction is open.

use std::time::{Duration, Instant};

use revision_core::config::{Config, Settings};
use revision_core::runtime::{Runtime, Stop};
use revision_core::source;
use revision_tests::{Bouncer, Database, Kind, Sql, TestChain, servers};
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _, Row as _};

use super::support::{advisory_locks, code, done, until};

/// Three revisions, the second of which sets what sessions keep.
fn chain() -> TestChain {
    let mut chain = TestChain::tables(3);
    chain.write(&Sql {
        id: "0002",
        down: "0001",
        upgrade: "SET search_path = '';\nSET lock_timeout = '77s';\nSELECT pg_catalog.set_config('statement_timeout', '88s', false);\n\
                  CREATE TABLE public.t0002 (id integer);",
        ..Sql::default()
    });
    chain
}

/// What the sessions that the proxy keeps are left with, seen by others: of as many as there are.
async fn sessions(url: &str, count: usize) -> Vec<String> {
    let mut clients = Vec::new();
    let mut found = Vec::new();
    for _ in 0..count {
        let mut client = PgConnection::connect(url).await.unwrap();
        client.execute("BEGIN").await.unwrap();
        let question = "SELECT concat_ws(' ', current_setting('search_path'), current_setting('lock_timeout'), \
                        current_setting('statement_timeout'), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()))";
        let row = client.fetch_one(question).await.unwrap();
        found.push(row.get::<String, _>(0));
        // Held, so that the next is given another session.
        clients.push(client);
    }
    found
}

#[tokio::test]
async fn an_upgrade_leaves_nothing_on_the_sessions() {
    if servers::postgres().is_empty() {
        return;
    }
    for size in [1, 2, 5] {
        let database = Database::fresh(Kind::Postgres).await;
        let bouncer = Bouncer::with_pool(size);
        let url = bouncer.url(&database);
        let before = sessions(&url, size).await;
        let chain = chain();
        let ran = chain.runtime().upgrade(&url, "head").await;
        assert_eq!(ran.unwrap().steps.len(), 3);
        assert_eq!(done(&database).await, ["0001", "0002", "0003"]);
        assert_eq!(advisory_locks(&database).await, 0, "of {size}");
        assert_eq!(sessions(&url, size).await, before, "of {size}");
        // The same where it fails.
        let mut chain = chain;
        chain.write(&Sql {
            id: "0004",
            down: "0003",
            upgrade: "SET search_path = '';\nINSERT INTO nowhere VALUES (1);",
            ..Sql::default()
        });
        let failed = chain.runtime().upgrade(&url, "head").await;
        assert_eq!(code(&failed.unwrap_err()), "statement_failed");
        assert_eq!(advisory_locks(&database).await, 0, "of {size}");
        assert_eq!(sessions(&url, size).await, before, "of {size}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn several_share_the_work() {
    if servers::postgres().is_empty() {
        return;
    }
    for size in [1, 2, 20] {
        let database = Database::fresh(Kind::Postgres).await;
        let bouncer = Bouncer::with_pool(size);
        let chain = chain();
        let runners: Vec<_> = (0..6)
            .map(|_| {
                let (folder, url) = (chain.folder().to_owned(), bouncer.url(&database));
                tokio::spawn(async move {
                    let revisions = source::read(&Config::at(&folder)).unwrap();
                    let settings = Settings::DEFAULT;
                    let run = Runtime::of_files(&revisions, &settings).upgrade(&url, "head");
                    run.await.map(|outcome| outcome.steps.len())
                })
            })
            .collect();
        let mut steps = 0;
        for runner in runners {
            let ran = runner.await.unwrap();
            steps += ran.unwrap_or_else(|error| panic!("of {size}: {error}"));
        }
        assert_eq!(steps, 3, "of {size}");
        assert_eq!(done(&database).await, ["0001", "0002", "0003"]);
        assert_eq!(advisory_locks(&database).await, 0, "of {size}");
    }
}

#[tokio::test]
async fn what_runs_outside_a_transaction_is_refused_before_anything_runs() {
    if servers::postgres().is_empty() {
        return;
    }
    for size in [1, 2, 20] {
        let database = Database::fresh(Kind::Postgres).await;
        let bouncer = Bouncer::with_pool(size);
        let url = bouncer.url(&database);
        let mut chain = chain();
        chain.write(&Sql {
            id: "0004",
            down: "0003",
            header: "transaction: false",
            upgrade: "CREATE INDEX CONCURRENTLY ix ON t0003 (id);",
            ..Sql::default()
        });
        // Others are about, so that the proxy has sessions to choose from.
        let _ = sessions(&url, size.min(3)).await;
        let began = Instant::now();
        let error = chain.runtime().upgrade(&url, "head").await.unwrap_err();
        assert_eq!(code(&error), "unsupported", "of {size}: {error}");
        assert!(error.to_string().contains("`0004`"), "{error}");
        assert!(began.elapsed() < Duration::from_secs(10), "of {size}");
        assert!(done(&database).await.is_empty(), "of {size}");
        assert_eq!(advisory_locks(&database).await, 0, "of {size}");
        // As far as it goes without.
        let ran = chain.runtime().upgrade(&url, "0003").await;
        assert_eq!(ran.unwrap().steps.len(), 3, "of {size}");
        // And the server itself takes it.
        let ran = chain.runtime().upgrade(database.url(), "head").await;
        assert_eq!(ran.unwrap().steps.len(), 1);
    }
}

/// Who is cancelled is whoever runs the revision, and not who has the session that was asked first.
#[tokio::test]
async fn a_stop_hits_the_right_session() {
    if servers::postgres().is_empty() {
        return;
    }
    for size in [1, 2, 20] {
        let database = Database::fresh(Kind::Postgres).await;
        let bouncer = Bouncer::with_pool(size);
        let url = bouncer.url(&database);
        let chain = TestChain::new(&[Sql {
            id: "0001",
            upgrade: "CREATE TABLE t (id integer);\nSELECT pg_sleep(4);",
            ..Sql::default()
        }]);
        let stop = Stop::default();
        let run = chain.runtime().upgrade(&url, "head").stop(&stop);
        let began = Instant::now();
        let asleep = || async {
            let question = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
            !database.rows(question).await.is_empty()
        };
        let (ran, ()) = tokio::join!(run, async {
            until("the server sleeps", asleep).await;
            stop.stop();
        });
        // With one session there is none to cancel from, and it ends by itself.
        if size > 1 {
            assert_eq!(code(&ran.unwrap_err()), "interrupted", "of {size}");
            assert!(began.elapsed() < Duration::from_secs(3), "of {size}");
            assert!(done(&database).await.is_empty());
        } else {
            assert!(began.elapsed() < Duration::from_secs(10), "of {size}");
        }
        assert_eq!(advisory_locks(&database).await, 0, "of {size}");
    }
}
