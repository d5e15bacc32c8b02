//! Tables as words.

use super::column::{column, default, generated_word, identity, overrides, ty};
use super::constraint::{check, exclusion, foreign_key, named_index, primary_key, stored, unique};
use super::layout::Node;
use super::literal::{collation, name, text, truth};
use crate::operation::{ColumnChange, TableChange};
use crate::schema::{Name, PrimaryKey, QualifiedName, Table, TableOptions, Unique};

/// `op.create_table(…)` with all that the table is like.
pub(super) fn create(op: Node, called: &QualifiedName, table: &Table) -> Node {
    let key = table.primary_key.as_ref();
    // What concerns one column and has no more to say stands there.
    let own_key = key.and_then(|key| {
        let single = single(&key.columns)?;
        (*key == PrimaryKey::new(key.columns.clone()) && table.columns.named(single).is_some())
            .then_some(single)
    });
    let own_unique = |unique: &Unique| {
        let column = single(&unique.columns)?;
        let known = table.columns.named(column).is_some();
        (known && *unique == Unique::new(unique.columns.clone())).then_some(column.clone())
    };
    let uniques: Vec<Name> = table.unique.iter().filter_map(own_unique).collect();
    let columns = table.columns.iter().map(|one| {
        let in_key = key.is_some_and(|key| key.columns.contains(&one.name));
        let node = column(one, in_key, own_key == Some(&one.name));
        if uniques.contains(&one.name) {
            return node.method("unique", []);
        }
        node
    });
    let columns = Node::Array(columns.collect());
    let mut node = op.method("create_table", [name(called), columns]);
    if let (Some(key), None) = (key, own_key) {
        node = node.method("primary_key", [primary_key(key)]);
    }
    for one in table.unique.iter().filter(|one| own_unique(one).is_none()) {
        node = node.method("unique", [unique(one)]);
    }
    for one in &table.checks {
        node = node.method("check", [check(one)]);
    }
    for one in &table.foreign_keys {
        node = node.method("foreign_key", [foreign_key(one)]);
    }
    for one in &table.exclusions {
        node = node.method("exclude", [exclusion(one)]);
    }
    for (own, one) in &table.indexes {
        node = node.method("index", [named_index(own, one)]);
    }
    for (called, one) in &table.partitions {
        let clause = text(&one.clause);
        node = match &one.of {
            None => node.method("partition", [name(called), clause]),
            Some(of) => node.method("subpartition", [name(called), name(of), clause]),
        };
    }
    for parent in &table.options.inherits {
        node = node.method("inherits", [name(parent)]);
    }
    if let Some(comment) = &table.comment {
        node = node.method("comment", [text(comment)]);
    }
    options(node, &table.options)
}

fn single(columns: &[Name]) -> Option<&Name> {
    match columns {
        [column] => Some(column),
        _ => None,
    }
}

fn options(mut node: Node, options: &TableOptions) -> Node {
    for (word, value) in [
        ("engine", &options.engine),
        ("charset", &options.charset),
        ("collate", &options.collation),
        ("partition_by", &options.partition_by),
    ] {
        if let Some(value) = value {
            node = node.method(word, [text(value)]);
        }
    }
    for (word, yes) in [
        ("strict", options.strict),
        ("without_rowid", options.without_rowid),
        ("unlogged", options.unlogged),
        ("row_security", options.row_security),
    ] {
        if yes {
            node = node.method(word, []);
        }
    }
    stored(node, &options.storage)
}

/// What changes of a table.
pub(super) fn changed(mut node: Node, change: &TableChange) -> Node {
    match &change.comment {
        Some(Some(comment)) => node = node.method("comment", [text(comment)]),
        Some(None) => node = node.method("drop_comment", []),
        None => {}
    }
    for (word, value) in [
        ("engine", &change.engine),
        ("charset", &change.charset),
        ("collate", &change.collation),
    ] {
        if let Some(value) = value {
            node = node.method(word, [text(value)]);
        }
    }
    for (word, value) in [
        ("strict", change.strict),
        ("without_rowid", change.without_rowid),
        ("unlogged", change.unlogged),
        ("row_security", change.row_security),
    ] {
        if let Some(value) = value {
            node = node.method(word, [truth(value)]);
        }
    }
    match change.storage.as_deref() {
        Some([]) => node.method("without_parameters", []),
        Some(storage) => stored(node, storage),
        None => node,
    }
}

/// What changes of a column.
pub(super) fn column_changed(mut node: Node, change: &ColumnChange) -> Node {
    if let Some(kind) = &change.ty {
        node = node.method("type_", [ty(kind)]);
    }
    if let Some(using) = &change.using {
        node = node.method("using", [text(using)]);
    }
    if let Some(nullable) = change.nullable {
        node = node.method(if nullable { "nullable" } else { "not_null" }, []);
    }
    node = match &change.default {
        Some(Some(value)) => default(node, value),
        Some(None) => node.method("drop_default", []),
        None => node,
    };
    node = overrides(node, &change.on);
    node = match &change.identity {
        Some(Some(counter)) => node.method("identity", [identity(counter)]),
        Some(None) => node.method("drop_identity", []),
        None => node,
    };
    node = match &change.generated {
        Some(Some(one)) => node.method(generated_word(one.stored), [text(&one.sql)]),
        Some(None) => node.method("drop_generated", []),
        None => node,
    };
    node = match &change.collation {
        Some(Some(sorted)) => node.method("collate", [collation(sorted)]),
        Some(None) => node.method("drop_collation", []),
        None => node,
    };
    match &change.comment {
        Some(Some(comment)) => node.method("comment", [text(comment)]),
        Some(None) => node.method("drop_comment", []),
        None => node,
    }
}
