//! The schema that revisions make, without a database.
//!
//! A Rust revision is replayed by the operations that it records, an SQL revision statement by statement
//! (`dialect/ddl`). What a statement of which nothing is known did can be said under it, in the words of a Rust revision:
//! `-- schema: op.rename_index("users", "a", "b");`.
//!
//! What is not understood makes opaque what it names, and no more. Where it names nothing (a block of code, a revision
//! that needs compiling), the schema goes on as if nothing had been done. It is then *unsure*: an operation on what is not
//! there is no fault any longer, for it may have been made there, and what it is about is opaque.
//!
//! Where a database can lie in memory, and its driver is built in, statements of SQL are run there instead (`memory`); what it
//! does not take is read.

mod along;
mod anew;
mod enums;
mod hint;
mod lint;
mod memory;
mod reverse;

use std::collections::BTreeSet;

use super::body::depth;
use super::check::Revisions;
use super::file::RevisionFile;
use super::script::recorded;
use crate::chain::{Direction, Error, Id};
use crate::config::Format;
use crate::dialect::{Understood, statement, understand};
use crate::operation::{Fault, Object, Operation};
use crate::schema::{Constraint, QualifiedName, Schema};
use crate::script::{Asked, Piece, from_sections};
use crate::{Backend, Code, Diagnostic, Place, Server};

pub(super) use along::Along;
pub(super) use enums::doubts;
pub use lint::{Linted, lint};
use memory::InMemory;
#[cfg(feature = "build-models")]
pub(super) use reverse::inverse;
pub(crate) use reverse::resolve;

/// What replaying came to.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Replayed {
    /// The schema, as far as it is known.
    pub schema: Schema,
    /// Where it became unknown: statements with the code `opaque_statement`, revisions with `needs_compiling`.
    pub opaque: Vec<Diagnostic>,
    /// What makes no sense where it stands, with the code `invalid_operation`, and revisions that cannot be read. The
    /// schema is as if it did not stand there.
    pub faults: Vec<Diagnostic>,
    /// How many statements of SQL there were.
    pub statements: usize,
    /// Whether something was done of which is not even known what it was done to.
    pub unsure: bool,
}

impl Replayed {
    /// The statement of which is not known what it did to an object.
    fn made_opaque(&self, name: &QualifiedName) -> Option<Place> {
        let named = format!("`{name}`");
        let mut statements = self.opaque.iter();
        let found = statements.find(|one| one.message.contains(&named))?;
        found.place.clone()
    }
}

/// Replays the revisions that upgrading from nothing to `targets` runs. `external` are patterns, with `*`, of tables that
/// others make: what refers to them may do so.
pub fn replay(
    revisions: &Revisions,
    targets: &[&str],
    server: Server,
    external: &[&str],
) -> Result<Replayed, Error> {
    replay_with(revisions, targets, server, external, None)
}

/// What revisions do that were compiled, for those of which the text does not tell.
pub(crate) type Compiled<'c> = dyn Fn(&Id, Backend) -> Option<Vec<Operation>> + Sync + 'c;

/// The same, where the revisions may be at hand as they were compiled.
pub(crate) fn replay_with(
    revisions: &Revisions,
    targets: &[&str],
    server: Server,
    external: &[&str],
    compiled: Option<&Compiled<'_>>,
) -> Result<Replayed, Error> {
    let plan = revisions.chain.upgrade(&[], targets)?;
    let ids: Vec<Id> = plan.steps.into_iter().map(|step| step.revision).collect();
    let mut replaying = Replaying::new(server, external);
    replaying.compiled = compiled;
    replaying.all(revisions, &ids, |_, _, _| {});
    Ok(replaying.replayed)
}

/// All that a revision stands on, in the order in which it would be applied.
pub(super) fn below(revisions: &Revisions, id: &Id) -> Result<Vec<Id>, Error> {
    let plan = revisions.chain.upgrade(&[], &[id.as_str()])?;
    let ids = plan.steps.into_iter().map(|step| step.revision);
    Ok(ids.filter(|one| one != id).collect())
}

/// Replays revisions; `look` sees each with what it stands on.
fn replay_all(
    revisions: &Revisions,
    ids: &[Id],
    server: Server,
    external: &[&str],
    look: impl FnMut(&Replayed, &RevisionFile, &Id) + Send,
) -> Replayed {
    let mut replaying = Replaying::new(server, external);
    replaying.all(revisions, ids, look);
    replaying.replayed
}

