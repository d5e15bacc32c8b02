//! Values and names as Rust.

use std::fmt::Display;

use super::layout::Node;
use crate::schema::{Literal, Name, QualifiedName};

/// A text.
pub(super) fn text(text: &str) -> Node {
    Node::Atom(quoted(text))
}

/// A text between quotes: as it is, where that can be read, and escaped where not.
fn quoted(text: &str) -> String {
    let lines = text.contains('\n') && text.len() > 20;
    let plain = text.chars().all(|c| is_plain(c) || (lines && c == '\n'))
        && !text.lines().any(|line| line.ends_with(' '));
    if plain && !text.contains(['"', '\\']) {
        return format!("\"{text}\"");
    }
    if plain {
        let mut hashes = String::from("#");
        while text.contains(&format!("\"{hashes}")) {
            hashes.push('#');
        }
        return format!("r{hashes}\"{text}\"{hashes}");
    }
    let mut escaped = String::from("\"");
    for c in text.chars() {
        match c {
            '\'' => escaped.push(c),
            c if is_plain(c) && !matches!(c, '"' | '\\') => escaped.push(c),
            c => escaped.extend(c.escape_debug()),
        }
    }
    escaped.push('"');
    escaped
}

/// Whether a character is seen, and moves no other.
fn is_plain(c: char) -> bool {
    c == '\'' || c == '"' || c == '\\' || c.escape_debug().len() == 1
}

/// A list of texts.
pub(super) fn texts<'a>(list: impl IntoIterator<Item = &'a str>) -> Node {
    let list: Vec<Node> = list.into_iter().map(text).collect();
    if list.is_empty() {
        // Of nothing the compiler could not tell the type.
        return Node::Atom("[\"\"; 0]".to_owned());
    }
    Node::Array(list)
}

/// A list of names.
pub(super) fn names(names: &[Name]) -> Node {
    texts(names.iter().map(|name| &**name))
}

/// A name that may lie in a namespace.
pub(super) fn name(name: &QualifiedName) -> Node {
    let short = name.to_string();
    if QualifiedName::from(short.as_str()) == *name {
        return text(&short);
    }
    match &name.namespace {
        Some(namespace) => Node::call("qualified", [text(namespace), text(&name.name)]),
        None => Node::call("unqualified", [text(&name.name)]),
    }
}

/// A collation: the dots of a text are its own.
pub(super) fn collation(name: &QualifiedName) -> Node {
    match &name.namespace {
        Some(namespace) => Node::call("qualified", [text(namespace), text(&name.name)]),
        None => text(&name.name),
    }
}

pub(super) fn number(number: impl Display) -> Node {
    Node::Atom(number.to_string())
}

pub(super) fn truth(truth: bool) -> Node {
    Node::Atom(truth.to_string())
}

/// A value.
pub(super) fn literal(literal: &Literal) -> Node {
    match literal {
        Literal::Null => Node::call("null", []),
        Literal::Bool(value) => truth(*value),
        Literal::Integer(value) if i64::try_from(*value).is_ok() => number(value),
        Literal::Integer(value) => Node::call("number", [number(value)]),
        Literal::Float(value) => Node::Atom(float(value.0)),
        Literal::Text(value) => text(value),
        Literal::Bytes(value) => Node::Atom(format!("b\"{}\"", value.escape_ascii())),
    }
}

fn float(value: f64) -> String {
    let sign = if value.is_sign_negative() { "-" } else { "" };
    if value.is_nan() {
        format!("{sign}f64::NAN")
    } else if value.is_infinite() {
        format!("{sign}f64::INFINITY")
    } else {
        format!("{value:?}")
    }
}

/// A type of Rust's that a value is of, so that values of one can stand in a list; none for one that is a `Literal` already.
pub(super) fn kind(literal: &Literal) -> Option<(u8, usize)> {
    Some(match literal {
        Literal::Null => return None,
        Literal::Integer(value) if i64::try_from(*value).is_err() => return None,
        Literal::Bool(_) => (0, 0),
        Literal::Integer(_) => (1, 0),
        Literal::Float(_) => (2, 0),
        Literal::Text(_) => (3, 0),
        // An array each, by its length.
        Literal::Bytes(value) => (4, value.len()),
    })
}
