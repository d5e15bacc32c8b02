//! Whether a statement loses data, known by its words: for who is asked before a database that must not lose any.
//!
//! What may be either is said to lose data. That costs an answer, and the other mistake costs the data.

use super::statement::{mentions, words};
use crate::Backend;

/// Whether the statement takes rows away, or what they hold: a table or a column that is dropped, a deletion.
///
/// ```
/// use revision_core::{Backend, dialect::statement::loses_data};
///
/// assert!(loses_data(Backend::Postgres, "ALTER TABLE users DROP email"));
/// assert!(!loses_data(Backend::Postgres, "ALTER TABLE users ALTER email DROP NOT NULL"));
/// ```
#[must_use]
#[expect(clippy::match_same_arms, reason = "each arm is a reason of its own")]
pub fn loses_data(backend: Backend, statement: &str) -> bool {
    let words = words(backend, statement);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["DELETE" | "TRUNCATE", ..] => true,
        // What a row that is in the way holds is gone, and what refers to it may go too.
        ["REPLACE", ..] | ["INSERT" | "UPDATE", "OR", "REPLACE", ..] => true,
        ["CREATE", "OR", "REPLACE", "TABLE", ..] => true,
        // What these run, nobody knows who reads them.
        ["CALL" | "EXECUTE", ..] => true,
        // A query in brackets may delete what another one inserts.
        ["WITH" | "MERGE" | "EXPLAIN", ..] => {
            mentions(backend, statement, &["DELETE"])
                || pairs(&words).any(|pair| matches!(pair, ("OR", "REPLACE") | ("REPLACE", "INTO")))
        }
        ["DROP", what, ..] if LOSES_ROWS.contains(&what) => true,
        ["DROP", what, ..] => words.contains(&"CASCADE") && !HOLDS_NOTHING.contains(&what),
        ["ALTER", what, ..] if NO_TABLES.contains(&what) => false,
        ["ALTER", ..] => alters(&words),
        ["DO" | "BEGIN", ..] => runs_a_loss(statement),
        _ => false,
    }
}

/// Each word with the next.
fn pairs<'w>(words: &[&'w str]) -> impl Iterator<Item = (&'w str, &'w str)> {
    words.windows(2).map(|pair| (pair[0], pair[1]))
}

/// Whether an `ALTER` takes something away that rows hold.
fn alters(words: &[&str]) -> bool {
    let drops = pairs(words).any(|(verb, what)| verb == "DROP" && !KEEPS_ROWS.contains(&what));
    let empties = pairs(words).any(|pair| LOSING_PAIRS.contains(&pair));
    // A name in quotes is no word, so that a column may be dropped by the last one.
    drops || empties || words.last() == Some(&"DROP")
}

/// Whether a block of code, which may be written in another language, has a word in it that loses data.
fn runs_a_loss(block: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = block.split(|c| !is_word(c));
    words.any(|word| LOSES.iter().any(|loses| word.eq_ignore_ascii_case(loses)))
}

/// What is dropped with the rows in it.
const LOSES_ROWS: [&str; 8] = [
    "DATABASE",
    "EXTENSION",
    "FOREIGN",
    "OWNED",
    "SCHEMA",
    "TABLE",
    "TABLES",
    "TABLESPACE",
];

/// What may be dropped with all that depends on it: no column does.
const HOLDS_NOTHING: [&str; 7] = [
    "INDEX",
    "MATERIALIZED",
    "POLICY",
    "RULE",
    "SEQUENCE",
    "TRIGGER",
    "VIEW",
];

/// What a table can drop without losing what its rows hold.
const KEEPS_ROWS: [&str; 10] = [
    "CHECK",
    "CONSTRAINT",
    "DEFAULT",
    "EXPRESSION",
    "FOREIGN",
    "IDENTITY",
    "INDEX",
    "KEY",
    "NOT",
    "PRIMARY",
];

/// What can be altered and holds no rows, though something can be dropped from it.
const NO_TABLES: [&str; 6] = [
    "DOMAIN",
    "EXTENSION",
    "OPERATOR",
    "PUBLICATION",
    "SUBSCRIPTION",
    "TEXT",
];

/// How a table loses rows without dropping anything.
const LOSING_PAIRS: [(&str, &str); 2] = [("DISCARD", "TABLESPACE"), ("TRUNCATE", "PARTITION")];

