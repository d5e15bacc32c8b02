//! A revision that no transaction holds together: its statements one by one, each noted in the log when it begins and
//! when it has ended, so that after any crash it is known how far it came.

mod entry;
mod failed;
mod function;
mod known;

use std::time::{Duration, Instant};

use super::event::Event;
use super::late;
use super::ledger::{self, Line};
use super::lock::jittered;
use super::outcome::Error;
use super::prepare::Prepared;
use super::run::{Ran, Runner, after};
use super::session::{Session, is_transient};
use super::state::State;
use super::told;
use crate::chain::Id;
use crate::dialect::{DatabaseError, ErrorKind, Part, statement};
use crate::script::{Piece, Statement};

pub(super) use entry::{hash, hash_of};
pub(super) use failed::{PARTIAL, go_on, tell};
pub(super) use known::Known;

use entry::ourselves;
use failed::may_be_partial;

/// The pauses before a statement is tried again.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// Why a piece did not run through.
pub(super) enum Stop {
    /// The database refused something of ours, before the piece ran.
    Before(DatabaseError),
    /// The database refused the piece.
    Refused(DatabaseError),
    /// The piece ran, and that could not be noted.
    Unnoted(DatabaseError),
    /// Another runner went on with the revision.
    Moved,
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Runner<'_> {
    pub(super) async fn journaled(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        rows: &[Id],
        found: &State,
    ) -> Result<Ran, Error> {
        let began = Instant::now();
        self.started(one);
        let Some(mut known) = self.know(session, one, rows, found).await? else {
            return Ok(Ran::Moved);
        };
        if session.is_open {
            self.ours(session, &[Part::Commit], "leave the transaction")
                .await?;
            session.is_open = false;
        }
        let mut limits = session.dialect.limits(
            &session.facts,
            self.settings.lock_timeout,
            self.settings.statement_timeout,
            false,
        );
        if !session.dialect.has_local_limits() {
            limits.clear();
        }
        let limits: Vec<_> = limits.into_iter().map(Part::execute).collect();
        self.ours(session, &limits, "prepare the session").await?;

        let start = match found.journal_of(one) {
            Some(journal) => match self.resume_at(session, one, journal, &mut known).await {
                Ok(start) => start,
                Err(Stop::Moved) => return Ok(Ran::Moved),
                Err(stop) => return Err(self.stopped_short(session, one, 0, false, stop)),
            },
            None => 0,
        };
        self.set_up_again(session, one, start).await?;
        for (index, piece) in one.pieces.iter().enumerate().skip(start) {
            if self.stop.is_asked() {
                return Err(self.stopped_at(one, index, false));
            }
            let ran = match piece {
                Piece::Statement(statement) => {
                    self.one_statement(session, one, &mut known, index, statement)
                        .await?
                }
                Piece::Late(late) => {
                    let statement = late::written(session, late).await?;
                    if statement.sql.is_empty() {
                        // It is as it should be.
                        continue;
                    }
                    self.one_statement(session, one, &mut known, index, &statement)
                        .await?
                }
                Piece::Run(work) => {
                    self.one_function(session, one, &mut known, index, work)
                        .await?
                }
            };
            if matches!(ran, Ran::Moved) {
                return Ok(Ran::Moved);
            }
        }
        if matches!(
            self.close(session, one, &known, began.elapsed()).await?,
            Ran::Moved
        ) {
            return Ok(Ran::Moved);
        }
        let rows = after(&self.outcome.heads, one);
        self.finished(one, rows, began.elapsed());
        Ok(Ran::Done)
    }

    pub(super) fn has_log(&self) -> bool {
        self.settings.log_table.is_some()
    }

