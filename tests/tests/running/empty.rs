//! Dropping all that a database holds.

use revision_core::Code;
use revision_tests::{Database, Kind, TestChain, servers};

/// One of everything that stands in the way of dropping something else.
fn everything(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => {
            "CREATE TABLE \"a b\" (id integer PRIMARY KEY AUTOINCREMENT); INSERT INTO \"a b\" DEFAULT VALUES;
             CREATE TABLE child (parent integer NOT NULL REFERENCES \"a b\" (id)); INSERT INTO child VALUES (1);
             CREATE VIEW seen AS SELECT * FROM child;
             CREATE TRIGGER t AFTER INSERT ON child BEGIN SELECT 1; END;
             CREATE VIRTUAL TABLE found USING fts5(body);"
        }
        Kind::MySql => {
            "CREATE TABLE `a b` (id int PRIMARY KEY AUTO_INCREMENT); INSERT INTO `a b` VALUES (1);
             CREATE TABLE child (parent int NOT NULL, FOREIGN KEY (parent) REFERENCES `a b` (id)); INSERT INTO child VALUES (1);
             CREATE VIEW seen AS SELECT * FROM child;
             CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1;
             CREATE PROCEDURE two() SELECT 1;"
        }
        _ => {
            "CREATE TYPE mood AS ENUM ('good'); CREATE DOMAIN age AS int CHECK (VALUE > 0); CREATE TYPE pair AS (a int, b int);
             CREATE TABLE \"a b\" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood, age age, pair pair);
             CREATE TABLE child (parent bigint NOT NULL REFERENCES \"a b\" (id), n serial);
             CREATE VIEW seen AS SELECT * FROM child; CREATE MATERIALIZED VIEW kept AS SELECT * FROM seen;
             CREATE SEQUENCE numbers;
             CREATE FUNCTION one(pair) RETURNS int LANGUAGE sql AS 'SELECT 1';
             CREATE PROCEDURE two() LANGUAGE sql AS 'SELECT 1'; CREATE AGGREGATE most(int) (SFUNC = int4larger, STYPE = int);
             CREATE TABLE parts (n int) PARTITION BY RANGE (n); CREATE TABLE part PARTITION OF parts DEFAULT;
             CREATE SCHEMA other; CREATE TABLE other.t (id int);"
        }
    }
}

/// What there is, by name.
async fn names(database: &Database) -> Vec<String> {
    let sql = match database.kind() {
        Kind::Sqlite => "SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite%'",
        Kind::MySql => {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() \
             UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()"
        }
        _ => {
            "SELECT relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname IN ('public', 'other') \
             UNION ALL SELECT proname::text FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname = 'public' \
             UNION ALL SELECT typname::text FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE nspname = 'public' \
             UNION ALL SELECT nspname::text FROM pg_namespace WHERE nspname = 'other'"
        }
    };
    database.rows(sql).await.concat()
}

#[tokio::test]
async fn nothing_is_left_and_all_can_be_applied_again() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(3);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "head").await.unwrap();
        database.rows(everything(kind)).await;
        let ran = runtime.empty(database.url()).dry_run().await.unwrap();
        assert!(ran.dry_run && names(&database).await.len() > 7, "{kind:?}");
        let ran = runtime.empty(database.url()).await;
        let ran = ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(ran.heads.is_empty());
        assert_eq!(names(&database).await, Vec::<String>::new(), "{kind:?}");
        // Again, with nothing there; and then as if it were new.
        runtime.empty(database.url()).await.unwrap();
        let up = runtime.upgrade(database.url(), "head").await.unwrap();
        assert_eq!(up.steps.len(), 3, "{kind:?}");
    }
}

#[tokio::test]
async fn one_that_cannot_be_dropped_keeps_them_all() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(3);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "head").await.unwrap();
        database
            .rows(
                "CREATE FUNCTION keep() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'kept'; END $$;
                 CREATE EVENT TRIGGER keep ON sql_drop EXECUTE FUNCTION keep()",
            )
            .await;
        let before = names(&database).await;
        let error = runtime.empty(database.url()).await.unwrap_err();
        assert_eq!(error.code(), Code::StatementFailed, "{kind:?}");
        assert_eq!(names(&database).await, before, "{kind:?}");
    }
}