/// The words without which no code loses data that says what it does.
const LOSES: [&str; 5] = ["DELETE", "DROP", "EXECUTE", "REPLACE", "TRUNCATE"];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(backends: &[Backend], loses: bool, statements: &[&str]) {
        for backend in backends {
            for sql in statements {
                assert_eq!(loses_data(*backend, sql), loses, "{backend:?}: {sql}");
            }
        }
    }

    #[test]
    fn what_loses_data_is_known_by_its_words() {
        let loses = [
            "DROP TABLE users",
            "drop table if exists \"users\" cascade",
            "DROP SCHEMA app CASCADE",
            "DROP DATABASE app",
            "TRUNCATE users",
            "DELETE FROM users WHERE id = 1",
            "WITH old AS (SELECT 1) DELETE FROM users",
            "WITH old AS (DELETE FROM users RETURNING *) INSERT INTO archive SELECT * FROM old",
            "ALTER TABLE users DROP email",
            "ALTER TABLE users DROP COLUMN email",
            "ALTER TABLE users ADD a int, DROP COLUMN \"b\"",
            "ALTER TABLE users DROP \"email\"",
            "REPLACE INTO users VALUES (1)",
            "INSERT OR REPLACE INTO users VALUES (1)",
            "UPDATE OR REPLACE users SET id = 2",
        ];
        check(&Backend::ALL, true, &loses);
        let keeps = [
            "CREATE TABLE users (dropped int)",
            "DROP INDEX ix_users_email",
            "DROP VIEW recent",
            "DROP VIEW recent CASCADE",
            "DROP TRIGGER t",
            "CREATE OR REPLACE VIEW recent AS SELECT 1",
            "ALTER TABLE users DROP CONSTRAINT age_ok",
            "ALTER TABLE users ALTER COLUMN email DROP NOT NULL",
            "ALTER TABLE users ALTER email DROP DEFAULT, ADD a int",
            "INSERT INTO log VALUES ('DROP TABLE users')",
            "INSERT INTO log SELECT replace(a, 'b', 'c') FROM d",
            "UPDATE users SET note = 'delete'",
            "WITH new AS (SELECT 1) INSERT INTO users SELECT replace(a, 'b', 'c') FROM new",
            "",
        ];
        check(&Backend::ALL, false, &keeps);
    }

    #[test]
    fn so_is_what_only_one_of_them_has() {
        let loses = [
            "CREATE OR REPLACE TABLE users (id int)",
            "ALTER TABLE users TRUNCATE PARTITION p",
            "ALTER TABLE users DROP PARTITION p",
            "ALTER TABLE users DISCARD TABLESPACE",
            "ALTER TABLE users DROP SYSTEM VERSIONING",
            "CALL clean_up()",
            "EXECUTE IMMEDIATE @statement",
            "BEGIN NOT ATOMIC DELETE FROM users; END",
        ];
        check(&[Backend::MySql], true, &loses);
        let keeps = [
            "ALTER TABLE users REORGANIZE PARTITION p INTO (PARTITION q VALUES LESS THAN (9))",
            "DROP TEMPORARY TABLE recent",
            "DO SLEEP(1)",
            "ALTER TABLE users DROP FOREIGN KEY fk, DROP INDEX ix",
        ];
        check(&[Backend::MySql], false, &keeps);
        let loses = [
            "DROP TYPE mood CASCADE",
            "DROP DOMAIN IF EXISTS age CASCADE",
            "DROP FUNCTION f(int) CASCADE",
            "DROP EXTENSION postgis",
            "ALTER TYPE pair DROP ATTRIBUTE a CASCADE",
            "MERGE INTO users u USING old o ON u.id = o.id WHEN MATCHED THEN DELETE",
            "EXPLAIN ANALYZE DELETE FROM users",
            "DO $$ BEGIN DELETE FROM users; END $$",
            "DO $code$ BEGIN EXECUTE format('dr' || 'op'); END $code$",
        ];
        check(&[Backend::Postgres], true, &loses);
        let keeps = [
            "ALTER TABLE users DETACH PARTITION old",
            "DROP TYPE mood",
            "DROP MATERIALIZED VIEW totals CASCADE",
            "ALTER PUBLICATION all_of_it DROP TABLE users",
            "ALTER DOMAIN age DROP CONSTRAINT positive",
            "MERGE INTO users u USING new n ON u.id = n.id WHEN NOT MATCHED THEN INSERT VALUES (1)",
            "DO $$ BEGIN CREATE TYPE mood AS ENUM ('ok'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
            "CREATE OR REPLACE FUNCTION f() RETURNS TABLE (a int) LANGUAGE sql AS 'SELECT 1'",
            "CREATE OR REPLACE FUNCTION \"f\"() RETURNS TABLE (a int) LANGUAGE sql AS 'SELECT 1'",
        ];
        check(&[Backend::Postgres], false, &keeps);
    }
}
