//! How a statement takes effect on SQLite: nearly all of them in a transaction.

use super::lex::Words;
use super::refuse::refusal;
use crate::dialect::lex::refuse::outside_only;
use crate::dialect::statement::Refusal;

/// The pragmas that a transaction keeps from working, when they are given a value.
const OUTSIDE: &[&str] = &["foreign_keys", "journal_mode", "synchronous", "temp_store"];

pub(in crate::dialect) fn needs_no_transaction(statement: &str) -> Option<Refusal> {
    let mut reader = Words::new(statement);
    if reader.eat("VACUUM") {
        return Some(outside_only("VACUUM", "does not run inside a transaction"));
    }
    if !reader.eat("PRAGMA") {
        return None;
    }
    let name = reader.qualified()?.name.to_ascii_lowercase();
    if name == "wal_checkpoint" {
        return Some(outside_only(
            "PRAGMA wal_checkpoint",
            "does not run inside a transaction",
        ));
    }
    let is_set = reader.eat_mark("=") || reader.eat_mark("(");
    if !is_set || !OUTSIDE.contains(&name.as_str()) {
        return None;
    }
    let what = format!("PRAGMA {name}");
    Some(match name.as_str() {
        // It is passed over without a word, and rows of other tables then go with a table that is dropped.
        "foreign_keys" => Refusal {
            what,
            why: "does nothing inside a transaction",
            help: Some(
                "in a file of SQL, name the tables that are made anew, and it is done: a line `-- rebuild: table`",
            ),
        },
        _ => outside_only(&what, "cannot change anything inside a transaction"),
    })
}

pub(in crate::dialect) fn atomic_alone(statement: &str) -> bool {
    needs_no_transaction(statement).is_none() && refusal(statement).is_none()
}

pub(in crate::dialect) fn sets_session(statement: &str) -> bool {
    let mut reader = Words::new(statement);
    let words = [
        "PRAGMA",
        "ATTACH",
        "DETACH",
        "CREATE TEMP",
        "CREATE TEMPORARY",
    ];
    reader.eat_any(&words).is_some()
}
