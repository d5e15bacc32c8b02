//! What a database holds beside columns, constraints and indexes.

use std::collections::BTreeMap;

use super::columns::options;
use super::indexes::storage;
use super::text::{bare, list};
use crate::dialect::Row;
use crate::dialect::reflect::{Fields, Unreadable};
use crate::schema::{
    Enum, Extension, Name, Partition, QualifiedName, Sequence, Table, TableOptions, Type, View,
};

type Read<K, V> = Result<BTreeMap<K, V>, Unreadable>;

pub(super) fn namespaces(rows: Vec<Row>) -> Read<Name, Option<String>> {
    let read = |row| {
        let mut fields = Fields::of("a namespace", row);
        Ok((fields.text()?.into(), fields.maybe()?))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn extensions(rows: Vec<Row>) -> Read<Name, Extension> {
    let read = |row| {
        let mut fields = Fields::of("an extension", row);
        let name = fields.text()?.into();
        let extension = Extension {
            namespace: fields.maybe()?.map(Name::from),
            version: fields.maybe()?,
        };
        Ok((name, extension))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn enums(rows: Vec<Row>) -> Read<QualifiedName, Enum> {
    let read = |row| {
        let mut fields = Fields::of("an enum", row);
        let name = fields.qualified()?;
        let comment = fields.maybe()?;
        let values = list(&fields.text()?)?;
        Ok((name, Enum { values, comment }))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn sequences(rows: Vec<Row>) -> Read<QualifiedName, Sequence> {
    let read = |row| {
        let mut fields = Fields::of("a sequence", row);
        let name = fields.qualified()?;
        let (ty, options) = options(&mut fields)?.unwrap_or_default();
        let ty = match ty.as_str() {
            "smallint" => Some(Type::SmallInt { unsigned: false }),
            "integer" => Some(Type::Integer { unsigned: false }),
            _ => None,
        };
        let (namespace, table, column) = (fields.maybe()?, fields.maybe()?, fields.maybe()?);
        let owned_by = table.zip(column).map(|(table, column)| {
            let table = QualifiedName::new(namespace.as_deref(), &table);
            (table, column.into())
        });
        let sequence = Sequence {
            ty,
            options,
            owned_by,
            comment: fields.maybe()?,
        };
        Ok((name, sequence))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn tables(rows: Vec<Row>) -> Read<QualifiedName, Table> {
    let read = |row| {
        let mut fields = Fields::of("a table", row);
        let name = fields.qualified()?;
        let table = Table {
            comment: fields.maybe()?,
            options: TableOptions {
                unlogged: fields.is()?,
                partition_by: fields.maybe()?,
                row_security: fields.is()?,
                storage: storage(&mut fields)?,
                inherits: parents(&mut fields)?,
                ..TableOptions::default()
            },
            partitions: partitions(&mut fields)?,
            ..Table::default()
        };
        Ok((name, table))
    };
    rows.into_iter().map(read).collect()
}

fn parents(fields: &mut Fields) -> Result<Vec<QualifiedName>, Unreadable> {
    let parts = list(&fields.text()?)?;
    let parents = parts.chunks_exact(2).map(|part| called(&part[0], &part[1]));
    Ok(parents.collect())
}

fn partitions(fields: &mut Fields) -> Read<QualifiedName, Partition> {
    let parts = list(&fields.text()?)?;
    let partitions = parts.chunks_exact(5).map(|part| {
        let mut partition = Partition::new(part[4].as_str());
        partition.of = Some(called(&part[2], &part[3])).filter(|of| !of.name.is_empty());
        (called(&part[0], &part[1]), partition)
    });
    Ok(partitions.collect())
}

fn called(namespace: &str, name: &str) -> QualifiedName {
    QualifiedName::new(Some(namespace).filter(|it| !it.is_empty()), name)
}

pub(super) fn views(rows: Vec<Row>) -> Read<QualifiedName, View> {
    let read = |row| {
        let mut fields = Fields::of("a view", row);
        let name = fields.qualified()?;
        let materialized = fields.is()?;
        let query = fields.text()?;
        let view = View {
            query: query.trim().trim_end_matches(';').to_owned(),
            columns: Vec::new(),
            materialized,
            indexes: BTreeMap::new(),
            comment: fields.maybe()?,
        };
        Ok((name, view))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn functions(rows: Vec<Row>) -> Read<QualifiedName, String> {
    let read = |row| {
        let mut fields = Fields::of("a function", row);
        let mut name = fields.qualified()?;
        let arguments = fields.text()?;
        name.name = format!("{}({arguments})", name.name).into();
        let default_namespace = fields.maybe()?;
        let definition = fields.text()?;
        let definition = match default_namespace {
            Some(namespace) => unqualified(&definition, &namespace),
            None => definition,
        };
        Ok((name, definition.trim().to_owned()))
    };
    rows.into_iter().map(read).collect()
}

/// A function's definition with its name alone: the server writes the namespace also where it is the default.
fn unqualified(definition: &str, namespace: &str) -> String {
    for head in [
        "CREATE OR REPLACE FUNCTION ",
        "CREATE OR REPLACE PROCEDURE ",
    ] {
        let rest = definition.strip_prefix(head);
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(namespace)) {
            return format!("{head}{rest}");
        }
    }
    definition.to_owned()
}

pub(super) fn triggers(rows: Vec<Row>) -> Read<(QualifiedName, Name), String> {
    let read = |row| {
        let mut fields = Fields::of("a trigger", row);
        let key = (fields.qualified()?, fields.text()?.into());
        Ok((key, fields.text()?))
    };
    rows.into_iter().map(read).collect()
}

pub(super) fn policies(rows: Vec<Row>) -> Read<(QualifiedName, Name), String> {
    let read = |row| {
        let mut fields = Fields::of("a policy", row);
        let key = (fields.qualified()?, fields.text()?.into());
        let mut statement = fields.text()?;
        for word in ["USING", "WITH CHECK"] {
            if let Some(sql) = fields.maybe()? {
                statement = format!("{statement} {word} ({})", bare(&sql));
            }
        }
        Ok((key, statement))
    };
    rows.into_iter().map(read).collect()
}
