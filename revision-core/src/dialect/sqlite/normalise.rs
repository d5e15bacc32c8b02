//! The normal form of a schema on SQLite.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::{normal_type, strict_type};
use super::lex::Lexer;
use super::{constant, words};
use crate::Backend;
use crate::dialect::lex::normal;
use crate::schema::{
    Check, Column, Default, Enum, ForeignKey, Identity, Index, IndexKey, Name, Nulls,
    QualifiedName, Schema, Table, TableOptions, Type,
};

/// The schema as the database keeps it, as far as text goes.
pub(in crate::dialect) fn normalise(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    // An enum lies in the columns.
    let enums = std::mem::take(&mut schema.enums);
    for one in schema.tables.values_mut() {
        table(&enums, one);
    }
    for one in schema.views.values_mut() {
        one.query = text(&one.query);
        one.comment = None;
    }
    for one in schema.triggers.values_mut() {
        *one = text(one);
    }
    schema
}

/// An expression or a statement.
fn text(sql: &str) -> String {
    normal::<Lexer<'_>>(sql, words::is_plain)
}

fn table(enums: &BTreeMap<QualifiedName, Enum>, table: &mut Table) {
    let strict = table.options.strict;
    let key = table.primary_key.take();
    let in_key = |name: &Name| key.as_ref().is_some_and(|key| key.columns.contains(name));
    let columns = std::mem::take(&mut table.columns);
    let columns = columns.iter().map(|one| {
        let mut column = column(enums, strict, one);
        column.nullable &= !in_key(&column.name);
        column
    });
    table.columns = columns.collect();
    table.primary_key = key.map(|mut key| {
        key.name = key.name.filter(|own| !words::is_usual_key(own));
        key
    });
    table.checks = each(&mut table.checks, |check: &mut Check| {
        check.sql = text(&check.sql);
        check.not_valid = false;
        check.no_inherit = false;
    });
    table.foreign_keys = each(&mut table.foreign_keys, |key: &mut ForeignKey| {
        key.not_valid = false;
    });
    for one in table.indexes.values_mut() {
        index(one);
    }
    table.comment = None;
    table.constraint_comments(|comment| *comment = None);
    table.options = TableOptions {
        strict,
        without_rowid: table.options.without_rowid,
        ..TableOptions::default()
    };
}

fn each<T: Ord>(all: &mut BTreeSet<T>, change: impl Fn(&mut T)) -> BTreeSet<T> {
    let all = std::mem::take(all).into_iter().map(|mut one| {
        change(&mut one);
        one
    });
    all.collect()
}

fn index(index: &mut Index) {
    index.method = index
        .method
        .take()
        .filter(|method| !method.eq_ignore_ascii_case("btree"));
    index.predicate = index.predicate.as_deref().map(text);
    index.comment = None;
    index.storage.clear();
    for column in &mut index.columns {
        let usual = if column.descending {
            Nulls::Last
        } else {
            Nulls::First
        };
        column.nulls = column.nulls.filter(|nulls| *nulls != usual);
        if let IndexKey::Sql(sql) = &mut column.key {
            *sql = text(sql);
        }
    }
}

fn column(enums: &BTreeMap<QualifiedName, Enum>, strict: bool, column: &Column) -> Column {
    let mut column = column.on(Backend::Sqlite);
    column.ty = normal_type(enums, &column.ty);
    if strict {
        column.ty = strict_type(column.ty);
    }
    if column.identity.is_some() {
        column.ty = Type::Integer { unsigned: false };
        column.identity = Some(Identity::default());
        column.nullable = false;
    }
    if let Some(collation) = &column.collation
        && collation.name.eq_ignore_ascii_case("binary")
    {
        column.collation = None;
    }
    if let Some(generated) = &mut column.generated {
        generated.sql = text(&generated.sql);
    }
    column.default = column.default.and_then(|default| match default {
        Default::Value(value) => constant::of_type(value, &column.ty).map(Default::Value),
        Default::Sql(sql) => match constant::read(&sql) {
            Some(value) => constant::of_type(value, &column.ty).map(Default::Value),
            None => Some(Default::Sql(text(&sql))),
        },
    });
    column.comment = None;
    column
}
