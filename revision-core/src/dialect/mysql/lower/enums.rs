//! Enums. Their values stand in every column that holds them.

use super::{columns::modify, together};
use crate::dialect::ansi::{Spelling as _, Spelt, qualified};
use crate::dialect::known::Known;
use crate::dialect::lower::Why;
use crate::dialect::mysql::words::Words;
use crate::operation::Operation;
use crate::schema::{Column, QualifiedName, Type};
use crate::{Backend, Server};

/// Tables with the columns that hold values of an enum, as they are on this database.
type Users = Vec<(QualifiedName, Vec<Column>)>;

/// Gives every column the values that an enum has after an operation.
pub(super) fn change(
    server: Server,
    known: &Known,
    name: &QualifiedName,
    operation: &Operation,
) -> Spelt<Vec<String>> {
    let after = after(known, name, operation)?;
    if after.schema().enums.get(name) == known.schema().enums.get(name) {
        return Ok(Vec::new());
    }
    let words = Words {
        server,
        enums: &after.schema().enums,
    };
    every(&words, &users(&after, name)?)
}

/// Calls a value otherwise: for a while there are both, and the rows go over; by way of a third where both may be one to
/// the server.
pub(super) fn rename_value(
    server: Server,
    known: &Known,
    name: &QualifiedName,
    from: &str,
    to: &str,
    operation: &Operation,
) -> Spelt<Vec<String>> {
    let after = after(known, name, operation)?;
    let words = Words {
        server,
        enums: &after.schema().enums,
    };
    let users_before = users(known, name)?;
    let users_after = users(&after, name)?;
    // The columns with one more value, and the rows that go over to another.
    let step = |one: &Known, users: &Users, more: &str, from: &str, to: &str| {
        let mut enums = one.schema().enums.clone();
        if let Some(definition) = enums.get_mut(name) {
            definition.values.push(more.to_owned());
        }
        let between = Words {
            server,
            enums: &enums,
        };
        let mut statements = every(&between, users)?;
        let (from, to) = (words.text(from)?, words.text(to)?);
        for (table, columns) in users {
            let table = qualified(&words, table)?;
            for column in columns {
                let column = words.name(&column.name)?;
                statements.push(format!(
                    "UPDATE {table} SET {column} = {to} WHERE {column} = {from}"
                ));
            }
        }
        Ok(statements)
    };
    let mut statements = Vec::new();
    if may_be_one(from, to) {
        let values = known.schema().enums.get(name);
        let taken =
            |one: &str| values.is_some_and(|all| all.values.iter().any(|value| value == one));
        let mut meanwhile = "revision_meanwhile".to_owned();
        while taken(&meanwhile) {
            meanwhile.push('_');
        }
        statements.extend(step(known, &users_before, &meanwhile, from, &meanwhile)?);
        statements.extend(step(&after, &users_after, &meanwhile, &meanwhile, to)?);
    } else {
        statements.extend(step(known, &users_before, to, from, to)?);
    }
    statements.extend(every(&words, &users_after)?);
    Ok(statements)
}

/// Whether a collation may take two values for one, so that no column has both: by their case, by accents, by blanks at the
/// end. What it makes of letters beyond ASCII is not known here.
fn may_be_one(one: &str, other: &str) -> bool {
    let is_letter = |c: &char| c.is_ascii() && !c.is_ascii_control();
    let letters = |text: &str| -> String {
        let text = text.trim_end().chars().filter(is_letter);
        text.collect::<String>().to_ascii_lowercase()
    };
    let beyond = |text: &str| text.chars().any(|c| !is_letter(&c));
    letters(one) == letters(other) || beyond(one) || beyond(other)
}

/// Takes a value out of the columns that are known to hold it, after making sure that no row does.
pub(super) fn drop_value(
    server: Server,
    known: &Known,
    name: &QualifiedName,
    value: &str,
    operation: &Operation,
) -> Spelt<Vec<String>> {
    let mut named = Users::new();
    if let Operation::DropEnumValue { columns, .. } = operation {
        for (table, column) in columns {
            let column = known.column(table, column)?.on(Backend::MySql);
            // As the server tells it, a column has values and no enum.
            if let Type::InlineEnum(values) = &column.ty {
                let mut column = column.clone();
                let rest = values.iter().filter(|one| *one != value).cloned();
                column.ty = Type::InlineEnum(rest.collect());
                named.push((table.clone(), vec![column]));
            }
        }
    }
    let after = match after(known, name, operation) {
        Err(_) if !named.is_empty() => known.clone(),
        after => after?,
    };
    let words = Words {
        server,
        enums: &after.schema().enums,
    };
    match users(&after, name) {
        Err(_) if !named.is_empty() => {}
        users => named.extend(users?),
    }
    let mut statements = Vec::new();
    let spelt = words.text(value)?;
    for (table, columns) in &named {
        let table = qualified(&words, table)?;
        for column in columns {
            let column = words.name(&column.name)?;
            let rows = format!("FROM {table} WHERE {column} = {spelt}");
            statements.push(none_or_fail(&rows, "a row still holds the value"));
        }
    }
    statements.extend(every(&words, &named)?);
    Ok(statements)
}

/// A statement that fails where there is a row: two answers are one too many. `why` is for whoever reads it then.
pub(super) fn none_or_fail(rows: &str, why: &str) -> String {
    format!("DO (SELECT 1 {rows} UNION ALL SELECT 2 {rows}) /* fails where {why} */")
}

fn after(known: &Known, name: &QualifiedName, operation: &Operation) -> Spelt<Known> {
    if !known.schema().enums.contains_key(name) {
        return Err(Why::Unknown(name.clone()));
    }
    let mut after = known.clone();
    after.after(operation);
    Ok(after)
}

fn users(known: &Known, name: &QualifiedName) -> Spelt<Users> {
    let users = known.users(name)?.into_iter().map(|(table, columns)| {
        let columns = columns.iter().map(|column| column.on(Backend::MySql));
        let columns = columns.filter(|column| matches!(&column.ty, Type::Enum(one) if one == name));
        (table, columns.collect::<Vec<_>>())
    });
    Ok(users.filter(|(_, columns)| !columns.is_empty()).collect())
}

/// Makes all columns anew, a statement a table.
fn every(words: &Words<'_>, users: &Users) -> Spelt<Vec<String>> {
    let statements = users.iter().map(|(table, columns)| {
        let actions: Vec<_> = columns
            .iter()
            .map(|column| modify(words, column))
            .collect::<Spelt<_>>()?;
        together(words, table, &actions)
    });
    statements.collect()
}
