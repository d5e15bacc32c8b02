//! Tables and columns in the shape in which SQLite is told of them: an enum is a text and a check of its column, a counter
//! is a primary key of its column.

use std::collections::BTreeMap;

use super::super::text::mentions;
use super::super::words::{is_usual_key, unsupported};
use super::fits;
use crate::Backend;
use crate::dialect::ansi::Spelt;
use crate::dialect::lower::Why;
use crate::schema::{
    Check, Column, Constraint, Default, Enum, ForeignKey, Literal, Name, PrimaryKey, QualifiedName,
    Size, Table, Type,
};

/// A table as it is on this database.
pub(super) struct Shaped {
    pub(super) table: Table,
    /// What makes columns enums, by their names.
    pub(super) checks: BTreeMap<Name, Check>,
    /// The primary key of the column that counts up, which stands behind that.
    pub(super) counted: Option<PrimaryKey>,
}

/// A table with its columns as they are on this database.
pub(super) fn table(
    enums: &BTreeMap<QualifiedName, Enum>,
    name: &QualifiedName,
    table: &Table,
) -> Spelt<Shaped> {
    let mut shaped = table.clone();
    shaped.comment = None;
    let mut checks = BTreeMap::new();
    for one in shaped.columns.iter_mut() {
        let (own, check) = column(enums, name, one)?;
        checks.extend(check.map(|check| (own.name.clone(), check)));
        *one = own;
    }
    let mut counters = shaped
        .columns
        .iter_mut()
        .filter(|one| one.identity.is_some());
    let counter = counters.next();
    if counters.next().is_some() {
        return unsupported("counts one column of a table, and here are two");
    }
    let mut counted = None;
    if let Some(counter) = counter {
        let is_key = |columns: &[_]| *columns == [counter.name.clone()];
        counted = shaped.primary_key.take();
        if !counted.as_ref().is_some_and(|key| is_key(&key.columns)) {
            return unsupported(&format!(
                "counts the primary key alone, and `{}` is none by itself",
                counter.name
            ));
        }
        if shaped.options.without_rowid {
            return unsupported("counts nothing in a table without rowids");
        }
        // The one type that does, and holds eight bytes.
        whole_number(counter)?;
        counter.ty = Type::Integer { unsigned: false };
        counter.nullable = true;
    }
    for key in shaped.primary_key.iter_mut().chain(&mut counted) {
        key.name = key.name.take().filter(|own| !is_usual_key(own));
    }
    if let Some(key) = &mut shaped.primary_key {
        for column in shaped.columns.iter_mut() {
            column.nullable &= !key.columns.contains(&column.name);
        }
    }
    Ok(Shaped {
        table: shaped,
        checks,
        counted,
    })
}

fn whole_number(column: &Column) -> Spelt<()> {
    let is = matches!(
        column.ty,
        Type::TinyInt { .. }
            | Type::SmallInt { .. }
            | Type::MediumInt { .. }
            | Type::Integer { .. }
            | Type::BigInt { .. }
    );
    if is {
        return Ok(());
    }
    Err(Why::Invalid(format!(
        "`{}` counts up, and holds no whole numbers",
        column.name
    )))
}

/// A column as it is on this database, and the check that makes it an enum.
pub(super) fn column(
    enums: &BTreeMap<QualifiedName, Enum>,
    table: &QualifiedName,
    column: &Column,
) -> Spelt<(Column, Option<Check>)> {
    let mut column = column.on(Backend::Sqlite);
    column.comment = None;
    if let Some(Default::Value(value)) = &column.default {
        check_literal(value)?;
    }
    let check = super::enums::check(enums, table, &column)?;
    if check.is_some() {
        column.ty = Type::Text(Size::Plain);
    }
    Ok((column, check))
}

/// Refuses a number that would become one with a point, and another one.
pub(super) fn check_literal(value: &Literal) -> Spelt<()> {
    match value {
        Literal::Integer(number) if !fits(value) => unsupported(&format!(
            "has whole numbers of eight bytes, and `{number}` is larger"
        )),
        _ => Ok(()),
    }
}

/// Whether a constraint can stand behind a column that is added.
pub(super) fn goes_with(column: &Column, constraint: &Constraint) -> bool {
    match constraint {
        // It is gone with the column, so it has to be about that.
        Constraint::Check(check) => !mentions(&check.sql, &column.name).is_empty(),
        Constraint::ForeignKey(ForeignKey { columns, .. }) => *columns == [column.name.clone()],
        _ => false,
    }
}
