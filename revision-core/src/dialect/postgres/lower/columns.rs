//! Columns.

use super::say;
use crate::Backend;
use crate::dialect::ansi::{Spelling, Spelt, add_column, alter_table, expression, qualified};
use crate::dialect::lower::Why;
use crate::dialect::postgres::words::Words;
use crate::operation::ColumnChange;
use crate::schema::{Column, Identity, Name, QualifiedName, Schema, Type};

/// Adds a column.
pub(super) fn add(
    words: &Words,
    table: &QualifiedName,
    column: &Column,
    if_not_exists: bool,
) -> Spelt<Vec<String>> {
    let how = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut statements = vec![add_column(words, table, column, how, "")?];
    if let Some(comment) = &column.comment {
        statements.push(comment_on(words, table, &column.name, Some(comment))?);
    }
    Ok(statements)
}

fn comment_on(words: &Words, table: &QualifiedName, column: &Name, comment: Option<&str>) -> Spelt {
    let column = format!("{}.{}", qualified(words, table)?, words.name(column)?);
    say(words, "COLUMN", &column, comment)
}

/// Whether a change cannot be written down without knowing what there is: whether a counter is there already, and the type
/// or the collation that is said anew with the other of the two.
pub(super) fn has_to_be_known(change: &ColumnChange) -> bool {
    let change = change.on(Backend::Postgres);
    let counts = matches!(change.identity, Some(Some(_)));
    counts
        || match &change.ty {
            Some(ty) => change.collation.is_none() && is_collated(ty),
            None => change.collation.is_some(),
        }
}

/// Types of text that are no type of a schema's.
const TEXTS: &[&str] = &["citext", "bpchar", "character", "character varying", "name"];

/// Whether values of a type are compared by a collation, which a column loses with its type where it is not said again.
fn is_collated(ty: &Type) -> bool {
    match ty {
        Type::Char(_) | Type::Varchar(_) | Type::Text(_) => true,
        Type::Custom(words) => {
            let word = words.split(['(', '[']).next().unwrap_or_default().trim();
            let own = word.rsplit('.').next().unwrap_or_default();
            TEXTS.iter().any(|text| own.eq_ignore_ascii_case(text))
        }
        Type::Array(element) => is_collated(element),
        _ => false,
    }
}

/// Changes a column in what is named: in one statement, so that a table is read once. What is said about it is another.
pub(super) fn alter(
    words: &Words,
    known: &Schema,
    table: &QualifiedName,
    name: &Name,
    change: &ColumnChange,
) -> Spelt<Vec<String>> {
    let change = &change.on(words.backend());
    let known = || {
        let there = known
            .tables
            .get(table)
            .and_then(|table| table.columns.named(name));
        there.ok_or_else(|| Why::Unknown(table.clone()))
    };
    let mut actions = Vec::new();
    if change.identity == Some(None) {
        actions.push("DROP IDENTITY".to_owned());
    }
    if change.generated == Some(None) {
        actions.push("DROP EXPRESSION".to_owned());
    }
    // A default that stays is cast to the new type, and one that does not would be cast in vain.
    let retyped = change.ty.is_some() || change.collation.is_some();
    if change.default == Some(None) || (retyped && change.default.is_some()) {
        actions.push("DROP DEFAULT".to_owned());
    }
    if retyped {
        let ty = match &change.ty {
            Some(ty) => ty.clone(),
            None => known()?.on(words.backend()).ty,
        };
        let kept = match (&change.ty, &change.collation) {
            (Some(ty), None) if is_collated(ty) => known()?.collation.clone(),
            (_, collation) => collation.clone().flatten(),
        };
        actions.push(retype(words, name, &ty, kept.as_ref(), change)?);
    }
    match change.nullable {
        Some(true) => actions.push("DROP NOT NULL".to_owned()),
        Some(false) => actions.push("SET NOT NULL".to_owned()),
        None => {}
    }
    if let Some(Some(default)) = &change.default {
        let column = Column::new(name.clone(), Type::Boolean);
        let default = words.default(&column, default)?;
        actions.push(format!("SET DEFAULT {default}"));
    }
    if let Some(Some(identity)) = &change.identity {
        actions.push(match &known()?.identity {
            Some(_) => count_otherwise(identity),
            None => {
                let column = Column::new(name.clone(), Type::Boolean);
                format!("ADD {}", words.identity(&column, identity)?)
            }
        });
    }
    if let Some(Some(generated)) = &change.generated {
        words.since(
            17,
            "another expression for a generated column: drop the column and add it again",
        )?;
        actions.push(format!("SET EXPRESSION AS {}", expression(&generated.sql)));
    }
    let column = words.name(name)?;
    let actions: Vec<_> = actions
        .into_iter()
        .map(|action| format!("ALTER COLUMN {column} {action}"))
        .collect();
    let mut statements = Vec::new();
    match actions.as_slice() {
        [] => {}
        [action] => statements.push(alter_table(words, table, action)?),
        actions => {
            let table = qualified(words, table)?;
            let actions = actions.join(",\n    ");
            statements.push(format!("ALTER TABLE {table}\n    {actions}"));
        }
    }
    if let Some(comment) = &change.comment {
        statements.push(comment_on(words, table, name, comment.as_deref())?);
    }
    Ok(statements)
}

