//! Operations on enums.

use super::{follow, types};
use crate::operation::{Fault, Object, Operation, Place};
use crate::schema::{Column, Default, Enum, Literal, Name, QualifiedName, Schema, Type};

pub(super) fn apply(schema: &mut Schema, operation: &Operation) -> Result<(), Fault> {
    match operation {
        Operation::CreateEnum { name, definition } => create(schema, name, definition),
        Operation::DropEnum { name, if_exists } => {
            if !schema.enums.contains_key(name) && *if_exists {
                return Ok(());
            }
            get(schema, name)?;
            if let Some((table, column)) = columns_of(schema, name).into_iter().next() {
                let what = Object::Enum(name.clone());
                return Err(Fault::needed(what, Object::Column(table, column)));
            }
            if let Some(by) = types::user(schema, |ty| has(ty, name)) {
                return Err(Fault::needed(Object::Enum(name.clone()), by));
            }
            schema.enums.remove(name);
            Ok(())
        }
        Operation::RenameEnum { from, to } => {
            get(schema, from)?;
            let to = from.beside(to);
            types::free(schema, &to)?;
            follow::rename_enum(schema, from, &to);
            Ok(())
        }
        Operation::AddEnumValue {
            name,
            value,
            place,
            if_not_exists,
        } => {
            let values = &get(schema, name)?.values;
            if values.contains(value) {
                let exists = Fault::Exists(Object::EnumValue(name.clone(), value.clone()));
                return if *if_not_exists { Ok(()) } else { Err(exists) };
            }
            let at = match place {
                None => values.len(),
                Some(Place::Before(other)) => position(values, name, other)?,
                Some(Place::After(other)) => position(values, name, other)? + 1,
            };
            if let Some(found) = schema.enums.get_mut(name) {
                found.values.insert(at, value.clone());
            }
            Ok(())
        }
        Operation::RenameEnumValue { name, from, to } => rename_value(schema, name, from, to),
        Operation::DropEnumValue {
            name,
            value,
            columns,
        } => drop_value(schema, name, value, columns),
        _ => Ok(()),
    }
}

fn create(schema: &mut Schema, name: &QualifiedName, definition: &Enum) -> Result<(), Fault> {
    types::free(schema, name)?;
    for (number, value) in definition.values.iter().enumerate() {
        if definition.values[..number].contains(value) {
            return Err(Fault::Twice {
                of: Object::Enum(name.clone()),
                name: value.clone(),
            });
        }
    }
    schema.opaque.remove(name);
    schema.enums.insert(name.clone(), definition.clone());
    Ok(())
}

fn get<'s>(schema: &'s Schema, name: &QualifiedName) -> Result<&'s Enum, Fault> {
    let missing = || Fault::Missing(Object::Enum(name.clone()));
    schema.enums.get(name).ok_or_else(missing)
}

fn position(values: &[String], name: &QualifiedName, value: &str) -> Result<usize, Fault> {
    let missing = || Fault::Missing(Object::EnumValue(name.clone(), value.to_owned()));
    let found = values.iter().position(|one| one == value);
    found.ok_or_else(missing)
}

fn rename_value(
    schema: &mut Schema,
    name: &QualifiedName,
    from: &str,
    to: &str,
) -> Result<(), Fault> {
    let values = &get(schema, name)?.values;
    let at = position(values, name, from)?;
    if values.iter().any(|value| value == to) {
        return Err(Fault::Exists(Object::EnumValue(
            name.clone(),
            to.to_owned(),
        )));
    }
    if let Some(found) = schema.enums.get_mut(name) {
        to.clone_into(&mut found.values[at]);
    }
    // A default is a value, and follows.
    for table in schema.tables.values_mut() {
        for column in table
            .columns
            .iter_mut()
            .filter(|column| is_of(column, name))
        {
            let others = column.on.values_mut().filter_map(|on| on.default.as_mut());
            for default in column.default.iter_mut().chain(others) {
                if is_value(default, from) {
                    *default = Default::Value(Literal::Text(to.to_owned()));
                    table.source.0 = None;
                }
            }
        }
    }
    Ok(())
}

fn drop_value(
    schema: &mut Schema,
    name: &QualifiedName,
    value: &str,
    columns: &[(QualifiedName, Name)],
) -> Result<(), Fault> {
    let at = position(&get(schema, name)?.values, name, value)?;
    for (table, column) in columns
        .iter()
        .filter(|(table, _)| !schema.opaque.contains(table))
    {
        if schema.table(table)?.columns.named(column).is_none() {
            return Err(Fault::Missing(Object::Column(
                table.clone(),
                column.clone(),
            )));
        }
    }
    for (table_name, table) in &schema.tables {
        for column in table.columns.iter().filter(|column| is_of(column, name)) {
            let others = column.on.values().filter_map(|on| on.default.as_ref());
            if column
                .default
                .iter()
                .chain(others)
                .any(|default| is_value(default, value))
            {
                let what = Object::EnumValue(name.clone(), value.to_owned());
                let by = Object::Column(table_name.clone(), column.name.clone());
                return Err(Fault::needed(what, by));
            }
        }
    }
    if let Some(found) = schema.enums.get_mut(name) {
        found.values.remove(at);
    }
    Ok(())
}

fn is_value(default: &Default, value: &str) -> bool {
    matches!(default, Default::Value(Literal::Text(text)) if text == value)
}

fn is_of(column: &Column, name: &QualifiedName) -> bool {
    let mut others = column.on.values().filter_map(|on| on.ty.as_ref());
    has(&column.ty, name) || others.any(|ty| has(ty, name))
}

fn has(ty: &Type, name: &QualifiedName) -> bool {
    match ty {
        Type::Enum(one) => one == name,
        Type::Array(element) => has(element, name),
        _ => false,
    }
}

/// The columns of an enum's type, with their tables.
pub(crate) fn columns_of(schema: &Schema, name: &QualifiedName) -> Vec<(QualifiedName, Name)> {
    let mut found = Vec::new();
    for (table_name, table) in &schema.tables {
        let columns = table.columns.iter().filter(|column| is_of(column, name));
        found.extend(columns.map(|column| (table_name.clone(), column.name.clone())));
    }
    found
}
