//! What is said and noted of a revision in a transaction that did not run through.

use std::time::Duration;

use super::{Ended, Runner, Session};
use crate::chain::Direction;
use crate::dialect::{DatabaseError, Part};
use crate::runtime::journal::{PARTIAL, go_on, tell};
use crate::runtime::ledger::{self, Line};
use crate::runtime::outcome::Error;
use crate::runtime::prepare::Prepared;
use crate::runtime::told;
use crate::script::Piece;
use crate::{Code, Diagnostic};

impl Runner<'_> {
    /// Notes in the log that a revision failed, after it was rolled back. A note that cannot be made is no reason to hide
    /// the failure itself.
    pub(super) async fn note_failure(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        error: &str,
        took: Duration,
    ) {
        let chain = self.chain_name();
        let line = Line {
            error: Some(error),
            took: Some(took),
            ..self.line(&chain, one, "failed")
        };
        let Some(line) = ledger::log(session.dialect, &session.facts, &line) else {
            return;
        };
        let mut parts = session.restore(false);
        parts.push(Part::execute(line));
        if session.is_open {
            parts.extend(session.commit());
        }
        if session.link.driver().send(&parts, true).await.is_err() {
            let _ = session.roll_back().await;
        }
    }

    /// A statement that the database refused.
    pub(super) fn refused(
        &self,
        one: &Prepared,
        piece: Option<usize>,
        error: &DatabaseError,
    ) -> Error {
        let id = &one.step.revision;
        let fault = match piece.and_then(|index| one.pieces.get(index)) {
            Some(Piece::Statement(statement)) => told::statement(error, statement),
            _ => {
                let doing = match one.step.direction {
                    Direction::Upgrade => format!("finish `{id}`"),
                    Direction::Downgrade => format!("finish undoing `{id}`"),
                    Direction::Stamp => format!("stamp `{id}`"),
                };
                told::ours(error, &doing)
            }
        };
        fault.help(self.before(one)).into()
    }

    /// What was done by now, and that nothing of this revision is left.
    pub(super) fn before(&self, one: &Prepared) -> String {
        let id = &one.step.revision;
        let before: Vec<_> = self
            .outcome
            .steps
            .iter()
            .map(|step| format!("`{}`", step.revision))
            .collect();
        let before = match &*before {
            [] => "nothing".to_owned(),
            [one] => one.clone(),
            [first, .., last] => format!("{first} to {last}, {} in all", before.len()),
        };
        let word = match one.step.direction {
            Direction::Upgrade => "applied",
            Direction::Downgrade => "undone",
            Direction::Stamp => "stamped",
        };
        format!("{word} before: {before}; `{id}` rolled back, nothing of it remains")
    }
}

/// What became of what ran before a function ended the transaction.
#[derive(Clone, Copy)]
pub(super) enum Became {
    Committed,
    Undone,
    Unknown,
}

/// A function ended the transaction that it was given. Where that committed, a journal knows how far the revision came.
pub(super) fn ended(one: &Prepared, how: &Ended, became: Became) -> Error {
    let Some(Piece::Run(work)) = one.pieces.get(how.piece) else {
        return work_failed(one, how.piece, "the transaction has ended").into();
    };
    let (id, name) = (&one.step.revision, &work.name);
    let failed = match &how.error {
        Some(error) => format!(", and failed: {error}"),
        None => String::new(),
    };
    let before = match became {
        Became::Committed => "what ran before it is committed",
        Became::Undone => "what ran before it is undone",
        Became::Unknown => "what ran before it is committed or undone",
    };
    let message = format!("`{name}` ended the transaction of `{id}`{failed}; {before}");
    let fault = Diagnostic::new(Code::StatementFailed, message).at(work.place.clone());
    let fault = match (became, &how.error) {
        (Became::Committed, Some(_)) => fault.help(PARTIAL).help(tell(one, true)),
        (Became::Committed, None) => fault.help(go_on("run what is left of it", one, true)),
        (Became::Undone, _) => fault.help(format!(
            "what `{name}` did afterwards may be committed: look, undo it, and run `{id}` again"
        )),
        (Became::Unknown, _) => fault.help(go_on("", one, false)),
    };
    fault
        .help(format!(
            "a function may begin and commit through sqlx, within the revision's transaction; one that ends that needs \
             `transaction: false` in the header of `{id}`"
        ))
        .into()
}

pub(super) fn work_failed(one: &Prepared, piece: usize, message: &str) -> Diagnostic {
    let (name, place) = match one.pieces.get(piece) {
        Some(Piece::Run(work)) => (work.name.as_str(), Some(work.place.clone())),
        _ => ("op.run", None),
    };
    let id = &one.step.revision;
    let message = format!("`{name}` in `{id}` failed: {message}");
    let fault = Diagnostic::new(Code::StatementFailed, message);
    let fault = match place {
        Some(place) => fault.at(place),
        None => fault,
    };
    fault.help(format!("`{id}` rolled back, nothing of it remains"))
}

/// The connection broke while a revision ran. The server decides alone what becomes of it.
pub(super) fn lost(one: &Prepared, error: &DatabaseError) -> Diagnostic {
    let id = &one.step.revision;
    let message = format!(
        "the connection was lost while `{id}` ran: {}",
        error.message
    );
    Diagnostic::new(Code::ConnectFailed, message)
        .help(format!(
            "`{id}` was done as a whole or not at all; `cargo revision current` tells which"
        ))
        .help("run the same command again: it goes on from there")
}
