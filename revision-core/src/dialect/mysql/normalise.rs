//! The normal form of a schema on MySQL and MariaDB.

use std::collections::{BTreeMap, BTreeSet};

use super::declared::normal_type;
use super::lex::Lexer;
use super::{constant, reflect, trigger, words};
use crate::dialect::lex::normal;
use crate::schema::{
    Action, Check, Column, Default, Enum, ForeignKey, Index, IndexKey, Name, Nulls, QualifiedName,
    Schema, SequenceOptions, Table, TableOptions, Type, Unique,
};
use crate::{Backend, Product, Server};

/// The schema as the server keeps it, as far as text goes.
pub(in crate::dialect) fn normalise(server: Server, schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    // An enum lies in the columns.
    let enums = std::mem::take(&mut schema.enums);
    for comment in schema.namespaces.values_mut() {
        say(comment);
        if server.product == Product::MySql {
            *comment = None;
        }
    }
    for one in schema.sequences.values_mut() {
        one.ty = one
            .ty
            .take()
            .filter(|ty| *ty != Type::BigInt { unsigned: false });
        counting(&mut one.options);
        say(&mut one.comment);
    }
    for one in schema.tables.values_mut() {
        table(server, &enums, one);
    }
    for one in schema.views.values_mut() {
        one.query = text(&one.query);
        one.comment = None;
    }
    for one in schema.functions.values_mut() {
        *one = text(one);
    }
    for ((table, name), one) in &mut schema.triggers {
        *one = text(&trigger::kept(table, name, one));
    }
    schema
}

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

fn table(server: Server, enums: &BTreeMap<QualifiedName, Enum>, table: &mut Table) {
    let key = table.primary_key.take();
    let in_key = |name: &Name| key.as_ref().is_some_and(|key| key.columns.contains(name));
    let columns = std::mem::take(&mut table.columns);
    let columns = columns.iter().map(|one| {
        let mut column = column(enums, one);
        column.nullable &= !in_key(&column.name);
        column
    });
    table.columns = columns.collect();
    table.primary_key = key.map(|mut key| {
        key.name = None;
        key
    });
    table.checks = each(&mut table.checks, |check: &mut Check| {
        check.sql = text(&check.sql);
        check.not_valid = false;
        check.no_inherit = false;
    });
    table.foreign_keys = each(&mut table.foreign_keys, |key: &mut ForeignKey| {
        key.not_valid = false;
        for action in [&mut key.on_delete, &mut key.on_update] {
            if *action == Action::Restrict {
                *action = Action::NoAction;
            }
        }
    });
    indexes(server, table);
    say(&mut table.comment);
    table.constraint_comments(|comment| *comment = None);
    options(table);
}

fn each<T: Ord>(all: &mut BTreeSet<T>, change: impl Fn(&mut T)) -> BTreeSet<T> {
    let all = std::mem::take(all).into_iter().map(|mut one| {
        change(&mut one);
        one
    });
    all.collect()
}

/// A unique index and a unique constraint are one thing, and the index that a foreign key has belongs to it.
fn indexes(server: Server, table: &mut Table) {
    for (name, mut one) in std::mem::take(&mut table.indexes) {
        index(server, &mut one);
        match reflect::keys::constraint(&one) {
            Some(columns) => {
                let mut unique = Unique::new(columns);
                unique.name = Some(name);
                table.unique.insert(unique);
            }
            None => {
                table.indexes.insert(name, one);
            }
        }
    }
    let keys = table.foreign_keys.iter().filter(|key| {
        let index = key.name.as_ref().and_then(|name| table.indexes.get(name));
        index.is_some_and(|index| {
            let columns = index.columns.iter().map(|column| &column.key);
            columns.eq(key
                .columns
                .iter()
                .map(|name| IndexKey::Column(name.clone()))
                .collect::<Vec<_>>()
                .iter())
        })
    });
    let made: Vec<_> = keys.filter_map(|key| key.name.clone()).collect();
    table.indexes.retain(|name, _| !made.contains(name));
}

