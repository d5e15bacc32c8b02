//! Where PostgreSQL's catalog shows whether a statement took effect: of those that do not run in a transaction.
//!
//! An index may be there and not be valid; who asks the catalog asks for that too.

use super::effect::needs_no_transaction;
use super::lex::Words;
use crate::dialect::lex::Qualified;
use crate::dialect::statement::{Object, ObjectKind, Probe};

pub(in crate::dialect) fn probe(statement: &str) -> Option<Probe> {
    let refused = needs_no_transaction(statement)?;
    let reader = Words::new(statement);
    match refused.what.as_str() {
        "CREATE INDEX CONCURRENTLY" => created_index(reader),
        "DROP INDEX CONCURRENTLY" => dropped_index(reader),
        "VACUUM" | "CLUSTER" | "ALTER SYSTEM" => Some(Probe::Repeatable),
        what if what.starts_with("REINDEX") => Some(Probe::Repeatable),
        _ => None,
    }
}

fn created_index(mut reader: Words<'_>) -> Option<Probe> {
    let _ = reader.eat_any(&[
        "CREATE UNIQUE INDEX CONCURRENTLY",
        "CREATE INDEX CONCURRENTLY",
    ]);
    let _ = reader.eat("IF NOT EXISTS");
    if reader.word() == "ON" {
        // The server chooses the name.
        return None;
    }
    let name = reader.name()?;
    let _ = reader.eat("ON ONLY") || reader.eat("ON");
    let table = reader.qualified()?;
    Some(Probe::Exists(index(
        table.namespace,
        name,
        Some(table.name),
    )))
}

fn dropped_index(mut reader: Words<'_>) -> Option<Probe> {
    let _ = reader.eat("DROP INDEX CONCURRENTLY");
    if reader.eat("IF EXISTS") {
        return Some(Probe::Repeatable);
    }
    let Qualified { namespace, name } = reader.qualified()?;
    // Of several none is dropped concurrently.
    let _ = reader.eat_any(&["CASCADE", "RESTRICT"]);
    reader
        .is_done()
        .then(|| Probe::Gone(index(namespace, name, None)))
}

fn index(namespace: Option<String>, name: String, table: Option<String>) -> Object {
    Object {
        kind: ObjectKind::Index { table },
        namespace,
        name,
    }
}
