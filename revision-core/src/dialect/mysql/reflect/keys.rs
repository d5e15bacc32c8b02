//! Keys, indexes, foreign keys and checks.

use std::collections::BTreeMap;

use super::text::expression;
use crate::dialect::Row;
use crate::dialect::mysql::lower::has_own_index;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{
    Action, Check, ForeignKey, Index, IndexColumn, IndexKey, Name, PrimaryKey, QualifiedName,
    Schema, Size, Table, Type, Unique,
};
use crate::{Product, Server};

type Tables = BTreeMap<QualifiedName, Table>;

/// Reads rows, of which those of one index stand together, in their order.
pub(super) fn indexes(tables: &mut Tables, rows: Vec<Row>) -> Result<(), Unreadable> {
    for row in rows {
        let mut fields = Fields::of("an index", row);
        let name = fields.qualified()?;
        let Some(table) = tables.get_mut(&name) else {
            continue;
        };
        let index = fields.text()?;
        let is_unique = !fields.is()?;
        let method = method(&fields.text()?, table);
        let comment = fields.maybe()?;
        let column = column(&mut fields, method.as_deref())?;
        let entry = table.indexes.entry(index.into()).or_insert_with(|| Index {
            unique: is_unique,
            method,
            comment,
            ..Index::new(Vec::new())
        });
        entry.columns.push(column);
    }
    for table in tables.values_mut() {
        take_keys(table);
    }
    Ok(())
}

/// The kind of an index, where it is not the usual one for the table.
fn method(kind: &str, table: &Table) -> Option<Name> {
    let usual = match table.options.engine.as_deref() {
        Some("MEMORY") => "HASH",
        _ => "BTREE",
    };
    (kind != usual).then(|| kind.to_ascii_lowercase().into())
}

fn column(fields: &mut Fields, method: Option<&str>) -> Result<IndexColumn, Unreadable> {
    let column = fields.maybe()?;
    let sql = fields.maybe()?;
    let order = fields.maybe()?;
    let length = fields.number()?;
    let database = fields.maybe()?;
    let key = match column {
        Some(column) => IndexKey::Column(column.into()),
        None => {
            let sql = sql.unwrap_or_default();
            IndexKey::Sql(expression(Product::MySql, &sql, database.as_deref()))
        }
    };
    let mut column = IndexColumn::new(key);
    column.descending = order.as_deref() == Some("D");
    // What stands in one of these is no beginning of a text.
    column.length = length.filter(|_| !matches!(method, Some("spatial" | "fulltext")));
    Ok(column)
}

/// The primary key is an index of a name that no other has. A unique index and a unique constraint are one thing; it is the
/// latter, where a constraint can say all of it.
fn take_keys(table: &mut Table) {
    if let Some(index) = table.indexes.remove("PRIMARY") {
        table.primary_key = plain(&index).map(PrimaryKey::new);
        if table.primary_key.is_none() {
            // Of a text too long for a key: a part of it.
            table.indexes.insert("PRIMARY".into(), index);
        }
    }
    let unique = table.indexes.iter().filter_map(|(name, index)| {
        Some(Unique {
            name: Some(name.clone()),
            ..Unique::new(constraint(index)?)
        })
    });
    table.unique = unique.collect();
    for unique in &table.unique {
        if let Some(name) = &unique.name {
            table.indexes.remove(name);
        }
    }
}

/// The columns of an index that is no more than a constraint.
pub(in crate::dialect::mysql) fn constraint(index: &Index) -> Option<Vec<Name>> {
    // One over long texts is kept as hashes, and says the same.
    let is_usual = matches!(index.method.as_deref(), None | Some("hash"));
    let says_no_more = index.comment.is_none() && index.storage.is_empty();
    plain(index).filter(|_| index.unique && is_usual && says_no_more)
}

/// The columns of an index that says nothing more of them.
fn plain(index: &Index) -> Option<Vec<Name>> {
    let columns = index.columns.iter().map(|column| match column {
        IndexColumn {
            key: IndexKey::Column(name),
            descending: false,
            length: None,
            ..
        } => Some(name.clone()),
        _ => None,
    });
    columns.collect()
}

/// Reads rows, of which those of one foreign key stand together, in their order.
pub(super) fn foreign_keys(tables: &mut Tables, rows: Vec<Row>) -> Result<(), Unreadable> {
    let mut keys: BTreeMap<(QualifiedName, Name), ForeignKey> = BTreeMap::new();
    for row in rows {
        let mut fields = Fields::of("a foreign key", row);
        let table = fields.qualified()?;
        let name = Name::from(fields.text()?);
        let references = fields.qualified()?;
        let on_delete = action(&fields.text()?);
        let on_update = action(&fields.text()?);
        let key = keys
            .entry((table, name.clone()))
            .or_insert_with(|| ForeignKey {
                name: Some(name),
                on_delete,
                on_update,
                ..ForeignKey::new(Vec::new(), references, Vec::new())
            });
        key.columns.push(fields.text()?.into());
        key.referenced.push(fields.text()?.into());
    }
    for ((table, _), key) in keys {
        if let Some(table) = tables.get_mut(&table) {
            table.foreign_keys.insert(key);
        }
    }
    for table in tables.values_mut() {
        // What was made for a foreign key belongs to that. Where another index would do, it is there beside it.
        let made = table.foreign_keys.iter();
        let made = made.filter(|key| {
            let index = key.name.as_ref().and_then(|name| table.indexes.get(name));
            let columns = index.and_then(|index| plain(index).filter(|_| !index.unique));
            columns.as_ref() == Some(&key.columns) && has_own_index(table, key)
        });
        let made: Vec<_> = made.filter_map(|key| key.name.clone()).collect();
        table.indexes.retain(|name, _| !made.contains(name));
    }
    Ok(())
}

fn action(rule: &str) -> Action {
    match rule {
        "CASCADE" => Action::Cascade,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        // To these servers the other two are one.
        _ => Action::NoAction,
    }
}

/// Reads checks. A table that has one of a column is opaque besides: whoever changes that column has to repeat it.
pub(super) fn checks(
    server: Server,
    schema: &mut Schema,
    rows: Vec<Row>,
) -> Result<(), Unreadable> {
    for row in rows {
        let mut fields = Fields::of("a check", row);
        let table_name = fields.qualified()?;
        let name = fields.text()?;
        let is_of_column = fields.text()?.eq_ignore_ascii_case("column");
        let clause = fields.text()?;
        let database = fields.maybe()?;
        let Some(table) = schema.tables.get_mut(&table_name) else {
            continue;
        };
        if is_of_column {
            if is_json(table, &name, &clause) {
                continue;
            }
            schema.opaque.insert(table_name);
        }
        table.checks.insert(Check {
            name: Some(name.into()),
            ..Check::new(expression(server.product, &clause, database.as_deref()))
        });
    }
    Ok(())
}

/// MariaDB's `json` is a long text with a check: makes it `json` again where that is found.
fn is_json(table: &mut Table, name: &str, clause: &str) -> bool {
    if clause != format!("json_valid(`{}`)", name.replace('`', "``")) {
        return false;
    }
    match table.columns.named_mut(name) {
        Some(column) if column.ty == Type::Text(Size::Long) => {
            column.ty = Type::Json;
            column.collation = None;
            true
        }
        _ => false,
    }
}
