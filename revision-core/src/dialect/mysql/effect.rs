//! How a statement takes effect on MySQL and MariaDB: rows in a transaction, everything else by itself, committing what
//! went before.

use super::lex::Words;
use super::refuse::refusal;
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
