//! What is known of a schema while operations are lowered one after the other.
//!
//! It is only as much of it as they are about. What is not known stays so: an operation on it changes nothing here, and
//! whether that makes sense is for the server to say.

use std::collections::BTreeMap;

use super::ansi::Spelt;
use super::lower::{Why, follow};
use crate::operation::{Fault, Object, Operation};
use crate::schema::{Column, Constraint, Enum, QualifiedName, Schema, Table, Type};
#[cfg(feature = "source")]
use crate::{Product, Server};

#[derive(Clone)]
pub(super) struct Known {
    schema: Schema,
    /// Enums, each with a table that is not known and has values of it since.
    elsewhere: Vec<(QualifiedName, QualifiedName)>,
}

impl Known {
    /// The part of a schema that the operations are about.
    pub(super) fn new(schema: &Schema, operations: &[Operation]) -> Self {
        let mut part = Schema {
            enums: schema.enums.clone(),
            opaque: schema.opaque.clone(),
            ..Schema::default()
        };
        for operation in operations {
            each_named(operation, &mut |name| {
                if let Some(table) = schema.tables.get(name) {
                    part.tables.insert(name.clone(), table.clone());
                }
                if let Some(view) = schema.views.get(name) {
                    part.views.insert(name.clone(), view.clone());
                }
            });
            let Some(name) = changed_enum(operation) else {
                continue;
            };
            for (table, holding) in users(schema, name) {
                part.tables.insert(table.clone(), holding.clone());
            }
        }
        Self::of(part)
    }

    fn of(schema: Schema) -> Self {
        Self {
            schema,
            elsewhere: Vec::new(),
        }
    }

    /// A table alone, and the enums that there are.
    pub(super) fn of_table(
        name: &QualifiedName,
        table: &Table,
        enums: &BTreeMap<QualifiedName, Enum>,
    ) -> Self {
        let mut schema = Schema::default();
        schema.enums.clone_from(enums);
        for key in &table.foreign_keys {
            if key.references != *name {
                schema.opaque.insert(key.references.clone());
            }
        }
        schema.tables.insert(name.clone(), table.clone());
        Self::of(schema)
    }

    pub(super) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// A table that has to be known.
    pub(super) fn table(&self, name: &QualifiedName) -> Spelt<&Table> {
        let table = self.schema.tables.get(name);
        table.ok_or_else(|| Why::Unknown(name.clone()))
    }

    /// A column of a table that has to be known; none where it has no such column.
    pub(super) fn column(&self, table: &QualifiedName, name: &str) -> Spelt<Column> {
        let column = self.table(table)?.columns.named(name);
        let missing = || Why::Invalid(format!("`{table}` has no column `{name}`"));
        column.cloned().ok_or_else(missing)
    }

    /// The tables that hold values of an enum, with those columns. They have to be known.
    pub(super) fn users(&self, name: &QualifiedName) -> Spelt<Vec<(QualifiedName, Vec<Column>)>> {
        if let Some((_, table)) = self.elsewhere.iter().find(|(one, _)| one == name) {
            return Err(Why::Unknown(table.clone()));
        }
        let users = users(&self.schema, name).map(|(table, holding)| {
            let columns = holding.columns.iter().filter(|column| holds(column, name));
            (table.clone(), columns.cloned().collect())
        });
        Ok(users.collect())
    }

    /// What is known after an operation that all is known about.
    pub(super) fn after_or_why(&mut self, operation: &Operation) -> Spelt<()> {
        if let Operation::AddConstraint { constraint, .. } = operation
            && let Constraint::ForeignKey(key) = &**constraint
            && !self.schema.tables.contains_key(&key.references)
        {
            self.schema.opaque.insert(key.references.clone());
        }
        let done = self.schema.apply(operation);
        done.map_err(|fault| match fault {
            // Another revision may have made it.
            Fault::Missing(Object::Enum(name)) => Why::Unknown(name),
            fault => Why::Invalid(fault.to_string()),
        })
    }

    /// What is known after an operation.
    pub(super) fn after(&mut self, operation: &Operation) {
        if let Operation::CreateTable {
            name,
            if_not_exists: true,
            ..
        } = operation
            && !self.schema.tables.contains_key(name)
        {
            // One that is there may be another one.
            self.schema.opaque.insert(name.clone());
        }
        follow(&mut self.schema, operation);
        self.note(operation);
    }

