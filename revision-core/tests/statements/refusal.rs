use revision_core::Backend::{self, MySql, Postgres, Sqlite};
use revision_core::dialect::statement::{refusal, statements};

fn refused(backend: Backend, text: &str) -> Option<String> {
    let found = statements(backend, text);
    let refused = found.iter().find_map(|one| refusal(backend, one.text))?;
    assert!(!refused.why.is_empty());
    Some(refused.what)
}

fn check(backend: Backend, cases: &[(&str, &str)]) {
    for (text, what) in cases {
        assert_eq!(refused(backend, text).as_deref(), Some(*what), "{text}");
    }
}

fn allowed(backend: Backend, texts: &[&str]) {
    for text in texts {
        assert_eq!(refused(backend, text), None, "{text}");
    }
}

#[test]
fn on_postgres() {
    check(
        Postgres,
        &[
            ("begin", "BEGIN"),
            (
                "/* x */ Start /* y */ Transaction ISOLATION LEVEL SERIALIZABLE",
                "START TRANSACTION",
            ),
            ("SELECT 1; COMMIT;", "COMMIT"),
            ("COMMIT PREPARED 'a'", "COMMIT PREPARED"),
            ("END", "END"),
            ("ABORT", "ABORT"),
            ("ROLLBACK TO a", "ROLLBACK"),
            ("SAVEPOINT a", "SAVEPOINT"),
            ("RELEASE a", "RELEASE"),
            ("PREPARE TRANSACTION 'a'", "PREPARE TRANSACTION"),
            ("DISCARD ALL", "DISCARD ALL"),
            (
                "COPY t (a, b) FROM stdin WITH (FORMAT csv)",
                "COPY FROM STDIN",
            ),
            ("COPY (SELECT a FROM stdin) TO STDOUT", "COPY TO STDOUT"),
            ("\\copy t from 'a'\n", "\\copy"),
            ("SELECT 1 \\gexec\nSELECT 2", "\\gexec"),
            ("\\restrict x\nSELECT 1;", "\\restrict"),
        ],
    );
    allowed(
        Postgres,
        &[
            "COPY t FROM '/stdin'",
            "COPY (SELECT a FROM stdin) TO 'a'",
            "SELECT '\\copy', \"\\copy\", $$\n\\copy$$, E'\\'\n\\copy' -- \\copy",
            "PREPARE p AS SELECT 1",
            "SET TRANSACTION READ ONLY",
            "DO $$ BEGIN COMMIT; END $$",
            "CREATE FUNCTION f() RETURNS void BEGIN ATOMIC SELECT 1; END",
        ],
    );
}

#[test]
fn on_mysql() {
    check(
        MySql,
        &[
            ("BEGIN WORK", "BEGIN"),
            ("START TRANSACTION", "START TRANSACTION"),
            ("commit", "COMMIT"),
            ("XA START 'a'", "XA"),
            ("SET @a = 1, SESSION autocommit = 0", "SET autocommit"),
            ("set @@session.autocommit=0", "SET autocommit"),
            ("/*!40000 SET AUTOCOMMIT=0 */", "SET autocommit"),
            ("LOCK TABLES `a` WRITE", "LOCK TABLES"),
            ("unlock tables", "UNLOCK TABLES"),
            ("USE other", "USE"),
            ("source a.sql", "SOURCE"),
            ("\\. a.sql", "\\."),
            ("SELECT 1\\G", "\\G"),
            ("LOAD DATA LOCAL INFILE 'a' INTO TABLE t", "LOAD DATA LOCAL"),
        ],
    );
    allowed(
        MySql,
        &[
            "BEGIN NOT ATOMIC SELECT 1; END",
            "DELIMITER //\nCREATE PROCEDURE p() BEGIN COMMIT; END//",
            "SELECT '\\G', \"\\.\", \\N",
            "START REPLICA",
            "SET NAMES utf8mb4",
        ],
    );
}

#[test]
fn on_sqlite() {
    check(
        Sqlite,
        &[
            ("BEGIN IMMEDIATE", "BEGIN"),
            ("END", "END"),
            ("ROLLBACK", "ROLLBACK"),
            ("SAVEPOINT a", "SAVEPOINT"),
            ("RELEASE a", "RELEASE"),
            ("SELECT 1;\n.read a.sql\n", ".read"),
        ],
    );
    allowed(
        Sqlite,
        &[
            "ATTACH 'a' AS b",
            "PRAGMA foreign_keys = OFF",
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
        ],
    );
}
