//! The law of what runs outside a transaction: each statement takes effect once, whatever fails and whoever else runs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use revision_core::Code;
use revision_core::chain::Id;
use revision_core::runtime::{Event, Outcome, Resume};
use revision_tests::{Database, Kind, Sql, TestChain, servers};
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

/// Statements of a revision that must not run in a transaction, behind one that makes their table.
fn chain(upgrade: &str) -> TestChain {
    TestChain::new(&[
        Sql {
            id: "0001",
            upgrade: "CREATE TABLE effects (what varchar(40));",
            ..Sql::default()
        },
        Sql {
            id: "0002",
            down: "0001",
            header: "transaction: false",
            upgrade,
            downgrade: None,
        },
    ])
}

async fn effects(database: &Database) -> Vec<String> {
    let rows = database.rows("SELECT what FROM effects ORDER BY what");
    rows.await.concat()
}

/// A statement that commits a part of what it does and then waits for the table `held`; all else of it is a retry's or the
/// user's business.
struct Partial {
    kinds: fn(Kind) -> bool,
    /// What has to be there before.
    before: &'static str,
    statement: &'static str,
}

const PARTIAL: &[Partial] = &[
    Partial {
        kinds: Kind::is_postgres,
        before: "CREATE PROCEDURE refill() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO effects VALUES ('part'); COMMIT; \
                 INSERT INTO held VALUES (2); INSERT INTO effects VALUES ('whole'); END $$",
        statement: "CALL refill()",
    },
    Partial {
        kinds: Kind::is_postgres,
        before: "",
        statement: "DO $$ BEGIN INSERT INTO effects VALUES ('part'); COMMIT; INSERT INTO held VALUES (2); \
                    INSERT INTO effects VALUES ('whole'); END $$",
    },
    Partial {
        kinds: is_mysql,
        before: "CREATE PROCEDURE refill() BEGIN INSERT INTO effects VALUES ('part'); COMMIT; \
                 UPDATE held SET id = 2; INSERT INTO effects VALUES ('whole'); END",
        statement: "CALL refill()",
    },
    Partial {
        kinds: is_mysql,
        before: "",
        statement: "BEGIN NOT ATOMIC INSERT INTO effects VALUES ('part'); COMMIT; UPDATE held SET id = 2; \
                    INSERT INTO effects VALUES ('whole'); END",
    },
    Partial {
        kinds: is_mysql,
        before: "CREATE PROCEDURE refill() BEGIN INSERT INTO effects VALUES ('part'); COMMIT; \
                 UPDATE held SET id = 2; INSERT INTO effects VALUES ('whole'); END",
        statement: "EXECUTE IMMEDIATE 'CALL refill()'",
    },
];

fn is_mysql(kind: Kind) -> bool {
    kind == Kind::MySql
}

/// Somebody who lets nobody else write into a table.
enum Holder {
    Postgres(PgConnection),
    MySql(MySqlConnection),
}

impl Holder {
    async fn of(database: &Database, table: &str) -> Self {
        if database.kind() == Kind::MySql {
            let mut connection = MySqlConnection::connect(database.url()).await.unwrap();
            connection.execute("START TRANSACTION").await.unwrap();
            let lock = AssertSqlSafe(format!("SELECT * FROM {table} FOR UPDATE"));
            connection.execute(lock).await.unwrap();
            Self::MySql(connection)
        } else {
            let mut connection = PgConnection::connect(database.url()).await.unwrap();
            connection.execute("BEGIN").await.unwrap();
            let lock = format!("LOCK TABLE {table} IN EXCLUSIVE MODE");
            let lock = AssertSqlSafe(lock);
            connection.execute(lock).await.unwrap();
            Self::Postgres(connection)
        }
    }

    async fn end(self) {
        match self {
            Self::Postgres(connection) => connection.close().await.unwrap(),
            Self::MySql(connection) => connection.close().await.unwrap(),
        }
    }
}

