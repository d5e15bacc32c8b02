use revision_core::Backend::{MySql, Postgres, Sqlite};
use revision_core::dialect::statement::{ObjectKind, Probe, probe};

/// `+index a.t.i`, `-table t`, `again`, or nothing.
fn shown(probe: Option<Probe>) -> String {
    let (sign, object) = match probe {
        None => return String::new(),
        Some(Probe::Exists(object)) => ('+', object),
        Some(Probe::Gone(object)) => ('-', object),
        Some(_) => return "again".to_owned(),
    };
    let (kind, table) = match object.kind {
        ObjectKind::Column { table } => ("column".to_owned(), Some(table)),
        ObjectKind::Index { table } => ("index".to_owned(), table),
        kind => (format!("{kind:?}").to_lowercase(), None),
    };
    let parts: Vec<String> = [object.namespace, table, Some(object.name)]
        .into_iter()
        .flatten()
        .collect();
    format!("{sign}{kind} {}", parts.join("."))
}

#[test]
fn on_mysql() {
    for (statement, expected) in [
        ("CREATE TABLE `a``b`.t (x INT)", "+table a`b.t"),
        ("CREATE TABLE T LIKE u", "+table T"),
        ("CREATE TABLE IF NOT EXISTS t (x INT)", "again"),
        ("CREATE TABLE t AS SELECT 1", ""),
        ("CREATE TABLE t (SELECT 1)", ""),
        ("CREATE TEMPORARY TABLE t (x INT)", ""),
        ("DROP TABLE a.t", "-table a.t"),
        ("DROP TABLE t, u", ""),
        ("DROP TABLE IF EXISTS t, u", "again"),
        (
            "ALTER TABLE t ADD c decimal(3, 1) NOT NULL AFTER b",
            "+column t.c",
        ),
        ("ALTER TABLE t ADD COLUMN `c` int", "+column t.c"),
        ("ALTER TABLE t ADD COLUMN (c int, d int)", ""),
        ("ALTER TABLE t ADD c int, ADD d int", ""),
        ("ALTER TABLE t ADD COLUMN IF NOT EXISTS c int", "again"),
        ("ALTER TABLE n.t ADD UNIQUE KEY i (a, b)", "+index n.t.i"),
        ("ALTER TABLE t ADD UNIQUE (a)", ""),
        ("ALTER TABLE t ADD INDEX i USING BTREE (a)", "+index t.i"),
        ("ALTER TABLE t ADD PRIMARY KEY (a)", ""),
        ("ALTER TABLE t ADD CONSTRAINT c UNIQUE (a)", ""),
        ("ALTER TABLE t DROP c", "-column t.c"),
        ("ALTER TABLE t DROP COLUMN c", "-column t.c"),
        ("ALTER TABLE t DROP INDEX i", "-index t.i"),
        ("ALTER TABLE t DROP FOREIGN KEY k", ""),
        ("ALTER TABLE t RENAME TO u", "+table u"),
        ("ALTER TABLE t RENAME u", "+table u"),
        ("ALTER TABLE t RENAME TO T", ""),
        ("ALTER TABLE t RENAME COLUMN a TO b", "+column t.b"),
        ("ALTER TABLE t MODIFY a bigint", ""),
        ("ALTER TABLE t ENGINE = InnoDB", ""),
        ("RENAME TABLE a.t TO b.t", "+table b.t"),
        ("RENAME TABLE a TO b, c TO d", ""),
        (
            "CREATE UNIQUE INDEX i USING BTREE ON a.t (x)",
            "+index a.t.i",
        ),
        ("DROP INDEX i ON t", "-index t.i"),
        (
            "CREATE ALGORITHM = MERGE DEFINER = 'a'@'b' SQL SECURITY INVOKER VIEW v AS SELECT 1",
            "+view v",
        ),
        ("CREATE OR REPLACE VIEW v AS SELECT 1", "again"),
        ("DROP VIEW v", "-view v"),
        (
            "/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @a = 1 */",
            "+trigger t",
        ),
        ("DROP TRIGGER a.t", "-trigger a.t"),
        ("CREATE PROCEDURE p() SELECT 1", "+procedure p"),
        (
            "CREATE DEFINER = CURRENT_USER() FUNCTION f() RETURNS INT RETURN 1",
            "+function f",
        ),
        ("DROP FUNCTION f", "-function f"),
        (
            "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1",
            "+event e",
        ),
        ("INSERT INTO t VALUES (1)", ""),
    ] {
        assert_eq!(shown(probe(MySql, statement)), expected, "{statement}");
    }
}

#[test]
fn on_postgres() {
    for (statement, expected) in [
        (
            "CREATE INDEX CONCURRENTLY I ON S.\"T\"\"t\" (a)",
            "+index s.T\"t.i",
        ),
        (
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY t (a)",
            "+index t.i",
        ),
        ("CREATE INDEX CONCURRENTLY ON t (a)", ""),
        ("CREATE INDEX CONCURRENTLY U&\"i\" ON t (a)", ""),
        ("DROP INDEX CONCURRENTLY s.i", "-index s.i"),
        ("DROP INDEX CONCURRENTLY IF EXISTS i", "again"),
        ("REINDEX INDEX CONCURRENTLY i", "again"),
        ("VACUUM", "again"),
        ("CREATE DATABASE d", ""),
        ("CREATE TABLE t (a int)", ""),
    ] {
        assert_eq!(shown(probe(Postgres, statement)), expected, "{statement}");
    }
}

#[test]
fn on_sqlite() {
    assert_eq!(probe(Sqlite, "VACUUM"), Some(Probe::Repeatable));
    assert_eq!(probe(Sqlite, "VACUUM INTO 'a'"), None);
    assert_eq!(probe(Sqlite, "CREATE TABLE t (a)"), None);
}
