//! A statement that was under way when the process died: the catalog says whether it took effect, or the user does.

use revision_core::Code;
use revision_core::runtime::Resume;
use revision_tests::{Database, Kind, Sql, TestChain, servers};

/// Three statements of which the second is under way.
fn chain(second: &str) -> TestChain {
    let upgrade =
        format!("CREATE TABLE one (id integer);\n{second};\nINSERT INTO one (id) VALUES (3);");
    TestChain::new(&[
        Sql {
            id: "0001",
            upgrade: "CREATE TABLE base (id integer);",
            ..Sql::default()
        },
        Sql {
            id: "0002",
            down: "0001",
            header: "transaction: false",
            upgrade: &upgrade,
            downgrade: None,
        },
    ])
}

/// A database on which the process died in the second statement, which has taken effect or has not.
async fn dead(kind: Kind, chain: &TestChain, second: &str, took_effect: bool) -> Database {
    let whole = Database::fresh(kind).await;
    let up = chain.runtime().upgrade(whole.url(), "head").await;
    up.unwrap_or_else(|error| panic!("{kind:?}: {error:?}"));
    let columns = "chain, revision, direction, statement, statement_hash, statements";
    let lines = whole
        .rows(&format!(
            "SELECT {columns} FROM revision_log WHERE revision = '0002' AND statement < 3 ORDER BY statement"
        ))
        .await;
    assert_eq!(lines.len(), 2, "{kind:?}: {lines:?}");

    let database = Database::fresh(kind).await;
    let up = chain.runtime().upgrade(database.url(), "0001").await;
    up.unwrap();
    database.rows("CREATE TABLE one (id integer)").await;
    if took_effect {
        database.rows(second).await;
    }
    for (line, outcome) in lines.iter().zip(["done", "started"]) {
        let values: Vec<_> = line.iter().map(|value| format!("'{value}'")).collect();
        let values = values.join(", ");
        let insert = format!(
            "INSERT INTO revision_log ({columns}, outcome, started_at) VALUES ({values}, '{outcome}', '2026-01-01 00:00:00')"
        );
        database.rows(&insert).await;
    }
    database
}

/// Statements of which the catalog shows whether they took effect.
fn known(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Sqlite => &["VACUUM"],
        Kind::MySql => &[
            "CREATE TABLE two (id integer)",
            "DROP TABLE base",
            "ALTER TABLE one ADD COLUMN extra integer",
            "CREATE INDEX ix_one ON one (id)",
            "ALTER TABLE one ADD UNIQUE INDEX ux_one (id)",
            "RENAME TABLE base TO ground",
            "CREATE VIEW seen AS SELECT id FROM one",
            "CREATE TRIGGER counted BEFORE INSERT ON base FOR EACH ROW SET @n = 1",
            "CREATE PROCEDURE nothing() SELECT 1",
        ],
        _ => &[
            "CREATE INDEX CONCURRENTLY ix_one ON one (id)",
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS \"Ix one\" ON public.one (id)",
        ],
    }
}

/// Statements of which it does not.
fn unknown(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "VACUUM INTO 'file:copy?mode=memory'",
        Kind::MySql => "ALTER TABLE one ADD COLUMN a integer, ADD COLUMN b integer",
        _ => "DO $$ BEGIN CREATE TABLE made (id integer); END $$",
    }
}

#[tokio::test]
async fn the_catalog_tells_what_became_of_known_statements() {
    for kind in servers::all() {
        for second in known(kind) {
            for took_effect in [true, false] {
                let place = format!("{kind:?}, {second}, {took_effect}");
                let chain = chain(second);
                let database = dead(kind, &chain, second, took_effect).await;
                let runtime = chain.runtime();
                let error = runtime.upgrade(database.url(), "head").await.unwrap_err();
                assert_eq!(error.code(), Code::PartialRevision, "{place}: {error}");
                let said =
                    "1 statement is committed, and statement 2 of 3 was started and not finished";
                assert!(error.faults[0].message.contains(said), "{place}: {error}");
                let resumed = runtime.upgrade(database.url(), "head");
                let resumed = resumed.resume(Resume::Continue).await;
                resumed.unwrap_or_else(|error| panic!("{place}: {error:?}"));
                let rows = database.rows("SELECT id FROM one").await.concat();
                assert_eq!(rows, ["3"], "{place}");
            }
        }
    }
}

#[tokio::test]
async fn of_unknown_statements_the_user_tells() {
    for kind in servers::all() {
        let second = unknown(kind);
        for took_effect in [true, false] {
            let place = format!("{kind:?}, {second}, {took_effect}");
            let chain = chain(second);
            let database = dead(kind, &chain, second, took_effect).await;
            let runtime = chain.runtime();
            let asked = runtime.upgrade(database.url(), "head");
            let error = asked.resume(Resume::Continue).await.unwrap_err();
            assert_eq!(error.code(), Code::PartialRevision, "{place}: {error}");
            let help = error.faults[0].help.join("\n");
            assert!(
                help.contains("--resume=done") && help.contains("--resume=again"),
                "{place}: {help}"
            );
            assert_eq!(error.faults[0].place.as_ref().unwrap().line(), 9, "{place}");
            let told = if took_effect {
                Resume::Done
            } else {
                Resume::Again
            };
            let resumed = runtime.upgrade(database.url(), "head").resume(told).await;
            resumed.unwrap_or_else(|error| panic!("{place}: {error:?}"));
            let rows = database.rows("SELECT id FROM one").await.concat();
            assert_eq!(rows, ["3"], "{place}");
        }
    }
}

#[cfg(feature = "servers")]
#[tokio::test]
async fn an_index_that_is_not_valid_is_built_again() {
    let valid = "SELECT indisvalid::text FROM pg_index JOIN pg_class ON oid = indexrelid WHERE relname = 'Ux base'";
    for kind in servers::postgres() {
        for (header, exists) in [("", ""), ("", "IF NOT EXISTS "), ("SELECT 1;\n", "")] {
            let build = format!(
                "{header}CREATE UNIQUE INDEX CONCURRENTLY {exists}\"Ux base\" ON base (id);\nINSERT INTO base VALUES (3);"
            );
            let chain = TestChain::new(&[
                Sql {
                    id: "0001",
                    upgrade: "CREATE TABLE base (id integer);\nINSERT INTO base VALUES (1), (1);",
                    ..Sql::default()
                },
                Sql {
                    id: "0002",
                    down: "0001",
                    header: "transaction: false",
                    upgrade: &build,
                    downgrade: None,
                },
            ]);
            let database = Database::fresh(kind).await;
            let runtime = chain.runtime();
            let error = runtime.upgrade(database.url(), "head").await.unwrap_err();
            assert_eq!(error.code(), Code::StatementFailed, "{kind:?}: {error}");
            assert_eq!(database.rows(valid).await.concat(), ["false"]);
            database.rows("DELETE FROM base").await;
            let again = runtime.upgrade(database.url(), "head");
            // Where nothing is committed a plain upgrade does.
            let again = match header {
                "" => again.await,
                _ => again.resume(Resume::Continue).await,
            };
            again.unwrap_or_else(|error| panic!("{kind:?}: {error:?}"));
            assert_eq!(database.rows(valid).await.concat(), ["true"], "{kind:?}");
            assert_eq!(database.rows("SELECT id FROM base").await.concat(), ["3"]);
        }
    }
}