    /// Notes which enums tables hold that are not known.
    fn note(&mut self, operation: &Operation) {
        if let Operation::RenameEnum { from, to } = operation {
            for (name, _) in self.elsewhere.iter_mut().filter(|(name, _)| name == from) {
                *name = from.beside(to);
            }
        }
        let Some(table) = operation.about() else {
            return;
        };
        if !self.schema.tables.contains_key(table) {
            each_type(operation, &mut |name| {
                self.elsewhere.push((name.clone(), table.clone()));
            });
        }
    }
}

/// The tables with columns of an enum.
fn users<'s>(
    schema: &'s Schema,
    name: &'s QualifiedName,
) -> impl Iterator<Item = (&'s QualifiedName, &'s Table)> {
    schema
        .tables
        .iter()
        .filter(move |(_, table)| table.columns.iter().any(|column| holds(column, name)))
}

/// Whether a column holds values of an enum, on some database.
fn holds(column: &Column, name: &QualifiedName) -> bool {
    let is = |ty: &Type| matches!(ty, Type::Enum(one) if one == name);
    is(&column.ty) || column.on.values().filter_map(|on| on.ty.as_ref()).any(is)
}

fn changed_enum(operation: &Operation) -> Option<&QualifiedName> {
    match operation {
        Operation::AddEnumValue { name, .. }
        | Operation::RenameEnumValue { name, .. }
        | Operation::DropEnumValue { name, .. }
        | Operation::RenameEnum { from: name, .. } => Some(name),
        _ => None,
    }
}

/// The enum whose values the operation changes, where these lie in each column that holds them.
#[cfg(feature = "source")]
pub(crate) fn changed_in_columns(server: Server, operation: &Operation) -> Option<&QualifiedName> {
    match (server.product, operation) {
        (Product::Postgres, _) | (_, Operation::RenameEnum { .. }) => None,
        _ => changed_enum(operation),
    }
}

/// Calls with each table, view and enum that the operation is about, or refers to.
pub(super) fn each_named<'o>(operation: &'o Operation, found: &mut impl FnMut(&'o QualifiedName)) {
    if let Some(name) = operation.about() {
        found(name);
    }
    each_type(operation, found);
    match operation {
        Operation::CreateTable { table, .. } => {
            table
                .foreign_keys
                .iter()
                .for_each(|key| found(&key.references));
        }
        Operation::AddConstraint { constraint, .. } => {
            if let Constraint::ForeignKey(key) = &**constraint {
                found(&key.references);
            }
        }
        Operation::DropEnumValue { columns, .. } => {
            for (table, _) in columns {
                found(table);
            }
        }
        _ => {}
    }
}

/// Calls with each enum that columns have after the operation.
fn each_type<'o>(operation: &'o Operation, found: &mut impl FnMut(&'o QualifiedName)) {
    match operation {
        Operation::CreateTable { table, .. } => {
            let columns = table.columns.iter();
            columns.for_each(|column| each_enum(column, found));
        }
        Operation::AddColumn { column, .. } => each_enum(column, found),
        Operation::AlterColumn { change, .. } => {
            let on = change.on.values().filter_map(|on| on.ty.as_ref());
            change
                .ty
                .iter()
                .chain(on)
                .for_each(|ty| each_enum_in(ty, found));
        }
        _ => {}
    }
}

/// Whether the operation names an enum by which a column goes.
pub(crate) fn speaks_of_enums(operation: &Operation) -> bool {
    let mut types = Vec::new();
    match operation {
        Operation::AlterColumn { change, .. } => {
            types.extend(&change.ty);
            types.extend(change.on.values().filter_map(|on| on.ty.as_ref()));
        }
        Operation::DropEnumValue { .. } => return true,
        _ => {}
    }
    let mut found = false;
    for ty in types {
        each_enum_in(ty, &mut |_| found = true);
    }
    found
}

fn each_enum<'o>(column: &'o Column, found: &mut impl FnMut(&'o QualifiedName)) {
    each_enum_in(&column.ty, found);
    let on = column.on.values().filter_map(|on| on.ty.as_ref());
    on.for_each(|ty| each_enum_in(ty, found));
}

fn each_enum_in<'o>(ty: &'o Type, found: &mut impl FnMut(&'o QualifiedName)) {
    match ty {
        Type::Enum(name) => found(name),
        Type::Array(element) => each_enum_in(element, found),
        _ => {}
    }
}
