//! Extensions, views and functions.

use super::{if_there, say, tables};
use crate::Backend;
use crate::dialect::ansi::{NewIndex, Spelling, Spelt, qualified, view_name};
use crate::dialect::lower::texts;
use crate::dialect::postgres::words::Words;
use crate::schema::{Extension, Name, QualifiedName, View};

/// Installs a module of the server's.
pub(super) fn create_extension(
    words: &Words,
    name: &Name,
    extension: &Extension,
    if_not_exists: bool,
) -> Spelt {
    let how = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut sql = format!("CREATE EXTENSION {how}{}", words.name(name)?);
    if let Some(namespace) = &extension.namespace {
        sql = format!("{sql} SCHEMA {}", words.name(namespace)?);
    }
    if let Some(version) = &extension.version {
        sql = format!("{sql} VERSION {}", words.text(version)?);
    }
    Ok(sql)
}

/// What a view is called where it is made or dropped.
pub(super) fn view_kind(materialized: bool) -> &'static str {
    if materialized {
        "MATERIALIZED VIEW"
    } else {
        "VIEW"
    }
}

/// Makes a view with its indexes.
pub(super) fn create_view(
    words: &Words,
    name: &QualifiedName,
    view: &View,
    or_replace: bool,
) -> Spelt<Vec<String>> {
    let kind = view_kind(view.materialized);
    let spelt = qualified(words, name)?;
    let mut statements = Vec::new();
    let mut how = "";
    if or_replace && view.materialized {
        // One whose rows are stored is not replaced.
        statements.push(format!("DROP {kind} {}{spelt}", if_there(true)));
    } else if or_replace {
        how = "OR REPLACE ";
    }
    // Without a semicolon at its end.
    let query = texts(Backend::Postgres, &view.query).join(";\n");
    let named = view_name(words, name, view)?;
    statements.push(format!("CREATE {how}{kind} {named} AS\n{query}"));
    for (own, index) in &view.indexes {
        let new = NewIndex {
            name: own,
            table: name,
            index,
            how: &[],
        };
        statements.extend(tables::index(words, &new)?);
    }
    if let Some(comment) = &view.comment {
        statements.push(say(words, kind, &spelt, Some(comment))?);
    }
    Ok(statements)
}

/// Removes a function. The types of its arguments stand behind its name as they are.
pub(super) fn drop_function(
    words: &Words,
    name: &QualifiedName,
    procedure: bool,
    if_exists: bool,
) -> Spelt {
    let kind = if procedure { "PROCEDURE" } else { "FUNCTION" };
    let (own, arguments) = match name.name.find('(') {
        Some(at) => name.name.split_at(at),
        None => (name.name.as_str(), ""),
    };
    let own = qualified(words, &name.beside(&Name::from(own.trim_end())))?;
    Ok(format!(
        "DROP {kind} {}{own}{arguments}",
        if_there(if_exists)
    ))
}
