//! Where a database stands: asked without changing anything.

use std::collections::HashSet;
use std::path::Path;

use super::ledger;
use super::log::{self, Journal, Log};
use super::outcome::Error;
use super::prepare::Prepared;
use super::told;
use crate::chain::{Chain, Id};
use crate::config::{Ahead, Settings};
use crate::dialect::{
    Answers, Database, Dialect, Driver, Facts, Part, Purpose, Tables, dialect, in_memory,
};
use crate::script::Revisions;
use crate::{Backend, Code, Diagnostic, Server};

/// The version rows and the log.
#[derive(Clone, Debug, Default)]
pub(super) struct State {
    /// In alphabetical order.
    pub(super) rows: Vec<Id>,
    pub(super) log: Log,
}

/// Asks what there is to know of the database itself.
pub(super) async fn facts(
    driver: &mut (dyn Driver + '_),
    dialect: &dyn Dialect,
    settings: &Settings,
) -> Result<Facts, Error> {
    let tables = Tables {
        version: settings.version_table.clone(),
        log: settings.log_table.clone(),
    };
    let parts = [Part::ask(dialect.facts(&tables))];
    let answered = driver.send(&parts, true).await;
    let mut answers =
        answered.map_err(|stopped| told::ours(&stopped.error, "ask the database about itself"))?;
    let row = answers.pop().and_then(|rows| rows.into_iter().next());
    if let Some(view) = row.as_ref().and_then(|row| Facts::view(&tables, row)) {
        let message = format!("`{view}` is a view, and what is noted there needs a table");
        return Err(Diagnostic::new(Code::Config, message)
            .help("rename the view, or configure another `version_table` or `log_table`")
            .into());
    }
    row.and_then(|row| Facts::read(dialect.backend(), &tables, &row))
        .ok_or_else(|| {
            let message = format!(
                "the connection leads to no place where `{}` could lie",
                tables.version
            );
            Diagnostic::new(Code::Config, message)
                .help("name a database in the URL, or a schema: `version_table = \"schema.table\"`")
                .into()
        })
}

/// The database that a file would be if it were there.
pub(super) async fn of_no_file(backend: Backend, settings: &Settings) -> Server {
    let asked = async {
        let database = Database::url(in_memory(backend)?, Path::new(""));
        let mut driver = database.open(Purpose::Run).await.ok()?;
        let facts = facts(&mut *driver, dialect(backend), settings).await;
        driver.close().await;
        Some(facts.ok()?.server)
    };
    let asked = asked.await;
    asked.unwrap_or_else(|| Server::assumed(backend))
}

/// The questions whose answers make a [`State`].
pub(super) fn questions(dialect: &dyn Dialect, facts: &Facts, chain: &str) -> Vec<Part<'static>> {
    let mut parts = Vec::new();
    if facts.has_version {
        parts.push(Part::ask(ledger::select_rows(dialect, facts)));
    }
    parts.extend(log::select(dialect, facts, chain).map(Part::ask));
    parts
}

/// Reads the answers to [`questions`], which are the last ones.
pub(super) fn read(facts: &Facts, mut answers: Answers) -> State {
    let log = if log_table(facts) {
        Log::read(answers.pop().unwrap_or_default())
    } else {
        Log::default()
    };
    let rows = if facts.has_version {
        answers.pop().unwrap_or_default()
    } else {
        Vec::new()
    };
    let rows = rows.into_iter().map(|row| {
        let id = row.into_iter().next().flatten();
        Id::from(id.unwrap_or_default())
    });
    let mut rows: Vec<Id> = rows.collect();
    rows.sort_unstable();
    State { rows, log }
}

fn log_table(facts: &Facts) -> bool {
    facts.has_log && facts.tables.log.is_some()
}

