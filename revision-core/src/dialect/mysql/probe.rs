//! Where the catalog of MySQL and MariaDB shows whether a statement about the schema took effect: such a statement
//! commits by itself, and a crash may hide that it did.

use super::lex::Words;
use crate::dialect::lex::Qualified;
use crate::dialect::statement::{Object, ObjectKind, Probe};

pub(in crate::dialect) fn probe(statement: &str) -> Option<Probe> {
    let mut reader = Words::new(statement);
    match reader.eat_any(&["CREATE", "DROP", "ALTER", "RENAME"])? {
        "CREATE" => create(reader),
        "DROP" => drop(reader),
        "ALTER" => alter(reader),
        _ => rename(reader),
    }
}

fn create(mut reader: Words<'_>) -> Option<Probe> {
    let replaces = reader.eat("OR REPLACE");
    skip_attributes(&mut reader);
    let _ = reader.eat_any(&[
        "UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR", "ONLINE", "OFFLINE",
    ]);
    let kind = reader.eat_any(&[
        "TABLE",
        "INDEX",
        "VIEW",
        "TRIGGER",
        "PROCEDURE",
        "FUNCTION",
        "EVENT",
    ])?;
    if reader.eat("IF NOT EXISTS") || replaces {
        return Some(Probe::Repeatable);
    }
    let named = reader.qualified()?;
    let object = match kind {
        "INDEX" => on_table(reader, named.name)?,
        // The table may be there without its rows.
        "TABLE" if has_select(reader) => return None,
        kind => object(plain_kind(kind), named),
    };
    Some(Probe::Exists(object))
}

/// What may stand before a kind of object: `ALGORITHM = … DEFINER = … SQL SECURITY … AGGREGATE`.
fn skip_attributes(reader: &mut Words<'_>) {
    loop {
        if reader.eat("ALGORITHM") {
            let _ = reader.eat_mark("=") && reader.next().is_some();
        } else if reader.eat("DEFINER") {
            let _ = reader.eat_mark("=") && reader.next().is_some();
            if reader.eat_mark("@") {
                reader.next();
            } else if reader.eat_mark("(") {
                let _ = reader.eat_mark(")");
            }
        } else if reader
            .eat_any(&["SQL SECURITY DEFINER", "SQL SECURITY INVOKER", "AGGREGATE"])
            .is_none()
        {
            return;
        }
    }
}

fn has_select(mut reader: Words<'_>) -> bool {
    while !reader.is_done() {
        if reader.eat_any(&["SELECT", "TABLE", "VALUES ROW"]).is_some() {
            return true;
        }
        reader.next();
    }
    false
}

fn drop(mut reader: Words<'_>) -> Option<Probe> {
    let kind = reader.eat_any(&[
        "TABLE",
        "INDEX",
        "VIEW",
        "TRIGGER",
        "PROCEDURE",
        "FUNCTION",
        "EVENT",
    ])?;
    if reader.eat("IF EXISTS") {
        return Some(Probe::Repeatable);
    }
    let named = reader.qualified()?;
    if kind == "INDEX" {
        return Some(Probe::Gone(on_table(reader, named.name)?));
    }
    let _ = reader.eat_any(&["RESTRICT", "CASCADE"]);
    // Several are not dropped at once.
    reader
        .is_done()
        .then(|| Probe::Gone(object(plain_kind(kind), named)))
}

fn alter(mut reader: Words<'_>) -> Option<Probe> {
    let _ = reader.eat_any(&["ONLINE", "OFFLINE"]);
    let _ = reader.eat("IGNORE");
    if !reader.eat("TABLE") {
        return None;
    }
    let _ = reader.eat("IF EXISTS");
    let table = reader.qualified()?;
    if reader.clone().has_comma() {
        return None;
    }
    match reader.eat_any(&["ADD", "DROP", "RENAME"])? {
        "ADD" => add(reader, table),
        "DROP" => drop_from(reader, table),
        _ => rename_in(reader, table),
    }
}

/// What may follow `ADD` and `DROP` and is no column.
const NO_COLUMN: &[&str] = &[
    "CONSTRAINT",
    "PRIMARY",
    "FOREIGN",
    "CHECK",
    "PARTITION",
    "PERIOD",
    "SYSTEM",
];

