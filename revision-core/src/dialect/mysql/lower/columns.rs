//! Columns.

use std::collections::BTreeMap;

use super::{keys, together};
use crate::dialect::ansi::{
    Spelling as _, Spelt, add_column, alter_table, column as column_words, constraint, literal,
};
use crate::dialect::known::Known;
use crate::dialect::mysql::defaults;
use crate::dialect::mysql::words::Words;
use crate::operation::{ColumnChange, Operation, Where};
use crate::schema::{
    Column, Constraint, ConstraintKind, Default, Identity, IndexKey, Literal, Name, QualifiedName,
};
use crate::{Backend, Server};

/// Adds a column.
pub(super) fn add(
    words: &Words<'_>,
    table: &QualifiedName,
    column: &Column,
    if_not_exists: bool,
    place: Option<&Where>,
) -> Spelt {
    let how = words.if_there(if_not_exists, "IF NOT EXISTS ", "columns")?;
    add_column(words, table, column, how, &place_words(words, place)?)
}

fn place_words(words: &Words<'_>, place: Option<&Where>) -> Spelt {
    Ok(match place {
        None => String::new(),
        Some(Where::First) => " FIRST".to_owned(),
        Some(Where::After(column)) => format!(" AFTER {}", words.name(column)?),
    })
}

/// The operation that makes the key of a column that counts up, of those behind the one that adds it: how many further on
/// it is. The server wants both at once.
pub(super) fn key_of_counter(operations: &[Operation]) -> Option<(usize, Operation)> {
    let Some((Operation::AddColumn { table, column, .. }, rest)) = operations.split_first() else {
        return None;
    };
    column.identity.as_ref()?;
    for (number, operation) in rest.iter().enumerate() {
        let first = match operation {
            Operation::AddConstraint {
                table: of,
                constraint,
            } if of == table => match &**constraint {
                Constraint::PrimaryKey(key) => key.columns.first(),
                Constraint::Unique(key) => key.columns.first(),
                _ => None,
            },
            Operation::CreateIndex {
                table: of, index, ..
            } if of == table => index.columns.first().and_then(|column| match &column.key {
                IndexKey::Column(name) => Some(name),
                IndexKey::Sql(_) => None,
            }),
            // The key may be over several new columns, and then those have to be there.
            _ => return None,
        };
        if first == Some(&column.name) {
            return Some((number + 1, operation.named().into_owned()));
        }
    }
    None
}

/// Adds a column that counts up, and its key.
pub(super) fn add_counter(
    server: Server,
    known: &Known,
    operation: &Operation,
    key: &Operation,
) -> Spelt<Vec<String>> {
    let words = &Words {
        server,
        enums: &known.schema().enums,
    };
    let Operation::AddColumn {
        table,
        column,
        if_not_exists,
        place,
    } = operation
    else {
        return Ok(Vec::new());
    };
    let how = words.if_there(*if_not_exists, "IF NOT EXISTS ", "columns")?;
    let mut added = column.on(Backend::MySql);
    let key = match key {
        Operation::AddConstraint {
            constraint: key, ..
        } => {
            if let Constraint::PrimaryKey(_) = **key {
                added.nullable = false;
            }
            constraint(words, &keys::without_name(key))?
        }
        Operation::CreateIndex {
            name: Some(name),
            index,
            if_not_exists,
            ..
        } => {
            let how = words.if_there(*if_not_exists, "IF NOT EXISTS ", "indexes")?;
            keys::inline_index(words, name, index, how)?
        }
        _ => return Ok(Vec::new()),
    };
    let place = place_words(words, place.as_ref())?;
    let mut actions = vec![
        format!("ADD COLUMN {how}{}{place}", column_words(words, &added)?),
        format!("ADD {key}"),
    ];
    actions.extend(start(added.identity.as_ref()));
    Ok(vec![together(words, table, &actions)?])
}

/// The column that goes right after the primary key of its table: while it counts, it has to have that.
pub(super) fn column_of_key(operations: &[Operation]) -> Option<(&QualifiedName, &Name)> {
    match operations {
        [
            Operation::DropConstraint {
                table,
                kind: ConstraintKind::PrimaryKey,
                if_exists: false,
                ..
            },
            Operation::DropColumn {
                table: of,
                column,
                if_exists: false,
            },
            ..,
        ] if of == table => Some((table, column)),
        _ => None,
    }
}

/// Removes a primary key and a column of it.
pub(super) fn drop_counter(
    server: Server,
    table: &QualifiedName,
    column: &Name,
) -> Spelt<Vec<String>> {
    let words = &Words {
        server,
        enums: &BTreeMap::new(),
    };
    let column = format!("DROP COLUMN {}", words.name(column)?);
    let actions = ["DROP PRIMARY KEY".to_owned(), column];
    Ok(vec![together(words, table, &actions)?])
}

