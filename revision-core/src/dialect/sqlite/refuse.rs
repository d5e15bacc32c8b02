//! What may not stand in a revision on SQLite.

use super::lex::Words;
use crate::dialect::lex::Kind;
use crate::dialect::lex::refuse::{client_command, transaction_control};
use crate::dialect::statement::Refusal;

const TRANSACTION: &[&str] = &["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"];

pub(in crate::dialect) fn refusal(statement: &str) -> Option<Refusal> {
    let mut reader = Words::new(statement);
    if let Some((Kind::Client, command)) = reader.peek() {
        return Some(client_command(
            command,
            "is a command of SQLite's shell, not SQL",
        ));
    }
    reader.eat_any(TRANSACTION).map(transaction_control)
}
