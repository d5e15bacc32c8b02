//! What may be missing, where the server has no `IF EXISTS` for it: MySQL has that for tables and views alone, MariaDB for all.

use super::Words;
use crate::dialect::ansi::{Spelling as _, Spelt};
use crate::schema::{Name, QualifiedName};

/// What of a table may be missing.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Column(&'a Name),
    Index(&'a Name),
    /// A primary key goes by none of its own.
    Constraint(Option<&'a Name>),
}

/// The statements for one that is to run only where that part is there.
pub(super) fn if_there(
    words: &Words<'_>,
    table: &QualifiedName,
    part: Part<'_>,
    statement: &str,
) -> Spelt<Vec<String>> {
    let (list, column, name) = match part {
        Part::Column(name) => ("COLUMNS", "COLUMN_NAME", name.as_str()),
        Part::Index(name) => ("STATISTICS", "INDEX_NAME", name.as_str()),
        Part::Constraint(name) => (
            "TABLE_CONSTRAINTS",
            "CONSTRAINT_NAME",
            name.map_or("PRIMARY", Name::as_str),
        ),
    };
    let namespace = match &table.namespace {
        Some(namespace) => words.text(namespace)?,
        None => "DATABASE()".to_owned(),
    };
    let (of, name) = (words.text(&table.name)?, words.text(name)?);
    let statement = words.text(statement)?;
    Ok(vec![
        format!(
            "SET @revision_drop = IF(EXISTS (SELECT 1 FROM information_schema.{list} WHERE TABLE_SCHEMA = {namespace} \
             AND TABLE_NAME = {of} AND {column} = {name}), {statement}, 'DO 0')"
        ),
        "PREPARE revision_drop FROM @revision_drop".to_owned(),
        "EXECUTE revision_drop".to_owned(),
        "DEALLOCATE PREPARE revision_drop".to_owned(),
    ])
}
