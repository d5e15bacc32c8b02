//! Names, and how expressions spell them.

use revision_core::Backend;
use revision_core::schema::{Name, QualifiedName, Schema};

use super::Draw;

const PLAIN: &[&str] = &[
    "a",
    "users",
    "teams",
    "posts",
    "email",
    "name",
    "score",
    "kind",
    "b",
    "c2",
    "created_at",
];

/// Names that no careless quoting survives.
const NASTY: &[&str] = &[
    "order",
    "select",
    "we ird",
    "qu\"ote",
    "back`tick",
    "it's",
    "dot.ted",
    "Ünïcödé",
    "日本",
    "MiXed",
    "back\\slash",
    "$dollar",
    "semi;colon",
    "--dash",
    "two\nlines",
    "%s",
    "{x}",
    "1digit",
    "/*",
    "[x]",
];

/// A name that is not taken.
pub(super) fn fresh(draw: &mut Draw<'_>, taken: impl Fn(&Name) -> bool) -> Name {
    let nasty = draw.taste.nasty && draw.one_in(3);
    let pool = if nasty { NASTY } else { PLAIN };
    let name = draw.pick(pool).unwrap_or("a");
    if !taken(&name.into()) {
        return name.into();
    }
    let numbered = (2..).map(|number| Name::from(format!("{name}{number}")));
    numbered
        .take(10_000)
        .find(|name| !taken(name))
        .unwrap_or_default()
}

/// A name with or without a namespace that is not taken.
pub(super) fn qualified(
    draw: &mut Draw<'_>,
    schema: &Schema,
    taken: impl Fn(&QualifiedName) -> bool,
) -> QualifiedName {
    let namespaces: Vec<Name> = schema.namespaces.keys().cloned().collect();
    let namespace = draw.one_in(3).then(|| draw.pick(&namespaces)).flatten();
    let beside = |name: &Name| QualifiedName {
        namespace: namespace.clone(),
        name: name.clone(),
    };
    let name = fresh(draw, |name| taken(&beside(name)));
    beside(&name)
}

/// Whether a table, a view, a sequence, a type or an index goes by this name. Some database keeps all of them apart.
pub(super) fn is_relation(schema: &Schema, name: &QualifiedName) -> bool {
    schema.tables.contains_key(name)
        || schema.views.contains_key(name)
        || schema.sequences.contains_key(name)
        || schema.enums.contains_key(name)
        || schema.types.contains_key(name)
        || is_index(schema, &name.name)
}

/// Whether an index or a constraint goes by this name, anywhere.
pub(super) fn is_index(schema: &Schema, name: &Name) -> bool {
    let is_it = |one: &Option<Name>| one.as_ref() == Some(name);
    schema.tables.iter().any(|(table_name, table)| {
        table_name.name == *name
            || table.indexes.contains_key(name)
            || table.primary_key.iter().any(|one| is_it(&one.name))
            || table.unique.iter().any(|one| is_it(&one.name))
            || table.checks.iter().any(|one| is_it(&one.name))
            || table.foreign_keys.iter().any(|one| is_it(&one.name))
            || table.exclusions.iter().any(|one| is_it(&one.name))
    }) || schema
        .views
        .iter()
        .any(|(view_name, view)| view_name.name == *name || view.indexes.contains_key(name))
        // A composite type is kept as tables are.
        || schema.types.keys().any(|one| one.name == *name)
}

/// A name for a table, a view or a sequence.
pub(super) fn relation(draw: &mut Draw<'_>, schema: &Schema) -> QualifiedName {
    qualified(draw, schema, |name| is_relation(schema, name))
}

/// A name for a type. PostgreSQL has one that it calls `name`.
pub(super) fn of_type(draw: &mut Draw<'_>, schema: &Schema) -> QualifiedName {
    qualified(draw, schema, |name| {
        name.name == *"name" || is_relation(schema, name)
    })
}

/// A name for an index or a constraint.
pub(super) fn index(draw: &mut Draw<'_>, schema: &Schema) -> Name {
    fresh(draw, |name| is_index(schema, name))
}

/// A name as an expression spells it: in quotes where it needs them.
#[must_use]
pub fn spelt(name: &str, on: Option<Backend>) -> String {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let plain = name.chars().all(word) && !name.starts_with(|c: char| c.is_ascii_digit());
    if plain && !["order", "select"].contains(&name) {
        return name.to_owned();
    }
    quoted(name, on)
}

/// A name in quotes.
#[must_use]
pub fn quoted(name: &str, on: Option<Backend>) -> String {
    let quote = if on == Some(Backend::MySql) { '`' } else { '"' };
    let twice = format!("{quote}{quote}");
    format!("{quote}{}{quote}", name.replace(quote, &twice))
}

/// A qualified name as a statement spells it.
pub(super) fn spelt_whole(name: &QualifiedName, on: Option<Backend>) -> String {
    match &name.namespace {
        Some(namespace) => format!("{}.{}", spelt(namespace, on), spelt(&name.name, on)),
        None => spelt(&name.name, on),
    }
}
