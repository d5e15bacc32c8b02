//! Rows as words.
//!
//! Rows in one list have to be of one type for the compiler: where a column holds values of several, each is wrapped in
//! `value(…)`, which makes them one. Rows of several lengths, or of more values than a tuple may have, stand for themselves.

use std::collections::BTreeSet;

use super::layout::Node;
use super::literal::{kind, literal, name, names};
use crate::operation::BulkInsert;
use crate::schema::Literal;

/// The most values that a tuple may have to be a row.
const WIDEST: usize = 16;

/// `op.bulk_insert(…)`.
pub(super) fn insert(op: Node, insert: &BulkInsert) -> Node {
    let BulkInsert {
        table,
        columns,
        rows,
    } = insert;
    let width = rows.first().map_or(0, Vec::len);
    let listed = !rows.is_empty() && rows.iter().all(|row| row.len() == width);
    let list = if listed {
        let mixed: Vec<bool> = (0..width).map(|column| is_mixed(rows, column)).collect();
        Node::Array(rows.iter().map(|row| self::row(row, &mixed)).collect())
    } else {
        Node::Atom("[(); 0]".to_owned())
    };
    let node = op.method("bulk_insert", [name(table), names(columns), list]);
    if listed {
        return node;
    }
    rows.iter().fold(node, |node, row| {
        node.method("row", [self::row(row, &vec![false; row.len()])])
    })
}

/// Whether the values of a column are of several types for the compiler.
fn is_mixed(rows: &[Vec<Literal>], column: usize) -> bool {
    let values = rows.iter().filter_map(|row| row.get(column));
    let kinds: BTreeSet<_> = values.map(kind).collect();
    kinds.len() > 1
}

fn row(row: &[Literal], mixed: &[bool]) -> Node {
    if row.is_empty() {
        return Node::Atom("()".to_owned());
    }
    let wide = row.len() > WIDEST;
    let values = row.iter().zip(mixed).map(|(value, mixed)| {
        let node = literal(value);
        if (*mixed || wide) && kind(value).is_some() {
            return Node::call("value", [node]);
        }
        node
    });
    if wide {
        Node::Array(values.collect())
    } else {
        Node::Tuple(values.collect())
    }
}
