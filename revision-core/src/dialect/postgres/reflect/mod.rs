//! What a PostgreSQL database holds, read from its catalog.
//!
//! A question a kind of object, each in a `.sql` file of its own. Expressions come as the server writes them, but for the
//! brackets around a whole one.

mod columns;
mod constraints;
mod default;
mod indexes;
mod objects;
mod text;
mod types;

use std::collections::BTreeMap;

use super::Postgres;
use crate::dialect::reflect::{Scope, Unreadable};
use crate::dialect::{Answers, Dialect as _, Tables};
use crate::schema::{Name, QualifiedName, Schema, Table};

/// The first sets what the others rely on, until the transaction ends.
const QUESTIONS: [&str; 14] = [
    include_str!("settings.sql"),
    include_str!("namespaces.sql"),
    include_str!("extensions.sql"),
    include_str!("enums.sql"),
    include_str!("types.sql"),
    include_str!("sequences.sql"),
    include_str!("tables.sql"),
    include_str!("columns.sql"),
    include_str!("constraints.sql"),
    include_str!("indexes.sql"),
    include_str!("views.sql"),
    include_str!("functions.sql"),
    include_str!("triggers.sql"),
    include_str!("policies.sql"),
];

/// Which objects are asked for: conditions in SQL.
pub(super) struct Reach {
    /// Of a namespace `n`.
    pub(super) namespace: String,
    /// Of what is a table, a view, a sequence: `c` in the namespace `n`.
    pub(super) relation: String,
    /// Whether there is more to ask for than tables.
    pub(super) everything: bool,
}

/// How many questions there are.
pub(super) const COUNT: usize = QUESTIONS.len();

pub(in crate::dialect) fn questions(scope: Scope<'_>, ours: &Tables) -> Vec<String> {
    asked(&Reach::new(scope, ours))
}

/// The questions about what is in reach.
pub(super) fn asked(reach: &Reach) -> Vec<String> {
    QUESTIONS.map(|question| fill(question, reach)).into()
}

/// Puts the conditions in, each in the places that the file has for it alone.
fn fill(question: &str, reach: &Reach) -> String {
    let everything = if reach.everything { "true" } else { "false" };
    let parts = question.split(":relation").map(|part| {
        let parts = part.split(":namespace");
        let parts = parts.map(|part| part.replace(":everything", everything));
        parts.collect::<Vec<_>>().join(&reach.namespace)
    });
    parts.collect::<Vec<_>>().join(&reach.relation)
}

pub(in crate::dialect) fn read(answers: Answers) -> Result<Schema, Unreadable> {
    let count = answers.len();
    let Ok(answers) = <[_; QUESTIONS.len()]>::try_from(answers) else {
        let expected = QUESTIONS.len();
        return Err(Unreadable(format!(
            "{count} answers to {expected} questions"
        )));
    };
    let [
        _,
        namespaces,
        extensions,
        enums,
        types,
        sequences,
        tables,
        columns,
        constraints,
        indexes,
        views,
        functions,
        triggers,
        policies,
    ] = answers;
    let mut schema = Schema {
        namespaces: objects::namespaces(namespaces)?,
        extensions: objects::extensions(extensions)?,
        enums: objects::enums(enums)?,
        types: types::read(types)?,
        sequences: objects::sequences(sequences)?,
        tables: objects::tables(tables)?,
        views: objects::views(views)?,
        functions: objects::functions(functions)?,
        triggers: objects::triggers(triggers)?,
        policies: objects::policies(policies)?,
        ..Schema::default()
    };
    columns::read(&mut schema.tables, columns)?;
    constraints::read(&mut schema.tables, constraints)?;
    indexes::read(&mut schema, indexes)?;
    Ok(schema)
}

/// The table of this name. One that was made after the tables were asked for is not there.
fn table<'t>(
    tables: &'t mut BTreeMap<QualifiedName, Table>,
    name: &QualifiedName,
) -> Option<&'t mut Table> {
    tables.get_mut(name)
}

fn names(list: Option<&str>) -> Result<Vec<Name>, Unreadable> {
    let list = text::list(list.unwrap_or("{}"))?;
    Ok(list.into_iter().map(Name::from).collect())
}

impl Reach {
    fn new(scope: Scope<'_>, ours: &Tables) -> Self {
        let mut namespaces =
            vec!["n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'".to_owned()];
        let mut relations = vec![
            "c.relpersistence <> 't' AND NOT c.relispartition".to_owned(),
            "NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_class'::regclass \
             AND e.objid = c.oid AND e.deptype = 'e')"
                .to_owned(),
        ];
        let kept = [Some(&ours.version), ours.log.as_ref()];
        relations.extend(kept.into_iter().flatten().map(|table| {
            let lies = lies(table.namespace.as_deref());
            format!(
                "NOT ({lies} AND c.relname = {})",
                Postgres.text(&table.name)
            )
        }));
        match scope {
            Scope::Everything => {}
            Scope::Namespaces(names) => {
                let names = names.iter().map(|name| lies(Some(name)));
                namespaces.push(any(&names.collect::<Vec<_>>()));
            }
            Scope::Tables(tables) => {
                let tables = tables.iter().map(|table| {
                    let lies = lies(table.namespace.as_deref());
                    format!("({lies} AND c.relname = {})", Postgres.text(&table.name))
                });
                relations.push(any(&tables.collect::<Vec<_>>()));
            }
        }
        let namespace = namespaces.join(" AND ");
        relations.push(namespace.clone());
        Self {
            namespace,
            relation: relations.join(" AND "),
            everything: !matches!(scope, Scope::Tables(_)),
        }
    }
}

fn lies(namespace: Option<&str>) -> String {
    match namespace {
        Some(namespace) => format!("n.nspname = {}", Postgres.text(namespace)),
        None => "n.nspname = pg_catalog.current_schema()".to_owned(),
    }
}

fn any(conditions: &[String]) -> String {
    if conditions.is_empty() {
        return "false".to_owned();
    }
    format!("({})", conditions.join(" OR "))
}
