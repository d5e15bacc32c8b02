//! A connection on which a run goes on: what it knows of the database, whether a transaction is open, whether the lock
//! is ours.

use std::task::Poll;
use std::time::Duration;

use super::outcome::Error;
use super::running::Stop;
use super::told;
use crate::dialect::{
    Answers, Dialect, Driver, ErrorKind, Facts, Link, Locking, Part, Purpose, Restore, Stopped,
    statement,
};
use crate::script::Piece;

/// How long a cancellation that was under way when its statement ended is waited for.
const LONGEST_CANCEL: Duration = Duration::from_secs(1);

pub(super) struct Session<'c> {
    pub(super) link: Link<'c>,
    pub(super) dialect: &'static dyn Dialect,
    pub(super) facts: Facts,
    /// What the server calls the session that runs: behind a proxy not the one that was asked first.
    pub(super) process: String,
    /// Whether a transaction is open.
    pub(super) is_open: bool,
    /// Whether the session's lock is ours.
    pub(super) is_locked: bool,
    /// Whether a setting may be another than it was.
    is_touched: bool,
}

impl<'c> Session<'c> {
    pub(super) fn new(
        driver: Box<dyn Driver + 'c>,
        dialect: &'static dyn Dialect,
        facts: Facts,
    ) -> Self {
        Self {
            link: driver.detach(facts.is_in_memory),
            dialect,
            process: facts.session.clone(),
            facts,
            is_open: false,
            is_locked: false,
            is_touched: dialect.sets_unseen(),
        }
    }

    /// Takes note of what is about to run.
    pub(super) fn touch(&mut self, piece: &Piece) {
        self.is_touched |= match piece {
            Piece::Statement(one) => statement::sets_session(self.dialect.backend(), &one.sql),
            Piece::Late(_) => false,
            Piece::Run(_) => true,
        };
    }

    /// Takes note that a setting is changed.
    pub(super) fn set(&mut self) {
        self.is_touched = true;
    }

