//! What SQLite alters by itself. Its words on it: <https://www.sqlite.org/lang_altertable.html>.

use super::super::words::{Words, is_constant};
use crate::dialect::ansi::{
    Spelling as _, Spelt, add_column as add, constraint as constraint_words, names,
};
use crate::operation::Operation;
use crate::schema::{
    Check, Column, Constraint, Default, IndexKey, Literal, Name, QualifiedName, Schema, Table,
};

/// Whether a column can be added to a table that may have rows. One that may not be null and has no default is refused by
/// the server where there are rows, as it has to be.
pub(super) fn can_add(column: &Column, constraints: &[Constraint]) -> bool {
    if column.identity.is_some() || column.generated.as_ref().is_some_and(|one| one.stored) {
        return false;
    }
    let is_null = |default: &Default| match default {
        Default::Value(value) => *value == Literal::Null,
        Default::Sql(sql) => sql.trim().eq_ignore_ascii_case("null"),
    };
    let constant = match &column.default {
        Some(Default::Value(Literal::Text(text))) => !text.contains('\0'),
        None | Some(Default::Value(_)) => true,
        Some(Default::Sql(sql)) => is_constant(sql.trim()),
    };
    let refers = constraints
        .iter()
        .any(|one| matches!(one, Constraint::ForeignKey(_)));
    // The server does not look whether the rows that are there hold to a key.
    let has_values = column.generated.is_some()
        || column
            .default
            .as_ref()
            .is_some_and(|default| !is_null(default));
    constant && !(refers && has_values)
}

/// Adds a column, with what is demanded of it.
pub(super) fn add_column(
    table: &QualifiedName,
    column: &Column,
    check: Option<&Check>,
    constraints: &[Constraint],
) -> Spelt {
    let mut words = Words::of(false);
    words.enums = check
        .map(|check| (column.name.clone(), check.clone()))
        .into_iter()
        .collect();
    let words = &words;
    let mut end = String::new();
    for constraint in constraints {
        let spelt = constraint_words(words, constraint)?;
        // Behind a column stands the other table alone.
        let spelt = match constraint {
            Constraint::ForeignKey(key) => {
                let own = format!("FOREIGN KEY ({}) ", names(words, &key.columns)?);
                let start = match words.constraint_name(constraint) {
                    Some(name) => format!("CONSTRAINT {} ", words.name(name)?),
                    None => String::new(),
                };
                let rest = spelt
                    .strip_prefix(&start)
                    .and_then(|rest| rest.strip_prefix(&own));
                rest.map_or(spelt.clone(), |rest| format!("{start}{rest}"))
            }
            _ => spelt,
        };
        end.push(' ');
        end.push_str(&spelt);
    }
    add(words, table, column, "", &end)
}

/// Whether a column can be dropped, as far as is known: the server refuses where the table itself still mentions it.
pub(super) fn can_drop(schema: &Schema, table: &QualifiedName, column: &Name) -> bool {
    let Some(known) = schema.tables.get(table) else {
        return true;
    };
    let mut without = Schema {
        enums: schema.enums.clone(),
        opaque: schema.opaque.clone(),
        ..Schema::default()
    };
    for key in &known.foreign_keys {
        without.opaque.insert(key.references.clone());
    }
    without.opaque.remove(table);
    without.tables.insert(table.clone(), known.clone());
    let operation = Operation::DropColumn {
        table: table.clone(),
        column: column.clone(),
        if_exists: false,
    };
    !mentions_in_index(known, column) && without.apply(&operation).is_ok()
}

fn mentions_in_index(table: &Table, column: &Name) -> bool {
    table.indexes.values().any(|index| {
        index
            .columns
            .iter()
            .any(|one| matches!(&one.key, IndexKey::Column(name) if name == column))
    })
}
