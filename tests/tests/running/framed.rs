//! SQL that makes tables of SQLite anew by itself, in the frame that `-- rebuild: table` gives it: whatever way it goes about
//! it, what stood on the table stands there afterwards, and no row is lost.

use revision_core::runtime::Error;
use revision_tests::{Database, Kind, Sql, TestChain};
use sqlx::{Connection, SqliteConnection};

use crate::support::code;

/// A table with one of everything that goes with it.
const BASE: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT);
CREATE TABLE c (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE);
CREATE TABLE noted (v TEXT);
CREATE UNIQUE INDEX ix_v ON t (lower(v)) WHERE v <> '';
CREATE TRIGGER t_noted AFTER UPDATE ON t BEGIN INSERT INTO noted VALUES (new.v); END;
CREATE VIEW w AS SELECT id, v FROM t;
CREATE TRIGGER w_made INSTEAD OF INSERT ON w BEGIN INSERT INTO t (v) VALUES (new.v); END;
INSERT INTO t VALUES (1, 'a'), (2, 'b'), (9, 'c');
DELETE FROM t WHERE id = 9;
INSERT INTO c VALUES (1, 1), (2, 2), (3, 2);
";

/// The new table under another name, as SQLite's documentation has it.
const NEW_FIRST: &str =
    "CREATE TABLE t_new (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT NOT NULL);
INSERT INTO t_new SELECT id, v FROM t;
DROP TABLE t;
ALTER TABLE t_new RENAME TO t;";

/// The old table under another name, as many do it.
const OLD_FIRST: &str = "ALTER TABLE main.t RENAME TO t_old;
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT NOT NULL);
INSERT INTO t SELECT id, v FROM t_old;
DROP TABLE t_old;";

fn chain(upgrade: &str) -> TestChain {
    chain_with("", upgrade)
}

fn chain_with(more: &str, upgrade: &str) -> TestChain {
    TestChain::new(&[
        Sql {
            id: "a",
            upgrade: &format!("{BASE}{more}"),
            ..Sql::default()
        },
        Sql {
            id: "b",
            down: "a",
            upgrade,
            ..Sql::default()
        },
    ])
}

/// Upgrades to the second revision, or says what came of it.
async fn ran(chain: &TestChain) -> (Database, Result<(), Error>) {
    let database = Database::fresh(Kind::Sqlite).await;
    let base = chain.runtime().upgrade(database.url(), "a").await;
    base.expect("the first revision runs");
    let done = chain.runtime().upgrade(database.url(), "b").await;
    (database, done.map(drop))
}

/// What the database says of all that stands on the table, and of rows.
async fn standing(database: &Database) -> Vec<String> {
    let objects = database
        .rows(
            "SELECT name, sql FROM sqlite_master WHERE name IN ('ix_v', 't_noted', 'w', 'w_made', 'c') \
             ORDER BY name",
        )
        .await;
    let rows = database
        .rows("SELECT (SELECT count(*) FROM c), (SELECT group_concat(v) FROM w), (SELECT seq FROM sqlite_sequence WHERE name = 't')")
        .await;
    objects.concat().into_iter().chain(rows.concat()).collect()
}

#[tokio::test]
async fn what_stood_on_the_table_stands_there_whichever_way_it_is_made() {
    for way in [NEW_FIRST, OLD_FIRST] {
        let chain = chain(&format!("-- rebuild: t\n{way}"));
        let database = Database::fresh(Kind::Sqlite).await;
        chain.runtime().upgrade(database.url(), "a").await.unwrap();
        let before = standing(&database).await;
        assert_eq!(before.len(), 13);
        assert_eq!(before[10..], ["3", "a,b", "9"]);
        chain.runtime().upgrade(database.url(), "b").await.unwrap();
        assert_eq!(standing(&database).await, before, "{way}");
        let text = "SELECT sql FROM sqlite_master WHERE name = 't'";
        assert!(database.rows(text).await.concat()[0].contains("v TEXT NOT NULL"));
        let left = "SELECT count(*) FROM sqlite_master WHERE name LIKE 't\\__%' ESCAPE '\\' AND type = 'table'";
        assert_eq!(database.rows(left).await.concat(), ["0"]);
    }
}

#[tokio::test]
async fn without_the_line_rows_would_go() {
    let (database, done) = ran(&chain(NEW_FIRST.replace("ALTER", "-- \nALTER").as_str())).await;
    // SQLite itself stops at the view, once the rows are gone.
    assert!(done.is_err_and(|error| error.to_string().contains("error in view w")));
    assert_eq!(standing(&database).await[10], "3");
}

#[tokio::test]
async fn what_is_dropped_by_its_name_stays_dropped() {
    let (database, done) = ran(&chain(&format!(
        "-- rebuild: \"T\"\nDROP INDEX main.ix_v;\nDROP TRIGGER IF EXISTS \"t_noted\";\n{NEW_FIRST}"
    )))
    .await;
    done.unwrap();
    let names = database
        .rows("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY 1");
    assert_eq!(
        names.await.concat(),
        ["sqlite_autoindex_revision_version_1", "w_made"]
    );
}

