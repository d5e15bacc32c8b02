//! What may not stand in a revision on MySQL and MariaDB.

use super::lex::{Lexer, Words};
use crate::dialect::lex::refuse::{client_command, transaction_control};
use crate::dialect::lex::{Kind, Lex};
use crate::dialect::statement::Refusal;

const TRANSACTION: &[&str] = &[
    "BEGIN",
    "START TRANSACTION",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE SAVEPOINT",
    "XA",
];

const LOCKS: &[&str] = &["LOCK TABLES", "LOCK TABLE", "UNLOCK TABLES", "UNLOCK TABLE"];

/// The client's commands that are words. `DELIMITER` is none of them: it is understood.
const CLIENT: &[&str] = &[
    "SOURCE",
    "SYSTEM",
    "TEE",
    "NOTEE",
    "PAGER",
    "NOPAGER",
    "CONNECT",
    "REHASH",
    "RESETCONNECTION",
    "EDIT",
    "EGO",
    "GO",
    "EXIT",
    "QUIT",
    "STATUS",
    "PROMPT",
    "WARNINGS",
    "NOWARNING",
    "CHARSET",
];

pub(in crate::dialect) fn refusal(statement: &str) -> Option<Refusal> {
    const NOT_SQL: &str = "is a command of the mysql client, not SQL";
    if let Some(command) = backslash_command(statement) {
        return Some(client_command(command, NOT_SQL));
    }
    let mut reader = Words::new(statement);
    // A block that stands alone, MariaDB's.
    if reader.eat("BEGIN NOT ATOMIC") {
        return None;
    }
    if let Some(what) = reader.eat_any(TRANSACTION) {
        return Some(transaction_control(what));
    }
    if let Some(what) = reader.eat_any(CLIENT) {
        return Some(client_command(what, NOT_SQL));
    }
    let (what, why, help) = if let Some(what) = reader.eat_any(LOCKS) {
        (
            what,
            "commits, and keeps the runner from the tables that it writes to",
            "leave it out: one runner at a time is seen to",
        )
    } else if reader.eat("USE") {
        (
            "USE",
            "would have the runner look for its own tables in another database",
            "qualify the names with the database",
        )
    } else if reader.eat("LOAD DATA")
        && reader
            .words_outside_brackets()
            .iter()
            .any(|word| word == "LOCAL")
    {
        (
            "LOAD DATA LOCAL",
            "reads a file beside the SQL, which a revision cannot hold",
            "write INSERT statements",
        )
    } else if sets_autocommit(statement) {
        (
            "SET autocommit",
            "takes the transaction out of the runner's hands",
            "leave it out",
        )
    } else {
        return None;
    };
    Some(Refusal {
        what: what.to_owned(),
        why,
        help: Some(help),
    })
}

/// The first of the client's commands in the statement that begins with a backslash.
fn backslash_command(statement: &str) -> Option<&str> {
    if !statement.contains('\\') {
        return None;
    }
    let token = Lexer::new(statement).find(|token| token.kind == Kind::Client)?;
    Some(&statement[token.start..token.end])
}

fn sets_autocommit(statement: &str) -> bool {
    let mut reader = Words::new(statement);
    if !reader.eat("SET") {
        return false;
    }
    let words = reader.words_outside_brackets();
    words.iter().any(|word| word == "AUTOCOMMIT")
}
