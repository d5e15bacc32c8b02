//! What a schema holds beside tables.

use revision_core::Backend;
use revision_core::schema::{Enum, Name, QualifiedName, Schema, Sequence, SequenceOptions, View};

use super::{Draw, names};

/// Adds some objects to a schema that has tables.
pub(super) fn add(draw: &mut Draw<'_>, schema: &mut Schema) {
    if draw.is_on(Backend::Postgres) && draw.one_in(3) {
        let name = names::relation(draw, schema);
        let mut sequence = sequence(draw);
        sequence.comment = draw.comment();
        let columns = schema.tables.iter().flat_map(|(table, it)| {
            let columns = it.columns.iter();
            columns.map(|column| (table.clone(), column.name.clone()))
        });
        let columns: Vec<(QualifiedName, Name)> = columns.collect();
        // A counter lies where its table does.
        let owner = draw.one_in(2).then(|| draw.pick(&columns)).flatten();
        sequence.owned_by = owner.filter(|(table, _)| table.namespace == name.namespace);
        schema.sequences.insert(name, sequence);
    }
    if draw.one_in(3) {
        let name = names::relation(draw, schema);
        if let Some(view) = view(draw, schema) {
            schema.views.insert(name, view);
        }
    }
    if draw.taste.on != Some(Backend::Sqlite) && draw.one_in(4) {
        let name = names::qualified(draw, schema, |name| schema.functions.contains_key(name));
        let sql = function(draw, &name);
        schema.functions.insert(name, sql);
    }
    let tables: Vec<QualifiedName> = schema.tables.keys().cloned().collect();
    if draw.one_in(4)
        && let Some(table) = draw.pick(&tables)
    {
        let name = trigger_name(draw, schema);
        let sql = trigger(draw, &name, &table);
        schema.triggers.insert((table, name), sql);
    }
    if draw.is_on(Backend::Postgres)
        && draw.one_in(4)
        && let Some(table) = draw.pick(&tables)
    {
        let name = names::fresh(draw, |_| false);
        let sql = policy(draw, &name, &table);
        schema.policies.insert((table, name), sql);
    }
}

pub(super) fn an_enum(draw: &mut Draw<'_>) -> Enum {
    let mut made = Enum::default();
    for _ in 0..=draw.below(3) {
        made.values.push(value(draw, &made));
    }
    if draw.is_on(Backend::Postgres) {
        made.comment = draw.comment();
    }
    made
}

/// A value that an enum does not have.
pub(super) fn value(draw: &mut Draw<'_>, of: &Enum) -> String {
    let text = draw.text();
    let numbered = (2..10_000).map(|number| format!("{text}{number}"));
    let mut all = std::iter::once(text.clone()).chain(numbered);
    let found = all.find(|text| !of.values.contains(text) && !text.is_empty());
    found.unwrap_or_default()
}

pub(super) fn sequence(draw: &mut Draw<'_>) -> Sequence {
    let mut sequence = Sequence::default();
    sequence.options = options(draw);
    sequence
}

pub(super) fn options(draw: &mut Draw<'_>) -> SequenceOptions {
    let mut options = SequenceOptions::default();
    options.start = draw.one_in(3).then_some(10);
    options.increment = draw.one_in(3).then_some(5);
    options.cycle = draw.one_in(3);
    options
}

/// A view over a table that is there.
pub(super) fn view(draw: &mut Draw<'_>, schema: &Schema) -> Option<View> {
    let tables: Vec<QualifiedName> = schema.tables.keys().cloned().collect();
    let table = names::spelt_whole(&draw.pick(&tables)?, draw.taste.on);
    let mut view = View::default();
    view.query = format!("SELECT count(*) AS many FROM {table}");
    if draw.is_on(Backend::Postgres) {
        view.materialized = draw.one_in(3);
        view.comment = draw.comment();
    }
    Some(view)
}

pub(super) fn function(draw: &Draw<'_>, name: &QualifiedName) -> String {
    let spelt = names::spelt_whole(name, draw.taste.on);
    match draw.taste.on {
        Some(Backend::MySql) => {
            format!("CREATE FUNCTION {spelt}() RETURNS int DETERMINISTIC RETURN 1")
        }
        _ => format!(
            "CREATE FUNCTION {spelt}() RETURNS integer LANGUAGE sql AS $body$ SELECT 1 $body$"
        ),
    }
}

/// A name for a trigger. Some database has one of a name.
pub(super) fn trigger_name(draw: &mut Draw<'_>, schema: &Schema) -> Name {
    names::fresh(draw, |name| {
        schema.triggers.keys().any(|(_, other)| other == name)
    })
}

pub(super) fn trigger(draw: &Draw<'_>, name: &Name, table: &QualifiedName) -> String {
    let on = draw.taste.on;
    let name = names::spelt(name, on);
    let table = names::spelt_whole(table, on);
    match on {
        Some(Backend::MySql) => {
            format!("CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW SET @a = 1")
        }
        Some(Backend::Sqlite) => {
            format!("CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN SELECT 1; END")
        }
        _ => format!(
            "CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
        ),
    }
}

pub(super) fn policy(draw: &Draw<'_>, name: &Name, table: &QualifiedName) -> String {
    let on = draw.taste.on;
    let name = names::spelt(name, on);
    let table = names::spelt_whole(table, on);
    format!("CREATE POLICY {name} ON {table} USING (true)")
}