    /// Sends parts of our own.
    pub(super) async fn ours(
        &mut self,
        session: &mut Session<'_>,
        parts: &[Part<'_>],
        doing: &str,
    ) -> Result<(), Error> {
        if parts.is_empty() {
            return Ok(());
        }
        let sent = session.link.driver().send(parts, true).await;
        sent.map(drop)
            .map_err(|stopped| told::ours(&stopped.error, doing).into())
    }

    /// Runs those statements again that an earlier connection has run for itself: what it set is gone with it.
    async fn set_up_again(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        start: usize,
    ) -> Result<(), Error> {
        let backend = session.dialect.backend();
        for piece in one.pieces.iter().take(start) {
            if let Piece::Statement(statement) = piece
                && statement::sets_session(backend, &statement.sql)
            {
                session.touch(piece);
                let parts = [Part::execute(&*statement.sql)];
                self.ours(session, &parts, "set the session up again")
                    .await?;
            }
        }
        Ok(())
    }

    async fn one_statement(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &mut Known,
        index: usize,
        statement: &Statement,
    ) -> Result<Ran, Error> {
        let backend = session.dialect.backend();
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        let is_atomic = statement::atomic_alone(backend, &statement.sql);
        session.touch(&one.pieces[index]);
        loop {
            let sent = if is_atomic {
                self.with_its_entry(session, one, known, index, statement)
                    .await
            } else {
                self.bare(session, one, known, index, statement).await
            };
            let (stop, kind) = match sent {
                Ok(()) => break,
                Err(Stop::Moved) => return Ok(Ran::Moved),
                Err(stop) => {
                    let kind = match &stop {
                        Stop::Before(error) => error.kind,
                        // Again it would do again what it may have committed.
                        Stop::Refused(error) if !may_be_partial(statement, backend) => error.kind,
                        _ => ErrorKind::Other,
                    };
                    (stop, kind)
                }
            };
            let may_retry = is_transient(kind) && !self.stop.is_asked();
            if !may_retry || started.elapsed() + pause >= self.settings.lock_wait {
                let is_partial = may_be_partial(statement, backend);
                return Err(self.stopped_short(session, one, index, is_partial, stop));
            }
            let pause_now = jittered(pause);
            if let Stop::Before(error) | Stop::Refused(error) = &stop {
                self.observer.event(&Event::Retrying {
                    revision: &one.step.revision,
                    error: &error.message,
                    pause: pause_now,
                });
            }
            self.stop.sleep(pause_now).await;
            if self.stop.is_asked() {
                return Err(self.stopped_at(one, index, false));
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        if self.observer.wants_statements() {
            self.observer.event(&Event::Statement {
                revision: &one.step.revision,
                sql: &statement.sql,
                took: started.elapsed(),
            });
        }
        Ok(Ran::Done)
    }

    /// A statement and its entry in one transaction: both or none.
    async fn with_its_entry(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &mut Known,
        index: usize,
        statement: &Statement,
    ) -> Result<(), Stop> {
        let sql = Part::execute(&*statement.sql);
        let began = Instant::now();
        let sent = if session.locks_transactions() {
            if !self.begin_known(session, one, known).await? {
                return Err(Stop::Moved);
            }
            match session.send(&[sql], true, &self.stop).await {
                Ok(_) => {
                    let took = Some(began.elapsed());
                    let entry = self.entry(session, one, index, "done", None, took);
                    return self
                        .end_known(session, one, known, entry)
                        .await
                        .map_err(Stop::Refused);
                }
                stopped => stopped,
            }
        } else {
            let mut parts = vec![Part::Begin(session.dialect.begin()), sql];
            let (mut sent, mut took) = (Ok(Vec::new()), None);
            if !session.dialect.times_transactions() {
                sent = session.send(&parts, true, &self.stop).await;
                took = Some(began.elapsed());
                parts.clear();
            }
            parts.extend(ourselves(session));
            parts.extend(self.entry(session, one, index, "done", None, took));
            parts.push(Part::Commit);
            match sent {
                Ok(_) => session.send(&parts, true, &self.stop).await,
                stopped => stopped,
            }
        };
        let Err(stopped) = sent else {
            return Ok(());
        };
        let error = stopped.error;
        if error.kind != ErrorKind::Lost {
            session.is_open = false;
            let rolled = session.link.driver().rollback().await;
            rolled.map_err(Stop::Refused)?;
            if !is_transient(error.kind) {
                let message = Some(&*error.message);
                // A note that cannot be made is no reason to hide what went wrong.
                let _ = self
                    .add_entry(session, one, known, index, "failed", message)
                    .await;
            }
        }
        Err(Stop::Refused(error))
    }

    /// A statement that commits by itself, between two entries that do too.
    async fn bare(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &mut Known,
        index: usize,
        statement: &Statement,
    ) -> Result<(), Stop> {
        self.clear_remnant(session, statement)
            .await
            .map_err(Stop::Before)?;
        let began = Instant::now();
        self.add_entry(session, one, known, index, "started", None)
            .await?;
        let parts = [Part::execute(&*statement.sql)];
        let error = match session.send(&parts, false, &self.stop).await {
            Ok(_) => {
                let left = self.leave(session, one, index, "done", None, began.elapsed());
                return left.await.map_err(Stop::Unnoted);
            }
            Err(stopped) => stopped.error,
        };
        if error.kind != ErrorKind::Lost {
            // What may have committed a part has not simply failed: only a person can tell how far it came.
            let outcome = if may_be_partial(statement, session.dialect.backend()) {
                "started"
            } else {
                "failed"
            };
            let message = Some(&*error.message);
            let _ = self
                .leave(session, one, index, outcome, message, began.elapsed())
                .await;
        }
        Err(Stop::Refused(error))
    }

    /// The version rows move, and the revision is done.
    async fn close(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &Known,
        took: Duration,
    ) -> Result<Ran, Error> {
        let chain = self.chain_name();
        let line = Line {
            took: Some(took),
            ..self.line(&chain, one, "done")
        };
        let line = ledger::log(session.dialect, &session.facts, &line);
        let moves = ledger::rows(session.dialect, &session.facts, &one.step);
        let mut parts = session.restore(true);
        if session.locks_transactions() {
            self.ours(session, &parts, "put the settings back").await?;
            if !self.begin_known(session, one, known).await? {
                return Ok(Ran::Moved);
            }
            parts.clear();
        } else {
            // A transaction is what the settings say when it begins.
            let begin = Part::Begin(session.dialect.begin());
            parts.insert(0, begin.clone());
            parts.extend([Part::Commit, begin]);
        }
        parts.extend(moves.into_iter().chain(line).map(Part::execute));
        parts.push(Part::Commit);
        let doing = format!("finish `{}`", one.step.revision);
        self.ours(session, &parts, &doing).await?;
        session.is_open = false;
        Ok(Ran::Done)
    }

    /// Removes what a failed attempt at the same statement has left: an index that is not valid.
    async fn clear_remnant(
        &mut self,
        session: &mut Session<'_>,
        statement: &Statement,
    ) -> Result<(), DatabaseError> {
        let probe = statement::probe(session.dialect.backend(), &statement.sql);
        let Some((question, remedy)) = probe.and_then(|probe| session.dialect.remnant(&probe))
        else {
            return Ok(());
        };
        let parts = [Part::ask(question)];
        let sent = session.link.driver().send(&parts, true).await;
        let answers = sent.map_err(|stopped| stopped.error)?;
        let is_left = answers.into_iter().flatten().flatten().flatten().next();
        if is_left.is_some_and(|answer| matches!(answer.as_str(), "1" | "t")) {
            let parts = [Part::execute(remedy)];
            let sent = session.link.driver().send(&parts, false).await;
            sent.map_err(|stopped| stopped.error)?;
        }
        Ok(())
    }
}
