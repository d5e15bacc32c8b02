//! What a run knows of a revision that it takes statement by statement. Where no lock outlives a transaction another runner
//! may go on with it between two of them, so each transaction looks again.

use std::time::{Duration, Instant};

use super::Runner;
use crate::chain::{Direction, Id};
use crate::dialect::{Answers, Part};
use crate::runtime::ledger;
use crate::runtime::lock::{self, jittered};
use crate::runtime::outcome::Error;
use crate::runtime::prepare::Prepared;
use crate::runtime::run::interrupted;
use crate::runtime::running::Request;
use crate::runtime::session::Session;
use crate::runtime::state::State;
use crate::runtime::told;

/// How long is waited before a journal is looked at again that another may be writing.
const PAUSE: Duration = Duration::from_millis(100);

/// The version rows, and the last line of the log that says anything of the revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::runtime) struct Known {
    pub(super) rows: Vec<Id>,
    pub(super) last: Option<String>,
}

pub(super) fn text(answers: Option<Vec<crate::dialect::Row>>) -> Option<String> {
    answers?.into_iter().flatten().flatten().next()
}

impl Runner<'_> {
    /// Asks for the last line of the log that says anything of the revision: one of its own, or a stamp. What another has
    /// locked out needs no watching.
    pub(super) fn last_line(&self, session: &Session<'_>, one: &Prepared) -> Option<Part<'static>> {
        let (dialect, facts) = (session.dialect, &session.facts);
        let table = facts.tables.log.as_ref()?;
        session.locks_transactions().then(|| {
            Part::ask(format!(
                "SELECT max(id) FROM {} WHERE chain = {} AND (revision = {} OR direction = {})",
                dialect.table(table),
                dialect.text(&self.chain_name()),
                dialect.text(one.step.revision.as_str()),
                dialect.text(Direction::Stamp.as_str()),
            ))
        })
    }

    /// Begins with a revision: none if it is not as it was when it was planned.
    pub(super) async fn know(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        rows: &[Id],
        found: &State,
    ) -> Result<Option<Known>, Error> {
        if !session.locks_transactions() {
            let known = self.look_again(session, one).await?;
            return Ok((known.rows == rows).then_some(known));
        }
        lock::begin(session, self.patience()).await?;
        let now = self.state(session).await?;
        let known = self.look_again(session, one).await?;
        session.roll_back().await?;
        let is_same = now.rows == rows && now.journal_of(one) == found.journal_of(one);
        Ok(is_same.then_some(known))
    }

    /// Reads what is known of a revision, in the transaction that is open or in none.
    pub(super) async fn look_again(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
    ) -> Result<Known, Error> {
        let mut parts = vec![Part::ask(ledger::select_rows(
            session.dialect,
            &session.facts,
        ))];
        parts.extend(self.last_line(session, one));
        let sent = session.link.driver().send(&parts, true).await;
        let answers: Answers =
            sent.map_err(|stopped| told::ours(&stopped.error, "read where the database stands"))?;
        let mut answers = answers.into_iter();
        let rows = answers.next().unwrap_or_default().into_iter();
        let rows = rows.map(|row| Id::from(row.into_iter().next().flatten().unwrap_or_default()));
        let mut rows: Vec<Id> = rows.collect();
        rows.sort_unstable();
        Ok(Known {
            rows,
            last: text(answers.next()),
        })
    }

    /// Opens a transaction that excludes all other runners', and says whether none of them went on with the revision
    /// since. Only for sessions that have no other lock.
    pub(super) async fn begin_known(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &Known,
    ) -> Result<bool, Error> {
        lock::begin(session, self.patience()).await?;
        let is_same = self.look_again(session, one).await? == *known;
        if !is_same {
            session.roll_back().await?;
        }
        Ok(is_same)
    }

    /// Waits while another runner may be in the midst of a revision that no lock says it is at, and reads again where the
    /// database stands. A journal to which nothing is added any more was left.
    pub(in crate::runtime) async fn settled(
        &mut self,
        session: &mut Session<'_>,
        found: State,
    ) -> Result<State, Error> {
        let takes_over = matches!(self.request, Request::Upgrade(_) | Request::Downgrade(_));
        if !takes_over || !session.locks_transactions() || !found.is_half_done() {
            return Ok(found);
        }
        let began = Instant::now();
        loop {
            lock::begin(session, self.patience()).await?;
            let looked = self.look_at_journal(session).await;
            session.roll_back().await?;
            let (now, is_recent) = looked?;
            if !now.is_half_done() || !is_recent || began.elapsed() >= self.settings.lock_wait {
                return Ok(now);
            }
            self.stop.sleep(jittered(PAUSE)).await;
            if self.stop.is_asked() {
                return Err(interrupted());
            }
        }
    }

    /// Where the database stands, and whether the log was added to a moment ago.
    async fn look_at_journal(&mut self, session: &mut Session<'_>) -> Result<(State, bool), Error> {
        let now = self.state(session).await?;
        let chain = self.chain_name();
        let question = session.facts.tables.log.as_ref();
        let question = question.and_then(|log| session.dialect.is_recent(log, &chain));
        let Some(question) = question else {
            // Who has the lock is alone.
            return Ok((now, false));
        };
        let parts = [Part::ask(question)];
        let sent = session.link.driver().send(&parts, true).await;
        let answers = sent.map_err(|stopped| told::ours(&stopped.error, "read the log"))?;
        Ok((
            now,
            text(answers.into_iter().next()).as_deref() == Some("1"),
        ))
    }
}