#[tokio::test]
async fn what_cannot_be_made_again_is_named_and_nothing_remains() {
    let way = NEW_FIRST.replace("v TEXT NOT NULL", "u TEXT NOT NULL");
    let (database, done) = ran(&chain(&format!("-- rebuild: t\n{way}"))).await;
    let error = done.expect_err("the index has no column");
    assert_eq!(code(&error), "statement_failed");
    let message = error.to_string();
    assert!(
        message
            .contains("the index `ix_v` stood on `t` and cannot be made again: no such column: v"),
        "{message}"
    );
    assert_eq!(standing(&database).await[10..], ["3", "a,b", "9"]);
}

#[tokio::test]
async fn rows_that_are_missing_stop_it() {
    let way = NEW_FIRST.replace("FROM t;", "FROM t WHERE id = 1;");
    let (database, done) = ran(&chain(&format!("-- rebuild: t\n{way}"))).await;
    let message = done.expect_err("a row is missing").to_string();
    assert!(
        message.contains("have not as many rows as before"),
        "{message}"
    );
    assert_eq!(standing(&database).await[10..], ["3", "a,b", "9"]);
}

#[tokio::test]
async fn rows_that_refer_to_nothing_stop_it_if_they_are_new() {
    let orphan = "INSERT INTO c VALUES (7, 1);\nCREATE TABLE lost (r REFERENCES t (id));\nPRAGMA defer_foreign_keys = ON;\n";
    let way = format!("-- rebuild: t\n{NEW_FIRST}\nINSERT INTO c VALUES (8, 77);");
    let (database, done) = ran(&chain_with(orphan, &way)).await;
    let message = format!("{:?}", done.expect_err("a row refers to nothing"));
    assert!(
        message.contains("refer to rows that are not there"),
        "{message}"
    );
    assert!(message.contains("row: c, 8, t"), "{message}");
    assert_eq!(standing(&database).await[10], "4");

    // One that was there before is nobody's fault, also where rows are numbered anew.
    let chain = chain(&format!(
        "-- rebuild: t, c\n{NEW_FIRST}\nCREATE TABLE c2 (id INTEGER, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE);\nINSERT INTO c2 SELECT * FROM c ORDER BY id DESC;\nDROP TABLE c;\nALTER TABLE c2 RENAME TO c;"
    ));
    let database = Database::fresh(Kind::Sqlite).await;
    chain.runtime().upgrade(database.url(), "a").await.unwrap();
    let mut loose = SqliteConnection::connect(database.url()).await.unwrap();
    sqlx::raw_sql("PRAGMA foreign_keys = OFF; INSERT INTO c VALUES (70, 77)")
        .execute(&mut loose)
        .await
        .unwrap();
    chain.runtime().upgrade(database.url(), "b").await.unwrap();
    assert_eq!(standing(&database).await[0], "c");
}

#[tokio::test]
async fn settings_are_put_back_on_every_path() {
    let settings = "SELECT foreign_keys || legacy_alter_table FROM pragma_foreign_keys, pragma_legacy_alter_table";
    for (way, goes) in [
        (NEW_FIRST.to_owned(), true),
        (format!("{NEW_FIRST}\nSELECT nothing;"), false),
        (NEW_FIRST.replace("FROM t;", "FROM t LIMIT 1;"), false),
    ] {
        let chain = chain(&format!("-- rebuild: t\n{way}"));
        let database = Database::fresh(Kind::Sqlite).await;
        let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
        let done = chain.runtime().upgrade(&mut connection, "b").await;
        assert_eq!(done.is_ok(), goes, "{done:?}");
        let found: String = sqlx::query_scalar(settings)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(found, "10", "{way}");
        let temporary = "SELECT count(*) FROM temp.sqlite_master";
        let temporary: i64 = sqlx::query_scalar(temporary)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(temporary, 0);
    }
}

#[tokio::test]
async fn a_table_that_is_not_there_is_a_fault() {
    let (_, done) = ran(&chain(&format!("-- rebuild: t, users\n{NEW_FIRST}"))).await;
    let error = done.expect_err("there is no such table");
    assert_eq!(code(&error), "invalid_operation");
    assert!(
        error.to_string().contains("there is no table `users`"),
        "{error}"
    );
    let (_, done) = ran(&chain("-- rebuild: t\nALTER TABLE t RENAME TO u;")).await;
    let message = done.expect_err("it is gone").to_string();
    assert!(
        message.contains("`t` was to be made anew, and is not there any more"),
        "{message}"
    );
}

#[tokio::test]
async fn all_revisions_may_be_one_transaction() {
    let mut chain = chain(&format!("-- rebuild: t\n{NEW_FIRST}"));
    chain.settings.transaction = revision_core::config::Transaction::All;
    let database = Database::fresh(Kind::Sqlite).await;
    chain.runtime().upgrade(database.url(), "b").await.unwrap();
    assert_eq!(standing(&database).await[10..], ["3", "a,b", "9"]);
}
