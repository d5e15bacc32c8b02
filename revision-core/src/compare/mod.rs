//! Comparing two schemas as the databases that they are for would keep them.

mod models;
mod unsaid;

use crate::Server;
use crate::dialect::normalise;
use crate::diff::{Pair, seen};
use crate::schema::{Default, Index, IndexKey, Schema, Table, Type};

pub use models::{alike, fill_in};
/// Of what nobody can tell whether two texts say the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsure {
    /// All of it can be told.
    #[default]
    Nothing,
    /// Views and functions.
    Objects,
    /// Every expression.
    Everything,
}

/// How one database has the two schemas.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct View {
    /// The database's kind and version.
    pub server: Server,
    /// The schemas there: read from it, in its own spelling, or as they are.
    pub schemas: Pair<Schema>,
    /// What of the one is in the database's own spelling, that could not be asked for in the other.
    pub unsure: Unsure,
    /// Whether both were read from a database, so that even types are told apart between which nothing but a word differs.
    pub are_held: bool,
}

impl View {
    /// How a database of this kind has the two schemas.
    #[must_use]
    pub fn new(server: Server, schemas: Pair<Schema>) -> Self {
        Self {
            server,
            schemas,
            unsure: Unsure::Nothing,
            are_held: false,
        }
    }

    fn normal(&self) -> Pair<Schema> {
        let mut normal = self
            .schemas
            .as_ref()
            .map(|schema| normalise(self.server, schema));
        if self.unsure >= Unsure::Objects {
            take_objects(&mut normal.before, &normal.after);
        }
        if self.unsure == Unsure::Everything {
            take_expressions(&mut normal.before, &normal.after);
        }
        if self.are_held {
            take_types(&mut normal.before, &self.schemas.before);
            take_types(&mut normal.after, &self.schemas.after);
        }
        normal
    }
}

/// The two schemas of `own`, each in its own words, so that they differ in nothing but what one of the databases sees.
#[must_use]
pub fn compare(own: Pair<&Schema>, views: &[View]) -> Pair<Schema> {
    let normal: Vec<_> = views.iter().map(View::normal).collect();
    let normal: Vec<_> = normal.iter().map(Pair::as_ref).collect();
    seen(own, &normal)
}

/// What a database holds in the words of the revisions that made it, as far as they did.
#[must_use]
pub fn in_words_of(revisions: &Schema, held: &Schema, server: Server) -> Schema {
    let own = Pair::new(held, revisions);
    in_words_as_seen(own, &View::new(server, own.map(Schema::clone)))
}

/// `own.before` in the words of `own.after`, as far as the database sees no difference between what they were read from.
#[must_use]
pub fn in_words_as_seen(own: Pair<&Schema>, view: &View) -> Schema {
    let normal = view.normal();
    let mut before = own.before.clone();
    // Where enums lie in columns, a database does not say what they are called.
    if normal.before.enums.is_empty() && normal.after.enums.is_empty() {
        before.enums.clone_from(&own.after.enums);
    }
    seen(Pair::new(&before, own.after), &[normal.as_ref()]).before
}

/// The columns whose types the two schemas of `own` say in different words, and no database tells apart: where they are, and
/// what each says.
#[must_use]
pub fn unseen(own: Pair<&Schema>, seen: Pair<&Schema>) -> Vec<(String, Pair<Type>)> {
    let mut unseen = Vec::new();
    for (name, table) in &own.before.tables {
        let Some(after) = own.after.tables.get(name) else {
            continue;
        };
        let of = |schema: &Schema, column: &str| {
            let column = schema.tables.get(name)?.columns.named(column)?;
            Some(column.ty.clone())
        };
        for column in table.columns.iter() {
            let Some(other) = after.columns.named(&column.name) else {
                continue;
            };
            let seen = seen.map(|schema| of(schema, &column.name));
            if column.ty != other.ty && seen.before == seen.after {
                let types = Pair::new(column.ty.clone(), other.ty.clone());
                unseen.push((format!("{name}.{}", column.name), types));
            }
        }
    }
    unseen
}

/// Takes over the types of columns as they were said.
fn take_types(schema: &mut Schema, from: &Schema) {
    for (name, table) in &mut schema.tables {
        let Some(from) = from.tables.get(name) else {
            continue;
        };
        for column in table.columns.iter_mut() {
            if let Some(from) = from.columns.named(&column.name) {
                column.ty.clone_from(&from.ty);
            }
        }
    }
}

/// Takes over each view and function that is there in another schema.
fn take_objects(schema: &mut Schema, from: &Schema) {
    for (name, view) in &mut schema.views {
        if let Some(from) = from.views.get(name) {
            view.query.clone_from(&from.query);
            view.columns.clone_from(&from.columns);
        }
    }
    for (name, function) in &mut schema.functions {
        if let Some(from) = from.functions.get(name) {
            function.clone_from(from);
        }
    }
}

/// Takes over each expression that stands at the same place in another schema.
fn take_expressions(schema: &mut Schema, from: &Schema) {
    for (name, table) in &mut schema.tables {
        if let Some(from) = from.tables.get(name) {
            take_of_table(table, from);
        }
    }
    for (name, policy) in &mut schema.policies {
        if let Some(from) = from.policies.get(name) {
            policy.clone_from(from);
        }
    }
}

fn take_of_table(table: &mut Table, from: &Table) {
    for column in table.columns.iter_mut() {
        let Some(from) = from.columns.named(&column.name) else {
            continue;
        };
        if let (Some(Default::Sql(sql)), Some(Default::Sql(from))) =
            (&mut column.default, &from.default)
        {
            sql.clone_from(from);
        }
        if let (Some(generated), Some(from)) = (&mut column.generated, &from.generated) {
            generated.sql.clone_from(&from.sql);
        }
    }
    let checks = std::mem::take(&mut table.checks).into_iter();
    table.checks = checks
        .map(|mut check| {
            let mut same = from.checks.iter();
            if let Some(from) = same.find(|one| one.name == check.name) {
                check.sql.clone_from(&from.sql);
            }
            check
        })
        .collect();
    for (name, index) in &mut table.indexes {
        if let Some(from) = from.indexes.get(name) {
            take_of_index(index, from);
        }
    }
}

fn take_of_index(index: &mut Index, from: &Index) {
    if let (Some(sql), Some(from)) = (&mut index.predicate, &from.predicate) {
        sql.clone_from(from);
    }
    for (column, from) in index.columns.iter_mut().zip(&from.columns) {
        if let (IndexKey::Sql(sql), IndexKey::Sql(from)) = (&mut column.key, &from.key) {
            sql.clone_from(from);
        }
    }
}
