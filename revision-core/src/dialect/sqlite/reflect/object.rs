//! Indexes, views and triggers, from their texts.

use super::{Object, column_of, named, table_of};
use crate::dialect::sqlite::text::{IndexText, Key, Tokens, TriggerText, ViewText};
use crate::schema::{Index, IndexColumn, IndexKey, Name, Schema, View};

/// Adds an object that is no table.
pub(super) fn add(schema: &mut Schema, object: &Object) {
    let read = match &*object.kind {
        "index" => index(schema, object),
        "view" => view(schema, object),
        "trigger" => trigger(schema, object),
        _ => Some(()),
    };
    if read.is_none() {
        schema.opaque.insert(named(&object.name));
    }
}

fn index(schema: &mut Schema, object: &Object) -> Option<()> {
    let text = IndexText::read(&object.sql)?;
    let table = schema.tables.get_mut(&named(&object.table))?;
    let names: Vec<Name> = table
        .columns
        .iter()
        .map(|column| column.name.clone())
        .collect();
    let columns = text
        .keys
        .iter()
        .map(|key| index_column(&object.sql, key, &names));
    let mut index = Index::new(columns.collect());
    index.unique = text.unique;
    index.predicate = text.predicate.map(|span| object.sql[span].to_owned());
    table.indexes.insert(object.name.as_str().into(), index);
    Some(())
}

fn index_column(sql: &str, key: &Key, names: &[Name]) -> IndexColumn {
    let mut column = IndexColumn::new(match &key.column {
        Some(name) => IndexKey::Column(column_of(names, &name.name)),
        None => IndexKey::Sql(sql[key.sql.clone()].to_owned()),
    });
    column.descending = key.descending;
    column.collation = key.collation.as_ref().map(|name| name.name.to_string());
    column
}

fn view(schema: &mut Schema, object: &Object) -> Option<()> {
    let text = ViewText::read(&object.sql)?;
    let mut view = View {
        query: object.sql[text.query].to_owned(),
        ..View::default()
    };
    if let Some(columns) = text.columns {
        view.columns = names(&object.sql[columns]);
    }
    schema.views.insert(named(&object.name), view);
    Some(())
}

fn names(bracket: &str) -> Vec<Name> {
    let mut tokens = Tokens::new(bracket);
    let named = tokens.names().unwrap_or_default();
    named.into_iter().map(|named| named.name).collect()
}

fn trigger(schema: &mut Schema, object: &Object) -> Option<()> {
    let text = TriggerText::read(&object.sql)?;
    let key = (table_of(schema, &text), object.name.as_str().into());
    schema.triggers.insert(key, object.sql.clone());
    Some(())
}
