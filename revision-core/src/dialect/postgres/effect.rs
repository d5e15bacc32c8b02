//! How a statement takes effect on PostgreSQL: in a transaction, only outside of one, or for the session alone.

use super::lex::Words;
use super::refuse::refusal;
use crate::dialect::lex::refuse::outside_only;
use crate::dialect::statement::Refusal;

pub(in crate::dialect) fn needs_no_transaction(statement: &str) -> Option<Refusal> {
    let mut reader = Words::new(statement);
    let what = match reader.eat_any(&[
        "CREATE",
        "DROP",
        "ALTER",
        "REINDEX",
        "VACUUM",
        "CLUSTER",
        "DISCARD ALL",
    ])? {
        "CREATE" => create(reader)?,
        "DROP" => drop(reader)?,
        "ALTER" => alter(reader)?,
        "REINDEX" => reindex(reader)?,
        "CLUSTER" => cluster(reader)?,
        whole => whole,
    };
    Some(outside_only(what, "does not run inside a transaction"))
}

fn create(mut reader: Words<'_>) -> Option<&'static str> {
    match reader.eat_any(&[
        "DATABASE",
        "TABLESPACE",
        "SUBSCRIPTION",
        "UNIQUE INDEX",
        "INDEX",
    ])? {
        "DATABASE" => Some("CREATE DATABASE"),
        "TABLESPACE" => Some("CREATE TABLESPACE"),
        "SUBSCRIPTION" => Some("CREATE SUBSCRIPTION"),
        _ => reader
            .eat("CONCURRENTLY")
            .then_some("CREATE INDEX CONCURRENTLY"),
    }
}

fn drop(mut reader: Words<'_>) -> Option<&'static str> {
    match reader.eat_any(&["DATABASE", "TABLESPACE", "SUBSCRIPTION", "INDEX"])? {
        "DATABASE" => Some("DROP DATABASE"),
        "TABLESPACE" => Some("DROP TABLESPACE"),
        "SUBSCRIPTION" => Some("DROP SUBSCRIPTION"),
        _ => reader
            .eat("CONCURRENTLY")
            .then_some("DROP INDEX CONCURRENTLY"),
    }
}

fn alter(mut reader: Words<'_>) -> Option<&'static str> {
    match reader.eat_any(&["SYSTEM", "DATABASE", "SUBSCRIPTION", "TABLE"])? {
        "SYSTEM" => Some("ALTER SYSTEM"),
        "DATABASE" => {
            reader.name()?;
            reader
                .eat("SET TABLESPACE")
                .then_some("ALTER DATABASE SET TABLESPACE")
        }
        "SUBSCRIPTION" => {
            reader.name()?;
            reader
                .eat_any(&[
                    "REFRESH",
                    "SET PUBLICATION",
                    "ADD PUBLICATION",
                    "DROP PUBLICATION",
                ])
                .map(|_| "ALTER SUBSCRIPTION")
        }
        _ => {
            let _ = reader.eat("IF EXISTS");
            let _ = reader.eat("ONLY");
            reader.qualified()?;
            let detaches = reader.eat("DETACH PARTITION") && reader.qualified().is_some();
            (detaches && reader.eat("CONCURRENTLY")).then_some("DETACH PARTITION CONCURRENTLY")
        }
    }
}

fn reindex(mut reader: Words<'_>) -> Option<&'static str> {
    let concurrently = reader.eat_mark("(") && {
        let mut found = false;
        while let Some((_, text)) = reader.next()
            && text != ")"
        {
            if text.eq_ignore_ascii_case("CONCURRENTLY") {
                let off = ["FALSE", "OFF"].iter().any(|off| reader.eat(off));
                found = !off;
            }
        }
        found
    };
    let kind = reader.eat_any(&["INDEX", "TABLE", "SCHEMA", "DATABASE", "SYSTEM"])?;
    match kind {
        "SCHEMA" => Some("REINDEX SCHEMA"),
        "DATABASE" => Some("REINDEX DATABASE"),
        "SYSTEM" => Some("REINDEX SYSTEM"),
        _ => (concurrently || reader.eat("CONCURRENTLY")).then_some("REINDEX CONCURRENTLY"),
    }
}

/// Without a table it goes over all of them, in a transaction each.
fn cluster(mut reader: Words<'_>) -> Option<&'static str> {
    if reader.eat_mark("(") {
        while reader.next().is_some_and(|(_, text)| text != ")") {}
    } else {
        let _ = reader.eat("VERBOSE");
    }
    reader.is_done().then_some("CLUSTER")
}

/// The first words of statements that take effect with their transaction. `CALL` and `DO` may commit within, so they are
/// none of them.
const TRANSACTIONAL: &[&str] = &[
    "SELECT", "WITH", "VALUES", "TABLE", "INSERT", "UPDATE", "DELETE", "MERGE", "TRUNCATE", "COPY",
    "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "REASSIGN", "SECURITY", "IMPORT",
    "REFRESH", "REINDEX", "CLUSTER", "ANALYZE", "ANALYSE", "LOCK", "SET", "RESET", "NOTIFY",
];

pub(in crate::dialect) fn atomic_alone(statement: &str) -> bool {
    let word = Words::new(statement).word();
    TRANSACTIONAL.contains(&word.as_str())
        && needs_no_transaction(statement).is_none()
        && refusal(statement).is_none()
}

/// Procedures and blocks may; what is prepared cannot be known. A partition is detached concurrently in two transactions,
/// the second of which does not begin again with the first.
pub(in crate::dialect) fn may_commit_within(statement: &str) -> bool {
    let mut reader = Words::new(statement);
    reader.eat_any(&["CALL", "DO", "EXECUTE"]).is_some() || alter_is_detaching(statement)
}

fn alter_is_detaching(statement: &str) -> bool {
    let refused = needs_no_transaction(statement);
    refused.is_some_and(|refused| refused.what == "DETACH PARTITION CONCURRENTLY")
}

pub(in crate::dialect) fn sets_session(statement: &str) -> bool {
    let mut reader = Words::new(statement);
    if reader
        .eat_any(&[
            "SET",
            "RESET",
            "LISTEN",
            "UNLISTEN",
            "LOAD",
            "PREPARE",
            "DEALLOCATE",
            "DISCARD",
        ])
        .is_some()
    {
        return true;
    }
    if reader.eat("CREATE") {
        let _ = reader.eat_any(&["GLOBAL", "LOCAL"]);
        return reader.eat_any(&["TEMP", "TEMPORARY"]).is_some();
    }
    // As dumps set the search path.
    reader.eat("SELECT")
        && reader
            .qualified()
            .is_some_and(|called| called.name == "set_config")
}
