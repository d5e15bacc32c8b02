//! What is held together by a transaction, what cannot be, and what a revision leaves behind on its session: nothing.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use revision_core::config::Transaction;
use revision_core::runtime::{Event, Sending};
use revision_tests::{Database, Kind, Sql, TestChain, servers};
use sqlx::mysql::MySqlConnection;
use sqlx::postgres::PgConnection;
use sqlx::{Connection as _, Executor as _};

use super::support::{advisory_locks, code, done};

const SENDINGS: [Sending; 2] = [Sending::Batched, Sending::Stepwise];

/// The tables that a test has made.
async fn tables(database: &Database) -> Vec<String> {
    let sql = match database.kind() {
        Kind::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 't0%' ORDER BY 1"
        }
        Kind::MySql => {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE 't0%' ORDER BY 1"
        }
        _ => "SELECT tablename FROM pg_tables WHERE tablename LIKE 't0%' ORDER BY 1",
    };
    database.rows(sql).await.concat()
}

fn failing() -> TestChain {
    let mut chain = TestChain::tables(5);
    chain.settings.transaction = Transaction::All;
    chain.write(&Sql {
        id: "0003",
        down: "0002",
        upgrade: "CREATE TABLE t0003 (id integer);\nINSERT INTO nowhere VALUES (1);",
        ..Sql::default()
    });
    chain
}

#[tokio::test]
async fn all_in_one_is_all_or_nothing() {
    for kind in servers::all() {
        if kind == Kind::MySql {
            continue;
        }
        for sending in SENDINGS {
            let database = Database::fresh(kind).await;
            let chain = failing();
            let run = chain.runtime().upgrade(database.url(), "head");
            let error = run.sending(sending).await.unwrap_err();
            assert_eq!(code(&error), "statement_failed", "{kind:?}");
            let place = error.faults[0].place.as_ref().unwrap();
            assert_eq!(place.path().display().to_string(), "revisions/0003.sql");
            assert_eq!(place.line(), 8);
            assert!(error.done.steps.is_empty() && error.done.heads.is_empty());
            assert!(tables(&database).await.is_empty(), "{kind:?}");
            assert!(done(&database).await.is_empty());
            let failed =
                database.rows("SELECT revision FROM revision_log WHERE outcome = 'failed'");
            assert_eq!(failed.await, [["0003"]], "{kind:?}");
            let mut chain = TestChain::tables(5);
            chain.settings.transaction = Transaction::All;
            let run = chain.runtime().upgrade(database.url(), "head");
            assert_eq!(run.sending(sending).await.unwrap().steps.len(), 5);
            assert_eq!(done(&database).await.len(), 5, "{kind:?}");
            let down = chain.runtime().downgrade(database.url(), "base");
            assert_eq!(down.sending(sending).await.unwrap().steps.len(), 5);
            assert!(tables(&database).await.is_empty(), "{kind:?}");
        }
    }
}

