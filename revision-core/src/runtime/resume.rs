//! Going on with a revision that was left half done, or refusing to.

use std::time::Duration;

use super::journal::{Known, Stop, hash, hash_of};
use super::ledger::{self, Line};
use super::log::{Entry, Journal, State as EntryState};
use super::outcome::Error;
use super::prepare::Prepared;
use super::run::Runner;
use super::running::Resume;
use super::session::Session;
use super::state::State;
use super::told;
use crate::chain::{Direction, Id};
use crate::dialect::{Part, statement};
use crate::operation::Operation;
use crate::script::{Piece, Revisions, What};
use crate::{Code, Diagnostic};

/// What a revision left half done means for a run that would begin with `first`.
pub(super) fn check(
    journal: &Journal,
    resume: Option<Resume>,
    first: Option<(&Id, Direction)>,
    revisions: &dyn Revisions,
) -> Result<(), Diagnostic> {
    let is_first = first == Some((&journal.revision, journal.direction));
    if !journal.is_half_done() || (is_first && resume.is_some()) {
        return Ok(());
    }
    let id = &journal.revision;
    let command = journal.direction.as_str();
    let mut fault = Diagnostic::new(Code::PartialRevision, half_done(journal));
    if let Some(place) = revisions.place(id) {
        fault = fault.at(place);
    }
    Err(if is_first || resume.is_none() {
        fault
            .help(format!("go on where it stopped: `cargo revision {command} --resume`"))
            .help(format!(
                "if you have finished it by hand: `cargo revision stamp {id}`; if you have undone it: stamp where the database stands"
            ))
    } else {
        fault.help(format!(
            "finish it first: `cargo revision {command} {id} --resume`"
        ))
    })
}

/// How far it came, in words.
fn half_done(journal: &Journal) -> String {
    let (done, open) = journal.progress();
    let id = &journal.revision;
    let of = journal.statements;
    let committed = match done.len() {
        0 => "nothing of it is committed".to_owned(),
        1 => "1 statement is committed".to_owned(),
        several => format!("{several} statements are committed"),
    };
    match open {
        Some(entry) => {
            let number = entry.statement;
            let what = match entry.state {
                EntryState::Failed => "failed",
                _ => "was started and not finished",
            };
            format!("`{id}` was left half done: {committed}, and statement {number} of {of} {what}")
        }
        None => format!("`{id}` was left half done: {committed} of {of}"),
    }
}

impl Runner<'_> {
    /// Ends in the log what was left half done, by a stamp that moves no row.
    pub(super) async fn close_journal(
        &mut self,
        session: &mut Session<'_>,
        found: &State,
    ) -> Result<(), Error> {
        let Some(at) = found
            .rows
            .first()
            .or(found.log.journal.as_ref().map(|open| &open.revision))
        else {
            return Ok(());
        };
        // The line takes the place of the one before, and what that knew of the file stays true.
        let held = found.log.done(at);
        let chain = self.chain_name();
        let line = Line {
            chain: &chain,
            revision: at,
            direction: Direction::Stamp.as_str(),
            outcome: "done",
            checksum: held.and_then(|line| line.checksum.as_deref()),
            statement: None,
            statements: 0,
            error: None,
            took: Some(Duration::ZERO),
            tool: &self.tool,
        };
        let line = ledger::log(session.dialect, &session.facts, &line);
        let mut parts = Vec::new();
        if !session.is_open {
            parts.push(Part::Begin(session.dialect.begin()));
        }
        parts.extend(line.map(Part::execute));
        parts.push(Part::Commit);
        session.is_open = false;
        self.ours(session, &parts, "write the log").await
    }

    /// Where to go on: the first statement that has not taken effect.
    pub(super) async fn resume_at(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        journal: &Journal,
        known: &mut Known,
    ) -> Result<usize, Stop> {
        let backend = session.dialect.backend();
        let (done, open) = journal.progress();
        for entry in &done {
            let same = one
                .pieces
                .get(entry.statement - 1)
                .is_some_and(|piece| hash(backend, piece) == entry.hash);
            if !same {
                return Err(mismatch(one, entry).into());
            }
        }
        let next = done.iter().map(|entry| entry.statement).max().unwrap_or(0);
        let Some(open) = open.filter(|entry| entry.statement == next + 1) else {
            return Ok(next);
        };
        let took_effect = match self.resume {
            Some(Resume::Done) => Some(true),
            Some(Resume::Again) => Some(false),
            // What failed has not, unless somebody did it by hand since, and says so.
            _ if open.state == EntryState::Failed => Some(false),
            _ => self.took_effect(session, one, open).await?,
        };
        match took_effect {
            Some(true) => {
                self.add_entry(session, one, known, next, "done", None)
                    .await?;
                Ok(next + 1)
            }
            Some(false) => Ok(next),
            None => Err(unclear(one, open, journal).into()),
        }
    }

    /// Whether a statement that was under way took effect, where the catalog shows it.
    async fn took_effect(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        open: &Entry,
    ) -> Result<Option<bool>, Error> {
        let backend = session.dialect.backend();
        let now = match one.pieces.get(open.statement - 1) {
            Some(Piece::Statement(now)) => now,
            // A column that is what it should be can be made that once more.
            Some(Piece::Late(late)) if is_repeatable(&late.what) => return Ok(Some(false)),
            _ => return Ok(None),
        };
        if hash_of(backend, &now.sql) != open.hash {
            return Ok(None);
        }
        let Some(probe) = statement::probe(backend, &now.sql) else {
            return Ok(None);
        };
        if probe == statement::Probe::Repeatable {
            return Ok(Some(false));
        }
        let Some(question) = session.dialect.took_effect(&probe) else {
            return Ok(None);
        };
        let parts = [Part::ask(question)];
        let sent = session.link.driver().send(&parts, true).await;
        let answers = sent.map_err(|stopped| told::ours(&stopped.error, "look at the catalog"))?;
        let answer = answers.into_iter().flatten().flatten().flatten().next();
        Ok(answer.map(|answer| matches!(answer.as_str(), "1" | "t")))
    }
}

fn mismatch(one: &Prepared, entry: &Entry) -> Error {
    let id = &one.step.revision;
    let message = format!(
        "statement {} of `{id}` is committed, and has been edited since",
        entry.statement
    );
    let mut fault = Diagnostic::new(Code::ResumeMismatch, message);
    if let Some(Piece::Statement(now)) = one.pieces.get(entry.statement - 1)
        && let Some(place) = &now.place
    {
        fault = fault.at(place.clone());
    }
    fault
        .help("put it back as it was: only what has not run yet may change")
        .help(format!(
            "or finish the revision by hand, and `cargo revision stamp {id}`"
        ))
        .into()
}

fn unclear(one: &Prepared, entry: &Entry, journal: &Journal) -> Error {
    let mut fault = Diagnostic::new(Code::PartialRevision, half_done(journal));
    if let Some(Piece::Statement(now)) = one.pieces.get(entry.statement - 1)
        && let Some(place) = &now.place
    {
        fault = fault.at(place.clone());
    }
    let command = one.step.direction.as_str();
    fault
        .help("the database does not show whether this statement took effect: look, and say so")
        .help(format!("it did: `cargo revision {command} --resume=done`"))
        .help(format!(
            "it did not: `cargo revision {command} --resume=again`"
        ))
        .into()
}

/// Whether it can be done once more where it is done already.
fn is_repeatable(what: &What) -> bool {
    match what {
        What::Operation { operation, .. } => matches!(**operation, Operation::AlterColumn { .. }),
        _ => false,
    }
}
