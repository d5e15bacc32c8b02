//! How a statement takes effect on MySQL and MariaDB: rows in a transaction, everything else by itself, committing what
//! went before.

use super::lex::Words;
use super::refuse::refusal;
use crate::dialect::lex::Kind;
use crate::dialect::statement::Refusal;

/// None: what does not run in a transaction ends it without a word.
pub(in crate::dialect) fn needs_no_transaction(_: &str) -> Option<Refusal> {
    None
}

/// The first words of statements about rows.
const ROWS: &[&str] = &[
    "INSERT", "UPDATE", "DELETE", "REPLACE", "SELECT", "WITH", "VALUES",
];

pub(in crate::dialect) fn atomic_alone(statement: &str) -> bool {
    let word = Words::new(statement).word();
    ROWS.contains(&word.as_str()) && refusal(statement).is_none()
}

/// Procedures, blocks that stand alone (MariaDB's), what was prepared; and what drops or makes several at once, one after the
/// other.
pub(in crate::dialect) fn may_commit_within(statement: &str) -> bool {
    let mut reader = Words::new(statement);
    let blocks = [
        "CALL", "EXECUTE", "BEGIN", "IF", "CASE", "FOR", "LOOP", "REPEAT", "WHILE",
    ];
    if reader.eat_any(&blocks).is_some() {
        return true;
    }
    let several = ["DROP", "CREATE USER", "CREATE ROLE", "GRANT", "REVOKE"];
    reader.eat_any(&several).is_some() && has_several(reader)
}

/// Whether a comma stands outside all brackets.
fn has_several(mut reader: Words<'_>) -> bool {
    let mut depth = 0_usize;
    while let Some((kind, text)) = reader.next() {
        match (kind, text) {
            (Kind::Mark, "(") => depth += 1,
            (Kind::Mark, ")") => depth = depth.saturating_sub(1),
            (Kind::Mark, ",") if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

pub(in crate::dialect) fn sets_session(statement: &str) -> bool {
    let mut reader = Words::new(statement);
    let words = [
        "SET",
        "PREPARE",
        "DEALLOCATE",
        "CREATE TEMPORARY",
        "CREATE OR REPLACE TEMPORARY",
    ];
    // `SET GLOBAL` stays, and may be set again all the same.
    reader.eat_any(&words).is_some()
}
