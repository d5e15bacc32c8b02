//! Types and columns as words.

use std::collections::BTreeMap;

use super::layout::Node;
use super::literal::{collation, literal, name, number, text, texts};
use crate::Backend;
use crate::schema::{Column, Default, Identity, OnDatabase, SequenceOptions, Size, Type};

/// A type.
pub(super) fn ty(ty: &Type) -> Node {
    let unsigned = |word: &str, unsigned: bool| {
        let node = Node::call(word, []);
        if unsigned {
            node.method("unsigned", [])
        } else {
            node
        }
    };
    let precise = |word: &str, precision: Option<u8>| {
        let node = Node::call(word, []);
        match precision {
            Some(digits) => node.method("precision", [number(digits)]),
            None => node,
        }
    };
    let plain = |word: &str| Node::call(word, []);
    match ty {
        Type::Boolean => plain("boolean"),
        Type::TinyInt { unsigned: yes } => unsigned("tinyint", *yes),
        Type::SmallInt { unsigned: yes } => unsigned("smallint", *yes),
        Type::MediumInt { unsigned: yes } => unsigned("mediumint", *yes),
        Type::Integer { unsigned: yes } => unsigned("integer", *yes),
        Type::BigInt { unsigned: yes } => unsigned("bigint", *yes),
        Type::Real => plain("real"),
        Type::Double => plain("double"),
        Type::Numeric(Some((precision, scale))) => {
            Node::call("numeric", [number(precision), number(scale)])
        }
        Type::Numeric(None) => plain("numeric_unlimited"),
        Type::Char(length) => Node::call("char", [number(length)]),
        Type::Varchar(Some(length)) => Node::call("varchar", [number(length)]),
        Type::Varchar(None) => plain("varchar_unlimited"),
        Type::Text(Size::Plain) => plain("text"),
        Type::Text(Size::Tiny) => plain("tinytext"),
        Type::Text(Size::Medium) => plain("mediumtext"),
        Type::Text(Size::Long) => plain("longtext"),
        Type::Binary(length) => Node::call("binary", [number(length)]),
        Type::Varbinary(length) => Node::call("varbinary", [number(length)]),
        Type::Blob(Size::Plain) => plain("blob"),
        Type::Blob(Size::Tiny) => plain("tinyblob"),
        Type::Blob(Size::Medium) => plain("mediumblob"),
        Type::Blob(Size::Long) => plain("longblob"),
        Type::Date => plain("date"),
        Type::Time {
            precision,
            zone: false,
        } => precise("time", *precision),
        Type::Time {
            precision,
            zone: true,
        } => precise("timetz", *precision),
        Type::Timestamp {
            precision,
            zone: false,
        } => precise("timestamp", *precision),
        Type::Timestamp {
            precision,
            zone: true,
        } => precise("timestamptz", *precision),
        Type::Interval => plain("interval"),
        Type::Uuid => plain("uuid"),
        Type::Json => plain("json"),
        Type::Jsonb => plain("jsonb"),
        Type::Enum(named) => Node::call("enum_", [name(named)]),
        Type::InlineEnum(values) => {
            Node::call("one_of", [texts(values.iter().map(String::as_str))])
        }
        Type::Array(element) => Node::call("array", [self::ty(element)]),
        Type::Inet => plain("inet"),
        Type::Cidr => plain("cidr"),
        Type::Custom(words) => Node::call("custom", [text(words)]),
    }
}

/// A column; `in_key` says whether the primary key of its table has it, and `marked` whether it says so itself.
pub(super) fn column(column: &Column, in_key: bool, marked: bool) -> Node {
    let counts = column
        .identity
        .as_ref()
        .is_some_and(|identity| *identity == Identity::default() && is_integer(&column.ty));
    let mut kind = ty(&column.ty);
    if counts {
        kind = kind.method("auto_increment", []);
    }
    let mut node = Node::call("column", [text(&column.name), kind]);
    if let (Some(counter), false) = (&column.identity, counts) {
        node = node.method("identity", [identity(counter)]);
    }
    if marked {
        node = node.method("primary_key", []);
    }
    let expected = !in_key && column.identity.is_none();
    if column.nullable != expected {
        let word = if column.nullable {
            "nullable"
        } else {
            "not_null"
        };
        node = node.method(word, []);
    }
    if let Some(value) = &column.default {
        node = default(node, value);
    }
    node = overrides(node, &column.on);
    if let Some(generated) = &column.generated {
        let word = generated_word(generated.stored);
        node = node.method(word, [text(&generated.sql)]);
    }
    if let Some(sorted) = &column.collation {
        node = node.method("collate", [collation(sorted)]);
    }
    if let Some(comment) = &column.comment {
        node = node.method("comment", [text(comment)]);
    }
    node
}

fn is_integer(ty: &Type) -> bool {
    matches!(
        ty,
        Type::TinyInt { .. }
            | Type::SmallInt { .. }
            | Type::MediumInt { .. }
            | Type::Integer { .. }
            | Type::BigInt { .. }
    )
}

pub(super) fn default(node: Node, value: &Default) -> Node {
    match value {
        Default::Value(value) => node.method("default", [literal(value)]),
        Default::Sql(sql) => node.method("default_sql", [text(sql)]),
    }
}

/// What one database is told otherwise.
pub(super) fn overrides(mut node: Node, on: &BTreeMap<Backend, OnDatabase>) -> Node {
    for (database, on) in on {
        let database = || Node::Atom(format!("{database:?}"));
        if let Some(other) = &on.ty {
            node = node.method("type_on", [database(), ty(other)]);
        }
        match &on.default {
            Some(Default::Value(value)) => {
                node = node.method("default_on", [database(), literal(value)]);
            }
            Some(Default::Sql(sql)) => {
                node = node.method("default_sql_on", [database(), text(sql)]);
            }
            None => {}
        }
    }
    node
}

pub(super) fn generated_word(stored: bool) -> &'static str {
    if stored {
        "generated_stored"
    } else {
        "generated"
    }
}

/// How a column counts.
pub(super) fn identity(identity: &Identity) -> Node {
    let mut node = Node::call("identity", []);
    if identity.always {
        node = node.method("always", []);
    }
    counting(node, &identity.options)
}

/// How something counts.
pub(super) fn counting(mut node: Node, options: &SequenceOptions) -> Node {
    for (word, value) in [
        ("start", options.start),
        ("increment", options.increment),
        ("min", options.min),
        ("max", options.max),
        ("cache", options.cache),
    ] {
        if let Some(value) = value {
            node = node.method(word, [number(value)]);
        }
    }
    if options.cycle {
        node = node.method("cycle", []);
    }
    node
}