fn index(server: Server, index: &mut Index) {
    let method = index.method.take().map(|method| method.to_lowercase());
    // What InnoDB is told of hashes it makes the usual kind of.
    let method = method.filter(|method| method != "btree" && method != "hash");
    index.method = method.map(Into::into);
    say(&mut index.comment);
    index.storage = parameters(std::mem::take(&mut index.storage));
    for column in &mut index.columns {
        if server.product == Product::MariaDb && !server.is_at_least(10, 8) {
            column.descending = false;
        }
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

fn options(table: &mut Table) {
    let options = std::mem::take(&mut table.options);
    let engine = options
        .engine
        .filter(|engine| !engine.eq_ignore_ascii_case("innodb"));
    let collation = options.collation.map(|collation| collation.to_lowercase());
    let mut charset = options.charset.map(|charset| charset.to_lowercase());
    if charset.is_none() {
        // The collation's name begins with it.
        let of = collation.as_deref().and_then(|one| one.split('_').next());
        charset = of.map(str::to_owned);
    }
    table.options = TableOptions {
        engine,
        charset: charset.filter(|charset| charset != "utf8mb4"),
        collation,
        partition_by: options.partition_by.as_deref().map(text),
        storage: parameters(options.storage),
        ..TableOptions::default()
    };
}

/// Those of this database, in one spelling.
fn parameters(parameters: Vec<(String, String)>) -> Vec<(String, String)> {
    let known = parameters
        .into_iter()
        .filter(|(key, _)| words::is_parameter(key));
    let mut known: Vec<_> = known
        .map(|(key, value)| (key.to_lowercase(), value.to_lowercase()))
        .collect();
    known.sort();
    known
}

fn column(enums: &BTreeMap<QualifiedName, Enum>, column: &Column) -> Column {
    let mut column = column.on(Backend::MySql);
    column.ty = normal_type(enums, &column.ty);
    if let Some(identity) = &mut column.identity {
        // Where it starts is soon forgotten.
        identity.always = false;
        identity.options = SequenceOptions::default();
        column.nullable = false;
    }
    if let Some(generated) = &mut column.generated {
        generated.sql = text(&generated.sql);
    }
    column.default = column.default.and_then(|value| default(value, &column.ty));
    say(&mut column.comment);
    column
}

fn default(default: Default, ty: &Type) -> Option<Default> {
    let sql = match default {
        Default::Value(value) => return constant::of_type(value, ty).map(Default::Value),
        Default::Sql(sql) => sql,
    };
    if let Some(value) = constant::read(&sql) {
        return constant::of_type(value, ty).map(Default::Value);
    }
    let precision = match ty {
        Type::Timestamp { precision, .. } => *precision,
        _ => None,
    };
    let sql = text(&sql);
    let (value, on_update) = match sql.split_once(" on update ") {
        Some((value, on_update)) => (value, Some(now(on_update, precision))),
        None => (&*sql, None),
    };
    let value = now(value, precision);
    Some(Default::Sql(match on_update {
        Some(on_update) => format!("{value} on update {on_update}"),
        None => value,
    }))
}

/// The current time goes by one word.
fn now(sql: &str, precision: Option<u8>) -> String {
    let function = sql.split('(').next().unwrap_or_default().trim_end();
    let is_now = ["current_timestamp", "localtimestamp", "localtime", "now"].contains(&function);
    let rest = sql.get(function.len()..).unwrap_or_default();
    let digits = rest
        .chars()
        .all(|one| one.is_ascii_digit() || "() ".contains(one));
    if !is_now || !digits || (function == "now" && rest.is_empty()) {
        return sql.to_owned();
    }
    match precision {
        Some(digits) => format!("current_timestamp({digits})"),
        None => "current_timestamp".to_owned(),
    }
}

/// What a sequence does by itself need not be said.
fn counting(options: &mut SequenceOptions) {
    const GREATEST: i64 = i64::MAX - 1;
    let up = options.increment.is_none_or(|increment| increment > 0);
    let (min, max) = if up {
        (1, GREATEST)
    } else {
        (-GREATEST - 1, -1)
    };
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
    options.cache = unless(options.cache, 1000);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Literal;

    fn kept(ty: Type, value: Default) -> Option<Default> {
        let mut one = Column::new("a", ty);
        one.default = Some(value);
        column(&BTreeMap::new(), &one).default
    }

    #[test]
    fn defaults_are_as_the_server_keeps_them() {
        let sql = |sql: &str| Default::Sql(sql.to_owned());
        let moment = Type::Timestamp {
            precision: Some(3),
            zone: true,
        };
        let now = Some(sql("current_timestamp(3)"));
        for same in [
            "CURRENT_TIMESTAMP",
            "now()",
            "(localtime(3))",
            "current_timestamp ( 3 )",
        ] {
            assert_eq!(kept(moment.clone(), sql(same)), now, "{same}");
        }
        assert_eq!(
            kept(moment, sql("NOW() ON UPDATE NOW()")),
            Some(sql("current_timestamp(3) on update current_timestamp(3)"))
        );
        let money = Type::Numeric(Some((10, 2)));
        let text = |text: &str| Some(Default::Value(text.into()));
        assert_eq!(kept(money.clone(), Default::Value(0.into())), text("0.00"));
        assert_eq!(kept(money, sql("-1.5")), text("-1.50"));
        assert_eq!(
            kept(Type::Boolean, sql("TRUE")),
            Some(Default::Value(1.into()))
        );
        assert_eq!(kept(Type::Char(1), Default::Value(Literal::Null)), None);
        assert_eq!(kept(Type::Char(9), sql("'it''s'")), text("it's"));
    }
}
