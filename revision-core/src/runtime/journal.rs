//! A revision that no transaction holds together: its statements one by one, each noted in the log when it begins and
//! when it has ended, so that after any crash it is known how far it came.

use std::time::{Duration, Instant};

use super::event::Event;
use super::ledger::{self, Line};
use super::lock::{self, jittered};
use super::outcome::Error;
use super::prepare::Prepared;
use super::run::{Ran, Runner, after};
use super::session::{Session, is_transient};
use super::state::State;
use super::told;
use crate::chain::Direction;
use crate::dialect::{DatabaseError, ErrorKind, Link, Part, statement};
use crate::script::{Piece, Statement};
use crate::{Backend, Code, Diagnostic};

/// The pauses before a statement is tried again.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

impl Runner<'_> {
    pub(super) async fn journaled(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        rows: &[crate::chain::Id],
        found: &State,
    ) -> Result<Ran, Error> {
        let began = Instant::now();
        let backend = session.dialect.backend();
        self.started(one);
        if session.locks_transactions() {
            // No lock outlives a transaction here; at least it begins where it was planned.
            lock::begin(session, self.patience()).await?;
        }
        let now = self.rows(session).await?;
        if session.locks_transactions() {
            session.roll_back().await?;
        }
        if now != rows {
            return Ok(Ran::Moved);
        }
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

        let journal = found.log.journal.as_ref().filter(|journal| {
            journal.revision == one.step.revision && journal.direction == one.step.direction
        });
        let start = match journal {
            Some(journal) => self.resume_at(session, one, journal).await?,
            None => 0,
        };
        for (index, piece) in one.pieces.iter().enumerate() {
            if let Piece::Statement(statement) = piece
                && index < start
            {
                // What an earlier connection set is gone with it.
                if statement::sets_session(backend, &statement.sql) {
                    let parts = [Part::execute(&*statement.sql)];
                    self.ours(session, &parts, "set the session up again")
                        .await?;
                }
                continue;
            }
            if index < start {
                continue;
            }
            if self.stop.is_asked() {
                return Err(stopped_between(one, index, self.has_log()));
            }
            match piece {
                Piece::Statement(statement) => {
                    self.one_statement(session, one, index, statement).await?;
                }
                Piece::Run(_) => self.one_function(session, one, index).await?,
            }
        }
        self.close(session, one, began.elapsed()).await?;
        let rows = after(&self.outcome.heads, one);
        self.finished(one, rows, began.elapsed());
        Ok(Ran::Done)
    }

    fn has_log(&self) -> bool {
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

    async fn rows(&mut self, session: &mut Session<'_>) -> Result<Vec<crate::chain::Id>, Error> {
        let parts = [Part::ask(ledger::select_rows(
            session.dialect,
            &session.facts,
        ))];
        let sent = session.link.driver().send(&parts, true).await;
        let answers =
            sent.map_err(|stopped| told::ours(&stopped.error, "read the version rows"))?;
        let rows = answers.into_iter().flatten();
        let ids = rows.map(|row| row.into_iter().next().flatten().unwrap_or_default());
        let mut ids: Vec<_> = ids.map(crate::chain::Id::from).collect();
        ids.sort_unstable();
        Ok(ids)
    }

    /// The line of the log for a single statement.
    fn entry(
        &self,
        session: &Session<'_>,
        one: &Prepared,
        index: usize,
        outcome: &str,
        error: Option<&str>,
        took: Option<Duration>,
    ) -> Option<String> {
        let chain = self.chain_name();
        let hash = hash(session.dialect.backend(), &one.pieces[index]);
        let line = Line {
            chain: &chain,
            revision: &one.step.revision,
            direction: one.step.direction.as_str(),
            outcome,
            checksum: one.checksum.as_deref(),
            statement: Some((index + 1, &hash)),
            statements: one.len(),
            error,
            took,
            tool: &self.tool,
        };
        ledger::log(session.dialect, &session.facts, &line)
    }

    async fn one_statement(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        statement: &Statement,
    ) -> Result<(), Error> {
        let backend = session.dialect.backend();
        let started = Instant::now();
        let mut pause = FIRST_PAUSE;
        let is_atomic = statement::atomic_alone(backend, &statement.sql);
        loop {
            let sent = if is_atomic {
                self.with_its_entry(session, one, index, statement).await
            } else {
                self.bare(session, one, index, statement).await
            };
            let error = match sent {
                Ok(()) => break,
                Err(error) => error,
            };
            if error.kind == ErrorKind::Lost {
                session.is_locked = false;
                return Err(lost(one, index, &error, self.has_log()).into());
            }
            let may_retry = !statement::may_commit_within(backend, &statement.sql)
                && is_transient(error.kind)
                && !self.stop.is_asked();
            if may_retry && started.elapsed() + pause < self.settings.lock_wait {
                let pause_now = jittered(pause);
                self.observer.event(&Event::Retrying {
                    revision: &one.step.revision,
                    error: &error.message,
                    pause: pause_now,
                });
                self.stop.sleep(pause_now).await;
                if self.stop.is_asked() {
                    return Err(stopped_between(one, index, self.has_log()));
                }
                pause = (pause * 2).min(LONGEST_PAUSE);
                continue;
            }
            if error.kind == ErrorKind::Cancelled && self.stop.is_asked() {
                return Err(stopped_between(one, index, self.has_log()));
            }
            let fault = told::statement(&error, statement);
            return Err(failed(one, index, backend, fault, self.has_log()));
        }
        if self.observer.wants_statements() {
            self.observer.event(&Event::Statement {
                revision: &one.step.revision,
                sql: &statement.sql,
                took: started.elapsed(),
            });
        }
        Ok(())
    }

    /// A statement and its entry in one transaction: both or none.
    async fn with_its_entry(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        statement: &Statement,
    ) -> Result<(), DatabaseError> {
        let mut parts = vec![
            Part::Begin(session.dialect.begin()),
            Part::execute(&*statement.sql),
        ];
        let (mut sent, mut took) = (Ok(Vec::new()), None);
        if !session.dialect.times_transactions() {
            let began = Instant::now();
            sent = session.send(&parts, true, &self.stop).await;
            took = Some(began.elapsed());
            parts.clear();
        }
        parts.extend(ourselves(session));
        parts.extend(
            self.entry(session, one, index, "done", None, took)
                .map(Part::execute),
        );
        parts.push(Part::Commit);
        let sent = match sent {
            Ok(_) => session.send(&parts, true, &self.stop).await,
            stopped => stopped,
        };
        let Err(stopped) = sent else {
            return Ok(());
        };
        if stopped.error.kind != ErrorKind::Lost {
            session.link.driver().rollback().await?;
            if !is_transient(stopped.error.kind) {
                self.note(session, one, index, "failed", Some(&stopped.error.message))
                    .await;
            }
        }
        Err(stopped.error)
    }

    /// A statement that commits by itself, between two entries that do too.
    async fn bare(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        statement: &Statement,
    ) -> Result<(), DatabaseError> {
        self.clear_remnant(session, statement).await?;
        let began = Instant::now();
        self.enter_statement(session, one, index).await?;
        let parts = [Part::execute(&*statement.sql)];
        match session.send(&parts, false, &self.stop).await {
            Ok(_) => {
                self.leave_statement(session, one, index, "done", None, began.elapsed())
                    .await
            }
            Err(stopped) if stopped.error.kind == ErrorKind::Lost => Err(stopped.error),
            Err(stopped) => {
                let message = &stopped.error.message;
                // What may have committed a part has not simply failed: only a person can tell how far it came.
                let backend = session.dialect.backend();
                let outcome = if statement::may_commit_within(backend, &statement.sql) {
                    "started"
                } else {
                    "failed"
                };
                self.leave_statement(session, one, index, outcome, Some(message), began.elapsed())
                    .await?;
                Err(stopped.error)
            }
        }
    }

    async fn enter_statement(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
    ) -> Result<(), DatabaseError> {
        let entry = self.entry(session, one, index, "started", None, Some(Duration::ZERO));
        let parts: Vec<_> = entry.into_iter().map(Part::execute).collect();
        send_ours(session, &parts).await
    }

    async fn leave_statement(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        outcome: &str,
        error: Option<&str>,
        took: Duration,
    ) -> Result<(), DatabaseError> {
        let end = ledger::end_entry(
            session.dialect,
            &session.facts,
            &self.chain_name(),
            &one.step.revision,
            index + 1,
            outcome,
            error,
            took,
        );
        let parts: Vec<_> = end.into_iter().map(Part::execute).collect();
        send_ours(session, &parts).await
    }

    /// A note that cannot be made is no reason to hide what went wrong.
    pub(super) async fn note(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        outcome: &str,
        error: Option<&str>,
    ) {
        let entry = self.entry(session, one, index, outcome, error, Some(Duration::ZERO));
        let parts: Vec<_> = entry.into_iter().map(Part::execute).collect();
        let _ = send_ours(session, &parts).await;
    }

    /// A function of the user's, in a transaction with its entry.
    async fn one_function(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
    ) -> Result<(), Error> {
        let Piece::Run(work) = &one.pieces[index] else {
            return Ok(());
        };
        let began = Instant::now();
        let parts = [Part::Begin(session.dialect.begin())];
        self.ours(session, &parts, "begin a transaction").await?;
        let worked = match &mut session.link {
            Link::Own(connection) => work.function()?.call(connection).await,
            // Refused before anything ran.
            Link::Lent(_) => Err("the connection is lent".into()),
        };
        if let Err(error) = worked {
            let message = format!("`{}` failed: {error}", work.name);
            let rolled = session.link.driver().rollback().await;
            rolled.map_err(|error| told::ours(&error, "roll back"))?;
            self.note(session, one, index, "failed", Some(&message))
                .await;
            return Err(failed(
                one,
                index,
                session.dialect.backend(),
                Diagnostic::new(Code::StatementFailed, message).at(work.place.clone()),
                self.has_log(),
            ));
        }
        let took = Some(began.elapsed());
        let entry = self.entry(session, one, index, "done", None, took);
        let mut parts: Vec<_> = ourselves(session).into_iter().collect();
        parts.extend(entry.map(Part::execute));
        parts.push(Part::Commit);
        self.ours(session, &parts, "commit").await
    }

    /// The version rows move, and the revision is done.
    async fn close(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        took: Duration,
    ) -> Result<(), Error> {
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
            took: Some(took),
            tool: &self.tool,
        };
        let restore = session.dialect.restore(&session.facts);
        let line = ledger::log(session.dialect, &session.facts, &line);
        let moves = ledger::rows(session.dialect, &session.facts, &one.step);
        let mut parts: Vec<_> = restore.into_iter().map(Part::execute).collect();
        parts.push(Part::Begin(session.dialect.begin()));
        parts.extend(moves.into_iter().chain(line).map(Part::execute));
        parts.push(Part::Commit);
        self.ours(session, &parts, &format!("finish `{}`", one.step.revision))
            .await
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

/// Sends parts of our own in the midst of a revision, which goes on afterwards with what it has set.
async fn send_ours(session: &mut Session<'_>, parts: &[Part<'_>]) -> Result<(), DatabaseError> {
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
fn ourselves(session: &Session<'_>) -> Option<Part<'static>> {
    let restore = session.dialect.restore_within(&session.facts);
    restore.map(Part::execute)
}

/// What a piece hashes to: the tokens of a statement, the name of a function.
pub(super) fn hash(backend: Backend, piece: &Piece) -> String {
    match piece {
        Piece::Statement(statement) => hash_of(backend, &statement.sql),
        Piece::Run(work) => format!("run {}", work.name),
    }
}

pub(super) fn hash_of(backend: Backend, sql: &str) -> String {
    let mut digest = revision_syntax::checksum::Digest::default();
    statement::digest(backend, sql, &mut digest);
    digest.finish()
}

/// A statement failed, and what ran before it is committed.
fn failed(
    one: &Prepared,
    index: usize,
    backend: Backend,
    fault: Diagnostic,
    has_log: bool,
) -> Error {
    let id = &one.step.revision;
    let of = one.len();
    let may_be_partial = matches!(
        &one.pieces[index],
        Piece::Statement(one) if statement::may_commit_within(backend, &one.sql)
    );
    let fault = if may_be_partial {
        fault
            .help("it may have committed a part of what it did before it failed: look")
            .help(go_on("then say so and go on", one, has_log))
    } else if index == 0 {
        fault.help(format!(
            "`{id}` runs without a transaction; this was its first statement, and nothing of it is committed"
        ))
    } else {
        let number = index + 1;
        let committed = if index == 1 {
            "statement 1 is".to_owned()
        } else {
            format!("statements 1 to {index} are")
        };
        fault
            .help(format!(
                "`{id}` runs without a transaction: {committed} committed, {number} of {of} failed"
            ))
            .help(go_on("correct it and go on", one, has_log))
    };
    fault.into()
}

/// How to go on. What is not in a log, nobody remembers.
fn go_on(how: &str, one: &Prepared, has_log: bool) -> String {
    let command = one.step.direction.as_str();
    if has_log {
        return format!("{how}: `cargo revision {command} --resume`");
    }
    let stamp = match one.step.direction {
        Direction::Downgrade => "stamp what remains".to_owned(),
        _ => format!("`cargo revision stamp {}`", one.step.revision),
    };
    format!(
        "there is no log that says how far it came: undo by hand what is committed, or finish it by hand and {stamp}"
    )
}

fn lost(one: &Prepared, index: usize, error: &DatabaseError, has_log: bool) -> Diagnostic {
    let id = &one.step.revision;
    let message = format!(
        "the connection was lost in statement {} of {} of `{id}`: {}",
        index + 1,
        one.len(),
        error.message
    );
    Diagnostic::new(Code::ConnectFailed, message).help(go_on(
        "once the database answers again",
        one,
        has_log,
    ))
}

fn stopped_between(one: &Prepared, index: usize, has_log: bool) -> Error {
    let id = &one.step.revision;
    let message = format!(
        "interrupted: `{id}` runs without a transaction and stands before statement {} of {}",
        index + 1,
        one.len()
    );
    Diagnostic::new(Code::Interrupted, message)
        .help(go_on("go on", one, has_log))
        .into()
}