/// What may commit within is not tried again, is not said to have left nothing, and only the user tells how to go on.
#[tokio::test]
async fn what_commits_within_is_never_run_again_unasked() {
    for kind in servers::all() {
        for partial in PARTIAL.iter().filter(|partial| (partial.kinds)(kind)) {
            let ways = [
                (true, Resume::Done),
                (false, Resume::Again),
                (true, Resume::Again),
                (false, Resume::Done),
            ];
            let ways = if servers::thorough() {
                &ways
            } else {
                &ways[..2]
            };
            for &(first, told) in ways {
                let place = format!("{kind:?}, {}, first: {first}, {told:?}", partial.statement);
                let ahead = if first {
                    ""
                } else {
                    "INSERT INTO effects VALUES ('ahead');\n"
                };
                let upgrade = format!(
                    "{ahead}{};\nINSERT INTO effects VALUES ('behind');",
                    partial.statement
                );
                let upgrade = if kind == Kind::MySql {
                    format!(
                        "DELIMITER //\n{}\nDELIMITER ;",
                        upgrade.replace(";\n", "//\n") + "//"
                    )
                    .replace("');//", "')//")
                } else {
                    upgrade
                };
                let mut chain = chain(&upgrade);
                chain.settings.lock_timeout = Duration::from_secs(1);
                chain.settings.lock_wait = Duration::from_secs(20);
                let database = Database::fresh(kind).await;
                let runtime = chain.runtime();
                runtime.upgrade(database.url(), "0001").await.unwrap();
                database.rows("CREATE TABLE held (id integer)").await;
                database.rows("INSERT INTO held VALUES (1)").await;
                if !partial.before.is_empty() {
                    database.rows(partial.before).await;
                }
                let holder = Holder::of(&database, "held").await;
                let retried = AtomicUsize::new(0);
                let run = runtime.upgrade(database.url(), "head");
                let run = run.observer(|event: &Event<'_>| {
                    if matches!(event, Event::Retrying { .. }) {
                        retried.fetch_add(1, Ordering::Relaxed);
                    }
                });
                let error = run.await.unwrap_err();
                holder.end().await;
                assert_eq!(retried.into_inner(), 0, "{place}");
                assert_eq!(error.code(), Code::StatementFailed, "{place}: {error}");
                let help = error.faults[0].help.join("\n");
                assert!(
                    help.contains("it may have committed a part")
                        && help.contains("--resume=done")
                        && help.contains("--resume=again")
                        && !help.contains("nothing of it is committed"),
                    "{place}: {help}"
                );
                let mut expected = vec!["part"];
                if !first {
                    expected.insert(0, "ahead");
                }
                assert_eq!(effects(&database).await, expected, "{place}");
                // Neither a plain upgrade nor a plain resume knows better.
                for resume in [None, Some(Resume::Continue)] {
                    let again = runtime.upgrade(database.url(), "head");
                    let again = match resume {
                        None => again.await,
                        Some(resume) => again.resume(resume).await,
                    };
                    let error = again.unwrap_err();
                    assert_eq!(error.code(), Code::PartialRevision, "{place}: {error}");
                }
                assert_eq!(effects(&database).await, expected, "{place}");
                let resumed = runtime.upgrade(database.url(), "head").resume(told).await;
                resumed.unwrap_or_else(|error| panic!("{place}: {error}"));
                expected.push("behind");
                if told == Resume::Again {
                    expected.extend(["part", "whole"]);
                }
                expected.sort_unstable();
                assert_eq!(effects(&database).await, expected, "{place}");
            }
        }
    }
}

/// On MariaDB a `DROP` of several goes as far as it can.
#[cfg(feature = "servers")]
#[tokio::test]
async fn what_drops_several_may_have_dropped_some() {
    let chain = chain("CREATE TABLE one (id integer);\nDROP TABLE one, missing;");
    let database = Database::fresh(Kind::MySql).await;
    let runtime = chain.runtime();
    let error = runtime.upgrade(database.url(), "head").await.unwrap_err();
    let help = error.faults[0].help.join("\n");
    assert!(help.contains("it may have committed a part"), "{help}");
}

/// The entry of a statement that ran cannot be written for a while: the entry is tried again, and not the statement.
#[tokio::test]
async fn a_note_that_has_to_wait_does_not_run_its_statement_again() {
    for kind in servers::all() {
        let slow = match kind {
            Kind::Sqlite => continue,
            Kind::MySql => "CREATE TABLE made AS SELECT 'one', SLEEP(2)",
            _ => "DO $$ BEGIN CREATE TABLE made AS SELECT 'one'; PERFORM pg_sleep(2); END $$",
        };
        let mut chain = chain(&format!("{slow};\nINSERT INTO effects VALUES ('two');"));
        chain.settings.lock_timeout = Duration::from_millis(300);
        let database = Database::fresh(kind).await;
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "0001").await.unwrap();
        let (ran, ()) = tokio::join!(runtime.upgrade(database.url(), "head"), async {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let holder = Holder::of(&database, "revision_log").await;
            tokio::time::sleep(Duration::from_secs(4)).await;
            holder.end().await;
        });
        ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(effects(&database).await, ["two"], "{kind:?}");
    }
}

