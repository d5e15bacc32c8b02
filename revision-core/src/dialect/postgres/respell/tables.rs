//! The temporary tables: what of a table goes into one, and what is taken from it.

use std::collections::BTreeMap;

use super::made;
use crate::Backend;
use crate::operation::{ColumnChange, Operation};
use crate::schema::{
    Check, Column, Columns, Constraint, Exclusion, Index, IndexKey, Name, QualifiedName, Table,
    TableOptions, Type,
};

/// What makes a table.
pub(super) struct Operations {
    pub(super) whole: Vec<Operation>,
    /// The same, so that each may fail.
    pub(super) apart: Vec<Operation>,
}

/// Whether there is anything in a table that the server may write otherwise.
pub(super) fn has_words(table: &Table) -> bool {
    let column_has_words = |column: &Column| {
        let column = column.on(Backend::Postgres);
        column.default.is_some() || column.generated.is_some() || is_custom(&column.ty)
    };
    table.columns.iter().any(column_has_words)
        || !table.checks.is_empty()
        || !table.exclusions.is_empty()
        || table.options.partition_by.is_some()
        || table.indexes.values().any(index_has_words)
}

pub(super) fn index_has_words(index: &Index) -> bool {
    let has_words = |column: &crate::schema::IndexColumn| {
        matches!(column.key, IndexKey::Sql(_))
            || column.operator_class.is_some()
            || column.collation.is_some()
    };
    index.predicate.is_some() || index.columns.iter().any(has_words)
}

pub(super) fn is_custom(ty: &Type) -> bool {
    match ty {
        Type::Custom(_) => true,
        Type::Array(element) => is_custom(element),
        _ => false,
    }
}

pub(super) fn operations(table: &Table, number: usize) -> Operations {
    let name = QualifiedName::from(made('t', number));
    let columns: Columns = table.columns.iter().map(column).collect();
    let checks: Vec<_> = table.checks.iter().enumerate().map(check).collect();
    let exclusions = table.exclusions.iter().enumerate();
    let exclusions: Vec<_> = exclusions
        .map(|(at, one)| exclusion(number, at, one))
        .collect();
    let create = |table| Operation::CreateTable {
        name: name.clone(),
        table: Box::new(table),
        if_not_exists: false,
    };
    let mut apart = vec![create(Table::default())];
    let add = |column: &Column| Operation::AddColumn {
        table: name.clone(),
        column: Box::new(column.clone()),
        if_not_exists: false,
        place: None,
    };
    let (computed, plain): (Vec<&Column>, Vec<&Column>) =
        columns.iter().partition(|one| one.generated.is_some());
    apart.extend(plain.iter().map(|column| {
        let mut plain = (*column).clone();
        plain.default = None;
        add(&plain)
    }));
    apart.extend(computed.into_iter().map(add));
    apart.extend(plain.into_iter().filter_map(|column| {
        let change = ColumnChange {
            default: Some(Some(column.default.clone()?)),
            ..ColumnChange::default()
        };
        Some(Operation::AlterColumn {
            table: name.clone(),
            column: column.name.clone(),
            change: Box::new(change),
        })
    }));
    let constraints = checks.iter().cloned().map(Constraint::Check);
    let constraints = constraints.chain(exclusions.iter().cloned().map(Constraint::Exclusion));
    apart.extend(constraints.map(|constraint| Operation::AddConstraint {
        table: name.clone(),
        constraint: Box::new(constraint),
    }));
    apart.extend(indexes(&table.indexes, 't', number));

    let options = TableOptions {
        partition_by: table.options.partition_by.clone(),
        ..TableOptions::default()
    };
    let whole = create(Table {
        columns,
        checks: checks.into_iter().collect(),
        exclusions: exclusions.into_iter().collect(),
        options,
        ..Table::default()
    });
    let whole = [whole].into_iter();
    let whole = whole.chain(indexes(&table.indexes, 't', number)).collect();
    Operations { whole, apart }
}

