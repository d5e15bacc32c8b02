//! What follows when something is called otherwise: all that names it.

use super::types;
use crate::operation::words;
use crate::schema::{Column, ForeignKey, IndexKey, Name, QualifiedName, Schema, Table, Type};

/// A table, a view or a sequence is called otherwise, or lies elsewhere.
///
/// The texts of its triggers and policies and the queries of views follow as far as its own name goes; databases show them
/// so. A namespace in them stays as it is.
pub(super) fn rename_relation(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    walk(schema, &mut |kind, name| {
        let it = kind == Kind::Relation && name == from;
        if it {
            *name = to.clone();
        }
        it
    });
    if from.name == to.name {
        return;
    }
    let reword = |text: &mut String| {
        if let Some(made) = words::rename_table(text, from, &to.name) {
            *text = made;
        }
    };
    let triggers = schema.triggers.iter_mut();
    triggers
        .filter(|((table, _), _)| table == to)
        .for_each(|(_, sql)| reword(sql));
    let policies = schema.policies.iter_mut();
    policies
        .filter(|((table, _), _)| table == to)
        .for_each(|(_, sql)| reword(sql));
    schema
        .views
        .values_mut()
        .for_each(|view| reword(&mut view.query));
    if let Some(table) = schema.tables.get_mut(to) {
        for_each_text(table, |text| reword(text));
    }
}

/// An enum is called otherwise.
pub(super) fn rename_enum(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    walk(schema, &mut |kind, name| {
        let it = kind == Kind::Enum && name == from;
        if it {
            *name = to.clone();
        }
        it
    });
}

/// A domain or a composite type is called otherwise: columns say it in words.
pub(super) fn rename_type(schema: &mut Schema, from: &QualifiedName, to: &QualifiedName) {
    walk(schema, &mut |kind, name| {
        let it = kind == Kind::Type && name == from;
        if it {
            *name = to.clone();
        }
        it
    });
}

/// A namespace is called otherwise.
pub(super) fn rename_namespace(schema: &mut Schema, from: &Name, to: &Name) {
    walk(schema, &mut |_, name| {
        let it = name.namespace.as_ref() == Some(from);
        if it {
            name.namespace = Some(to.clone());
        }
        it
    });
    for extension in schema.extensions.values_mut() {
        if extension.namespace.as_ref() == Some(from) {
            extension.namespace = Some(to.clone());
        }
    }
}

/// A column is called otherwise: in its table, in what refers to it, and in the texts of its table.
pub(super) fn rename_column(schema: &mut Schema, name: &QualifiedName, from: &Name, to: &Name) {
    let rename = |column: &mut Name| {
        let it = column == from;
        if it {
            column.clone_from(to);
        }
        it
    };
    for (other, table) in &mut schema.tables {
        let refers = |key: &ForeignKey| key.references == *name && key.referenced.contains(from);
        if table.foreign_keys.iter().any(refers) {
            table.source.0 = None;
            table.foreign_keys = remade(&table.foreign_keys, |key| {
                if key.references == *name {
                    key.referenced.iter_mut().for_each(|one| _ = rename(one));
                }
            });
        }
        if other == name {
            table.source.0 = None;
            rename_in_table(table, name, from, to);
        }
    }
    for sequence in schema.sequences.values_mut() {
        if let Some((_, column)) = sequence
            .owned_by
            .as_mut()
            .filter(|(table, _)| table == name)
        {
            rename(column);
        }
    }
}

fn rename_in_table(table: &mut Table, name: &QualifiedName, from: &Name, to: &Name) {
    let twin = |column: &Column| column.name != *from && column.name.eq_ignore_ascii_case(from);
    let exact = table.columns.iter().any(twin);
    let rename = |columns: &mut Vec<Name>| {
        for column in columns.iter_mut().filter(|column| *column == from) {
            column.clone_from(to);
        }
    };
    for column in table
        .columns
        .iter_mut()
        .filter(|column| column.name == *from)
    {
        column.name.clone_from(to);
    }
    if let Some(key) = &mut table.primary_key {
        rename(&mut key.columns);
        rename(&mut key.include);
    }
    table.unique = remade(&table.unique, |one| {
        rename(&mut one.columns);
        rename(&mut one.include);
    });
    table.foreign_keys = remade(&table.foreign_keys, |one| {
        rename(&mut one.columns);
        rename(&mut one.set_columns);
    });
    let rename_key = |key: &mut IndexKey| {
        if let IndexKey::Column(column) = key
            && column == from
        {
            column.clone_from(to);
        }
    };
    table.exclusions = remade(&table.exclusions, |one| {
        one.elements
            .iter_mut()
            .for_each(|element| rename_key(&mut element.key));
    });
    for index in table.indexes.values_mut() {
        index
            .columns
            .iter_mut()
            .for_each(|column| rename_key(&mut column.key));
        rename(&mut index.include);
    }
    for_each_text(table, |text| {
        if let Some(made) = words::rename_column(text, &name.name, from, to, exact) {
            *text = made;
        }
    });
}

