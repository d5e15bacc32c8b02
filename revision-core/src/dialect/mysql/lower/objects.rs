//! What a database holds beside tables: namespaces, which are databases here, views, functions, triggers, sequences.

use super::enums::none_or_fail;
use super::keys;
use crate::Backend;
use crate::dialect::ansi::{Spelling as _, Spelt, alter_table, qualified, view_name};
use crate::dialect::known::Known;
use crate::dialect::lower::{Why, texts};
use crate::dialect::mysql::words::Words;
use crate::operation::{Commented, Operation};
use crate::schema::{Name, QualifiedName, Sequence, SequenceOptions, Type, View};

pub(super) fn statements(
    words: &Words<'_>,
    known: &Known,
    operation: &Operation,
) -> Spelt<Vec<String>> {
    let one = match operation {
        Operation::CreateNamespace {
            name,
            if_not_exists,
        } => {
            let how = if *if_not_exists { "IF NOT EXISTS " } else { "" };
            format!("CREATE SCHEMA {how}{}", words.name(name)?)
        }
        Operation::DropNamespace { name, if_exists } => {
            return drop_namespace(words, name, *if_exists);
        }
        Operation::RenameNamespace { .. } => {
            return words.unsupported(
                "cannot call a database otherwise: create one, and move the tables there",
            );
        }
        Operation::CreateExtension { .. } | Operation::DropExtension { .. } => {
            return words.unsupported("has no extensions");
        }
        Operation::CreatePolicy { .. } | Operation::DropPolicy { .. } => {
            return words.unsupported("has no row level security");
        }
        Operation::CreateSequence {
            name,
            sequence,
            if_not_exists,
        } => create_sequence(words, name, sequence, *if_not_exists)?,
        Operation::AlterSequence { name, change } => {
            has_sequences(words)?;
            if change.ty.is_some() || matches!(change.owned_by, Some(Some(_))) {
                return words.unsupported(
                    "lets a sequence neither count in another type nor go with a column",
                );
            }
            match &change.options {
                None => return Ok(Vec::new()),
                Some(options) => {
                    let name = qualified(words, name)?;
                    format!("ALTER SEQUENCE {name} {}", counting_all(options))
                }
            }
        }
        Operation::DropSequence { name, if_exists } => {
            has_sequences(words)?;
            format!(
                "DROP SEQUENCE {}{}",
                if_there(*if_exists),
                qualified(words, name)?
            )
        }
        Operation::RenameSequence { from, to } => {
            has_sequences(words)?;
            rename(words, from, to)?
        }
        Operation::CreateView {
            name,
            view,
            or_replace,
        } => create_view(words, name, view, *or_replace)?,
        Operation::DropView {
            name,
            materialized,
            if_exists,
        } => {
            has_kind(words, *materialized)?;
            format!(
                "DROP VIEW {}{}",
                if_there(*if_exists),
                qualified(words, name)?
            )
        }
        Operation::RenameView {
            from,
            to,
            materialized,
        } => {
            has_kind(words, *materialized)?;
            rename(words, from, to)?
        }
        Operation::CreateFunction { sql, .. } | Operation::CreateTrigger { sql, .. } => {
            return Ok(texts(Backend::MySql, sql));
        }
        Operation::DropFunction {
            name,
            procedure,
            if_exists,
        } => {
            let kind = if *procedure { "PROCEDURE" } else { "FUNCTION" };
            // There is one of a name, whatever its arguments.
            let own = name.name.split('(').next().unwrap_or_default().trim_end();
            let name = qualified(words, &name.beside(&own.into()))?;
            format!("DROP {kind} {}{name}", if_there(*if_exists))
        }
        Operation::DropTrigger {
            name,
            table,
            if_exists,
        } => {
            let name = qualified(words, &table.beside(name))?;
            format!("DROP TRIGGER {}{name}", if_there(*if_exists))
        }
        Operation::Comment { on, comment } => return say(words, known, on, comment.as_deref()),
        _ => return Ok(Vec::new()),
    };
    Ok(vec![one])
}

fn if_there(if_exists: bool) -> &'static str {
    if if_exists { "IF EXISTS " } else { "" }
}

/// What goes by a name as tables do.
fn rename(words: &Words<'_>, from: &QualifiedName, to: &Name) -> Spelt {
    let to = qualified(words, &from.beside(to))?;
    Ok(format!("RENAME TABLE {} TO {to}", qualified(words, from)?))
}

/// Dropping one would drop all that it holds, so there is a look before.
fn drop_namespace(words: &Words<'_>, name: &Name, if_exists: bool) -> Spelt<Vec<String>> {
    let text = words.text(name)?;
    let rows = format!(
        "FROM (SELECT table_schema AS holds FROM information_schema.tables \
         UNION ALL SELECT routine_schema FROM information_schema.routines) held WHERE holds = {text}"
    );
    Ok(vec![
        none_or_fail(&rows, "the schema holds anything"),
        format!("DROP SCHEMA {}{}", if_there(if_exists), words.name(name)?),
    ])
}