/// Statements that each leave a trace, some in no transaction.
fn traced(kind: Kind, count: usize) -> String {
    let apart = match kind {
        Kind::Sqlite => ["VACUUM", "PRAGMA foreign_keys = OFF"],
        Kind::MySql => ["ANALYZE TABLE effects", "SET @a = 1"],
        _ => ["VACUUM effects", "SET work_mem = '5MB'"],
    };
    let lines = (0..count).map(|number| {
        let insert = format!("INSERT INTO effects VALUES ('{number:02}');");
        match number % 5 {
            2 => format!("{insert}\n{};", apart[0]),
            4 => format!("{insert}\n{};", apart[1]),
            _ => insert,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What `count` statements of [`traced`] leave, each once.
fn once(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:02}")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn runners_side_by_side_run_each_statement_once() {
    const RUNNERS: usize = 4;
    const STATEMENTS: usize = 20;
    for kind in servers::all() {
        for round in 0..if servers::thorough() { 20 } else { 3 } {
            let database = Database::fresh(kind).await;
            let chain = chain(&traced(kind, STATEMENTS));
            // Together from the start, in half of the rounds; else one comes while another is at work.
            let runs = (0..RUNNERS).map(|runner| {
                let runtime = chain.runtime();
                let database = &database;
                async move {
                    let late = Duration::from_millis(7 * runner as u64);
                    tokio::time::sleep(if round % 2 == 0 { Duration::ZERO } else { late }).await;
                    runtime.upgrade(database.url(), "head").await
                }
            });
            let runs: Vec<_> = runs.collect();
            let ended: Mutex<Vec<Outcome>> = Mutex::default();
            let mut runs = runs.into_iter();
            let mut next = || {
                let run = runs.next().unwrap();
                let ended = &ended;
                async move {
                    let outcome = run.await;
                    let outcome =
                        outcome.unwrap_or_else(|error| panic!("{kind:?}, round {round}: {error}"));
                    ended.lock().unwrap().push(outcome);
                }
            };
            let [one, two, three, four] = [next(), next(), next(), next()];
            tokio::join!(one, two, three, four);
            assert_eq!(effects(&database).await, once(STATEMENTS), "{kind:?}");
            let ended = ended.into_inner().unwrap();
            let steps: usize = ended.iter().map(|outcome| outcome.steps.len()).sum();
            assert_eq!(
                steps, 2,
                "{kind:?}, round {round}: each step is one runner's"
            );
            let heads = [Id::from("0002")];
            assert!(
                ended.iter().all(|outcome| outcome.heads == heads),
                "{ended:?}"
            );
        }
    }
}

/// What becomes of a run in the midst of its statements.
#[derive(Clone, Copy, Debug)]
enum Failure {
    /// The statement is wrong, and corrected afterwards.
    Wrong,
    /// The future is dropped.
    Dropped,
    /// A stop is asked for.
    Stopped,
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_each_statement_runs_once() {
    const STATEMENTS: usize = 12;
    for kind in servers::all() {
        for failure in [Failure::Wrong, Failure::Dropped, Failure::Stopped] {
            for at in [0, 3, 11] {
                for second in [false, true] {
                    let place = format!("{kind:?}, {failure:?} at {at}, second runner: {second}");
                    let database = Database::fresh(kind).await;
                    let whole = traced(kind, STATEMENTS);
                    let mut chain = chain(&whole);
                    let runtime = chain.runtime();
                    runtime.upgrade(database.url(), "0001").await.unwrap();
                    if matches!(failure, Failure::Wrong) {
                        let wrong =
                            whole.replace(&format!("VALUES ('{at:02}')"), "VALUES (nothing)");
                        chain.write(&revision(&wrong));
                    }
                    let runtime = chain.runtime();
                    let count = AtomicUsize::new(0);
                    let stop = revision_core::runtime::Stop::default();
                    let run = runtime.upgrade(database.url(), "head").stop(&stop);
                    let run = run.observer(|event: &Event<'_>| {
                        if matches!(event, Event::Statement { .. })
                            && count.fetch_add(1, Ordering::Relaxed) == at
                            && matches!(failure, Failure::Stopped)
                        {
                            stop.stop();
                        }
                    });
                    let ended = match failure {
                        Failure::Dropped => {
                            let time = Duration::from_millis(2 * at as u64);
                            tokio::time::timeout(time, run).await.ok()
                        }
                        _ => Some(run.await),
                    };
                    if matches!(failure, Failure::Wrong) {
                        assert!(matches!(ended, Some(Err(_))), "{place}");
                        chain.write(&revision(&whole));
                    }
                    let runtime = chain.runtime();
                    // What was under way when nobody waited for it is read, or asked for: it is a statement without a trace.
                    let go_on = || async {
                        let mut resume = Resume::Continue;
                        loop {
                            let run = runtime.upgrade(database.url(), "head").resume(resume);
                            match run.await {
                                Ok(_) => return,
                                Err(error)
                                    if error.code() == Code::PartialRevision
                                        && resume == Resume::Continue =>
                                {
                                    resume = Resume::Again;
                                }
                                Err(error) => panic!("{place}: {error}"),
                            }
                        }
                    };
                    if second {
                        tokio::join!(go_on(), go_on());
                    } else {
                        go_on().await;
                    }
                    assert_eq!(effects(&database).await, once(STATEMENTS), "{place}");
                }
            }
        }
    }
}

fn revision(upgrade: &str) -> Sql<'_> {
    Sql {
        id: "0002",
        down: "0001",
        header: "transaction: false",
        upgrade,
        downgrade: None,
    }
}
