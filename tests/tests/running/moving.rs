//! Up, down, and where the database stands.

use revision_core::chain::Id;
use revision_core::runtime::Sending;
use revision_tests::{Database, Sql, TestChain, servers};

async fn rows(database: &Database) -> Vec<String> {
    database
        .rows("SELECT version_num FROM revision_version ORDER BY version_num")
        .await
        .concat()
}

#[tokio::test]
async fn up_and_down_again() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let database = Database::fresh(kind).await;
            let chain = TestChain::tables(5);
            let runtime = chain.runtime();
            let up = runtime
                .upgrade(database.url(), "head")
                .sending(sending)
                .await;
            let up = up.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
            assert_eq!(up.steps.len(), 5, "{kind:?}");
            assert_eq!(up.heads, [Id::from("0005")]);
            assert_eq!(rows(&database).await, ["0005"]);
            assert_eq!(database.rows("SELECT id FROM t0004").await, [["4"]]);
            let again = runtime.upgrade(database.url(), "head").await.unwrap();
            assert!(again.steps.is_empty());
            let down = runtime
                .downgrade(database.url(), "-2")
                .sending(sending)
                .await
                .unwrap();
            assert_eq!(down.heads, [Id::from("0003")]);
            let standing = runtime.current(database.url()).await.unwrap();
            assert_eq!(standing.heads, [Id::from("0003")]);
            assert_eq!(standing.pending, [Id::from("0004"), Id::from("0005")]);
            runtime.downgrade(database.url(), "base").await.unwrap();
            assert!(rows(&database).await.is_empty());
            let log = database
                .rows("SELECT revision, direction, outcome, statements FROM revision_log WHERE statement IS NULL ORDER BY id")
                .await;
            assert_eq!(log.len(), 10, "{kind:?}: {log:?}");
            assert_eq!(log[0], ["0001", "upgrade", "done", "2"]);
            assert_eq!(log[9], ["0001", "downgrade", "done", "1"]);
        }
    }
}

#[tokio::test]
async fn a_failing_statement_leaves_what_was_before() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let database = Database::fresh(kind).await;
            let mut chain = TestChain::tables(5);
            chain.write(&Sql {
                id: "0003",
                down: "0002",
                upgrade: "CREATE TABLE t0003 (id integer);\nINSERT INTO no_such_table VALUES (1);\nCREATE TABLE never (id integer);",
                downgrade: Some("DROP TABLE t0003;"),
                ..Sql::default()
            });
            let runtime = chain.runtime();
            let error = runtime
                .upgrade(database.url(), "head")
                .sending(sending)
                .await
                .unwrap_err();
            let place = error.faults[0].place.as_ref().unwrap();
            assert_eq!(place.line(), 8, "{kind:?}: {error}");
            assert_eq!(error.done.steps.len(), 2);
            assert_eq!(error.done.heads, [Id::from("0002")]);
            assert_eq!(rows(&database).await, ["0002"]);
        }
    }
}
