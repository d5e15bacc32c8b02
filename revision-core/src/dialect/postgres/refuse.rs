//! What may not stand in a revision on PostgreSQL.

use super::lex::{Lexer, Words};
use crate::dialect::lex::refuse::{client_command, transaction_control};
use crate::dialect::lex::{Kind, Lex};
use crate::dialect::statement::Refusal;

const TRANSACTION: &[&str] = &[
    "BEGIN",
    "START TRANSACTION",
    "COMMIT PREPARED",
    "COMMIT",
    "END",
    "ROLLBACK PREPARED",
    "ROLLBACK",
    "ABORT",
    "SAVEPOINT",
    "RELEASE",
    "PREPARE TRANSACTION",
];

pub(in crate::dialect) fn refusal(statement: &str) -> Option<Refusal> {
    if let Some(command) = command_of_psql(statement) {
        let mut refusal = client_command(command, "is a command of psql, not SQL");
        if command.starts_with("\\restrict") || command.starts_with("\\unrestrict") {
            refusal.help = Some("leave out the lines that pg_dump wrote for psql");
        }
        return Some(refusal);
    }
    let mut reader = Words::new(statement);
    if let Some(what) = reader.eat_any(TRANSACTION) {
        return Some(transaction_control(what));
    }
    if reader.eat("DISCARD ALL") {
        return Some(Refusal {
            what: "DISCARD ALL".to_owned(),
            why: "gives up the lock that keeps other runners out",
            help: Some("`RESET ALL` puts settings back"),
        });
    }
    reader.eat("COPY").then(|| copy(reader)).flatten()
}

/// The first of psql's commands in the statement, to the end of its line.
fn command_of_psql(statement: &str) -> Option<&str> {
    // Nearly no statement has a backslash, and looking for one is fast.
    if !statement.contains('\\') {
        return None;
    }
    let token = Lexer::new(statement).find(|token| token.kind == Kind::Client)?;
    Some(&statement[token.start..token.end])
}

fn copy(reader: Words<'_>) -> Option<Refusal> {
    let words = reader.words_outside_brackets();
    let (what, help) =
        words
            .windows(2)
            .find_map(|pair| match (pair[0].as_str(), pair[1].as_str()) {
                ("FROM", "STDIN") => Some((
                    "COPY FROM STDIN",
                    "write INSERT statements: `pg_dump --rows-per-insert=1000` does",
                )),
                ("TO", "STDOUT") => Some(("COPY TO STDOUT", "nobody reads what it would print")),
                _ => None,
            })?;
    Some(Refusal {
        what: what.to_owned(),
        why: "sends data beside the SQL, which a revision cannot hold",
        help: Some(help),
    })
}
