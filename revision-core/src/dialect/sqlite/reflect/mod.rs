//! What an SQLite database holds, read from the texts that it keeps: all of it stands in them, so one question is enough.
//!
//! Virtual tables are left out with the tables that they keep their rows in, and so is what SQLite makes for itself. An
//! index of a constraint's is that constraint. Attached and temporary databases are others.

mod enums;
mod object;
mod table;
#[cfg(all(test, feature = "sqlite"))]
mod tests;
mod types;
mod value;

use std::collections::BTreeSet;

pub(super) use enums::{is_name as is_enum_name, listed, values};
pub(super) use table::{constraint, table};
pub(super) use types::read as declared;

use super::text::{TriggerText, is_virtual, same};
use crate::dialect::driver::Answers;
use crate::dialect::facts::Tables;
use crate::dialect::reflect::{Fields, Scope, Unreadable};
use crate::schema::{Name, QualifiedName, Schema};

/// The tables in which a virtual table of these modules keeps its rows, by what stands behind its name.
const SHADOWS: &[(&str, &[&str])] = &[
    ("fts5", &["data", "idx", "content", "docsize", "config"]),
    (
        "fts3",
        &["content", "segments", "segdir", "docsize", "stat"],
    ),
    (
        "fts4",
        &["content", "segments", "segdir", "docsize", "stat"],
    ),
    ("rtree", &["node", "rowid", "parent"]),
    ("rtree_i32", &["node", "rowid", "parent"]),
    ("geopoly", &["node", "rowid", "parent"]),
];

/// What to ask: every object, and whether it is meant. There are no namespaces to choose from.
pub(in crate::dialect) fn questions(scope: Scope<'_>, ours: &Tables) -> Vec<String> {
    let text = |name: &str| format!("'{}'", name.replace('\'', "''"));
    let list =
        |names: &mut dyn Iterator<Item = &str>| names.map(text).collect::<Vec<_>>().join(", ");
    let wanted = match scope {
        Scope::Everything | Scope::Namespaces(_) => "1".to_owned(),
        Scope::Tables(tables) => format!(
            "tbl_name COLLATE NOCASE IN ({})",
            list(&mut tables.iter().map(|table| &*table.name))
        ),
    };
    let version = std::iter::once(&*ours.version.name);
    let log = ours.log.iter().map(|log| &*log.name);
    vec![format!(
        "SELECT type, name, tbl_name, sql, {wanted} AND tbl_name COLLATE NOCASE NOT IN ({}) \
         FROM main.sqlite_master WHERE sql IS NOT NULL ORDER BY rowid",
        list(&mut version.chain(log))
    )]
}

/// An object of the database's.
struct Object {
    kind: String,
    name: String,
    table: String,
    sql: String,
    /// Whether it is meant.
    wanted: bool,
}

/// Reads the answers.
pub(in crate::dialect) fn read(answers: Answers) -> Result<Schema, Unreadable> {
    let mut objects = Vec::new();
    for row in answers.into_iter().flatten() {
        let mut fields = Fields::of("an object", row);
        objects.push(Object {
            kind: fields.text()?,
            name: fields.text()?,
            table: fields.text()?,
            sql: fields.text()?,
            wanted: fields.is()?,
        });
    }
    Ok(schema(&objects))
}

/// The schema of these objects.
fn schema(objects: &[Object]) -> Schema {
    let hidden = hidden(objects);
    let is_hidden = |name: &str| hidden.contains(&name.to_ascii_lowercase()) || is_internal(name);
    let seen: Vec<&Object> = objects
        .iter()
        .filter(|object| !is_hidden(&object.table))
        .collect();
    let mut schema = Schema::default();
    for object in &seen {
        if object.kind == "table" && (object.wanted || is_referenced(&seen, &object.name)) {
            match table(&object.sql) {
                Some(table) => drop(schema.tables.insert(named(&object.name), table)),
                None => drop(schema.opaque.insert(named(&object.name))),
            }
        }
    }
    table::resolve(&mut schema);
    for object in seen.iter().filter(|object| object.wanted) {
        object::add(&mut schema, object);
    }
    let unwanted = seen
        .iter()
        .filter(|object| !object.wanted && object.kind == "table");
    for object in unwanted {
        let name = named(&object.name);
        schema.tables.remove(&name);
        schema.opaque.remove(&name);
    }
    schema
}

/// Whether a table that is meant may refer to this one, without saying to which of its columns.
fn is_referenced(objects: &[&Object], name: &str) -> bool {
    let mut wanted = objects.iter().filter(|object| object.wanted);
    wanted.any(|object| !super::text::mentions(&object.sql, name).is_empty())
}

/// The tables that are left out, in small letters.
fn hidden(objects: &[Object]) -> BTreeSet<String> {
    let mut hidden = BTreeSet::new();
    for object in objects.iter().filter(|object| object.kind == "table") {
        let Some(module) = is_virtual(&object.sql) else {
            continue;
        };
        let name = object.name.to_ascii_lowercase();
        for (_, shadows) in SHADOWS.iter().filter(|(of, _)| *of == module) {
            hidden.extend(shadows.iter().map(|shadow| format!("{name}_{shadow}")));
        }
        hidden.insert(name);
    }
    hidden
}

/// Whether SQLite made it for itself.
fn is_internal(name: &str) -> bool {
    let begin = name.get(..7);
    begin.is_some_and(|begin| same(begin, "sqlite_"))
}

fn named(name: &str) -> QualifiedName {
    QualifiedName::new(None, name)
}

/// The table of a trigger, as it is called itself.
fn table_of(schema: &Schema, trigger: &TriggerText) -> QualifiedName {
    let tables = schema.tables.keys().chain(schema.views.keys());
    let mut found = tables.filter(|name| trigger.table.is(&name.name));
    let stated = || named(&trigger.table.name);
    found.next().cloned().unwrap_or_else(stated)
}

/// The name of a column as the table has it, where it has it.
fn column_of(names: &[Name], name: &Name) -> Name {
    let found = names.iter().find(|one| same(one, name));
    found.unwrap_or(name).clone()
}