fn has_kind(words: &Words<'_>, materialized: bool) -> Spelt<()> {
    if materialized {
        return words.unsupported("has no views whose rows are stored: take a table, and fill it");
    }
    Ok(())
}

fn create_view(words: &Words<'_>, name: &QualifiedName, view: &View, or_replace: bool) -> Spelt {
    has_kind(words, view.materialized)?;
    let how = if or_replace { "OR REPLACE " } else { "" };
    let name = view_name(words, name, view)?;
    Ok(format!("CREATE {how}VIEW {name} AS\n{}", query(view)))
}

fn query(view: &View) -> &str {
    view.query.trim().trim_end_matches(';').trim_end()
}

fn has_sequences(words: &Words<'_>) -> Spelt<()> {
    if words.is_mariadb() {
        return Ok(());
    }
    words.unsupported("has no sequences: let a column count with `auto_increment()`")
}

fn create_sequence(
    words: &Words<'_>,
    name: &QualifiedName,
    sequence: &Sequence,
    if_not_exists: bool,
) -> Spelt {
    has_sequences(words)?;
    if sequence.owned_by.is_some() {
        return words.unsupported("has no sequences that go with a column");
    }
    let how = if if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut parts = vec![format!("CREATE SEQUENCE {how}{}", qualified(words, name)?)];
    match &sequence.ty {
        None | Some(Type::BigInt { unsigned: false }) => {}
        Some(ty) if words.server.is_at_least(11, 5) => parts.push(format!("AS {}", words.ty(ty)?)),
        Some(_) => {
            return words
                .unsupported("lets a sequence count in `bigint` alone before version 11.5");
        }
    }
    let options = &sequence.options;
    let one = |words: &str, value: Option<i64>| value.map(|value| format!("{words} {value}"));
    parts.extend(one("START WITH", options.start));
    parts.extend(one("INCREMENT BY", options.increment));
    parts.extend(one("MINVALUE", options.min));
    parts.extend(one("MAXVALUE", options.max));
    parts.extend(one("CACHE", options.cache));
    parts.extend(options.cycle.then(|| "CYCLE".to_owned()));
    if let Some(comment) = &sequence.comment {
        parts.push(format!("COMMENT = {}", words.quoted(comment)?));
    }
    Ok(parts.join(" "))
}

/// All that is to be said of how a sequence counts: what is left out would stay as it is.
fn counting_all(options: &SequenceOptions) -> String {
    let increment = options.increment.unwrap_or(1);
    let min = options
        .min
        .map_or("NO MINVALUE".to_owned(), |min| format!("MINVALUE {min}"));
    let max = options
        .max
        .map_or("NO MAXVALUE".to_owned(), |max| format!("MAXVALUE {max}"));
    let start = options.start.map(|start| format!(" START WITH {start}"));
    let cycle = if options.cycle { "CYCLE" } else { "NOCYCLE" };
    format!(
        "INCREMENT BY {increment} {min} {max}{} CACHE {} {cycle}",
        start.unwrap_or_default(),
        options.cache.unwrap_or(1000)
    )
}

/// Types that are made of others.
pub(super) fn no_types<T>(words: &Words<'_>) -> Spelt<T> {
    words.unsupported(
        "has no domains and no composite types: give each column its type and a check, or columns of its own",
    )
}

/// The table whose index something is said about: it is made anew for that.
pub(super) fn index_table(on: &Commented) -> Option<&QualifiedName> {
    match on {
        Commented::Index(table, _) => Some(table),
        _ => None,
    }
}

/// Says something about an object. Where nothing can be said, nothing is.
fn say(
    words: &Words<'_>,
    known: &Known,
    on: &Commented,
    comment: Option<&str>,
) -> Spelt<Vec<String>> {
    let text = words.quoted(comment.unwrap_or_default())?;
    Ok(match on {
        Commented::Namespace(name) if words.is_mariadb() => {
            vec![format!(
                "ALTER SCHEMA {} COMMENT = {text}",
                words.name(name)?
            )]
        }
        Commented::Sequence(name) => {
            has_sequences(words)?;
            vec![alter_table(words, name, &format!("COMMENT = {text}"))?]
        }
        Commented::Index(table, name) => {
            let found = known.table(table)?.indexes.get(name);
            let Some(index) = found else {
                return Err(Why::Invalid(format!("`{table}` has no index `{name}`")));
            };
            let mut index = index.clone();
            index.comment = comment.map(str::to_owned);
            let actions = [
                format!("DROP INDEX {}", words.name(name)?),
                format!("ADD {}", keys::inline_index(words, name, &index, "")?),
            ];
            vec![super::together(words, table, &actions)?]
        }
        Commented::Type(..) => return no_types(words),
        Commented::Namespace(_)
        | Commented::Enum(_)
        | Commented::View(..)
        | Commented::Constraint(..) => Vec::new(),
    })
}