/// Where a column begins to count, said of its table.
fn start(identity: Option<&Identity>) -> Option<String> {
    let start = identity?.options.start?;
    Some(format!("AUTO_INCREMENT = {start}"))
}

/// Whether all that changes is a default that can be written down without knowing the column.
pub(super) fn is_default_alone(change: &ColumnChange) -> bool {
    let change = change.on(Backend::MySql);
    let ColumnChange { default, .. } = &change;
    let alone = ColumnChange {
        default: None,
        ..change.clone()
    } == ColumnChange::default();
    let plain = matches!(
        default,
        Some(Some(Default::Value(
            Literal::Bool(_) | Literal::Integer(_) | Literal::Float(_) | Literal::Bytes(_)
        )))
    );
    alone && plain
}

/// Changes a column in what is named, and repeats the rest.
pub(super) fn alter(
    words: &Words<'_>,
    known: &Known,
    table: &QualifiedName,
    name: &Name,
    change: &ColumnChange,
) -> Spelt<Vec<String>> {
    if is_default_alone(change)
        && let Some(Some(Default::Value(value))) = change.on(Backend::MySql).default
    {
        return Ok(vec![set_default(
            words,
            table,
            name,
            &literal(words, &value)?,
        )?]);
    }
    let change = change.on(Backend::MySql);
    if change == ColumnChange::default() {
        return Ok(Vec::new());
    }
    if change.using.is_some() {
        return words.unsupported(
            "makes the new value of the old one by the type alone: add a column, fill it with `execute`, \
             drop the old one and rename",
        );
    }
    let before = known.column(table, name)?.on(Backend::MySql);
    let is_whole = !known.schema().opaque.contains(table);
    let mut after = before.clone();
    apply(&mut after, &change);
    let others = ColumnChange {
        default: None,
        ..change.clone()
    };
    let default_alone = change.default.is_some() && others == ColumnChange::default();
    if default_alone && after.generated.is_none() {
        match &after.default {
            // Without a word about it, a column that may be null would have to be given a value.
            None if after.nullable => {
                return Ok(vec![set_default(words, table, name, "NULL")?]);
            }
            None => {
                let column = words.name(name)?;
                let what = format!("ALTER COLUMN {column} DROP DEFAULT");
                return Ok(vec![alter_table(words, table, &what)?]);
            }
            Some(Default::Value(value)) if !defaults::takes_no_literal(&after.ty) => {
                return Ok(vec![set_default(
                    words,
                    table,
                    name,
                    &literal(words, value)?,
                )?]);
            }
            Some(_) => {}
        }
    }
    if !is_whole {
        return words.unsupported(&format!(
            "forgets of a column what is not repeated, and there is something about those of `{table}` that cannot be: \
             say it all with `execute`"
        ));
    }
    let mut actions = vec![modify(words, &after)?];
    if before.identity != after.identity {
        actions.extend(start(after.identity.as_ref()));
    }
    Ok(vec![together(words, table, &actions)?])
}

fn set_default(words: &Words<'_>, table: &QualifiedName, name: &Name, value: &str) -> Spelt {
    let column = words.name(name)?;
    alter_table(
        words,
        table,
        &format!("ALTER COLUMN {column} SET DEFAULT {value}"),
    )
}

/// All of a column, as it is to be.
pub(super) fn modify(words: &Words<'_>, column: &Column) -> Spelt {
    let mut column = column.clone();
    let is_null = match &column.default {
        Some(Default::Value(value)) => *value == Literal::Null,
        Some(Default::Sql(sql)) => sql.trim().eq_ignore_ascii_case("null"),
        None => false,
    };
    if is_null && !column.nullable {
        column.default = None;
    }
    Ok(format!("MODIFY COLUMN {}", column_words(words, &column)?))
}

fn apply(column: &mut Column, change: &ColumnChange) {
    if let Some(ty) = &change.ty {
        column.ty = ty.clone();
    }
    if let Some(nullable) = change.nullable {
        column.nullable = nullable;
    }
    if let Some(default) = &change.default {
        column.default.clone_from(default);
    }
    if let Some(identity) = &change.identity {
        column.identity.clone_from(identity);
        column.nullable &= identity.is_none();
    }
    if let Some(generated) = &change.generated {
        column.generated.clone_from(generated);
    }
    if let Some(collation) = &change.collation {
        column.collation.clone_from(collation);
    }
    if let Some(comment) = &change.comment {
        column.comment.clone_from(comment);
    }
}
