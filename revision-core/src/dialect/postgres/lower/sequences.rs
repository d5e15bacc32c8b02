//! Counters.

use super::say;
use crate::dialect::ansi::{Spelling, Spelt, qualified};
use crate::dialect::postgres::words::Words;
use crate::operation::SequenceChange;
use crate::schema::{Name, QualifiedName, Sequence};

/// Makes a counter.
pub(super) fn create(
    words: &Words,
    name: &QualifiedName,
    sequence: &Sequence,
    if_not_exists: bool,
) -> Spelt<Vec<String>> {
    let mut parts = vec!["CREATE SEQUENCE".to_owned()];
    if if_not_exists {
        parts.push("IF NOT EXISTS".to_owned());
    }
    let spelt = qualified(words, name)?;
    parts.push(spelt.clone());
    if let Some(ty) = &sequence.ty {
        parts.push(format!("AS {}", words.ty(ty)?));
    }
    parts.extend(Words::counting(&sequence.options));
    if let Some(owner) = &sequence.owned_by {
        parts.push(owned_by(words, Some(owner))?);
    }
    let mut statements = vec![parts.join(" ")];
    if let Some(comment) = &sequence.comment {
        statements.push(say(words, "SEQUENCE", &spelt, Some(comment))?);
    }
    Ok(statements)
}

/// Lets a counter count otherwise.
pub(super) fn alter(
    words: &Words,
    name: &QualifiedName,
    change: &SequenceChange,
) -> Spelt<Vec<String>> {
    let mut parts = Vec::new();
    if let Some(ty) = &change.ty {
        parts.push(format!("AS {}", words.ty(ty)?));
    }
    if let Some(options) = &change.options {
        parts.extend(Words::counting_all(options));
    }
    if let Some(owner) = &change.owned_by {
        parts.push(owned_by(words, owner.as_ref())?);
    }
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let name = qualified(words, name)?;
    Ok(vec![format!("ALTER SEQUENCE {name} {}", parts.join(" "))])
}

fn owned_by(words: &Words, owner: Option<&(QualifiedName, Name)>) -> Spelt {
    Ok(match owner {
        Some((table, column)) => {
            let (table, column) = (qualified(words, table)?, words.name(column)?);
            format!("OWNED BY {table}.{column}")
        }
        None => "OWNED BY NONE".to_owned(),
    })
}
