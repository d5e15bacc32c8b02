//! Tables and their indexes.

use std::collections::BTreeSet;

use super::say;
use crate::dialect::ansi::{
    NewIndex, Spelling, Spelt, add_constraint, alter_table, create_index, create_table, qualified,
};
use crate::dialect::postgres::words::Words;
use crate::operation::TableChange;
use crate::schema::{Constraint, Name, QualifiedName, Schema, Table};

/// Makes a table with all that belongs to it.
pub(super) fn create(
    words: &Words,
    name: &QualifiedName,
    table: &Table,
    if_not_exists: bool,
) -> Spelt<Vec<String>> {
    // One that is there already is given nothing.
    let (first, later) = if if_not_exists {
        (table.clone(), Vec::new())
    } else {
        parts(table)
    };
    let mut statements = vec![create_table(words, name, &first, if_not_exists)?];
    for constraint in &later {
        statements.push(add_constraint(words, name, constraint)?);
    }
    for constraint in table.constraints() {
        statements.extend(constraint_comment(words, name, &constraint)?);
    }
    statements.extend(partitions(words, name, table, if_not_exists)?);
    let how: &[&str] = if if_not_exists {
        &["IF NOT EXISTS"]
    } else {
        &[]
    };
    for (own, one) in &table.indexes {
        let new = NewIndex {
            name: own,
            table: name,
            index: one,
            how,
        };
        statements.extend(index(words, &new)?);
    }
    if table.options.row_security {
        statements.push(alter_table(words, name, "ENABLE ROW LEVEL SECURITY")?);
    }
    let spelt = qualified(words, name)?;
    if table.comment.is_some() {
        statements.push(say(words, "TABLE", &spelt, table.comment.as_deref())?);
    }
    for column in table.columns.iter() {
        if column.comment.is_some() {
            let column_name = format!("{spelt}.{}", words.name(&column.name)?);
            statements.push(say(
                words,
                "COLUMN",
                &column_name,
                column.comment.as_deref(),
            )?);
        }
    }
    Ok(statements)
}

/// Makes partitions, each after what it is a part of.
fn partitions(
    words: &Words,
    name: &QualifiedName,
    table: &Table,
    if_not_exists: bool,
) -> Spelt<Vec<String>> {
    let how = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut statements = Vec::new();
    let mut open = vec![None];
    while let Some(of) = open.pop() {
        let whole = qualified(words, of.unwrap_or(name))?;
        let parts = table.partitions.iter();
        for (own, one) in parts.filter(|(_, one)| one.of.as_ref() == of) {
            let (own_name, clause) = (qualified(words, own)?, one.clause.trim());
            statements.push(format!(
                "CREATE TABLE {how}{own_name} PARTITION OF {whole} {clause}"
            ));
            open.push(Some(own));
        }
    }
    Ok(statements)
}

/// A table as it is made, and the constraints that it is given then, since the server would make less of them: in a new table
/// it takes each for a valid one, and of those over the same columns it keeps one.
fn parts(table: &Table) -> (Table, Vec<Constraint>) {
    let mut first = table.clone();
    first.checks.retain(|check| !check.not_valid);
    first.foreign_keys.retain(|key| !key.not_valid);
    let key = table.primary_key.iter().map(|key| key.columns.clone());
    let mut taken: BTreeSet<_> = key.collect();
    first
        .unique
        .retain(|unique| taken.insert(unique.columns.clone()));
    let mut taken = BTreeSet::new();
    first.exclusions.retain(|exclusion| {
        let mut unnamed = exclusion.clone();
        unnamed.name = None;
        unnamed.comment = None;
        taken.insert(unnamed)
    });
    let all = table.constraints().into_iter();
    let later = all.filter(|constraint| match constraint {
        Constraint::Check(check) => check.not_valid,
        Constraint::ForeignKey(key) => key.not_valid,
        Constraint::Unique(unique) => !first.unique.contains(unique),
        Constraint::Exclusion(exclusion) => !first.exclusions.contains(exclusion),
        _ => false,
    });
    let later = later.collect();
    (first, later)
}

/// Makes a constraint, and says what is said about it.
pub(super) fn constraint(
    words: &Words,
    table: &QualifiedName,
    constraint: &Constraint,
) -> Spelt<Vec<String>> {
    let mut statements = vec![add_constraint(words, table, constraint)?];
    statements.extend(constraint_comment(words, table, constraint)?);
    Ok(statements)
}

/// A constraint, as it is called where something is said about it.
pub(super) fn constraint_name(words: &Words, table: &QualifiedName, name: &Name) -> Spelt {
    let (name, table) = (words.name(name)?, qualified(words, table)?);
    Ok(format!("{name} ON {table}"))
}

fn constraint_comment(
    words: &Words,
    table: &QualifiedName,
    constraint: &Constraint,
) -> Spelt<Option<String>> {
    let (Some(name), Some(comment)) = (constraint.name(), constraint.comment()) else {
        return Ok(None);
    };
    let name = constraint_name(words, table, name)?;
    say(words, "CONSTRAINT", &name, Some(comment)).map(Some)
}

/// Makes an index, and says what is said about it.
pub(super) fn index(words: &Words, new: &NewIndex<'_>) -> Spelt<Vec<String>> {
    let mut statements = vec![create_index(words, new)?];
    if let Some(comment) = &new.index.comment {
        let name = qualified(words, &new.table.beside(new.name))?;
        statements.push(say(words, "INDEX", &name, Some(comment))?);
    }
    Ok(statements)
}

/// Moves a table into another namespace.
pub(super) fn move_to(words: &Words, name: &QualifiedName, to: Option<&Name>) -> Spelt {
    if let Some(to) = to {
        let to = words.name(to)?;
        return alter_table(words, name, &format!("SET SCHEMA {to}"));
    }
    // What is searched by default only the server knows.
    let start = words.text(&alter_table(words, name, "SET SCHEMA ")?)?;
    let body = format!("BEGIN EXECUTE {start} || quote_ident(current_schema()); END");
    Ok(Words::block(&body))
}

/// Changes what is said about a table, or how it is stored.
pub(super) fn alter(
    words: &Words,
    known: &Schema,
    name: &QualifiedName,
    change: &TableChange,
) -> Spelt<Vec<String>> {
    let mut statements = Vec::new();
    if let Some(unlogged) = change.unlogged {
        let what = if unlogged {
            "SET UNLOGGED"
        } else {
            "SET LOGGED"
        };
        statements.push(alter_table(words, name, what)?);
    }
    if let Some(secured) = change.row_security {
        let what = if secured { "ENABLE" } else { "DISABLE" };
        let what = format!("{what} ROW LEVEL SECURITY");
        statements.push(alter_table(words, name, &what)?);
    }
    if let Some(storage) = &change.storage {
        let before = known.tables.get(name).map(|table| &table.options.storage);
        let gone: Vec<_> = before
            .into_iter()
            .flatten()
            .filter(|(name, _)| !storage.iter().any(|(kept, _)| kept == name))
            .map(|(name, _)| words.parameter(name))
            .collect::<Spelt<_>>()?;
        if !gone.is_empty() {
            let what = format!("RESET ({})", gone.join(", "));
            statements.push(alter_table(words, name, &what)?);
        }
        if !storage.is_empty() {
            let what = format!("SET {}", words.parameters(storage)?);
            statements.push(alter_table(words, name, &what)?);
        }
    }
    if let Some(comment) = &change.comment {
        let name = qualified(words, name)?;
        statements.push(say(words, "TABLE", &name, comment.as_deref())?);
    }
    Ok(statements)
}
