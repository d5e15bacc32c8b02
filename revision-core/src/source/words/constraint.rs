//! Constraints and indexes as words.

use super::layout::Node;
use super::literal::{name, names, number, text};
use crate::schema::{
    Action, Check, Constraint, Deferrable, Exclusion, ForeignKey, Index, IndexColumn, IndexKey,
    Match, Name, Nulls, OnConflict, PrimaryKey, Unique,
};

/// A constraint: what stands behind its table in `op.create_…`.
pub(super) fn constraint(constraint: &Constraint) -> (&'static str, Node) {
    match constraint {
        Constraint::PrimaryKey(one) => ("create_primary_key", primary_key(one)),
        Constraint::Unique(one) => ("create_unique", unique(one)),
        Constraint::Check(one) => ("create_check", check(one)),
        Constraint::ForeignKey(one) => ("create_foreign_key", foreign_key(one)),
        Constraint::Exclusion(one) => ("create_exclusion", exclusion(one)),
    }
}

/// A primary key: the list of its columns, where that says as much.
pub(super) fn primary_key(key: &PrimaryKey) -> Node {
    if *key == PrimaryKey::new(key.columns.clone()) {
        return names(&key.columns);
    }
    let node = named(
        Node::call("primary_key", [names(&key.columns)]),
        key.name.as_ref(),
    );
    let node = including(deferrable(node, key.deferrable), &key.include);
    let node = commented(node, key.comment.as_ref());
    on_conflict(node, key.on_conflict)
}

/// A unique constraint: the list of its columns, where that says as much.
pub(super) fn unique(unique: &Unique) -> Node {
    if *unique == Unique::new(unique.columns.clone()) {
        return names(&unique.columns);
    }
    let mut node = named(
        Node::call("unique", [names(&unique.columns)]),
        unique.name.as_ref(),
    );
    if unique.nulls_not_distinct {
        node = node.method("nulls_not_distinct", []);
    }
    let node = including(deferrable(node, unique.deferrable), &unique.include);
    let node = commented(node, unique.comment.as_ref());
    unnamed(on_conflict(node, unique.on_conflict), unique.unnamed)
}

/// A check: its condition, where that says as much.
pub(super) fn check(check: &Check) -> Node {
    if *check == Check::new(check.sql.as_str()) {
        return text(&check.sql);
    }
    let mut node = named(Node::call("check", [text(&check.sql)]), check.name.as_ref());
    if check.not_valid {
        node = node.method("not_valid", []);
    }
    if check.no_inherit {
        node = node.method("no_inherit", []);
    }
    unnamed(commented(node, check.comment.as_ref()), check.unnamed)
}

pub(super) fn foreign_key(key: &ForeignKey) -> Node {
    let (columns, referenced) = (names(&key.columns), names(&key.referenced));
    let node = Node::call("foreign_key", [columns, name(&key.references), referenced]);
    let mut node = named(node, key.name.as_ref());
    for (word, action) in [("on_delete", key.on_delete), ("on_update", key.on_update)] {
        if action != Action::NoAction {
            node = node.method(word, [Node::Atom(format!("{action:?}"))]);
        }
    }
    if !key.set_columns.is_empty() {
        node = node.method("set_columns", [names(&key.set_columns)]);
    }
    if key.matching == Match::Full {
        node = node.method("match_full", []);
    }
    node = deferrable(node, key.deferrable);
    if key.not_valid {
        node = node.method("not_valid", []);
    }
    unnamed(commented(node, key.comment.as_ref()), key.unnamed)
}

pub(super) fn exclusion(exclusion: &Exclusion) -> Node {
    let elements = exclusion.elements.iter().map(|element| {
        let (word, key) = match &element.key {
            IndexKey::Column(column) => ("element", &**column),
            IndexKey::Sql(sql) => ("element_sql", sql.as_str()),
        };
        let node = Node::call(word, [text(key), text(&element.operator)]);
        let node = ordered(node, element.descending, element.nulls);
        taken(node, element.operator_class.as_deref())
    });
    let node = Node::call("exclusion", [Node::Array(elements.collect())]);
    let mut node = named(node, exclusion.name.as_ref());
    if let Some(method) = &exclusion.method {
        node = node.method("using", [text(method)]);
    }
    if let Some(predicate) = &exclusion.predicate {
        node = node.method("where_", [text(predicate)]);
    }
    let node = deferrable(node, exclusion.deferrable);
    commented(node, exclusion.comment.as_ref())
}

