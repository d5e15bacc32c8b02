//! One runner at a time: taking the lock, waiting for who has it, and giving it back.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::time::{Duration, Instant};

use super::event::{Event, Holder, Observer};
use super::outcome::Error;
use super::running::Stop;
use super::session::Session;
use super::told;
use crate::dialect::{Answers, ErrorKind, Locking, Part};
use crate::{Code, Diagnostic};

/// How long a waiting runner sleeps at first and at most.
const SHORTEST: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(1);

/// How often it says that it waits.
const SAID_EVERY: Duration = Duration::from_secs(10);

/// How waiting goes, and whom it tells.
pub(super) struct Patience<'a> {
    pub(super) wait: Duration,
    pub(super) stop: &'a Stop,
    pub(super) observer: &'a mut dyn Observer,
}

/// Takes the lock that keeps others out until the run is over. A database whose transactions exclude each other has
/// none. The parts of `then` are sent with the attempt; their answers count only once the lock is ours.
pub(super) async fn acquire(
    session: &mut Session<'_>,
    patience: Patience<'_>,
    then: &[Part<'static>],
) -> Result<Option<Answers>, Error> {
    let Locking::Session {
        attempt,
        holder,
        pinned,
        ..
    } = session.locking()
    else {
        return Ok(None);
    };
    let mut waiting = Waiting::new(patience);
    loop {
        let mut parts = Vec::with_capacity(then.len() + 5);
        if pinned {
            parts.push(Part::Begin(session.dialect.begin()));
        }
        parts.push(Part::ask(attempt.as_str()));
        if pinned && session.dialect.unhurried(&session.facts).is_some() {
            // What is set with the lock stays set whatever becomes of the first revision.
            parts.push(Part::Commit);
            parts.push(Part::Begin(session.dialect.begin()));
        }
        let names_itself = session.dialect.session();
        parts.extend(names_itself.map(Part::ask));
        parts.extend_from_slice(then);
        let sent = session.link.driver().send(&parts, true).await;
        let mut answers = sent.map_err(|stopped| told::ours(&stopped.error, "take the lock"))?;
        let is_ours = is_true(&answers.remove(0));
        if names_itself.is_some() {
            let row = answers.remove(0).pop();
            session.process = row
                .and_then(|row| row.into_iter().next()?)
                .unwrap_or_default();
        }
        if is_ours {
            session.is_open = pinned;
            session.is_locked = true;
            return Ok(Some(answers));
        }
        if pinned {
            // Who waits is outside a transaction: others build indexes meanwhile.
            let over = session.link.driver().rollback().await;
            over.map_err(|error| told::ours(&error, "wait for the lock"))?;
        }
        let who = if waiting.is_due() {
            who(session, &holder).await
        } else {
            None
        };
        waiting.pause(who).await?;
    }
}

/// Opens a transaction that excludes all other runners'.
pub(super) async fn begin(session: &mut Session<'_>, patience: Patience<'_>) -> Result<(), Error> {
    let mut waiting = Waiting::new(patience);
    loop {
        let mut holder = None;
        let parts = [Part::Begin(session.dialect.begin())];
        match session.link.driver().send(&parts, false).await {
            Ok(_) => {
                session.is_open = true;
                let Some(attempt) = session.dialect.lock_transaction(&session.facts) else {
                    return Ok(());
                };
                let parts = [Part::ask(attempt)];
                let sent = session.link.driver().send(&parts, false).await;
                let mut answers =
                    sent.map_err(|stopped| told::ours(&stopped.error, "take the lock"))?;
                if is_true(&answers.remove(0)) {
                    return Ok(());
                }
                session.roll_back().await?;
                if let Locking::Session {
                    holder: question, ..
                } = session.dialect.locking(&session.facts)
                    && waiting.is_due()
                {
                    holder = who(session, &question).await;
                }
            }
            Err(stopped) if stopped.error.kind == ErrorKind::LockTimeout => {}
            Err(stopped) => {
                return Err(told::ours(&stopped.error, "begin a transaction").into());
            }
        }
        waiting.pause(holder).await?;
    }
}

fn is_true(answer: &[Vec<Option<String>>]) -> bool {
    let value = answer
        .first()
        .and_then(|row| row.first())
        .cloned()
        .flatten();
    matches!(value.as_deref(), Some("t" | "1" | "true"))
}

/// Who has the lock, as far as we are told.
async fn who(session: &mut Session<'_>, question: &str) -> Option<Holder> {
    let parts = [Part::ask(question)];
    let mut answers = session.link.driver().send(&parts, true).await.ok()?;
    let mut row = answers.pop()?.into_iter().next()?.into_iter();
    let mut next = || row.next().flatten().unwrap_or_default();
    Some(Holder {
        process: next(),
        host: next(),
        application: next(),
        user: next(),
        since: next(),
    })
}

/// A wait that goes on.
pub(super) struct Waiting<'a> {
    patience: Patience<'a>,
    since: Instant,
    said: Option<Instant>,
    pause: Duration,
    holder: Option<Holder>,
}

impl<'a> Waiting<'a> {
    pub(super) fn new(patience: Patience<'a>) -> Self {
        Self {
            patience,
            since: Instant::now(),
            said: None,
            pause: SHORTEST,
            holder: None,
        }
    }

    /// Whether it is time to say for whom we wait, or to give up.
    fn is_due(&self) -> bool {
        self.said.is_none_or(|said| said.elapsed() >= SAID_EVERY)
            || self.since.elapsed() >= self.patience.wait
    }

    pub(super) async fn pause(&mut self, holder: Option<Holder>) -> Result<(), Error> {
        let waited = self.since.elapsed();
        self.holder = holder.or(self.holder.take());
        if waited >= self.patience.wait {
            return Err(locked(self.holder.as_ref(), waited).into());
        }
        if self.patience.stop.is_asked() {
            return Err(Diagnostic::new(
                Code::Interrupted,
                "interrupted while waiting for another runner",
            )
            .into());
        }
        if self.is_due() {
            self.said = Some(Instant::now());
            self.patience.observer.event(&Event::Waiting {
                holder: self.holder.as_ref(),
                waited,
            });
        }
        let pause = jittered(self.pause).min(self.patience.wait.saturating_sub(waited));
        self.patience.stop.sleep(pause).await;
        self.pause = (self.pause * 2).min(LONGEST);
        Ok(())
    }
}

/// Between a half of a time and the whole of it, so that many who wait do not ask in step.
pub(super) fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish() % 512;
    pause.mul_f64(0.5 + f64::from(u16::try_from(random).unwrap_or(0)) / 1024.0)
}

fn locked(holder: Option<&Holder>, waited: Duration) -> Diagnostic {
    let who = holder.map_or_else(|| "another runner".to_owned(), ToString::to_string);
    let message = format!(
        "the database is locked by {who}; gave up after {:.1} s",
        waited.as_secs_f64()
    );
    Diagnostic::new(Code::Locked, message)
        .help("wait longer: `--wait 30m`, or `lock_wait` in `revision.toml`")
}
