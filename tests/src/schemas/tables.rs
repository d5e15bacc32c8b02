//! Tables, their constraints and indexes.

use revision_core::Backend;
use revision_core::operation::Operation;
use revision_core::schema::{
    Action, Check, Column, Constraint, Deferrable, Exclusion, ExclusionElement, ForeignKey,
    Identity, Index, IndexColumn, IndexKey, Name, PrimaryKey, QualifiedName, Schema, Table, Type,
    Unique,
};

use super::{Draw, columns, names};

/// A table, with a key in most cases, and foreign keys to tables that are there.
pub(super) fn table(draw: &mut Draw<'_>, schema: &Schema, name: &QualifiedName) -> Table {
    let mut table = Table::default();
    match draw.below(4) {
        0 => {
            let mut id = Column::new("id", Type::BigInt { unsigned: false });
            id.nullable = false;
            id.identity = Some(Identity::default());
            table.columns.push(id);
            table.primary_key = Some(PrimaryKey::new(vec!["id".into()]));
        }
        1 => {
            for _ in 0..=draw.below(2) {
                let name = names::fresh(draw, |name| columns::is_column(&table, name));
                let mut column = Column::new(name, columns::key_type(draw));
                column.nullable = false;
                table.columns.push(column);
            }
            let key = table.columns.iter().map(|column| column.name.clone());
            table.primary_key = Some(PrimaryKey::new(key.collect()));
        }
        _ => table
            .columns
            .push(Column::new("first", Type::Integer { unsigned: false })),
    }
    for _ in 0..draw.below(5) {
        let column = columns::column(draw, schema, &table);
        table.columns.push(column);
    }
    table.comment = draw.comment();
    if draw.is_on(Backend::Postgres) && draw.one_in(5) {
        table.options.unlogged = schema.tables.is_empty();
        table.options.storage = vec![("fillfactor".to_owned(), "70".to_owned())];
    }
    // Each is named with all that is there in view, this table included.
    for _ in 0..draw.below(4) {
        let mut whole = schema.clone();
        whole.tables.insert(name.clone(), table.clone());
        if let Some(constraint) = constraint(draw, &whole, name, &table) {
            put(&mut table, constraint);
        }
    }
    for _ in 0..draw.below(3) {
        let mut whole = schema.clone();
        whole.tables.insert(name.clone(), table.clone());
        if let Some(index) = index(draw, &table) {
            let index_name = names::index(draw, &whole);
            table.indexes.insert(index_name, index);
        }
    }
    // As an operation leaves it, without a name for nothing.
    let create = Operation::CreateTable {
        name: name.clone(),
        table: Box::new(table.clone()),
        if_not_exists: false,
    };
    let mut made = schema.clone();
    match made.apply(&create) {
        Ok(()) => made.tables.remove(name).unwrap_or(table),
        Err(_) => table,
    }
}

fn put(table: &mut Table, constraint: Constraint) {
    match constraint {
        Constraint::PrimaryKey(one) => table.primary_key = Some(one),
        Constraint::Unique(one) => _ = table.unique.insert(one),
        Constraint::Check(one) => _ = table.checks.insert(one),
        Constraint::ForeignKey(one) => _ = table.foreign_keys.insert(one),
        Constraint::Exclusion(one) => _ = table.exclusions.insert(one),
        _ => {}
    }
}

/// Columns by which rows can be found on every database.
fn keys(table: &Table) -> Vec<&Column> {
    let keys = table.columns.iter().filter(|column| {
        let short = matches!(
            column.ty,
            Type::Integer { .. }
                | Type::BigInt { .. }
                | Type::SmallInt { .. }
                | Type::Varchar(_)
                | Type::Date
        );
        short && column.on.is_empty() && column.generated.is_none()
    });
    keys.collect()
}

/// A constraint with a name that a table could have.
pub(super) fn constraint(
    draw: &mut Draw<'_>,
    schema: &Schema,
    name: &QualifiedName,
    table: &Table,
) -> Option<Constraint> {
    let mut constraint = constraint_of(draw, schema, name, table)?;
    if draw.is_on(Backend::Postgres) {
        let comment = draw.comment();
        match &mut constraint {
            Constraint::PrimaryKey(one) => one.comment = comment,
            Constraint::Unique(one) => one.comment = comment,
            Constraint::Check(one) => one.comment = comment,
            Constraint::ForeignKey(one) => one.comment = comment,
            Constraint::Exclusion(one) => one.comment = comment,
            _ => {}
        }
    }
    Some(constraint)
}

