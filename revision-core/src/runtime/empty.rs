//! Dropping all that a database holds.

use std::time::{Duration, Instant};

use super::event::Event;
use super::lock::{self, jittered};
use super::outcome::Error;
use super::prepare::Prepared;
use super::run::{Runner, interrupted};
use super::session::{Session, is_transient};
use super::told;
use crate::Code;
use crate::dialect::{DatabaseError, ErrorKind, Part, Stopped};

/// The pauses before it is tried again: from this, doubled each time, up to that.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// How far it came, for good.
#[derive(Default)]
struct Dropped {
    /// The statements that dropped something.
    statements: Vec<String>,
    /// How many there are in all, those included.
    of: usize,
}

impl Runner<'_> {
    /// Drops everything, as the only runner: in one transaction, where there is one that holds it. `open` is what is to
    /// follow and runs in none.
    pub(super) async fn empty(
        &mut self,
        session: &mut Session<'_>,
        open: &[&Prepared],
    ) -> Result<(), Error> {
        let failed = |stopped: Stopped| told::ours(&stopped.error, DOING);
        let dialect = session.dialect;
        lock::acquire(session, self.patience(), &[]).await?;
        self.refuse_proxy(session, open).await?;
        let before: Vec<_> = dialect
            .before_dropping()
            .into_iter()
            .map(Part::execute)
            .collect();
        session.set();
        let sent = session.link.driver().send(&before, false).await;
        sent.map_err(failed)?;
        let mut dropped = Dropped::default();
        let emptied = self.drop_all(session, &mut dropped).await;
        if emptied.is_ok() || !dropped.statements.is_empty() {
            self.outcome.heads.clear();
        }
        // Also after a failure: the connection may be a pool's. One that is lost says nothing here that is not said.
        let restore = session.restore(false);
        let restored = session.link.driver().send(&restore, false).await;
        emptied?;
        restored.map_err(failed)?;
        let objects = dropped.of;
        self.observer.event(&Event::Emptied { objects });
        Ok(())
    }

    /// Tries it again where others use what is to be dropped.
    async fn drop_all(
        &mut self,
        session: &mut Session<'_>,
        dropped: &mut Dropped,
    ) -> Result<(), Error> {
        let is_atomic = session.dialect.has_transactional_ddl();
        let began = Instant::now();
        let mut pause = FIRST_PAUSE;
        loop {
            if self.stop.is_asked() {
                return Err(left(interrupted(), is_atomic, dropped));
            }
            if is_atomic && !session.is_open {
                lock::begin(session, self.patience()).await?;
            }
            let Err(error) = self.drop_once(session, dropped).await else {
                return Ok(());
            };
            if is_atomic {
                *dropped = Dropped::default();
            }
            if error.kind == ErrorKind::Lost {
                // Nothing more can be said on it, and the server decides alone.
                session.is_open = false;
                session.is_locked = false;
                let lost = told::ours(&error, DOING).into();
                return Err(left(lost, is_atomic, dropped));
            }
            session.roll_back().await?;
            if error.kind == ErrorKind::Cancelled && self.stop.is_asked() {
                continue;
            }
            if !is_transient(error.kind) || began.elapsed() + pause >= self.settings.lock_wait {
                let failed = told::ours(&error, DOING).into();
                return Err(left(failed, is_atomic, dropped));
            }
            let pause_now = jittered(pause);
            self.observer.event(&Event::Busy {
                error: &error.message,
                pause: pause_now,
            });
            self.stop.sleep(pause_now).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn drop_once(
        &mut self,
        session: &mut Session<'_>,
        dropped: &mut Dropped,
    ) -> Result<(), DatabaseError> {
        let dialect = session.dialect;
        let limits = dialect.limits(
            &session.facts,
            self.settings.lock_timeout,
            self.settings.statement_timeout,
            true,
        );
        let limits = limits.into_iter().map(Part::execute);
        let parts: Vec<_> = limits.chain([Part::ask(dialect.inventory())]).collect();
        let sent = session.link.driver().send(&parts, false).await;
        let answers = sent.map_err(|stopped| stopped.error)?;
        let mut found: Vec<String> = answers.into_iter().flatten().flatten().flatten().collect();
        let gone = dropped.statements.len();
        if dialect.has_transactional_ddl() {
            dropped.of = found.len();
            // Ours may lie where nothing else is dropped.
            found.extend(ours(session));
        } else {
            // Ours first, wherever they lie: what is left half empty does not say that it stands anywhere.
            let ours: Vec<_> = ours(session)
                .filter(|statement| !dropped.statements.contains(statement))
                .collect();
            found.retain(|statement| !ours.contains(statement));
            found.splice(0..0, ours);
            dropped.of = gone + found.len();
        }
        let mut parts: Vec<_> = found.iter().map(|sql| Part::execute(&**sql)).collect();
        if session.is_open {
            parts.extend(session.commit());
        }
        match session.send(&parts, true, &self.stop).await {
            Ok(_) => {
                session.is_open = session.is_open && session.is_pinned();
                Ok(())
            }
            Err(stopped) => {
                found.truncate(stopped.part);
                dropped.statements.extend(found);
                Err(stopped.error)
            }
        }
    }
}

const DOING: &str = "empty the database";

/// What drops the tables that we keep, of those that are there.
fn ours(session: &Session<'_>) -> impl Iterator<Item = String> {
    let facts = &session.facts;
    let version = facts.has_version.then_some(&facts.tables.version);
    let log = facts.tables.log.as_ref().filter(|_| facts.has_log);
    let drop = |table| format!("DROP TABLE IF EXISTS {}", session.dialect.table(table));
    version.into_iter().chain(log).map(drop)
}

/// Says with an error what is left, and what to do about it.
fn left(mut error: Error, is_atomic: bool, dropped: &Dropped) -> Error {
    let is_lost = error.code() == Code::ConnectFailed;
    let (gone, of) = (dropped.statements.len(), dropped.of);
    let left = match (is_atomic, is_lost) {
        (true, false) => "nothing is dropped",
        (true, true) => "either all is dropped or nothing, which the server decides alone",
        (false, false) if gone == 0 => "nothing is dropped",
        (false, _) => {
            let least = if is_lost { "at least " } else { "" };
            &*format!(
                "{least}{gone} of {of} objects are dropped, our tables first, so that the database stands nowhere"
            )
        }
    };
    let help = format!("{left}; to empty it: `cargo revision reset --drop`, again");
    if let Some(fault) = error.faults.first_mut() {
        fault.help.push(help);
    }
    error
}