/// What an index sorts by.
pub(super) fn index_columns(columns: &[IndexColumn]) -> Node {
    let plain: Option<Vec<&Name>> = columns
        .iter()
        .map(|column| match &column.key {
            IndexKey::Column(name) if *column == IndexColumn::new(column.key.clone()) => Some(name),
            _ => None,
        })
        .collect();
    if let Some(plain) = plain {
        return super::literal::texts(plain.into_iter().map(|name| &**name));
    }
    Node::Array(columns.iter().map(index_column).collect())
}

fn index_column(column: &IndexColumn) -> Node {
    let node = match &column.key {
        IndexKey::Column(name) => Node::call("name", [text(name)]),
        IndexKey::Sql(sql) => Node::call("sql", [text(sql)]),
    };
    let node = ordered(node, column.descending, column.nulls);
    let mut node = taken(node, column.operator_class.as_deref());
    if let Some(collation) = &column.collation {
        node = node.method("collate", [text(collation)]);
    }
    if let Some(length) = column.length {
        node = node.method("length", [number(length)]);
    }
    node
}

/// What is said of an index beside what it sorts by.
pub(super) fn index(mut node: Node, index: &Index) -> Node {
    if index.unique {
        node = node.method("unique", []);
    }
    if index.nulls_not_distinct {
        node = node.method("nulls_not_distinct", []);
    }
    if let Some(method) = &index.method {
        node = node.method("using", [text(method)]);
    }
    if let Some(predicate) = &index.predicate {
        node = node.method("where_", [text(predicate)]);
    }
    node = stored(including(node, &index.include), &index.storage);
    commented(node, index.comment.as_ref())
}

/// An index of what is made together with it.
pub(super) fn named_index(name: &Name, made: &Index) -> Node {
    let node = Node::call("index", [text(name), index_columns(&made.columns)]);
    index(node, made)
}

/// Parameters of a storage.
pub(super) fn stored(mut node: Node, storage: &[(String, String)]) -> Node {
    for (parameter, value) in storage {
        node = node.method("with", [text(parameter), text(value)]);
    }
    node
}

/// What is said about it.
pub(super) fn commented(node: Node, comment: Option<&String>) -> Node {
    match comment {
        Some(comment) => node.method("comment", [text(comment)]),
        None => node,
    }
}

fn named(node: Node, name: Option<&Name>) -> Node {
    match name {
        Some(name) => node.method("named", [text(name)]),
        None => node,
    }
}

fn unnamed(node: Node, unnamed: bool) -> Node {
    if unnamed {
        return node.method("unnamed", []);
    }
    node
}

fn on_conflict(node: Node, resolution: Option<OnConflict>) -> Node {
    match resolution {
        Some(resolution) => node.method("on_conflict", [Node::Atom(format!("{resolution:?}"))]),
        None => node,
    }
}

fn deferrable(node: Node, deferrable: Option<Deferrable>) -> Node {
    match deferrable {
        Some(Deferrable {
            initially_deferred: false,
        }) => node.method("deferrable", []),
        Some(Deferrable {
            initially_deferred: true,
        }) => node.method("initially_deferred", []),
        None => node,
    }
}

fn including(node: Node, columns: &[Name]) -> Node {
    if columns.is_empty() {
        return node;
    }
    node.method("include", [names(columns)])
}

fn ordered(mut node: Node, descending: bool, nulls: Option<Nulls>) -> Node {
    if descending {
        node = node.method("desc", []);
    }
    match nulls {
        Some(Nulls::First) => node.method("nulls_first", []),
        Some(Nulls::Last) => node.method("nulls_last", []),
        None => node,
    }
}

fn taken(node: Node, class: Option<&str>) -> Node {
    match class {
        Some(class) => node.method("operator_class", [text(class)]),
        None => node,
    }
}
