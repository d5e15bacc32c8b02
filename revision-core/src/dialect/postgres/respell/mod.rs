//! PostgreSQL's own spelling of expressions, types, views, functions, triggers and policies.
//!
//! For each table there is a temporary one with the same columns, and with what has expressions; the others are temporary
//! under made-up names as well. Types and sequences that are not there yet are made, too.

mod statements;
mod tables;
mod types;

use super::reflect::{self, Reach};
use super::words::{Words, quoted};
use crate::Server;
use crate::dialect::Answers;
use crate::dialect::ansi::{Spelling as _, qualified, view_name};
use crate::dialect::reflect::Unreadable;
use crate::dialect::respell::{Item, Plan};
use crate::operation::Operation;
use crate::schema::{Name, QualifiedName, Schema, View};

/// What the names of all that is made begin with.
const PREFIX: &str = "revision_respell_";

/// The name of the table or view, or whatever it is, of this number.
fn made(kind: char, number: usize) -> Name {
    format!("{PREFIX}{kind}{number}").into()
}

pub(in crate::dialect) fn plan(server: Server, schema: &Schema) -> Option<Plan> {
    let making = Making { server, schema };
    let mut items: Vec<_> = making.types().collect();
    items.extend(making.tables());
    items.extend(making.views());
    items.extend(making.functions());
    items.extend(making.hung_on());
    items.retain(|item| !item.whole.statements.is_empty() || !item.apart.is_empty());
    if items.is_empty() {
        return None;
    }
    let mut first = vec![
        include_str!("first.sql").to_owned(),
        format!("CREATE TABLE {PREFIX} ()"),
    ];
    first.extend(making.missing());
    let reach = Reach {
        namespace: "n.oid = pg_catalog.pg_my_temp_schema()".to_owned(),
        relation: format!("n.oid = pg_catalog.pg_my_temp_schema() AND c.relname ~ '^{PREFIX}'"),
        everything: true,
    };
    let back = "SELECT pg_catalog.set_config('search_path', pg_catalog.current_setting('revision.search_path'), true)";
    let mut questions = vec![back.to_owned()];
    questions.extend(reflect::asked(&reach));
    Some(Plan {
        in_transaction: true,
        first,
        items,
        questions,
        last: Vec::new(),
    })
}

pub(in crate::dialect) fn read(
    schema: &Schema,
    mut answers: Answers,
) -> Result<Schema, Unreadable> {
    // The first only put the path back, and what was asked before has no rows to speak of.
    let count = reflect::COUNT;
    let answers = answers.split_off(answers.len().saturating_sub(count));
    let spelt = reflect::read(answers)?;
    let mut schema = schema.clone();
    let found = |name: &Name| {
        let mut tables = spelt.tables.iter();
        tables.find_map(|(found, table)| (found.name == *name).then_some(table))
    };
    for (number, table) in schema.tables.values_mut().enumerate() {
        if let Some(spelt) = found(&made('t', number)) {
            tables::take(table, spelt, number);
        }
    }
    for (number, view) in schema.views.values_mut().enumerate() {
        let view_of = |kind| {
            let name = made(kind, number);
            let mut views = spelt.views.iter();
            views.find_map(|(found, view)| (found.name == name).then_some(view))
        };
        if let Some(spelt) = view_of('v') {
            // The names of the columns stand in the query.
            view.query.clone_from(&spelt.query);
            view.columns.clear();
        }
        if let Some(spelt) = found(&made('m', number)) {
            tables::take_indexes(&mut view.indexes, spelt, number);
        }
    }
    types::take(&mut schema, &spelt);
    statements::take(&mut schema, &spelt);
    Ok(schema)
}

/// What is made for a schema.
struct Making<'s> {
    server: Server,
    schema: &'s Schema,
}

