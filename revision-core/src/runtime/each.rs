//! One revision in one transaction: its statements, the version rows, and its line in the log, all or nothing.

use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::event::Event;
use super::ledger::{self, Line};
use super::lock::{self, Patience, jittered};
use super::outcome::Error;
use super::prepare::Prepared;
use super::run::{Ran, Runner, after, interrupted};
use super::running::Sending;
use super::session::{Session, is_transient};
use super::told;
use crate::chain::{Direction, Id};
use crate::dialect::{Connection, DatabaseError, ErrorKind, Link, Part};
use crate::script::{Piece, Work};
use crate::{Code, Diagnostic};

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
enum Stop {
    /// The database refused a piece, or a part of ours.
    Refused(Option<usize>, DatabaseError),
    /// A function of the user's failed.
    Failed(usize, String),
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

    /// All revisions in one transaction: either every one is applied or none.
    pub(super) async fn all_in_one(
        &mut self,
        session: &mut Session<'_>,
        all: &[Prepared],
        rows: &[Id],
    ) -> Result<Ran, Error> {
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            let mut took = Vec::with_capacity(all.len());
            let Err((one, stop)) = self.all_once(session, all, rows, &mut took).await else {
                let mut rows = rows.to_vec();
                for (one, took) in all.iter().zip(took) {
                    rows = after(&rows, one);
                    self.finished(one, rows.clone(), took);
                }
                return Ok(Ran::Done);
            };
            let may_retry = all.iter().all(Prepared::is_text);
            if let Some(ran) = self
                .stopped(session, one, stop, may_retry, began, pause)
                .await?
            {
                return Ok(ran);
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Runs all revisions and commits; or says which of them stopped, and why.
    async fn all_once<'p>(
        &mut self,
        session: &mut Session<'_>,
        all: &'p [Prepared],
        rows: &[Id],
        took: &mut Vec<Duration>,
    ) -> Result<(), (&'p Prepared, Stop)> {
        let mut before = rows.to_vec();
        for (index, one) in all.iter().enumerate() {
            self.started(one);
            let started = Instant::now();
            let is_last = index + 1 == all.len();
            let opened = match self.stop.is_asked() {
                true => Err(Stop::Error(interrupted())),
                false if index == 0 => self.open(session, &before).await,
                false => Ok(()),
            };
            opened.map_err(|stop| (one, stop))?;
            let filled = self.fill(session, one, &before, index == 0, is_last, is_last);
            filled.await.map_err(|stop| (one, stop))?;
            took.push(started.elapsed());
            before = after(&before, one);
        }
        Ok(())
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

    async fn attempt(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        rows: &[Id],
        is_last: bool,
    ) -> Result<(), Stop> {
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
        for (index, piece) in one.pieces.iter().enumerate() {
            match piece {
                Piece::Statement(statement) => {
                    let part = Part::Execute(Cow::Borrowed(&*statement.sql));
                    message.push((Origin::Piece(index), part));
                }
                Piece::Run(work) => {
                    let before = std::mem::take(&mut message);
                    self.send(session, one, before, false).await?;
                    self.work(session, one, index, work).await?;
                }
            }
        }
        if !together {
            let before = std::mem::take(&mut message);
            self.send(session, one, before, false).await?;
        }
        let restore = dialect.restore(&session.facts).map(Part::execute);
        let moves = ledger::rows(dialect, &session.facts, &one.step);
        let chain = self.chain_name();
        let line = Line {
            chain: &chain,
            revision: &one.step.revision,
            direction: one.step.direction.as_str(),
            outcome: "done",
            checksum: one.checksum.as_deref(),
            statement: None,
            statements: one.len(),
            error: None,
            took: (!together).then(|| started.elapsed()),
            tool: &self.tool,
        };
        let line = ledger::log(dialect, &session.facts, &line);
        let ours = moves.into_iter().chain(line).map(Part::execute);
        message.extend(
            restore
                .into_iter()
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

    /// Gives the connection to a function of the user's.
    async fn work(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        work: &Work,
    ) -> Result<(), Stop> {
        let started = Instant::now();
        let Link::Own(connection) = &mut session.link else {
            // Refused before anything ran.
            return Err(Stop::Failed(index, "the connection is lent".to_owned()));
        };
        let function = work.function().map_err(Error::from)?;
        let question = session.dialect.transaction();
        let before = transaction(connection, question).await?;
        let worked = function.call(connection).await;
        worked.map_err(|error| Stop::Failed(index, error.to_string()))?;
        // A function that begins and commits by itself, with sqlx's words for it, has ended the revision's transaction.
        if transaction(connection, question).await? != before {
            return Err(Stop::Error(ended(one, work)));
        }
        if self.observer.wants_statements() {
            self.observer.event(&Event::Statement {
                revision: &one.step.revision,
                sql: &work.name,
                took: started.elapsed(),
            });
        }
        Ok(())
    }

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
            chain: &chain,
            revision: &one.step.revision,
            direction: one.step.direction.as_str(),
            outcome: "failed",
            checksum: one.checksum.as_deref(),
            statement: None,
            statements: one.len(),
            error: Some(error),
            took: Some(took),
            tool: &self.tool,
        };
        let Some(line) = ledger::log(session.dialect, &session.facts, &line) else {
            return;
        };
        let restore = session.dialect.restore(&session.facts);
        let mut parts: Vec<_> = restore
            .into_iter()
            .chain([line])
            .map(Part::execute)
            .collect();
        if session.is_open {
            parts.extend(session.commit());
        }
        if session.link.driver().send(&parts, true).await.is_err() {
            let _ = session.roll_back().await;
        }
    }

    /// A statement that the database refused.
    fn refused(&self, one: &Prepared, piece: Option<usize>, error: &DatabaseError) -> Error {
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

/// What the server calls the transaction that is open.
async fn transaction(
    connection: &mut Connection,
    question: Option<&'static str>,
) -> Result<Option<String>, Stop> {
    let Some(question) = question else {
        return Ok(None);
    };
    let parts = [Part::ask(question)];
    let sent = connection.driver.send(&parts, false).await;
    let answers = sent.map_err(|stopped| Stop::Refused(None, stopped.error))?;
    Ok(answers.into_iter().flatten().flatten().flatten().next())
}

fn ended(one: &Prepared, work: &Work) -> Error {
    let id = &one.step.revision;
    let name = &work.name;
    let message =
        format!("`{name}` ended the transaction of `{id}`: what ran before it is committed");
    Diagnostic::new(Code::StatementFailed, message)
        .at(work.place.clone())
        .help(format!(
            "have `{name}` leave transactions alone, undo what `{id}` did so far, and run it again"
        ))
        .into()
}

fn work_failed(one: &Prepared, piece: usize, message: &str) -> Diagnostic {
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
fn lost(one: &Prepared, error: &DatabaseError) -> Diagnostic {
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
