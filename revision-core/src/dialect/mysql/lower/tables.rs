//! Tables.

use super::keys;
use crate::dialect::ansi::{Spelling as _, Spelt, alter_table, create_table, qualified};
use crate::dialect::mysql::words::Words;
use crate::operation::TableChange;
use crate::schema::{QualifiedName, Table};

/// Makes a table with all that belongs to it.
pub(super) fn create(
    words: &Words<'_>,
    name: &QualifiedName,
    table: &Table,
    if_not_exists: bool,
) -> Spelt<Vec<String>> {
    if table.options.row_security {
        return words.unsupported("has no row level security");
    }
    let mut table = table.clone();
    if let Some(key) = &mut table.primary_key {
        // Every table has its own, and it goes by one name.
        key.name = None;
        for column in table.columns.iter_mut() {
            column.nullable &= !key.columns.contains(&column.name);
        }
    }
    for constraint in table.constraints() {
        keys::check_length(words, Some(&table), &constraint)?;
    }
    let mut statements = vec![create_table(words, name, &table, if_not_exists)?];
    let how = words.if_there(
        if_not_exists && !table.indexes.is_empty(),
        "IF NOT EXISTS",
        "indexes",
    )?;
    for (own, index) in &table.indexes {
        statements.push(keys::create_index(
            words,
            Some(&table),
            name,
            own,
            index,
            how,
        )?);
    }
    Ok(statements)
}

/// Calls a table otherwise, in another database if need be.
pub(super) fn rename(words: &Words<'_>, from: &QualifiedName, to: &QualifiedName) -> Spelt {
    let to = qualified(words, to)?;
    alter_table(words, from, &format!("RENAME TO {to}"))
}

/// Changes what is said about a table, or how it is stored.
pub(super) fn alter(
    words: &Words<'_>,
    name: &QualifiedName,
    change: &TableChange,
) -> Spelt<Vec<String>> {
    let mut actions = Vec::new();
    if change.row_security == Some(true) {
        return words.unsupported("has no row level security");
    }
    if let Some(engine) = &change.engine {
        actions.push(format!("ENGINE = {}", words.name(engine)?));
    }
    match (&change.charset, &change.collation) {
        // What its texts are kept in, and not only those of columns to come.
        (Some(charset), collation) => {
            let collation = match collation {
                Some(collation) => format!(" COLLATE {}", words.name(collation)?),
                None => String::new(),
            };
            actions.push(format!(
                "CONVERT TO CHARACTER SET {}{collation}",
                words.name(charset)?
            ));
        }
        (None, Some(collation)) => {
            let charset = collation.split('_').next().unwrap_or_default();
            actions.push(format!(
                "CONVERT TO CHARACTER SET {} COLLATE {}",
                words.name(charset)?,
                words.name(collation)?
            ));
        }
        (None, None) => {}
    }
    if let Some(storage) = &change.storage {
        actions.extend(words.parameters(storage)?);
    }
    if let Some(comment) = &change.comment {
        let comment = words.quoted(comment.as_deref().unwrap_or_default())?;
        actions.push(format!("COMMENT = {comment}"));
    }
    if actions.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![super::together(words, name, &actions)?])
}