/// Asks where the database stands.
pub(super) async fn state(
    driver: &mut (dyn Driver + '_),
    dialect: &dyn Dialect,
    facts: &Facts,
    chain: &str,
) -> Result<State, Error> {
    let parts = questions(dialect, facts, chain);
    if parts.is_empty() {
        return Ok(State::default());
    }
    let answered = driver.send(&parts, true).await;
    let answers = answered.map_err(|stopped| {
        let table = &facts.tables.version;
        told::ours(&stopped.error, &format!("read `{table}`"))
    })?;
    Ok(read(facts, answers))
}

impl State {
    /// The journal of a revision, where it is that one that was left half done.
    pub(super) fn journal_of(&self, one: &Prepared) -> Option<&Journal> {
        self.log.journal.as_ref().filter(|journal| {
            journal.revision == one.step.revision && journal.direction == one.step.direction
        })
    }

    /// Whether a revision is half done.
    pub(super) fn is_half_done(&self) -> bool {
        self.log.journal.as_ref().is_some_and(Journal::is_half_done)
    }

    /// Rows that the chain does not know.
    pub(super) fn unknown(&self, chain: &Chain) -> Vec<&Id> {
        let unknown = self.rows.iter().filter(|row| chain.get(row).is_none());
        unknown.collect()
    }

    /// Whether newer revisions than this chain's were applied: none of its heads is missing. What that means is for the
    /// configuration to say.
    pub(super) fn ahead(
        &self,
        chain: &Chain,
        settings: &Settings,
    ) -> Result<Option<Diagnostic>, Error> {
        let unknown = self.unknown(chain);
        let is_ahead = !unknown.is_empty()
            && !chain.is_empty()
            && chain
                .real_heads()
                .all(|head| self.rows.contains(&head.id) || self.log.is_applied(&head.id));
        if !is_ahead {
            return Ok(None);
        }
        let ids: Vec<_> = unknown.iter().map(|id| format!("`{id}`")).collect();
        let message = format!(
            "the database is ahead: it holds {}, which this chain does not have, and all of this chain is applied",
            ids.join(", ")
        );
        let fault = Diagnostic::new(Code::Ahead, message);
        match settings.ahead {
            Ahead::Allow => Ok(Some(fault)),
            Ahead::Refuse => Err(fault
                .help("run the newer release, or configure `ahead = \"allow\"`")
                .into()),
        }
    }

    /// The applied revisions whose files have changed since they were.
    pub(super) fn edited(&self, revisions: &dyn Revisions, backend: Backend) -> Vec<Id> {
        let chain = revisions.chain();
        let known: Vec<Id> = self
            .rows
            .iter()
            .filter(|row| chain.get(row).is_some())
            .cloned()
            .collect();
        let Ok(current) = chain.current(&known) else {
            return Vec::new();
        };
        let pending: HashSet<&Id> = current.pending.iter().map(|one| &one.id).collect();
        let applied = chain.revisions().iter().map(|revision| &revision.id);
        applied
            .filter(|id| !pending.contains(id) && self.is_edited(id, revisions, backend))
            .cloned()
            .collect()
    }

    fn is_edited(&self, id: &Id, revisions: &dyn Revisions, backend: Backend) -> bool {
        let logged = self.log.done(id).and_then(|line| line.checksum.as_deref());
        // Another scheme than ours says nothing.
        let Some(logged) = logged.filter(|checksum| checksum.starts_with("1:")) else {
            return false;
        };
        revisions
            .checksum(id, backend)
            .is_some_and(|checksum| checksum != logged)
    }
}

/// What is said of revisions that were edited.
pub(super) fn edited(ids: &[Id], revisions: &dyn Revisions) -> Vec<Diagnostic> {
    let told = ids.iter().map(|id| {
        let message = format!("`{id}` was edited after it was applied");
        let fault = Diagnostic::new(Code::EditedAfterApplied, message).help(format!(
            "if the edit changes nothing for the database: `cargo revision accept {id}`; else undo it, and write a new revision"
        ));
        match revisions.place(id) {
            Some(place) => fault.at(place),
            None => fault,
        }
    });
    told.collect()
}