impl Making<'_> {
    fn words(&self) -> Words {
        Words {
            server: self.server,
        }
    }

    /// The statements of operations; none where the server has none for one of them.
    fn lowered(&self, operations: &[Operation]) -> Vec<String> {
        let lowered = super::lower::lower(self.server, &Schema::default(), operations);
        let steps = lowered.into_iter().flatten();
        steps.map(|step| step.step.to_string()).collect()
    }

    /// Makes the types and sequences that are not there yet. Where that fails, so will what uses them.
    fn missing(&self) -> Option<String> {
        let mut blocks = Vec::new();
        let mut unless = |name: &QualifiedName, finds: &str, create: Vec<String>| {
            let (Ok(spelt), Some(create)) = (qualified(&self.words(), name), create.first()) else {
                return;
            };
            let Ok(spelt) = self.words().text(&spelt) else {
                return;
            };
            let namespace = name.namespace.as_ref();
            let namespace =
                namespace.map(|name| format!("CREATE SCHEMA IF NOT EXISTS {};\n", quoted(name)));
            blocks.push(format!(
                "BEGIN\nIF pg_catalog.{finds}({spelt}) IS NULL THEN\n{}{create};\nEND IF;\n\
                 EXCEPTION WHEN OTHERS THEN NULL;\nEND;",
                namespace.unwrap_or_default()
            ));
        };
        for (name, one) in &self.schema.enums {
            let mut definition = one.clone();
            definition.comment = None;
            let name = name.clone();
            let create = Operation::CreateEnum {
                name: name.clone(),
                definition,
            };
            unless(&name, "to_regtype", self.lowered(&[create]));
        }
        for (name, one) in &self.schema.types {
            let create = Operation::CreateType {
                name: name.clone(),
                definition: Box::new(one.clone()),
            };
            unless(name, "to_regtype", self.lowered(&[create]));
        }
        for name in self.schema.sequences.keys() {
            let create = Operation::CreateSequence {
                name: name.clone(),
                sequence: crate::schema::Sequence::default(),
                if_not_exists: false,
            };
            unless(name, "to_regclass", self.lowered(&[create]));
        }
        (!blocks.is_empty()).then(|| Words::block(&format!("BEGIN\n{}\nEND", blocks.join("\n"))))
    }

    fn types(&self) -> impl Iterator<Item = Item> {
        let types = self.schema.types.values().enumerate();
        types.map(|(number, one)| {
            let create = types::operation(one, number);
            let made = create.map(|create| self.lowered(&[create]));
            one_of(made.and_then(|made| made.into_iter().next()))
        })
    }

    fn tables(&self) -> impl Iterator<Item = Item> {
        let tables = self.schema.tables.iter().enumerate();
        tables.map(|(number, (name, table))| {
            let triggers = self.schema.triggers.keys();
            let mut hung = triggers.chain(self.schema.policies.keys());
            if !hung.any(|(on, _)| on == name) && !tables::has_words(table) {
                return Item::default();
            }
            let operations = tables::operations(table, number);
            let apart = operations.apart.iter();
            Item {
                whole: self.lowered(&operations.whole).into(),
                apart: apart
                    .map(|one| self.lowered(std::slice::from_ref(one)).into())
                    .collect(),
                lasting: None,
            }
        })
    }

    fn views(&self) -> impl Iterator<Item = Item> {
        let views = self.schema.views.values().enumerate();
        views.map(|(number, view)| {
            let mut plain = View::default();
            plain.query.clone_from(&view.query);
            plain.columns.clone_from(&view.columns);
            let create = Operation::CreateView {
                name: made('v', number).into(),
                view: Box::new(plain),
                or_replace: false,
            };
            let mut apart = vec![self.lowered(&[create])];
            if has_words(view) {
                let name = view_name(&self.words(), &made('m', number).into(), view);
                let query = view.query.trim().trim_end_matches(';');
                let create =
                    name.map(|name| format!("CREATE TABLE {name} AS\n{query}\nWITH NO DATA"));
                apart.push(create.into_iter().collect());
                let indexes = tables::indexes(&view.indexes, 'm', number);
                apart.extend(indexes.map(|one| self.lowered(&[one])));
            }
            Item {
                whole: apart.concat().into(),
                apart: apart.into_iter().map(Into::into).collect(),
                lasting: None,
            }
        })
    }

    fn functions(&self) -> impl Iterator<Item = Item> {
        let functions = self.schema.functions.values().enumerate();
        functions.map(|(number, definition)| {
            let made = statements::function(definition, &made('f', number));
            one_of(made)
        })
    }

    /// Triggers and policies, which hang on a table or a view.
    fn hung_on(&self) -> impl Iterator<Item = Item> {
        let hung = self.schema.triggers.iter().chain(&self.schema.policies);
        hung.map(|((on, _), definition)| {
            let table = self.schema.tables.keys().position(|table| table == on);
            let table = table.map(|number| made('t', number));
            let view = || {
                let view = self.schema.views.keys().position(|view| view == on)?;
                Some(made('v', view))
            };
            let on = table.or_else(view);
            one_of(on.and_then(|on| statements::hung_on(definition, &on)))
        })
    }
}

/// A single statement is not to be had in parts.
fn one_of(statement: Option<String>) -> Item {
    Item {
        whole: statement.into_iter().collect::<Vec<_>>().into(),
        ..Item::default()
    }
}

/// Whether the indexes of a materialised view have anything to spell.
fn has_words(view: &View) -> bool {
    view.indexes.values().any(tables::index_has_words)
}