/// A column that holds what counts: nothing that other tables or the rows in it have a say in.
fn column(column: &Column) -> Column {
    let mut column = column.on(Backend::Postgres);
    column.nullable = true;
    column.identity = None;
    column.comment = None;
    column
}

fn check((at, check): (usize, &Check)) -> Check {
    Check {
        name: Some(made('c', at)),
        ..Check::new(check.sql.clone())
    }
}

/// Behind an exclusion is an index, whose name no other may have.
fn exclusion(number: usize, at: usize, exclusion: &Exclusion) -> Exclusion {
    Exclusion {
        name: Some(part('x', number, at)),
        ..exclusion.clone()
    }
}

fn part(kind: char, number: usize, at: usize) -> Name {
    format!("{}_{at}", made(kind, number)).into()
}

/// Makes the indexes that have anything to spell, of the table or the view of this number.
pub(super) fn indexes(
    indexes: &BTreeMap<Name, Index>,
    kind: char,
    number: usize,
) -> impl Iterator<Item = Operation> {
    let indexes = indexes.values().enumerate();
    let indexes = indexes.filter(|(_, index)| index_has_words(index));
    indexes.map(move |(at, index)| {
        let index = Index {
            method: index.method.clone(),
            predicate: index.predicate.clone(),
            ..Index::new(index.columns.clone())
        };
        Operation::CreateIndex {
            name: Some(part('i', number, at)),
            table: made(kind, number).into(),
            index: Box::new(index),
            concurrently: false,
            if_not_exists: false,
        }
    })
}

/// Takes over what the server says. What it could not be asked stays.
pub(super) fn take(table: &mut Table, spelt: &Table, number: usize) {
    for column in table.columns.iter_mut() {
        let Some(spelt) = spelt.columns.named(&column.name) else {
            continue;
        };
        *column = column.on(Backend::Postgres);
        if is_custom(&column.ty) && !is_made(&spelt.ty) {
            column.ty.clone_from(&spelt.ty);
        }
        if let (Some(default), Some(spelt)) = (&mut column.default, &spelt.default) {
            default.clone_from(spelt);
        }
        if let (Some(generated), Some(spelt)) = (&mut column.generated, &spelt.generated) {
            generated.sql.clone_from(&spelt.sql);
        }
    }
    let checks = std::mem::take(&mut table.checks).into_iter().enumerate();
    table.checks = checks
        .map(|(at, mut check)| {
            let name = Some(made('c', at));
            if let Some(spelt) = spelt.checks.iter().find(|one| one.name == name) {
                check.sql.clone_from(&spelt.sql);
            }
            check
        })
        .collect();
    let exclusions = std::mem::take(&mut table.exclusions).into_iter();
    table.exclusions = exclusions
        .enumerate()
        .map(|(at, exclusion)| {
            let name = Some(part('x', number, at));
            match spelt.exclusions.iter().find(|one| one.name == name) {
                Some(spelt) => Exclusion {
                    name: exclusion.name,
                    ..spelt.clone()
                },
                None => exclusion,
            }
        })
        .collect();
    take_indexes(&mut table.indexes, spelt, number);
    if let (Some(by), Some(spelt)) = (&mut table.options.partition_by, &spelt.options.partition_by)
    {
        by.clone_from(spelt);
    }
}

pub(super) fn take_indexes(indexes: &mut BTreeMap<Name, Index>, spelt: &Table, number: usize) {
    for (at, index) in indexes.values_mut().enumerate() {
        if let Some(spelt) = spelt.indexes.get(&part('i', number, at)) {
            index.columns.clone_from(&spelt.columns);
            index.predicate.clone_from(&spelt.predicate);
        }
    }
}

/// Whether a type is one that was made for the session, and is called otherwise where it stays.
fn is_made(ty: &Type) -> bool {
    match ty {
        Type::Enum(name) => name
            .namespace
            .as_deref()
            .is_some_and(|namespace| namespace.starts_with("pg_temp")),
        Type::Array(element) => is_made(element),
        _ => false,
    }
}