struct Replaying<'r> {
    replayed: Replayed,
    /// Tables that are there, and that no schema holds: they go with the session, or are a module's.
    unseen: BTreeSet<QualifiedName>,
    memory: InMemory,
    server: Server,
    external: Vec<&'r str>,
    compiled: Option<&'r Compiled<'r>>,
}

impl<'r> Replaying<'r> {
    fn new(server: Server, external: &[&'r str]) -> Self {
        Self {
            replayed: Replayed::default(),
            unseen: BTreeSet::new(),
            memory: InMemory::new(server),
            server,
            external: external.to_vec(),
            compiled: None,
        }
    }

    /// One that goes on from here, beside this one.
    fn kept(&self) -> Self {
        Self {
            replayed: self.replayed.clone(),
            unseen: self.unseen.clone(),
            compiled: self.compiled,
            ..Self::new(self.server, &self.external)
        }
    }

    /// Goes on with more revisions; `look` sees each with what it stands on.
    fn all(
        &mut self,
        revisions: &Revisions,
        ids: &[Id],
        mut look: impl FnMut(&Replayed, &RevisionFile, &Id) + Send,
    ) {
        // What parses SQL goes down on the stack, and what it made is taken down there.
        let done = depth::with_room(|| {
            for id in ids {
                if let Some(file) = revisions.file(id) {
                    look(&self.replayed, file, id);
                    self.revision(file, id);
                    self.take_over();
                    self.memory.put_back();
                }
            }
        });
        if let Err(error) = done {
            let message = format!("there is no room to replay the revisions: {error}");
            let fault = Diagnostic::new(Code::InvalidOperation, message);
            self.replayed.unsure = true;
            self.replayed.faults.push(fault);
        }
    }

    fn revision(&mut self, file: &RevisionFile, id: &Id) {
        let backend = self.server.backend();
        let asked = Asked::new(id, Direction::Upgrade, self.server);
        match file.format {
            Format::Sql => match from_sections(&file.source, asked) {
                Ok(script) => {
                    let framed = self.frame(id, &script.frame);
                    let mut texts = Vec::new();
                    for piece in script.pieces {
                        if let Piece::Statement(statement) = piece {
                            let place = statement.place.unwrap_or(Place::file(file.path()));
                            let sql = statement.sql;
                            let renames = framed.as_ref().is_some_and(|one| one.renames(&sql));
                            self.quietly(renames, |replaying| {
                                replaying.placed(file, id, &sql, &place);
                            });
                            texts.push(sql);
                        }
                    }
                    if let Some(framed) = framed {
                        self.stands_again(&framed, &texts);
                    }
                }
                Err(fault) => self.replayed.faults.push(fault),
            },
            Format::Rust => match recorded(file, Direction::Upgrade, backend) {
                Ok(recorded) => {
                    for (operation, call) in recorded.operations.iter().zip(&recorded.calls) {
                        self.operation(id, operation, &call.place);
                    }
                }
                Err(fault) if fault.code == Code::NeedsCompiling => {
                    let Some(operations) = self.compiled.and_then(|ask| ask(id, backend)) else {
                        self.replayed.unsure = true;
                        self.replayed.opaque.push(fault);
                        return;
                    };
                    let place = fault.place.unwrap_or(Place::file(file.path()));
                    for operation in &operations {
                        self.operation(id, operation, &place);
                    }
                }
                Err(fault) => self.replayed.faults.push(fault),
            },
        }
    }

    /// A statement of a file, or what is said under it.
    fn placed(&mut self, file: &RevisionFile, id: &Id, sql: &str, place: &Place) {
        let hints = hint::below(place.text(), place.span().end);
        if hints.is_empty() {
            self.statement(id, sql, place);
            return;
        }
        self.replayed.statements += 1;
        self.take_over();
        for span in hints {
            match hint::read(file, span, self.server.backend()) {
                Ok(recorded) => {
                    for (operation, call) in recorded.operations.iter().zip(&recorded.calls) {
                        self.operation(id, operation, &call.place);
                    }
                }
                Err(fault) => self.replayed.faults.push(fault),
            }
        }
    }

    fn operation(&mut self, id: &Id, operation: &Operation, place: &Place) {
        if let Operation::Execute(execute) = operation {
            let backend = self.server.backend();
            if execute.on.is_some_and(|on| on != backend) {
                return;
            }
            for found in statement::statements(backend, &execute.sql) {
                self.statement(id, found.text, place);
            }
            return;
        }
        self.take_over();
        let doubts = doubts(
            &self.replayed,
            self.server,
            &self.external,
            id,
            operation,
            place,
        );
        self.replayed.opaque.extend(doubts);
        self.expect_external(operation);
        let done = self.tolerant(|schema, _| schema.apply(operation));
        if let Err(fault) = done {
            // What it is about is no longer what it was.
            if self.replayed.unsure
                && let Some(about) = operation.about()
            {
                self.replayed.schema.forget(about);
                return;
            }
            self.invalid(id, &fault, place);
        }
    }

    fn statement(&mut self, id: &Id, sql: &str, place: &Place) {
        self.replayed.statements += 1;
        let schema = &self.replayed.schema;
        if self.memory.run(schema, &mut self.unseen, sql) {
            return;
        }
        self.take_over();
        let mut unseen = std::mem::take(&mut self.unseen);
        let done = self.tolerant(|schema, server| understand(server, schema, &mut unseen, sql));
        self.unseen = unseen;
        match done {
            Ok(Understood::Passed | Understood::Applied) => {}
            Ok(Understood::Opaque(names)) => {
                self.replayed.unsure |= names.is_empty();
                self.replayed.opaque.push(opaque(id, &names, place));
            }
            Err(_) if self.replayed.unsure => {
                self.replayed.opaque.push(opaque(id, &[], place));
            }
            Err(fault) => self.invalid(id, &fault, place),
        }
    }

    /// Takes over what statements have done that were run.
    fn take_over(&mut self) {
        let schema = &mut self.replayed.schema;
        self.memory.take_over(schema, &mut self.unseen);
    }

    /// Tries something, and where it misses what may be there and is not known, once more with that.
    fn tolerant<T>(
        &mut self,
        mut attempt: impl FnMut(&mut Schema, Server) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        for _ in 0..16 {
            let fault = match attempt(&mut self.replayed.schema, self.server) {
                Ok(done) => return Ok(done),
                Err(fault) => fault,
            };
            let missing = match &fault {
                Fault::Missing(
                    Object::Table(name)
                    | Object::View(name)
                    | Object::MaterializedView(name)
                    | Object::Sequence(name)
                    | Object::Enum(name),
                ) if self.replayed.unsure
                    || self.is_external(name)
                    || self.unseen.contains(name) =>
                {
                    name.clone()
                }
                _ => return Err(fault),
            };
            self.replayed.schema.forget(&missing);
        }
        attempt(&mut self.replayed.schema, self.server)
    }

    /// What others make is there, whatever it is like.
    fn expect_external(&mut self, operation: &Operation) {
        let mut names: Vec<QualifiedName> = Vec::new();
        match operation {
            Operation::CreateTable { table, .. } => {
                names.extend(table.foreign_keys.iter().map(|key| key.references.clone()));
            }
            Operation::AddConstraint { constraint, .. } => {
                if let Constraint::ForeignKey(key) = &**constraint {
                    names.push(key.references.clone());
                }
            }
            _ => {}
        }
        for name in names {
            if self.is_external(&name) && !self.replayed.schema.tables.contains_key(&name) {
                self.replayed.schema.forget(&name);
            }
        }
    }

    fn is_external(&self, name: &QualifiedName) -> bool {
        is_external(&self.external, name)
    }

    fn invalid(&mut self, id: &Id, fault: &Fault, place: &Place) {
        let message = format!("`{id}` cannot be applied: {fault}");
        let told = Diagnostic::new(Code::InvalidOperation, message).at(place.clone());
        self.replayed.faults.push(told);
    }
}

/// Whether it is a table that others make.
fn is_external(patterns: &[&str], name: &QualifiedName) -> bool {
    let whole = name.to_string();
    let mut patterns = patterns.iter();
    patterns.any(|pattern| matches(pattern, &whole) || matches(pattern, &name.name))
}

fn opaque(id: &Id, names: &[QualifiedName], place: &Place) -> Diagnostic {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let what = if names.is_empty() {
        "the schema".to_owned()
    } else {
        names.join(", ")
    };
    let message = format!("what this statement of `{id}` does to {what} is not known");
    Diagnostic::new(Code::OpaqueStatement, message)
        .at(place.clone())
        .help("say it in a line below: `-- schema: op.…;`")
}

/// Whether a pattern, in which `*` is anything, stands for a text.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((head, rest)) => {
            let Some(tail) = text.strip_prefix(head) else {
                return false;
            };
            let mut ends = tail.char_indices().map(|(at, _)| at).chain([tail.len()]);
            ends.any(|at| matches(rest, &tail[at..]))
        }
    }
}

#[cfg(test)]
mod tests;