fn retype(
    words: &Words,
    name: &Name,
    ty: &Type,
    collation: Option<&QualifiedName>,
    change: &ColumnChange,
) -> Spelt {
    let mut parts = vec![format!("TYPE {}", words.ty(ty)?)];
    if let Some(collation) = collation {
        parts.push(format!("COLLATE {}", words.collation(collation)?));
    }
    if let Some(using) = &change.using {
        parts.push(format!("USING {}", expression(using)));
    } else if let Some(list) = of_enum(ty) {
        // The server makes no value of an enum by itself, whatever it was.
        let (name, ty) = (words.name(name)?, words.ty(ty)?);
        parts.push(format!("USING {name}::text{list}::{ty}"));
    }
    Ok(parts.join(" "))
}

/// What stands behind the name of a type that is an enum, or lists of it.
fn of_enum(ty: &Type) -> Option<String> {
    match ty {
        Type::Enum(_) => Some(String::new()),
        Type::Array(element) => Some(of_enum(element)? + "[]"),
        _ => None,
    }
}

/// Lets a counter that is there count otherwise, from where it stands.
fn count_otherwise(identity: &Identity) -> String {
    let when = if identity.always {
        "ALWAYS"
    } else {
        "BY DEFAULT"
    };
    let mut parts = vec![format!("SET GENERATED {when}")];
    let options = Words::counting_all(&identity.options);
    parts.extend(options.into_iter().map(|option| format!("SET {option}")));
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Server;
    use crate::schema::Table;

    #[test]
    fn a_text_that_becomes_another_text_keeps_its_collation() {
        let mut column = Column::new("a", Type::Varchar(None));
        column.collation = Some("C".into());
        let mut table = Table::default();
        table.columns.push(column);
        let mut known = Schema::default();
        known.tables.insert("t".into(), table);
        let server = Server::assumed(Backend::Postgres);
        let altered = |words: &str| {
            let change = ColumnChange {
                ty: Some(Type::Custom(words.to_owned())),
                ..ColumnChange::default()
            };
            assert_eq!(has_to_be_known(&change), words != "tsvector");
            alter(&Words { server }, &known, &"t".into(), &"a".into(), &change)
        };
        for (words, end) in [
            ("citext", "citext COLLATE \"C\""),
            ("public.CITEXT", "public.CITEXT COLLATE \"C\""),
            ("bpchar(3)", "bpchar(3) COLLATE \"C\""),
            ("tsvector", "tsvector"),
        ] {
            let expected = format!("ALTER TABLE t ALTER COLUMN a TYPE {end}");
            assert_eq!(altered(words), Ok(vec![expected]));
        }
    }
}
