//! One revision in one transaction: its statements, the version rows, and its line in the log, all or nothing.

mod all;
mod failed;
mod frame;
mod function;

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::event::Event;
use super::late;
use super::ledger::{self, Line};
use super::lock::{self, Patience, jittered};
use super::outcome::Error;
use super::prepare::Prepared;
use super::run::{Ran, Runner, after, interrupted};
use super::running::Sending;
use super::session::{Session, is_transient};
use crate::Diagnostic;
use crate::Place;
use crate::chain::Id;
use crate::dialect::rebuild::Frame;
use crate::dialect::{DatabaseError, ErrorKind, Part, Row, rebuild};
use crate::script::Piece;

use failed::{lost, work_failed};
use function::Ended;

/// The pauses before a revision is tried again: from this, doubled each time, up to that.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What the guard fails with.
const MOVED: &str = "RV001";

/// What a part of a message is.
#[derive(Clone, Copy)]
enum Origin {
    Guard,
    Piece(usize),
    Ours,
}

/// Why a revision did not run through.
pub(in crate::runtime) enum Stop {
    /// The database refused a piece, or a part of ours.
    Refused(Option<usize>, DatabaseError),
    /// A function of the user's failed.
    Failed(usize, String),
    /// A function of the user's ended the transaction.
    Ended(Ended),
    /// Rows are in the way of it.
    InTheWay(Diagnostic),
    Moved,
    Error(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Runner<'_> {
    /// Runs a revision in a transaction of its own, again where another's lock on a table was in the way.
    pub(super) async fn in_transaction(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        rows: &[Id],
        is_last: bool,
    ) -> Result<Ran, Error> {
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        self.started(one);
        loop {
            let started = Instant::now();
            let tried = self.attempt(session, one, rows, is_last).await;
            let stop = match tried {
                Ok(()) => {
                    self.finished(one, after(rows, one), started.elapsed());
                    self.after_rebuilds(session, std::slice::from_ref(one))
                        .await?;
                    return Ok(Ran::Done);
                }
                Err(stop) => stop,
            };
            let stopped = self.stopped(session, one, stop, one.is_text(), began, pause);
            if let Some(ran) = stopped.await? {
                return Ok(ran);
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Rolls back what stopped, and waits where trying again may help: then there is nothing to give back yet.
    async fn stopped(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        stop: Stop,
        may_retry: bool,
        began: Instant,
        pause: Duration,
    ) -> Result<Option<Ran>, Error> {
        if let Stop::Refused(_, error) = &stop
            && error.kind == ErrorKind::Lost
        {
            session.is_open = false;
            session.is_locked = false;
            return Err(lost(one, error).into());
        }
        session.roll_back().await?;
        let (piece, error) = match stop {
            Stop::Moved => return Ok(Some(Ran::Moved)),
            Stop::Error(error) => return Err(error),
            Stop::InTheWay(fault) => {
                self.note_failure(session, one, &fault.message, began.elapsed())
                    .await;
                let id = &one.step.revision;
                return Err(fault
                    .help(format!("`{id}` is rolled back, and nothing of it remains"))
                    .into());
            }
            Stop::Ended(how) => return Err(self.ended(session, one, &how).await),
            Stop::Failed(piece, message) => {
                let fault = work_failed(one, piece, &message);
                self.note_failure(session, one, &message, began.elapsed())
                    .await;
                return Err(fault.into());
            }
            Stop::Refused(piece, error) => (piece, error),
        };
        let may_retry = may_retry && is_transient(error.kind) && !self.stop.is_asked();
        if may_retry && began.elapsed() + pause < self.settings.lock_wait {
            let pause = jittered(pause);
            self.observer.event(&Event::Retrying {
                revision: &one.step.revision,
                error: &error.message,
                pause,
            });
            self.stop.sleep(pause).await;
            if self.stop.is_asked() {
                return Err(interrupted());
            }
            return Ok(None);
        }
        self.note_failure(session, one, &error.message, began.elapsed())
            .await;
        if error.kind == ErrorKind::Cancelled && self.stop.is_asked() {
            return Err(interrupted());
        }
        Err(self.refused(one, piece, &error))
    }

    /// The rows that refer to nothing.
    async fn broken(&mut self, session: &mut Session<'_>) -> Result<Vec<Row>, Stop> {
        let Some(question) = session.dialect.broken_references() else {
            return Ok(Vec::new());
        };
        let sent = session
            .link
            .driver()
            .send(&[Part::ask(question)], false)
            .await;
        let answers = sent.map_err(|stopped| Stop::Refused(None, stopped.error))?;
        Ok(answers.into_iter().flatten().collect())
    }

    /// Makes a table anew, part by part; what is told of that stands at a place.
    async fn rebuild(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        origin: Origin,
        place: &Place,
        parts: Vec<rebuild::Part>,
    ) -> Result<(), Stop> {
        let index = match origin {
            Origin::Piece(index) => Some(index),
            Origin::Guard | Origin::Ours => None,
        };
        for part in parts {
            match part {
                rebuild::Part::Run(sql) | rebuild::Part::Framed(sql) => {
                    let message = vec![(origin, Part::execute(sql))];
                    self.send(session, one, message, false).await?;
                }
                rebuild::Part::Check(check) => {
                    let asked = [Part::ask(check.question)];
                    let sent = session.link.driver().send(&asked, false).await;
                    let answers = sent.map_err(|stopped| Stop::Refused(index, stopped.error))?;
                    let rows: Vec<_> = answers.into_iter().flatten().collect();
                    if !rows.is_empty() {
                        let fault = late::in_the_way(&check.message, &rows, place);
                        return Err(Stop::InTheWay(fault));
                    }
                }
            }
        }
        Ok(())
    }

    async fn attempt(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        rows: &[Id],
        is_last: bool,
    ) -> Result<(), Stop> {
        self.before_rebuilds(session, std::slice::from_ref(one))
            .await?;
        self.open(session, rows).await?;
        self.fill(session, one, rows, true, true, is_last).await
    }

    /// Sees to it that a transaction is open in which nobody else moves the rows, and that they are what they were.
    async fn open(&mut self, session: &mut Session<'_>, rows: &[Id]) -> Result<(), Stop> {
        if session.is_open {
            return Ok(());
        }
        if session.locks_transactions() {
            let patience = Patience {
                wait: self.settings.lock_wait,
                stop: &self.stop,
                observer: &mut *self.observer,
            };
            lock::begin(session, patience).await?;
        } else {
            let parts = [Part::Begin(session.dialect.begin())];
            let sent = session.link.driver().send(&parts, false).await;
            sent.map_err(|stopped| Stop::Refused(None, stopped.error))?;
            session.is_open = true;
        }
        let parts = [Part::ask(ledger::select_rows(
            session.dialect,
            &session.facts,
        ))];
        let sent = session.link.driver().send(&parts, false).await;
        let mut answers = sent.map_err(|stopped| Stop::Refused(None, stopped.error))?;
        let mut found: Vec<Id> = answers
            .remove(0)
            .into_iter()
            .map(|row| Id::from(row.into_iter().next().flatten().unwrap_or_default()))
            .collect();
        found.sort_unstable();
        if found == rows {
            Ok(())
        } else {
            Err(Stop::Moved)
        }
    }

    /// Runs a revision in the open transaction, and ends that if `commits`.
    async fn fill(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        rows: &[Id],
        is_first: bool,
        commits: bool,
        is_last: bool,
    ) -> Result<(), Stop> {
        let started = Instant::now();
        let dialect = session.dialect;
        let mut message: Vec<(Origin, Part<'_>)> = Vec::with_capacity(one.len() + 6);
        if dialect.has_local_limits() {
            let limits = dialect.limits(
                &session.facts,
                self.settings.lock_timeout,
                self.settings.statement_timeout,
                true,
            );
            message.extend(
                limits
                    .into_iter()
                    .map(|sql| (Origin::Ours, Part::execute(sql))),
            );
        }
        if is_first && !session.locks_transactions() {
            let rows: Vec<&str> = rows.iter().map(Id::as_str).collect();
            let guard = dialect.guard(&session.facts.tables.version, &rows);
            message.extend(guard.map(|sql| (Origin::Guard, Part::execute(sql))));
        }
        // Who sends all at once does not know how long it took.
        let together = self.sending == Sending::Batched
            && one.is_text()
            && !self.observer.wants_statements()
            && dialect.times_transactions();
        let mut noted = Vec::new();
        // While tables are made anew no foreign key is heeded: what other statements break is found in the end.
        let rebuilds = one.pieces.iter().filter(|piece| piece.rebuilds()).count();
        let is_mixed = rebuilds > 0 && rebuilds < one.len();
        let broken = if is_mixed {
            self.broken(session).await?.len()
        } else {
            0
        };
        let mut frame = None;
        if !one.frame.is_empty() {
            let before = std::mem::take(&mut message);
            self.send(session, one, before, false).await?;
            frame = self.frame_opens(session, one).await?;
        }
        for (index, piece) in one.pieces.iter().enumerate() {
            session.touch(piece);
            match piece {
                Piece::Statement(statement) => {
                    let renames = |frame: &&Frame| frame.is_renamed_by(&statement.sql);
                    let around = frame.as_ref().filter(renames).map(Frame::around);
                    let (set, put_back) = around.map(|[on, off]| (on, off)).unzip();
                    let ours = |sql| (Origin::Ours, Part::execute(sql));
                    message.extend(set.map(ours));
                    let part = Part::Execute(Cow::Borrowed(&*statement.sql));
                    message.push((Origin::Piece(index), part));
                    message.extend(put_back.map(ours));
                }
                Piece::Late(late) => {
                    let before = std::mem::take(&mut message);
                    self.send(session, one, before, false).await?;
                    match late::rebuild(session, late).await? {
                        Some(parts) => {
                            let origin = Origin::Piece(index);
                            self.rebuild(session, one, origin, &late.place, parts)
                                .await?;
                        }
                        None => {
                            let written = late::written(session, late).await?;
                            message.push((Origin::Piece(index), Part::execute(written.sql)));
                        }
                    }
                }
                Piece::Run(work) => {
                    let before = std::mem::take(&mut message);
                    self.send(session, one, before, false).await?;
                    self.work(session, one, index, work, &mut noted).await?;
                }
            }
        }
        if !together {
            let before = std::mem::take(&mut message);
            self.send(session, one, before, false).await?;
        }
        if let Some(frame) = frame {
            self.frame_closes(session, one, &frame).await?;
        }
        if is_mixed {
            let rows = self.broken(session).await?;
            if rows.len() > broken {
                return Err(Stop::InTheWay(late::broken(one, &rows)));
            }
        }
        let restore = session.restore(!(commits && is_last));
        let took = started.elapsed();
        let worked: Vec<_> = noted
            .iter()
            .filter_map(|index| self.end_of(session, one, *index, "done", None, took))
            .collect();
        let moves = ledger::rows(dialect, &session.facts, &one.step);
        let chain = self.chain_name();
        let line = Line {
            took: (!together).then(|| started.elapsed()),
            ..self.line(&chain, one, "done")
        };
        let line = ledger::log(dialect, &session.facts, &line);
        let ours = moves.into_iter().chain(line).map(Part::execute);
        message.extend(
            restore
                .into_iter()
                .chain(worked)
                .chain(ours)
                .map(|part| (Origin::Ours, part)),
        );
        if commits {
            let end = if is_last {
                session.commit_and_release()
            } else {
                session.commit()
            };
            message.extend(end.into_iter().map(|part| (Origin::Ours, part)));
        }
        self.send(session, one, message, together).await?;
        if commits {
            session.is_open = !is_last && session.is_pinned();
            session.is_locked = session.is_locked && !is_last;
        }
        Ok(())
    }

    /// Sends parts of a revision; one by one, each with its time, where somebody wants to know.
    async fn send(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        message: Vec<(Origin, Part<'_>)>,
        together: bool,
    ) -> Result<(), Stop> {
        let (origins, parts): (Vec<_>, Vec<_>) = message.into_iter().unzip();
        let stopped = if self.observer.wants_statements() {
            let mut stopped = None;
            for (index, part) in parts.iter().enumerate() {
                let started = Instant::now();
                let part = std::slice::from_ref(part);
                if let Err(mut error) = session.send(part, false, &self.stop).await {
                    error.part = index;
                    stopped = Some(error);
                    break;
                }
                if let (Origin::Piece(_), [Part::Execute(sql)]) = (origins[index], part) {
                    self.observer.event(&Event::Statement {
                        revision: &one.step.revision,
                        sql,
                        took: started.elapsed(),
                    });
                }
            }
            stopped
        } else {
            session.send(&parts, together, &self.stop).await.err()
        };
        let Some(stopped) = stopped else {
            return Ok(());
        };
        match origins.get(stopped.part) {
            Some(Origin::Guard) if stopped.error.code.as_deref() == Some(MOVED) => Err(Stop::Moved),
            Some(Origin::Piece(index)) => Err(Stop::Refused(Some(*index), stopped.error)),
            _ => Err(Stop::Refused(None, stopped.error)),
        }
    }
}