    /// Puts back what a revision may have set; a session that goes on keeps what is set for the time of a run.
    pub(super) fn restore(&self, goes_on: bool) -> Vec<Part<'static>> {
        if !self.is_touched {
            return Vec::new();
        }
        let lent = matches!(self.link, Link::Lent(_));
        let inside = self.is_open;
        let settings = self.dialect.restore(&self.facts, Restore { inside, lent });
        let unhurried = self.dialect.unhurried(&self.facts);
        let unhurried = unhurried.filter(|_| goes_on && self.is_locked);
        settings
            .into_iter()
            .chain(unhurried)
            .map(Part::execute)
            .collect()
    }

    /// How others are kept out. A lock of the session's would stay on a connection that is lent when a run is dropped, so
    /// where there is another way it is taken.
    pub(super) fn locking(&self) -> Locking {
        let is_lent = matches!(self.link, Link::Lent(_));
        if is_lent && self.dialect.lock_transaction(&self.facts).is_some() {
            return Locking::Transaction;
        }
        self.dialect.locking(&self.facts)
    }

    /// Whether each transaction has to take the lock for itself.
    pub(super) fn locks_transactions(&self) -> bool {
        matches!(self.locking(), Locking::Transaction)
    }

    /// Whether a transaction is opened at once when one ends.
    pub(super) fn is_pinned(&self) -> bool {
        matches!(self.locking(), Locking::Session { pinned: true, .. }) && self.is_locked
    }

    /// Sends what can be cancelled: once a stop is asked for, a second connection tells the server.
    pub(super) async fn send(
        &mut self,
        parts: &[Part<'_>],
        together: bool,
        stop: &Stop,
    ) -> Result<Answers, Stopped> {
        let cancel = self.dialect.cancel(&self.process);
        let driver = self.link.driver();
        let sibling = driver.sibling();
        let mut sending = driver.send(parts, together);
        let (Some(cancel), Some(sibling)) = (cancel, sibling) else {
            return sending.await;
        };
        let mut cancelling = std::pin::pin!(async move {
            stop.asked().await;
            // Where it may not cancel, the statement ends by itself.
            if let Ok(mut other) = sibling.await {
                let _ = other.send(&[Part::ask(cancel)], false).await;
                other.close().await;
            }
        });
        let (mut is_asked, mut is_cancelled) = (false, false);
        let sent = std::future::poll_fn(|context| {
            if let Poll::Ready(sent) = sending.as_mut().poll(context) {
                return Poll::Ready(sent);
            }
            if !is_cancelled && cancelling.as_mut().poll(context).is_ready() {
                is_cancelled = true;
            }
            is_asked = stop.is_asked();
            Poll::Pending
        });
        let sent = sent.await;
        if is_asked && !is_cancelled {
            // What is still on its way would hit what is sent next. Behind a proxy that has no connection to spare it waits
            // for ours, so not for ever.
            let _ = tokio::time::timeout(LONGEST_CANCEL, cancelling).await;
        }
        sent
    }

    /// Undoes the open transaction; where one is always open, another one is.
    pub(super) async fn roll_back(&mut self) -> Result<(), Error> {
        if !self.is_open {
            return Ok(());
        }
        let rolled = if self.is_pinned() {
            let parts = [Part::Rollback, Part::Begin(self.dialect.begin())];
            let sent = self.link.driver().send(&parts, true).await;
            sent.map(drop).map_err(|stopped| stopped.error)
        } else {
            self.is_open = false;
            self.link.driver().rollback().await
        };
        rolled.map_err(|error| told::ours(&error, "roll back").into())
    }

    /// What ends a transaction, and begins the next where one is always open.
    pub(super) fn commit(&self) -> Vec<Part<'static>> {
        let mut parts = vec![Part::Commit];
        if self.is_pinned() {
            parts.push(Part::Begin(self.dialect.begin()));
        }
        parts
    }

    /// What ends the last transaction and gives the lock back, in that order.
    pub(super) fn commit_and_release(&self) -> Vec<Part<'static>> {
        let mut parts = vec![Part::Commit];
        if let Locking::Session { release, .. } = self.locking()
            && self.is_locked
        {
            parts.push(Part::ask(release));
        }
        parts
    }

    /// Gives up what is still held and puts back what is still set, as far as the connection lets us, and ends it.
    pub(super) async fn end(mut self) {
        let mut parts = Vec::new();
        if self.is_open {
            parts.push(Part::Rollback);
        }
        self.is_open = false;
        // First what others wait for.
        if let Locking::Session { release, .. } = self.locking()
            && self.is_locked
        {
            parts.push(Part::ask(release));
        }
        if self.is_kept() {
            parts.extend(self.restore(false));
        }
        if !parts.is_empty() && self.link.driver().send(&parts, true).await.is_err() {
            // One by one where one of them fails: the others are owed all the same.
            for part in parts {
                let _ = self.link.driver().send(&[part], false).await;
            }
        }
        if let Link::Lent(driver) = &mut self.link
            && let Some(hand_back) = self.facts.hand_back.take()
        {
            let _ = driver.send(&[Part::execute(hand_back)], false).await;
        }
        self.link.close().await;
    }

    /// Whether somebody may go on with the session: its owner, a pool, or whoever a proxy gives it to.
    fn is_kept(&self) -> bool {
        let is_lent = matches!(self.link, Link::Lent(_));
        is_lent || !self.dialect.has_session_locks() || self.is_pinned()
    }
}

/// What a run that only looks opens a database for.
pub(super) fn purpose(dry_run: bool) -> Purpose {
    if dry_run { Purpose::Look } else { Purpose::Run }
}

/// Whether trying again may help.
pub(super) fn is_transient(kind: ErrorKind) -> bool {
    kind == ErrorKind::LockTimeout
}
