//! Enums. One is a text, and a check of its column that bears a name, so that it can be made another.

use std::collections::BTreeMap;

use super::super::words::Words;
use crate::Backend;
use crate::dialect::ansi::{Spelling as _, Spelt};
use crate::dialect::known::Known;
use crate::dialect::lower::Why;
use crate::operation::{ColumnChange, Operation};
use crate::schema::{
    Check, Column, Constraint, ConstraintKind, Enum, Name, QualifiedName, Size, Type,
};

/// What the check of a column is called.
pub(in crate::dialect::sqlite) fn name(table: &QualifiedName, column: &Name) -> Name {
    format!("{}_{column}_enum", table.name).into()
}

/// The check that makes a column one of an enum; none where it is no enum.
pub(super) fn check(
    enums: &BTreeMap<QualifiedName, Enum>,
    table: &QualifiedName,
    column: &Column,
) -> Spelt<Option<Check>> {
    let values = match &column.ty {
        Type::InlineEnum(values) => values,
        Type::Enum(name) => {
            let definition = enums.get(name);
            &definition.ok_or_else(|| Why::Unknown(name.clone()))?.values
        }
        _ => return Ok(None),
    };
    if values.is_empty() {
        return Err(Why::Invalid(format!(
            "`{}` is an enum without values",
            column.name
        )));
    }
    let words = Words::of(false);
    let values: Vec<_> = values
        .iter()
        .map(|value| words.text(value))
        .collect::<Spelt<_>>()?;
    let mut check = Check::new(format!(
        "{} IN ({})",
        words.name(&column.name)?,
        values.join(", ")
    ));
    check.name = Some(name(table, &column.name));
    Ok(Some(check))
}

/// What an operation on an enum does to the tables that hold its values.
pub(super) fn changes(
    known: &Known,
    name: &QualifiedName,
    operation: &Operation,
) -> Spelt<Vec<Operation>> {
    if !known.schema().enums.contains_key(name) {
        return Err(Why::Unknown(name.clone()));
    }
    let mut after = known.clone();
    after.after(operation);
    if after.schema().enums.get(name) == known.schema().enums.get(name) {
        return Ok(Vec::new());
    }
    let mut changes = Vec::new();
    for (table, columns) in after.users(name)? {
        for column in columns {
            let column = column.on(Backend::Sqlite);
            if !matches!(&column.ty, Type::Enum(one) if one == name) {
                continue;
            }
            let Some(check) = check(&after.schema().enums, &table, &column)? else {
                continue;
            };
            changes.push(drop_check(&table, &column.name));
            if let Operation::RenameEnumValue { from, to, .. } = operation {
                changes.push(rename_value(&table, &column, from, to)?);
            }
            changes.push(Operation::AddConstraint {
                table: table.clone(),
                constraint: Box::new(Constraint::Check(check)),
            });
        }
    }
    Ok(changes)
}

pub(super) fn drop_check(table: &QualifiedName, column: &Name) -> Operation {
    Operation::DropConstraint {
        table: table.clone(),
        name: Some(name(table, column)),
        kind: ConstraintKind::Check,
        if_exists: false,
    }
}

/// Rows follow while the table is made anew.
fn rename_value(table: &QualifiedName, column: &Column, from: &str, to: &str) -> Spelt<Operation> {
    let words = Words::of(false);
    let own = words.name(&column.name)?;
    let (from, to) = (words.text(from)?, words.text(to)?);
    Ok(Operation::AlterColumn {
        table: table.clone(),
        column: column.name.clone(),
        change: Box::new(ColumnChange {
            ty: Some(Type::Text(Size::Plain)),
            using: Some(format!("CASE {own} WHEN {from} THEN {to} ELSE {own} END")),
            default: Some(column.default.clone()),
            ..ColumnChange::default()
        }),
    })
}
