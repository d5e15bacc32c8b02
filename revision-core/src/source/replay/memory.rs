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
use crate::dialect::{Memory, Understood, leading, part, shows, understand};
use crate::schema::{QualifiedName, Schema};

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
        for sql in leading(self.server, &self.known, schema) {
            database.run(&sql);
        }
        self.known.clone_from(schema);
        if database.look().is_none() {
            self.is_missing = true;
            self.database = None;
        }
    }
}

#[cfg(test)]
mod tests;
