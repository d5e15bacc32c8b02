//! Many runners at once, from an empty database: every revision runs once, and all of them are content.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use revision_core::config::{Config, Settings};
use revision_core::runtime::Runtime;
use revision_core::source;
use revision_tests::{Database, Kind, Sql, TestChain, servers};

use super::support::{advisory_locks, done};

const RUNNERS: usize = 16;

fn rounds() -> usize {
    if servers::thorough() { 20 } else { 2 }
}

/// Tables, rows in one of them, an index on it, more tables.
fn chain(kind: Kind) -> (TestChain, Vec<String>) {
    let mut chain = TestChain::tables(3);
    let numbers = match kind {
        Kind::Sqlite | Kind::MySql => {
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, i % 77 FROM n"
        }
        _ => "SELECT i, i % 77 FROM generate_series(1, 100000) AS n (i)",
    };
    chain.write(&Sql {
        id: "0004",
        down: "0003",
        upgrade: &format!(
            "CREATE TABLE big (id integer PRIMARY KEY, name integer);\nINSERT INTO big {numbers};"
        ),
        ..Sql::default()
    });
    let (header, index) = if kind.is_postgres() {
        (
            "transaction: false",
            "CREATE INDEX CONCURRENTLY ix_big_name ON big (name);\nCREATE UNIQUE INDEX CONCURRENTLY ix_big_both ON big (name, id);",
        )
    } else {
        ("", "CREATE INDEX ix_big_name ON big (name);")
    };
    chain.write(&Sql {
        id: "0005",
        down: "0004",
        header,
        upgrade: index,
        ..Sql::default()
    });
    chain.write(&Sql {
        id: "0006",
        down: "0005",
        upgrade: "CREATE TABLE last (id integer);\nINSERT INTO last VALUES (1);",
        ..Sql::default()
    });
    let ids = (1..=6).map(|number| format!("{number:04}")).collect();
    (chain, ids)
}

async fn check(database: &Database, ids: &[String], logged: usize) {
    let kind = database.kind();
    assert_eq!(done(database).await, ids, "{kind:?}");
    assert_eq!(database.rows("SELECT id FROM last").await, [["1"]]);
    if kind.is_postgres() {
        let invalid = "SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid";
        assert!(database.rows(invalid).await.is_empty(), "{kind:?}");
        let built = "SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'ix_big_%'";
        assert_eq!(database.rows(built).await, [["2"]]);
        assert_eq!(advisory_locks(database).await, 0);
    }
    if let Some(log) = kind.log() {
        let since = &log[logged.min(log.len())..];
        let lines: Vec<_> = since
            .lines()
            .filter(|line| line.contains("deadlock"))
            .collect();
        assert!(lines.is_empty(), "{kind:?}: {lines:?}");
    }
}

/// Where the server's log ends now.
fn logged(kind: Kind) -> usize {
    kind.log().map_or(0, |log| log.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_share_the_work() {
    for kind in servers::all() {
        let (chain, ids) = chain(kind);
        let began = Instant::now();
        for round in 0..rounds() {
            let database = Database::fresh(kind).await;
            let before = logged(kind);
            let runners: Vec<_> = (0..RUNNERS)
                .map(|_| {
                    Command::new(env!("CARGO_BIN_EXE_upgrader"))
                        .arg(chain.folder())
                        .arg(database.url())
                        .stderr(Stdio::piped())
                        .spawn()
                        .unwrap()
                })
                .collect();
            for runner in runners {
                let output = runner.wait_with_output().unwrap();
                let said = String::from_utf8_lossy(&output.stderr);
                assert!(output.status.success(), "{kind:?}, round {round}: {said}");
            }
            check(&database, &ids, before).await;
        }
        say(kind, "processes", began.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tasks_share_the_work() {
    for kind in servers::all() {
        let (chain, ids) = chain(kind);
        let began = Instant::now();
        for round in 0..rounds() {
            let database = Database::fresh(kind).await;
            let before = logged(kind);
            let runners: Vec<_> = (0..RUNNERS)
                .map(|_| {
                    let (folder, url) = (chain.folder().to_owned(), database.url().to_owned());
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
                steps += runner
                    .await
                    .unwrap()
                    .unwrap_or_else(|error| panic!("{kind:?}, round {round}: {error}"));
            }
            assert_eq!(steps, ids.len(), "{kind:?}: each step is one runner's");
            check(&database, &ids, before).await;
        }
        say(kind, "tasks", began.elapsed());
    }
}

fn say(kind: Kind, what: &str, took: Duration) {
    let rounds = rounds();
    crate::told(&format!(
        "{kind:?}: {rounds} rounds of {RUNNERS} {what} in {took:?}"
    ));
}
