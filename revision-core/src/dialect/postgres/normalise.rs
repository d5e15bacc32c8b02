//! The normal form of a schema on PostgreSQL.

use super::lex::Lexer;
use super::{constant, types, words};
use crate::Backend;
use crate::dialect::lex::normal;
use crate::schema::{
    Column, Columns, Default, Defined, Identity, Index, IndexKey, Name, Nulls, Schema,
    SequenceOptions, Table, TableOptions, Type,
};

/// The schema as the server keeps it, as far as text goes.
pub(in crate::dialect) fn normalise(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for comment in schema.namespaces.values_mut() {
        say(comment);
    }
    for one in schema.enums.values_mut() {
        say(&mut one.comment);
    }
    for one in schema.types.values_mut() {
        for ty in one.types_mut() {
            *ty = types::normal(ty);
        }
        if let Defined::Domain(domain) = one {
            let default = domain.default.take();
            domain.default = default.and_then(|default| self::default(default, &domain.base));
            for sql in domain.checks.values_mut() {
                *sql = text(sql);
            }
        }
        say(one.comment_mut());
    }
    for one in schema.sequences.values_mut() {
        let ty = one.ty.as_ref().map_or(BIGINT, types::normal);
        counting(&mut one.options, &ty);
        one.ty = (ty != BIGINT).then_some(ty);
        say(&mut one.comment);
    }
    for one in schema.tables.values_mut() {
        table(one);
    }
    for one in schema.views.values_mut() {
        one.query = text(&one.query);
        for index in one.indexes.values_mut() {
            self::index(index, None);
        }
        say(&mut one.comment);
    }
    let statements = schema.functions.values_mut();
    let statements = statements.chain(schema.triggers.values_mut());
    for one in statements.chain(schema.policies.values_mut()) {
        *one = text(one);
    }
    schema
}

const BIGINT: Type = Type::BigInt { unsigned: false };

/// An expression or a statement.
fn text(sql: &str) -> String {
    normal::<Lexer<'_>>(sql, words::is_plain)
}

/// To say an empty text is to say nothing.
fn say(comment: &mut Option<String>) {
    if comment.as_deref() == Some("") {
        *comment = None;
    }
}

fn table(table: &mut Table) {
    let key = table.primary_key.clone();
    let in_key = |name: &Name| key.as_ref().is_some_and(|key| key.columns.contains(name));
    let columns = std::mem::take(&mut table.columns);
    let columns = columns.iter().map(|one| {
        let mut column = column(one);
        column.nullable &= !in_key(&column.name);
        column
    });
    table.columns = columns.collect();
    table.checks = std::mem::take(&mut table.checks)
        .into_iter()
        .map(|mut check| {
            check.sql = text(&check.sql);
            check
        })
        .collect();
    table.exclusions = std::mem::take(&mut table.exclusions)
        .into_iter()
        .map(|mut exclusion| {
            exclusion.method = exclusion.method.filter(|method| *method != "btree");
            exclusion.predicate = exclusion.predicate.as_deref().map(text);
            for element in &mut exclusion.elements {
                key_of_index(&mut element.key, Some(&table.columns));
                nulls(&mut element.nulls, element.descending);
            }
            exclusion
        })
        .collect();
    for index in table.indexes.values_mut() {
        self::index(index, Some(&table.columns));
    }
    say(&mut table.comment);
    table.constraint_comments(say);
    for one in table.partitions.values_mut() {
        one.clause = text(&one.clause);
    }
    let options = std::mem::take(&mut table.options);
    table.options = TableOptions {
        unlogged: options.unlogged,
        partition_by: options.partition_by.as_deref().map(text),
        inherits: options.inherits,
        row_security: options.row_security,
        storage: parameters(options.storage),
        ..TableOptions::default()
    };
}

fn column(column: &Column) -> Column {
    let mut column = column.on(Backend::Postgres);
    column.ty = types::normal(&column.ty);
    if column
        .collation
        .as_ref()
        .is_some_and(|one| one.name == *"default")
    {
        column.collation = None;
    }
    if let Some(Identity { options, .. }) = &mut column.identity {
        counting(options, &column.ty);
        column.nullable = false;
    }
    if let Some(generated) = &mut column.generated {
        generated.sql = text(&generated.sql);
    }
    let default = column.default.take();
    column.default = default.and_then(|default| self::default(default, &column.ty));
    say(&mut column.comment);
    column
}

fn default(default: Default, ty: &Type) -> Option<Default> {
    match default {
        Default::Value(value) => constant::of_type(value, ty).map(Default::Value),
        Default::Sql(sql) => match constant::read(&sql) {
            Some(value) => constant::of_type(value, ty).map(Default::Value),
            None => Some(Default::Sql(text(&sql))),
        },
    }
}

/// What a counter does by itself need not be said.
fn counting(options: &mut SequenceOptions, ty: &Type) {
    let (least, greatest) = match ty {
        Type::SmallInt { .. } => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Type::Integer { .. } => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let up = options.increment.is_none_or(|increment| increment > 0);
    let (min, max) = if up { (1, greatest) } else { (least, -1) };
    let first = if up {
        options.min.unwrap_or(min)
    } else {
        options.max.unwrap_or(max)
    };
    let unless = |value: Option<i64>, usual: i64| value.filter(|value| *value != usual);
    options.start = unless(options.start, first);
    options.increment = unless(options.increment, 1);
    options.min = unless(options.min, min);
    options.max = unless(options.max, max);
    options.cache = unless(options.cache, 1);
}

fn index(index: &mut Index, columns: Option<&Columns>) {
    index.method = index.method.take().filter(|method| *method != "btree");
    index.predicate = index.predicate.as_deref().map(text);
    index.storage = parameters(std::mem::take(&mut index.storage));
    say(&mut index.comment);
    for column in &mut index.columns {
        key_of_index(&mut column.key, columns);
        nulls(&mut column.nulls, column.descending);
        if column.collation.as_deref() == Some("default") {
            column.collation = None;
        }
    }
}

/// An expression that is a column is that column.
fn key_of_index(key: &mut IndexKey, columns: Option<&Columns>) {
    if let IndexKey::Sql(sql) = key {
        let sql = text(sql);
        let name = sql.trim_matches('"').replace("\"\"", "\"");
        let is_column = columns.is_some_and(|columns| columns.named(&name).is_some());
        *key = if is_column && words::quoted(&name) == sql {
            IndexKey::Column(name.into())
        } else {
            IndexKey::Sql(sql)
        };
    }
}

fn nulls(nulls: &mut Option<Nulls>, descending: bool) {
    let usual = if descending {
        Nulls::First
    } else {
        Nulls::Last
    };
    if *nulls == Some(usual) {
        *nulls = None;
    }
}

fn parameters(parameters: Vec<(String, String)>) -> Vec<(String, String)> {
    let parameters = parameters.into_iter();
    let mut parameters: Vec<_> = parameters
        .map(|(name, value)| (name.to_lowercase(), value))
        .collect();
    parameters.sort();
    parameters
}
