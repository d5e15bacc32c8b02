//! What a MySQL or MariaDB database holds, read from `information_schema`.
//!
//! A question a kind of object, each in a `.sql` file of its own. The two servers differ in where checks stand and in how
//! defaults are quoted, and only one has sequences.

mod columns;
pub(super) mod default;
pub(super) mod keys;
pub(super) mod objects;
pub(super) mod text;

use super::{MySql, respell};
use crate::dialect::reflect::{Scope, Unreadable};
use crate::dialect::{Answers, Dialect as _, Tables};
use crate::schema::{QualifiedName, Schema};
use crate::{Product, Server};

/// The conditions in SQL for what is asked for.
struct Reach<'a> {
    scope: Scope<'a>,
    ours: &'a Tables,
}

pub(in crate::dialect) fn questions(
    server: Server,
    scope: Scope<'_>,
    ours: &Tables,
) -> Vec<String> {
    let is_mariadb = server.product == Product::MariaDb;
    let mut questions = vec![
        include_str!("namespaces.sql"),
        include_str!("tables.sql"),
        include_str!("columns.sql"),
        include_str!("keys.sql"),
        include_str!("foreign_keys.sql"),
        include_str!("partitions.sql"),
        include_str!("views.sql"),
        include_str!("triggers.sql"),
        include_str!("routines.sql"),
    ];
    if is_mariadb {
        questions.extend([
            include_str!("checks.mariadb.sql"),
            include_str!("sequences.mariadb.sql"),
            "EXECUTE IMMEDIATE @revision_sequences",
            "SET @revision_sequences = NULL",
        ]);
    } else {
        questions.push(include_str!("checks.mysql.sql"));
    }
    let has_expressions = !is_mariadb && server.version >= [8, 0, 13];
    let expression = if has_expressions {
        "s.EXPRESSION"
    } else {
        "NULL"
    };
    let ty = if is_mariadb {
        "c.COLUMN_TYPE"
    } else {
        "CONCAT(c.COLUMN_TYPE, COALESCE(CONCAT(' SRID ', c.SRS_ID), ''))"
    };
    let reach = Reach { scope, ours };
    let questions = questions.into_iter().map(|question| {
        let question = question.replace(":expression", expression);
        fill(&question.replace(":type", ty), &reach)
    });
    questions.collect()
}

pub(in crate::dialect) fn read(server: Server, answers: Answers) -> Result<Schema, Unreadable> {
    let count = answers.len();
    let mut answers = answers.into_iter();
    let mut next = || {
        let missing = || Unreadable(format!("{count} answers are too few"));
        answers.next().ok_or_else(missing)
    };
    let namespaces = objects::namespaces(next()?)?;
    let (tables, sorted) = objects::tables(next()?)?;
    let mut schema = Schema {
        namespaces,
        tables,
        ..Schema::default()
    };
    columns::read(server, &mut schema, next()?)?;
    objects::settle(&mut schema.tables, sorted);
    keys::indexes(&mut schema.tables, next()?)?;
    keys::foreign_keys(&mut schema.tables, next()?)?;
    objects::partitions(&mut schema.tables, next()?)?;
    schema.views = objects::views(next()?)?;
    schema.triggers = objects::triggers(next()?)?;
    schema.functions = objects::routines(next()?)?;
    keys::checks(server, &mut schema, next()?)?;
    if server.product == Product::MariaDb {
        // To the first of the three statements there is nothing to read.
        next()?;
        schema.sequences = objects::sequences(next()?)?;
    }
    // What another asks about, or was stopped at asking.
    let is_made = |name: &QualifiedName| name.name.starts_with(respell::PREFIX);
    schema.views.retain(|name, _| !is_made(name));
    schema.functions.retain(|name, _| !is_made(name));
    Ok(schema)
}

/// Puts the conditions in, where a file says of which columns: `:relation(schema, name)`, `:namespace(schema)`.
fn fill(question: &str, reach: &Reach<'_>) -> String {
    let mut filled = String::new();
    let mut rest = question;
    while let Some((before, after)) = rest.split_once(':') {
        filled.push_str(before);
        let (word, behind) = after.split_once(['(', '\n', ' ']).unwrap_or((after, ""));
        let argument = || behind.split_once(')').unwrap_or((behind, ""));
        rest = match word {
            "relation" => {
                let (columns, behind) = argument();
                let (schema, name) = columns.split_once(", ").unwrap_or((columns, columns));
                filled.push_str(&reach.relation(schema, name));
                behind
            }
            "namespace" => {
                let (schema, behind) = argument();
                filled.push_str(&reach.namespace(schema));
                behind
            }
            "everything" => {
                filled.push_str(match reach.scope {
                    Scope::Tables(_) => "FALSE",
                    _ => "TRUE",
                });
                &after[word.len()..]
            }
            _ => {
                filled.push(':');
                after
            }
        };
    }
    filled + rest
}

impl Reach<'_> {
    /// Which namespaces. Other databases of the server are none of ours, unless they are named.
    fn namespace(&self, schema: &str) -> String {
        match self.scope {
            Scope::Everything => format!("{schema} = DATABASE()"),
            Scope::Namespaces(names) => {
                let names = names.iter().map(|name| lies(schema, Some(name)));
                any(&names.collect::<Vec<_>>())
            }
            Scope::Tables(tables) => {
                let names = tables
                    .iter()
                    .map(|table| lies(schema, table.namespace.as_deref()));
                any(&names.collect::<Vec<_>>())
            }
        }
    }

    /// Which tables, views and sequences.
    fn relation(&self, schema: &str, name: &str) -> String {
        let mut conditions = vec![self.namespace(schema)];
        let kept = [Some(&self.ours.version), self.ours.log.as_ref()];
        conditions.extend(kept.into_iter().flatten().map(|table| {
            let lies = lies(schema, table.namespace.as_deref());
            format!("NOT ({lies} AND {name} = {})", MySql.text(&table.name))
        }));
        if let Scope::Tables(tables) = self.scope {
            let tables = tables.iter().map(|table| {
                let lies = lies(schema, table.namespace.as_deref());
                format!("({lies} AND {name} = {})", MySql.text(&table.name))
            });
            conditions.push(any(&tables.collect::<Vec<_>>()));
        }
        conditions.join(" AND ")
    }
}

fn lies(schema: &str, namespace: Option<&str>) -> String {
    match namespace {
        Some(namespace) => format!("{schema} = {}", MySql.text(namespace)),
        None => format!("{schema} = DATABASE()"),
    }
}

fn any(conditions: &[String]) -> String {
    if conditions.is_empty() {
        return "FALSE".to_owned();
    }
    format!("({})", conditions.join(" OR "))
}
