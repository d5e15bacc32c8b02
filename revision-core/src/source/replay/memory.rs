//! SQL revisions where a database can lie in memory: there statements are run, and what that database holds afterwards is
//! read (`dialect/memory`).
//!
//! Before it is given a statement it gets whatever else was replayed since, operations of Rust revisions above all. What the
//! statements changed in it is taken over, and no more: so it does no harm that it has not got what is opaque, or what
//! it does not take. Where it does not take a statement, the reader of SQL reads that.
//!
//! The reader goes along all the while. Where a database cannot tell what it says from what the database says, its words
//! stand: those of the revisions, with the names of enums, which a database does not know.

use std::collections::BTreeSet;

use crate::Server;
use crate::compare::in_words_of;
use crate::dialect::{Memory, Step, Understood, lower, part, shows, understand};
use crate::operation::Operation;
use crate::schema::{QualifiedName, Schema, Type};

/// The database, and how far it went along.
pub(super) struct InMemory {
    server: Server,
    /// None before it is needed.
    database: Option<Memory>,
    /// Whether there is no such database.
    is_missing: bool,
    /// The schema that it was given or has made, in the words of the revisions.
    known: Schema,
    /// What the reader makes of the schema with the statements that were run since, if any were.
    words: Option<Schema>,
}

impl InMemory {
    pub(super) fn new(server: Server) -> Self {
        Self {
            server,
            database: None,
            is_missing: false,
            known: Schema::default(),
            words: None,
        }
    }

    /// Runs a statement that goes on from a schema, and says whether it did. What it made is known when it is
    /// [taken over](Self::take_over).
    pub(super) fn run(
        &mut self,
        schema: &Schema,
        unseen: &mut BTreeSet<QualifiedName>,
        sql: &str,
    ) -> bool {
        if self.is_missing {
            return false;
        }
        if !shows(self.server, sql) {
            // Between others, what changes nothing needs no more.
            let words = self.words.as_mut();
            let read = words.map(|words| understand(self.server, words, unseen, sql));
            return matches!(read, Some(Ok(Understood::Passed)));
        }
        if self.words.is_none() {
            self.follow(schema);
        }
        let Some(database) = self.database.as_mut() else {
            return false;
        };
        if !database.run(sql) {
            return false;
        }
        let words = self.words.get_or_insert_with(|| schema.clone());
        // It may not be understood, and then has no words.
        let _ = understand(self.server, words, unseen, sql);
        true
    }

    /// Changes the schema by what the statements that were run have changed. What no schema holds is `unseen`.
    pub(super) fn take_over(&mut self, schema: &mut Schema, unseen: &mut BTreeSet<QualifiedName>) {
        let Some(words) = self.words.take() else {
            return;
        };
        let looked = self.database.as_mut().and_then(|database| {
            let changed = database.look()?;
            Some((&*database, changed))
        });
        let Some((database, changed)) = looked else {
            // Nobody can say any longer what it holds: the reader is left.
            self.is_missing = true;
            self.database = None;
            *schema = words;
            return;
        };
        let (before, after) = (&changed.before, &changed.after);
        let names: BTreeSet<_> = after.tables.keys().chain(after.views.keys()).collect();
        let own = part(&words, |name| names.contains(name));
        let told = in_words_of(&own, after, self.server);
        macro_rules! changed {
            ($($part:ident),+) => {$(
                for name in before.$part.keys().chain(after.$part.keys()) {
                    if before.$part.get(name) != after.$part.get(name) {
                        match told.$part.get(name) {
                            Some(one) => drop(schema.$part.insert(name.clone(), one.clone())),
                            None => drop(schema.$part.remove(name)),
                        }
                    }
                }
            )+};
        }
        changed!(tables, views, triggers);
        for name in after.opaque.difference(&before.opaque) {
            schema.forget(name);
        }
        schema
            .opaque
            .retain(|name| words.opaque.contains(name) && !database.knows(name));
        // What was not understood and is there all the same is a table of a module's.
        let strange = words.opaque.difference(&schema.opaque);
        let strange = strange.filter(|name| !database.knows(name) && database.has(&name.name));
        unseen.extend(strange.cloned());
        self.known.clone_from(schema);
    }

    /// Gives the session the settings that a revision begins with.
    pub(super) fn put_back(&mut self) {
        if let Some(database) = &mut self.database {
            database.put_back();
        }
    }

    /// Brings the database to a schema, one object after the other. What it does not take, it has not got.
    fn follow(&mut self, schema: &Schema) {
        if self.database.is_none() {
            self.database = Memory::open(self.server);
            self.is_missing = self.database.is_none();
        }
        let Some(database) = &mut self.database else {
            return;
        };
        if self.known == *schema {
            return;
        }
        for sql in statements(self.server, &self.known, schema) {
            database.run(&sql);
        }
        self.known.clone_from(schema);
        if database.look().is_none() {
            self.is_missing = true;
            self.database = None;
        }
    }
}

/// What leads from one schema to another where tables have no rows: what differs is made anew.
fn statements(server: Server, from: &Schema, to: &Schema) -> Vec<String> {
    let enums = Schema {
        enums: to.enums.clone(),
        ..Schema::default()
    };
    let lowered = |operation: Operation| {
        let steps = lower(server, &enums, &[operation]).unwrap_or_default();
        steps.into_iter().filter_map(|one| match one.step {
            Step::Sql(sql) => Some(sql),
            Step::Rebuild(_) => None,
        })
    };
    let has_values_of_others = |name: &QualifiedName| {
        let table = to.tables.get(name);
        let mut columns = table.into_iter().flat_map(|table| table.columns.iter());
        columns.any(|column| matches!(column.ty, Type::Enum(_)))
    };
    let is_same_table = |name: &QualifiedName| {
        from.tables.get(name) == to.tables.get(name)
            && (from.enums == to.enums || !has_values_of_others(name))
    };
    let mut all = Vec::new();
    for (name, view) in &from.views {
        if to.views.get(name) != Some(view) {
            all.extend(lowered(Operation::DropView {
                name: name.clone(),
                materialized: false,
                if_exists: true,
            }));
        }
    }
    for name in from.tables.keys().filter(|name| !is_same_table(name)) {
        all.extend(lowered(Operation::DropTable {
            name: name.clone(),
            if_exists: true,
        }));
    }
    for ((table, name), sql) in &from.triggers {
        if to.triggers.get(&(table.clone(), name.clone())) != Some(sql) {
            all.extend(lowered(Operation::DropTrigger {
                name: name.clone(),
                table: table.clone(),
                if_exists: true,
            }));
        }
    }
    for (name, table) in &to.tables {
        if is_same_table(name) {
            continue;
        }
        let create = lowered(Operation::CreateTable {
            name: name.clone(),
            table: Box::new(table.clone()),
            if_not_exists: false,
        });
        // Its own text says more, but for the values of an enum, which may have become others.
        match &table.source.0 {
            Some(own) if !has_values_of_others(name) => {
                all.push(own.clone());
                all.extend(create.skip(1));
            }
            _ => all.extend(create),
        }
    }
    for (name, view) in &to.views {
        if from.views.get(name) != Some(view) {
            all.extend(lowered(Operation::CreateView {
                name: name.clone(),
                view: Box::new(view.clone()),
                or_replace: false,
            }));
        }
    }
    for ((table, name), sql) in &to.triggers {
        let is_known = from.triggers.get(&(table.clone(), name.clone())) == Some(sql);
        let is_there = to.views.get(table) == from.views.get(table) && is_same_table(table);
        if !is_known || !is_there {
            all.push(sql.clone());
        }
    }
    all
}

#[cfg(test)]
mod tests;