#[tokio::test]
async fn all_in_one_is_refused_where_it_cannot_be() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let mut chain = TestChain::tables(2);
        if kind != Kind::MySql {
            let upgrade = match kind {
                Kind::Sqlite => "VACUUM;",
                _ => "CREATE INDEX CONCURRENTLY ix ON t0002 (id);",
            };
            chain.write(&Sql {
                id: "0003",
                down: "0002",
                header: "transaction: false",
                upgrade,
                ..Sql::default()
            });
        }
        chain.settings.transaction = Transaction::All;
        let error = chain.runtime().upgrade(database.url(), "head").await;
        let error = error.unwrap_err();
        assert_eq!(code(&error), "unsupported", "{kind:?}: {error}");
        assert!(tables(&database).await.is_empty(), "{kind:?}");
        if kind == Kind::MySql {
            continue;
        }
        // By itself it shares with nobody.
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "0002").await.unwrap();
        let ran = runtime.upgrade(database.url(), "head").await;
        let ran = ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(ran.steps.len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn what_runs_in_no_transaction_is_refused_with_its_line() {
    for kind in servers::all() {
        let statements: &[&str] = match kind {
            Kind::Sqlite => &["VACUUM"],
            Kind::MySql => continue,
            _ => &[
                "CREATE INDEX CONCURRENTLY ix ON t0001 (id)",
                "VACUUM t0001",
                "REINDEX INDEX CONCURRENTLY t0001_pkey",
                "CREATE DATABASE other",
            ],
        };
        for statement in statements {
            let database = Database::fresh(kind).await;
            let mut chain = TestChain::tables(1);
            chain.write(&Sql {
                id: "0002",
                down: "0001",
                upgrade: &format!("INSERT INTO t0001 VALUES (2);\n{statement};"),
                ..Sql::default()
            });
            let error = chain.runtime().upgrade(database.url(), "head").await;
            let error = error.unwrap_err();
            assert_eq!(code(&error), "invalid_operation", "{kind:?}: {error}");
            let place = error.faults[0].place.as_ref().unwrap();
            assert_eq!((place.line(), place.column()), (8, 1), "{kind:?}: {error}");
            let help = error.faults[0].help.join(" ");
            assert!(help.contains("transaction: false"), "{help}");
            assert!(tables(&database).await.is_empty(), "{kind:?}");
        }
    }
}

#[tokio::test]
async fn outside_a_transaction_statements_go_one_by_one() {
    for kind in servers::postgres() {
        for sending in SENDINGS {
            let database = Database::fresh(kind).await;
            let mut chain = TestChain::tables(1);
            chain.write(&Sql {
                id: "0002",
                down: "0001",
                header: "transaction: false",
                upgrade: "CREATE INDEX CONCURRENTLY ix_a ON t0001 (id);\nVACUUM t0001;\nINSERT INTO t0001 VALUES (2);\n\
                          CREATE INDEX CONCURRENTLY ix_b ON t0001 (id);",
                downgrade: Some("DROP INDEX CONCURRENTLY ix_a;\nDROP INDEX CONCURRENTLY ix_b;"),
            });
            let run = chain.runtime().upgrade(database.url(), "head");
            run.sending(sending).await.unwrap();
            let indexes = "SELECT indexname FROM pg_indexes WHERE indexname LIKE 'ix%' ORDER BY 1";
            assert_eq!(database.rows(indexes).await.concat(), ["ix_a", "ix_b"]);
            assert_eq!(done(&database).await, ["0001", "0002"]);
            let down = chain.runtime().downgrade(database.url(), "-1");
            down.sending(sending).await.unwrap();
            assert!(database.rows(indexes).await.is_empty());
            assert_eq!(advisory_locks(&database).await, 0);
        }
    }
}

/// A chain whose second revision needs a table for itself.
fn altering(transaction: Transaction) -> TestChain {
    let mut chain = TestChain::tables(1);
    chain.write(&Sql {
        id: "0002",
        down: "0001",
        upgrade: "ALTER TABLE t0001 ADD COLUMN name varchar(9);",
        ..Sql::default()
    });
    chain.write(&Sql {
        id: "0003",
        down: "0002",
        upgrade: "INSERT INTO t0001 VALUES (3, 'x');",
        ..Sql::default()
    });
    chain.settings.transaction = transaction;
    chain.settings.lock_timeout = Duration::from_millis(500);
    chain
}

/// A session that reads the table and does not come to an end.
enum Reader {
    Postgres(PgConnection),
    MySql(MySqlConnection),
}

impl Reader {
    async fn of(database: &Database) -> Self {
        if database.kind() == Kind::MySql {
            let mut connection = MySqlConnection::connect(database.url()).await.unwrap();
            connection.execute("START TRANSACTION").await.unwrap();
            connection.execute("SELECT * FROM t0001").await.unwrap();
            Self::MySql(connection)
        } else {
            let mut connection = PgConnection::connect(database.url()).await.unwrap();
            connection.execute("BEGIN").await.unwrap();
            connection.execute("SELECT * FROM t0001").await.unwrap();
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

#[tokio::test]
async fn a_table_that_is_in_use_is_tried_again() {
    for kind in servers::all() {
        let ways: &[Transaction] = match kind {
            Kind::Sqlite => continue,
            Kind::MySql => &[Transaction::Each],
            _ => &[Transaction::Each, Transaction::All],
        };
        for &transaction in ways {
            let database = Database::fresh(kind).await;
            let chain = altering(transaction);
            let runtime = chain.runtime();
            runtime.upgrade(database.url(), "0001").await.unwrap();
            let reader = Reader::of(&database).await;
            let retried: Mutex<Vec<String>> = Mutex::default();
            let run = runtime.upgrade(database.url(), "head");
            let run = run.observer(|event: &Event<'_>| {
                if let Event::Retrying { revision, .. } = event {
                    retried.lock().unwrap().push(revision.to_string());
                }
            });
            let (ran, ()) = tokio::join!(run, async {
                tokio::time::sleep(Duration::from_secs(3)).await;
                // Others read meanwhile: at the latest between two tries.
                let began = Instant::now();
                database.rows("SELECT * FROM t0001").await;
                assert!(began.elapsed() < Duration::from_secs(2), "{kind:?}");
                reader.end().await;
            });
            let ran = ran.unwrap_or_else(|error| panic!("{kind:?}, {transaction:?}: {error}"));
            assert_eq!(ran.steps.len(), 2);
            let retried = retried.into_inner().unwrap();
            assert!(!retried.is_empty(), "{kind:?}, {transaction:?}");
            assert!(retried.iter().all(|id| id == "0002"), "{retried:?}");
            assert_eq!(done(&database).await, ["0001", "0002", "0003"]);
        }
    }
}

#[tokio::test]
async fn a_table_that_stays_in_use_is_given_up() {
    for kind in servers::all() {
        if kind == Kind::Sqlite {
            continue;
        }
        let database = Database::fresh(kind).await;
        let mut chain = altering(Transaction::Each);
        chain.settings.lock_wait = Duration::from_secs(2);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "0001").await.unwrap();
        let reader = Reader::of(&database).await;
        let began = Instant::now();
        let error = runtime.upgrade(database.url(), "head").await.unwrap_err();
        assert!(began.elapsed() < Duration::from_secs(5), "{kind:?}");
        assert_eq!(code(&error), "statement_failed", "{kind:?}: {error}");
        let text = error.to_string().to_lowercase();
        assert!(text.contains("lock"), "{kind:?}: {text}");
        assert!(text.contains("revisions/0002.sql:7:1"), "{kind:?}: {text}");
        reader.end().await;
        // Nothing stands in the way of the next.
        let ran = runtime.upgrade(database.url(), "head").await;
        let ran = ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(ran.steps.len(), 2, "{kind:?}");
    }
}

/// What dumps begin with, and worse.
const DUMP: &str = "SET statement_timeout = 0;\nSET lock_timeout = 0;\nSET client_encoding = 'UTF8';\n\
    SET standard_conforming_strings = off;\nSELECT pg_catalog.set_config('search_path', '', false);\n\
    SET check_function_bodies = false;\nSET xmloption = content;\nSET client_min_messages = warning;\n\
    SET row_security = off;\nSET default_tablespace = '';\nCREATE TABLE public.dumped (id integer);\nSET ROLE ROLE_NAME;";

#[tokio::test]
async fn what_a_dump_sets_harms_nothing() {
    for kind in servers::postgres() {
        for sending in SENDINGS {
            for (outside, transaction) in [
                (false, Transaction::Each),
                (false, Transaction::All),
                (true, Transaction::Each),
            ] {
                let database = Database::fresh(kind).await;
                let role = format!("d_{}", &database.name()[database.name().len() - 12..]);
                // Nobody of consequence: who stays in this role can write neither version nor log.
                let make = format!("CREATE ROLE {role}");
                database.rows(&make).await;
                let mut chain = TestChain::tables(1);
                chain.settings.transaction = transaction;
                chain.write(&Sql {
                    id: "0002",
                    down: "0001",
                    header: if outside { "transaction: false" } else { "" },
                    upgrade: &DUMP.replace("ROLE_NAME", &role),
                    ..Sql::default()
                });
                chain.write(&Sql {
                    id: "0003",
                    down: "0002",
                    upgrade: "CREATE TABLE t0003 (it text);\nINSERT INTO t0003 SELECT concat_ws(' ', current_setting('search_path'), \
                              current_setting('lock_timeout'), current_user, current_setting('standard_conforming_strings'), \
                              current_setting('row_security'));\nINSERT INTO t0003 VALUES ('a\\b');",
                    ..Sql::default()
                });
                let run = chain.runtime().upgrade(database.url(), "head");
                let ran = run.sending(sending).await;
                let ran =
                    ran.unwrap_or_else(|error| panic!("{kind:?}, {sending:?}, {outside}: {error}"));
                assert_eq!(ran.steps.len(), 3);
                let found = database
                    .rows("SELECT it FROM public.t0003 ORDER BY it")
                    .await
                    .concat();
                assert_eq!(found[1], "a\\b", "{kind:?}, {sending:?}, {outside}");
                assert_eq!(found[0], "\"$user\", public 5s revision on on");
                assert_eq!(done(&database).await, ["0001", "0002", "0003"]);
                let drop = format!("DROP ROLE {role}");
                database.rows(&drop).await;
            }
        }
    }
}

#[tokio::test]
async fn what_a_mysql_dump_sets_harms_nothing() {
    for kind in servers::all() {
        if kind != Kind::MySql {
            continue;
        }
        let database = Database::fresh(kind).await;
        let mut chain = TestChain::tables(1);
        chain.write(&Sql {
            id: "0002",
            down: "0001",
            upgrade: "/*!40101 SET NAMES latin1 */;\n/*!40103 SET TIME_ZONE='+05:00' */;\n\
                      /*!40014 SET UNIQUE_CHECKS=0, FOREIGN_KEY_CHECKS=0 */;\n/*!40101 SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO,ANSI_QUOTES' */;\n\
                      CREATE TABLE t0002 (id integer);",
            ..Sql::default()
        });
        chain.write(&Sql {
            id: "0003",
            down: "0002",
            upgrade: "CREATE TABLE t0003 (it varchar(400)) CHARACTER SET utf8mb4;\n\
                      INSERT INTO t0003 SELECT CONCAT_WS(' ', \"é\", @@SESSION.time_zone, @@SESSION.foreign_key_checks = 1, @@SESSION.unique_checks = 1, \
                      @@SESSION.sql_mode = @@GLOBAL.sql_mode);",
            ..Sql::default()
        });
        let ran = chain.runtime().upgrade(database.url(), "head").await;
        assert_eq!(ran.unwrap().steps.len(), 3);
        let found = database
            .rows("SELECT it FROM t0003")
            .await
            .concat()
            .concat();
        assert_eq!(found, "é +00:00 1 1 1");
        assert_eq!(done(&database).await, ["0001", "0002", "0003"]);
    }
}

#[tokio::test]
async fn a_statement_timeout_is_the_configurations() {
    for kind in servers::all() {
        let sleep = match kind {
            Kind::Sqlite => continue,
            Kind::MySql => "CREATE TABLE t0002 AS SELECT SLEEP(20) AS one;",
            _ => "SELECT pg_sleep(20);",
        };
        let database = Database::fresh(kind).await;
        let mut chain = TestChain::tables(1);
        chain.settings.statement_timeout = Duration::from_millis(300);
        chain.write(&Sql {
            id: "0002",
            down: "0001",
            upgrade: sleep,
            ..Sql::default()
        });
        let began = Instant::now();
        let error = chain.runtime().upgrade(database.url(), "head").await;
        let error = error.unwrap_err();
        assert!(began.elapsed() < Duration::from_secs(5), "{kind:?}");
        assert_eq!(code(&error), "statement_failed", "{kind:?}: {error}");
        assert_eq!(done(&database).await, ["0001"]);
    }
}
