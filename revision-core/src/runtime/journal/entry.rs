//! The journal's entries: a line of the log for each piece, written when it begins or has ended.

use std::time::{Duration, Instant};

use super::{FIRST_PAUSE, Known, LONGEST_PAUSE, Runner, Stop};
use crate::Backend;
use crate::dialect::{DatabaseError, ErrorKind, Part, statement};
use crate::runtime::ledger::{self, Line};
use crate::runtime::lock::jittered;
use crate::runtime::prepare::Prepared;
use crate::runtime::session::{Session, is_transient};
use crate::script::Piece;

impl Runner<'_> {
    /// The line of the log for a single piece.
    pub(in crate::runtime) fn entry(
        &self,
        session: &Session<'_>,
        one: &Prepared,
        index: usize,
        outcome: &str,
        error: Option<&str>,
        took: Option<Duration>,
    ) -> Option<Part<'static>> {
        let chain = self.chain_name();
        let hash = hash(session.dialect.backend(), &one.pieces[index]);
        let line = Line {
            statement: Some((index + 1, &hash)),
            error,
            took,
            ..self.line(&chain, one, outcome)
        };
        ledger::log(session.dialect, &session.facts, &line).map(Part::execute)
    }

    /// Adds an entry, in a transaction of its own; what is known of the revision knows it then.
    pub(in crate::runtime) async fn add_entry(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &mut Known,
        index: usize,
        outcome: &str,
        error: Option<&str>,
    ) -> Result<(), Stop> {
        let entry = self.entry(session, one, index, outcome, error, Some(Duration::ZERO));
        if !session.locks_transactions() {
            let parts: Vec<_> = entry.into_iter().collect();
            return send_ours(session, &parts).await.map_err(Stop::Before);
        }
        if !self.begin_known(session, one, known).await? {
            return Err(Stop::Moved);
        }
        self.end_known(session, one, known, entry)
            .await
            .map_err(Stop::Before)
    }

    /// Writes an entry in the transaction that [`Runner::begin_known`] has opened, and ends that.
    pub(super) async fn end_known(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &mut Known,
        entry: Option<Part<'static>>,
    ) -> Result<(), DatabaseError> {
        let mut parts: Vec<_> = ourselves(session).into_iter().chain(entry).collect();
        let question = self.last_line(session, one);
        let asks = question.is_some();
        parts.extend(question);
        parts.push(Part::Commit);
        match session.send(&parts, false, &self.stop).await {
            Ok(answers) => {
                session.is_open = false;
                if asks {
                    known.last = super::known::text(answers.into_iter().next());
                }
                Ok(())
            }
            Err(stopped) => {
                if stopped.error.kind != ErrorKind::Lost {
                    session.is_open = false;
                    session.link.driver().rollback().await?;
                }
                Err(stopped.error)
            }
        }
    }

    /// Ends an entry that was begun.
    pub(in crate::runtime) fn end_of(
        &self,
        session: &Session<'_>,
        one: &Prepared,
        index: usize,
        outcome: &str,
        error: Option<&str>,
        took: Duration,
    ) -> Option<Part<'static>> {
        let chain = self.chain_name();
        let line = Line {
            statement: Some((index + 1, "")),
            error,
            took: Some(took),
            ..self.line(&chain, one, outcome)
        };
        ledger::end_entry(session.dialect, &session.facts, &line).map(Part::execute)
    }

    /// Ends the entry of a statement that was begun. Another's lock on the log is waited for: the statement does not run
    /// again because of it.
    pub(in crate::runtime) async fn leave(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        outcome: &str,
        error: Option<&str>,
        took: Duration,
    ) -> Result<(), DatabaseError> {
        let end = self.end_of(session, one, index, outcome, error, took);
        let parts: Vec<_> = end.into_iter().collect();
        let (began, mut pause) = (Instant::now(), FIRST_PAUSE);
        loop {
            match send_ours(session, &parts).await {
                Err(error)
                    if is_transient(error.kind)
                        && began.elapsed() + pause < self.settings.lock_wait =>
                {
                    self.stop.sleep(jittered(pause)).await;
                    if self.stop.is_asked() {
                        return Err(error);
                    }
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
                sent => return sent,
            }
        }
    }
}

/// Sends parts of our own in the midst of a revision, which goes on afterwards with what it has set.
pub(super) async fn send_ours(
    session: &mut Session<'_>,
    parts: &[Part<'_>],
) -> Result<(), DatabaseError> {
    if parts.is_empty() {
        return Ok(());
    }
    let Some(ourselves) = ourselves(session) else {
        let sent = session.link.driver().send(parts, true).await;
        return sent.map(drop).map_err(|stopped| stopped.error);
    };
    let mut whole = vec![Part::Begin(session.dialect.begin()), ourselves];
    whole.extend_from_slice(parts);
    whole.push(Part::Commit);
    let Err(stopped) = session.link.driver().send(&whole, true).await else {
        return Ok(());
    };
    if stopped.error.kind != ErrorKind::Lost {
        session.link.driver().rollback().await?;
    }
    Err(stopped.error)
}

/// Makes the open transaction ours again, whatever role or path the revision has set, until it ends.
pub(super) fn ourselves(session: &Session<'_>) -> Option<Part<'static>> {
    let restore = session.dialect.restore_within(&session.facts);
    restore.map(Part::execute)
}

/// What a piece hashes to: the tokens of a statement, the name of a function.
pub(in crate::runtime) fn hash(backend: Backend, piece: &Piece) -> String {
    match piece {
        Piece::Statement(statement) => hash_of(backend, &statement.sql),
        // What is written of it depends on the database; what is meant does not.
        Piece::Late(late) => hash_of(backend, &format!("{:?}", late.what)),
        Piece::Run(work) => format!("run {}", work.name),
    }
}

pub(in crate::runtime) fn hash_of(backend: Backend, sql: &str) -> String {
    let mut digest = revision_syntax::checksum::Digest::default();
    statement::digest(backend, sql, &mut digest);
    digest.finish()
}