fn constraint_of(
    draw: &mut Draw<'_>,
    schema: &Schema,
    name: &QualifiedName,
    table: &Table,
) -> Option<Constraint> {
    let own = Some(names::index(draw, schema));
    let keys: Vec<Name> = keys(table).iter().map(|key| key.name.clone()).collect();
    match draw.below(5) {
        0 => {
            let number = columns::number(draw, table)?;
            let number = names::spelt(&number, draw.taste.on);
            let mut check = Check::new(format!("{number} > 0 AND {number} <> length('{number}')"));
            if name.name.contains('\'') || number.contains('\'') {
                check.sql = format!("{number} > 0");
            }
            check.name = own;
            check.not_valid = draw.is_on(Backend::Postgres) && draw.one_in(4);
            Some(Constraint::Check(check))
        }
        1 if table.primary_key.is_none() => {
            let mut key = PrimaryKey::new(vec![draw.pick(&keys)?]);
            key.name = own;
            Some(Constraint::PrimaryKey(key))
        }
        2 => {
            let mut key = foreign_key(draw, schema, table)?;
            key.name = own;
            Some(Constraint::ForeignKey(key))
        }
        3 if draw.is_on(Backend::Postgres) => {
            let key = IndexKey::Column(draw.pick(&keys)?);
            let mut exclusion = Exclusion::new(vec![ExclusionElement::new(key, "=")]);
            exclusion.name = own;
            exclusion.method = Some("hash".into());
            Some(Constraint::Exclusion(exclusion))
        }
        _ => {
            let mut unique = Unique::new(vec![draw.pick(&keys)?]);
            if let Some(second) = draw.pick(&keys)
                && !unique.columns.contains(&second)
            {
                unique.columns.push(second);
            }
            unique.name = own;
            if draw.is_on(Backend::Postgres) && draw.one_in(4) {
                unique.deferrable = Some(Deferrable {
                    initially_deferred: draw.one_in(2),
                });
            }
            Some(Constraint::Unique(unique))
        }
    }
}

/// A foreign key to a table with a primary key of one column, from a column of the same type.
fn foreign_key(draw: &mut Draw<'_>, schema: &Schema, table: &Table) -> Option<ForeignKey> {
    let mut pairs = Vec::new();
    for (other_name, other) in &schema.tables {
        let key = other.primary_key.as_ref().map(|key| key.columns.as_slice());
        let Some([key]) = key else { continue };
        let ty = other.columns.named(key).map(|column| column.ty.clone());
        for column in keys(table) {
            if ty.as_ref() == Some(&column.ty) {
                pairs.push((column.name.clone(), other_name.clone(), key.clone()));
            }
        }
    }
    // What is logged refers to nothing that is not.
    if draw.is_on(Backend::Postgres) {
        pairs.retain(|(_, other, _)| {
            let other = schema.tables.get(other);
            table.options.unlogged || other.is_some_and(|other| !other.options.unlogged)
        });
    }
    let (column, other, key) = draw.pick(&pairs)?;
    let mut made = ForeignKey::new(vec![column], other, vec![key]);
    made.on_delete = draw.pick(&[Action::NoAction, Action::Cascade, Action::Restrict])?;
    if draw.taste.on.is_none() && draw.one_in(4) {
        made.on_delete = Action::SetNull;
        made.set_columns.clone_from(&made.columns);
    }
    made.not_valid = draw.is_on(Backend::Postgres) && draw.one_in(4);
    Some(made)
}

/// An index that a table could have.
pub(super) fn index(draw: &mut Draw<'_>, table: &Table) -> Option<Index> {
    let keys: Vec<Name> = keys(table).iter().map(|key| key.name.clone()).collect();
    let mut first = IndexColumn::new(IndexKey::Column(draw.pick(&keys)?));
    first.descending = draw.one_in(3);
    let mut columns = vec![first];
    let number = columns::number(draw, table);
    let number = number.map(|number| names::spelt(&number, draw.taste.on));
    let plain = draw.taste.on == Some(Backend::MySql);
    if let Some(number) = number.as_ref().filter(|_| !plain && draw.one_in(3)) {
        columns.push(IndexColumn::new(IndexKey::Sql(format!("abs({number})"))));
    }
    let mut index = Index::new(columns);
    index.unique = draw.one_in(4);
    if let Some(number) = number.filter(|_| !plain && draw.one_in(4)) {
        index.predicate = Some(format!("{number} > 3"));
    }
    if draw.is_on(Backend::Postgres) {
        index.comment = draw.comment();
    }
    Some(index)
}
