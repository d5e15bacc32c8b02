use revision_core::Backend::{self, MySql, Postgres, Sqlite};
use revision_core::dialect::statement::{atomic_alone, needs_no_transaction, sets_session};

fn outside(backend: Backend, statement: &str) -> Option<String> {
    let refused = needs_no_transaction(backend, statement);
    if refused.is_some() {
        assert!(!atomic_alone(backend, statement), "{statement}");
    }
    refused.map(|refused| refused.what)
}

#[test]
fn outside_a_transaction_only_on_postgres() {
    for (statement, what) in [
        (
            "create unique index concurrently i on t (a)",
            "CREATE INDEX CONCURRENTLY",
        ),
        (
            "DROP INDEX CONCURRENTLY IF EXISTS i",
            "DROP INDEX CONCURRENTLY",
        ),
        ("REINDEX INDEX CONCURRENTLY i", "REINDEX CONCURRENTLY"),
        (
            "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
            "REINDEX CONCURRENTLY",
        ),
        ("REINDEX DATABASE d", "REINDEX DATABASE"),
        ("REINDEX SYSTEM d", "REINDEX SYSTEM"),
        ("VACUUM FULL t", "VACUUM"),
        ("CREATE DATABASE d", "CREATE DATABASE"),
        ("DROP DATABASE d", "DROP DATABASE"),
        ("CREATE TABLESPACE d LOCATION 'x'", "CREATE TABLESPACE"),
        ("DROP TABLESPACE d", "DROP TABLESPACE"),
        ("ALTER SYSTEM SET a = 1", "ALTER SYSTEM"),
        (
            "ALTER DATABASE d SET TABLESPACE t",
            "ALTER DATABASE SET TABLESPACE",
        ),
        (
            "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
            "CREATE SUBSCRIPTION",
        ),
        ("DROP SUBSCRIPTION s", "DROP SUBSCRIPTION"),
        ("CLUSTER", "CLUSTER"),
        ("CLUSTER (VERBOSE)", "CLUSTER"),
        (
            "ALTER TABLE a.b DETACH PARTITION c.d CONCURRENTLY",
            "DETACH PARTITION CONCURRENTLY",
        ),
    ] {
        assert_eq!(
            outside(Postgres, statement).as_deref(),
            Some(what),
            "{statement}"
        );
    }
    for statement in [
        "CREATE INDEX i ON t (a)",
        "CREATE INDEX \"concurrently\" ON t (a)",
        "REINDEX TABLE t",
        "REINDEX (CONCURRENTLY false) TABLE t",
        "CLUSTER t USING i",
        "CLUSTER VERBOSE t",
        "ALTER TABLE a DETACH PARTITION c",
        "ALTER DATABASE d SET work_mem = 1",
        "ALTER TYPE t ADD VALUE 'x'",
    ] {
        assert_eq!(outside(Postgres, statement), None, "{statement}");
        assert!(atomic_alone(Postgres, statement), "{statement}");
    }
}

#[test]
fn outside_a_transaction_only_on_sqlite() {
    for (statement, what) in [
        ("VACUUM", "VACUUM"),
        ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys"),
        ("pragma main.Journal_Mode(wal)", "PRAGMA journal_mode"),
    ] {
        assert_eq!(
            outside(Sqlite, statement).as_deref(),
            Some(what),
            "{statement}"
        );
    }
    for statement in [
        "PRAGMA foreign_keys",
        "PRAGMA user_version = 3",
        "ATTACH 'a' AS b",
    ] {
        assert_eq!(outside(Sqlite, statement), None, "{statement}");
        assert!(atomic_alone(Sqlite, statement), "{statement}");
    }
}

#[test]
fn what_commits_by_itself_is_not_atomic() {
    for (backend, statement) in [
        (Postgres, "CALL p()"),
        (Postgres, "DO $$ BEGIN COMMIT; END $$"),
        (Postgres, "FROBNICATE"),
        (Postgres, "COMMIT"),
        (Postgres, "COPY t FROM STDIN"),
        (Postgres, ""),
        (MySql, "CREATE TABLE t (a INT)"),
        (MySql, "CALL p()"),
        (MySql, "LOAD DATA INFILE 'a' INTO TABLE t"),
        (MySql, "/*!40000 ALTER TABLE t DISABLE KEYS */"),
        (Sqlite, "COMMIT"),
    ] {
        assert!(!atomic_alone(backend, statement), "{statement}");
    }
    for (backend, statement) in [
        (
            Postgres,
            "-- x\nwith a as (select 1) insert into t select * from a",
        ),
        (MySql, "INSERT INTO t VALUES (1)"),
        (MySql, "/*!40000 REPLACE INTO t VALUES (1) */"),
        (Sqlite, "CREATE TABLE t (a)"),
    ] {
        assert!(atomic_alone(backend, statement), "{statement}");
    }
}

#[test]
fn what_the_next_connection_would_lack() {
    for (backend, statement) in [
        (Postgres, "SET search_path = a"),
        (
            Postgres,
            "SELECT pg_catalog.set_config('search_path', '', false)",
        ),
        (Postgres, "CREATE TEMP TABLE t (a int)"),
        (MySql, "/*!40014 SET FOREIGN_KEY_CHECKS=0 */"),
        (Sqlite, "PRAGMA foreign_keys = OFF"),
    ] {
        assert!(sets_session(backend, statement), "{statement}");
    }
    assert!(!sets_session(Postgres, "UPDATE t SET a = 1"));
    assert!(!sets_session(Postgres, "SELECT set FROM a"));
}