/// Goes through the expressions of a table.
fn for_each_text(table: &mut Table, mut each: impl FnMut(&mut String)) {
    for column in table.columns.iter_mut() {
        if let Some(generated) = &mut column.generated {
            each(&mut generated.sql);
        }
    }
    table.checks = remade(&table.checks, |check| each(&mut check.sql));
    table.exclusions = remade(&table.exclusions, |exclusion| {
        for element in &mut exclusion.elements {
            if let IndexKey::Sql(sql) = &mut element.key {
                each(sql);
            }
        }
        exclusion.predicate.iter_mut().for_each(&mut each);
    });
    for index in table.indexes.values_mut() {
        for column in &mut index.columns {
            if let IndexKey::Sql(sql) = &mut column.key {
                each(sql);
            }
        }
        index.predicate.iter_mut().for_each(&mut each);
    }
}

/// A set with each of its elements changed.
pub(super) fn remade<T: Clone + Ord>(
    set: &std::collections::BTreeSet<T>,
    mut change: impl FnMut(&mut T),
) -> std::collections::BTreeSet<T> {
    let made = set.iter().cloned().map(|mut one| {
        change(&mut one);
        one
    });
    made.collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Tables, views and sequences.
    Relation,
    Enum,
    /// Domains and composite types.
    Type,
    Other,
}

/// Goes through all qualified names of a schema. What is called says whether it changed the name.
fn walk(schema: &mut Schema, each: &mut impl FnMut(Kind, &mut QualifiedName) -> bool) {
    macro_rules! keys {
        ($map:expr, $kind:expr) => {
            $map = std::mem::take(&mut $map)
                .into_iter()
                .map(|(mut name, value)| {
                    each($kind, &mut name);
                    (name, value)
                })
                .collect();
        };
    }
    keys!(schema.enums, Kind::Enum);
    keys!(schema.types, Kind::Type);
    keys!(schema.sequences, Kind::Relation);
    keys!(schema.tables, Kind::Relation);
    keys!(schema.views, Kind::Relation);
    keys!(schema.functions, Kind::Other);
    macro_rules! pairs {
        ($map:expr) => {
            $map = std::mem::take(&mut $map)
                .into_iter()
                .map(|((mut table, name), value)| {
                    each(Kind::Relation, &mut table);
                    ((table, name), value)
                })
                .collect();
        };
    }
    pairs!(schema.triggers);
    pairs!(schema.policies);
    schema.opaque = std::mem::take(&mut schema.opaque)
        .into_iter()
        .map(|mut name| {
            // Nobody knows which kind it is.
            for kind in [Kind::Relation, Kind::Enum, Kind::Type, Kind::Other] {
                if each(kind, &mut name) {
                    break;
                }
            }
            name
        })
        .collect();
    let types = schema.types.values_mut();
    for ty in types.flat_map(|one| one.types_mut()) {
        in_type(ty, each);
    }
    for sequence in schema.sequences.values_mut() {
        if let Some((table, _)) = &mut sequence.owned_by {
            each(Kind::Relation, table);
        }
    }
    for table in schema.tables.values_mut() {
        let mut changed = false;
        keys!(table.partitions, Kind::Relation);
        let parts = table.partitions.values_mut();
        let parts = parts.filter_map(|part| part.of.as_mut());
        for name in parts.chain(&mut table.options.inherits) {
            each(Kind::Relation, name);
        }
        for column in table.columns.iter_mut() {
            changed |= in_type(&mut column.ty, each);
            for on in column.on.values_mut() {
                changed |= on.ty.as_mut().is_some_and(|ty| in_type(ty, each));
            }
            if let Some(collation) = &mut column.collation {
                changed |= each(Kind::Other, collation);
            }
        }
        let keys = &table.foreign_keys;
        table.foreign_keys = remade(keys, |key| {
            changed |= each(Kind::Relation, &mut key.references);
        });
        if changed {
            table.source.0 = None;
        }
    }
}

fn in_type(ty: &mut Type, each: &mut impl FnMut(Kind, &mut QualifiedName) -> bool) -> bool {
    match ty {
        Type::Enum(name) => each(Kind::Enum, name),
        Type::Custom(words) => {
            let Some(mut name) = types::called(words) else {
                return false;
            };
            let changed = each(Kind::Type, &mut name);
            if changed {
                *words = types::spelt(&name, words);
            }
            changed
        }
        Type::Array(element) => in_type(element, each),
        _ => false,
    }
}