fn add(mut reader: Words<'_>, table: Qualified) -> Option<Probe> {
    let indexes = [
        "UNIQUE INDEX",
        "UNIQUE KEY",
        "UNIQUE",
        "FULLTEXT INDEX",
        "FULLTEXT KEY",
        "FULLTEXT",
        "SPATIAL INDEX",
        "SPATIAL KEY",
        "SPATIAL",
        "VECTOR INDEX",
        "VECTOR KEY",
        "INDEX",
        "KEY",
    ];
    let is_index = reader.eat_any(&indexes).is_some();
    if !is_index && !reader.eat("COLUMN") && NO_COLUMN.contains(&reader.word().as_str()) {
        return None;
    }
    if reader.eat("IF NOT EXISTS") {
        return Some(Probe::Repeatable);
    }
    // Without a name the server chooses one; in brackets stand several columns.
    let name = reader.name()?;
    Some(Probe::Exists(part(is_index, table, name)))
}

fn drop_from(mut reader: Words<'_>, table: Qualified) -> Option<Probe> {
    let is_index = reader.eat_any(&["INDEX", "KEY"]).is_some();
    if !is_index && !reader.eat("COLUMN") && NO_COLUMN.contains(&reader.word().as_str()) {
        return None;
    }
    if reader.eat("IF EXISTS") {
        return Some(Probe::Repeatable);
    }
    let name = reader.name()?;
    Some(Probe::Gone(part(is_index, table, name)))
}

fn rename_in(mut reader: Words<'_>, table: Qualified) -> Option<Probe> {
    if let Some(kind) = reader.eat_any(&["COLUMN", "INDEX", "KEY"]) {
        let _ = reader.eat("IF EXISTS");
        let old = reader.name()?;
        let new = reader.eat("TO").then(|| reader.name()).flatten()?;
        // Where only the case changes, the old name answers to the new one.
        let changes = !old.eq_ignore_ascii_case(&new);
        return changes.then(|| Probe::Exists(part(kind != "COLUMN", table, new)));
    }
    let _ = reader.eat_any(&["TO", "AS"]).is_some() || reader.eat_mark("=");
    renamed(&table, reader.qualified()?)
}

fn rename(mut reader: Words<'_>) -> Option<Probe> {
    if reader.eat_any(&["TABLE", "TABLES"]).is_none() || reader.clone().has_comma() {
        return None;
    }
    if reader.eat("IF EXISTS") {
        return Some(Probe::Repeatable);
    }
    let old = reader.qualified()?;
    let new = reader.eat("TO").then(|| reader.qualified()).flatten()?;
    renamed(&old, new)
}

fn renamed(old: &Qualified, new: Qualified) -> Option<Probe> {
    // A table that is renamed by its case alone answers to both names, depending on the server.
    let moves = old.namespace.is_some() && old.namespace != new.namespace;
    let changes = moves || !old.name.eq_ignore_ascii_case(&new.name);
    changes.then(|| Probe::Exists(object(ObjectKind::Table, new)))
}

/// The index of the name, on the table that the reader stands before.
fn on_table(mut reader: Words<'_>, name: String) -> Option<Object> {
    if reader.eat("USING") {
        reader.next();
    }
    if !reader.eat("ON") {
        return None;
    }
    let table = reader.qualified()?;
    Some(part(true, table, name))
}

fn part(is_index: bool, table: Qualified, name: String) -> Object {
    let kind = if is_index {
        ObjectKind::Index {
            table: Some(table.name),
        }
    } else {
        ObjectKind::Column { table: table.name }
    };
    Object {
        kind,
        namespace: table.namespace,
        name,
    }
}

fn object(kind: ObjectKind, Qualified { namespace, name }: Qualified) -> Object {
    Object {
        kind,
        namespace,
        name,
    }
}

fn plain_kind(word: &str) -> ObjectKind {
    match word {
        "VIEW" => ObjectKind::View,
        "TRIGGER" => ObjectKind::Trigger,
        "PROCEDURE" => ObjectKind::Procedure,
        "FUNCTION" => ObjectKind::Function,
        "EVENT" => ObjectKind::Event,
        _ => ObjectKind::Table,
    }
}
