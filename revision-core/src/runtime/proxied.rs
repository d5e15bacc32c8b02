//! Behind a proxy that pools transactions, the server's session is anybody's as soon as no transaction is open: what runs
//! outside of one is refused there.

use std::time::Duration;

use super::outcome::Error;
use super::prepare::Prepared;
use super::run::Runner;
use super::session::Session;
use super::told;
use crate::dialect::{Answers, ErrorKind, Locking, Part, Stopped, sleep};
use crate::{Code, Diagnostic};

impl Runner<'_> {
    /// Refuses revisions that no transaction holds behind a proxy that gives each transaction another session: the lock would
    /// stay with a session that is no longer ours.
    pub(super) async fn refuse_proxy(
        &mut self,
        session: &mut Session<'_>,
        open: &[&Prepared],
    ) -> Result<(), Error> {
        if open.is_empty() {
            return Ok(());
        }
        let Some(question) = session.dialect.session() else {
            return Ok(());
        };
        let Some(sibling) = session.link.driver().sibling() else {
            return Ok(());
        };
        if !session.is_pinned() {
            return Ok(());
        }
        // Ours is not in a transaction for a moment: a proxy gives its session to whoever asks next.
        let own = session.facts.session.clone();
        let leave = [Part::ask(question), Part::Commit];
        let sent = session.link.driver().send(&leave, true).await;
        session.is_open = false;
        let here =
            one_text(sent.map_err(|stopped| told::ours(&stopped.error, "look for a proxy"))?);
        let mut other = sibling.await.map_err(|error| told::unanswered(&error))?;
        let parts = [Part::Begin(session.dialect.begin()), Part::ask(question)];
        let there = session_of(other.send(&parts, false).await);
        // Ours asks again only where the other has a session of its own: else it would wait for this one.
        let again = if matches!(&there, Ok(there) if *there == here) {
            Ok(None)
        } else {
            let parts = [Part::ask(question)];
            session_of(session.link.driver().send(&parts, false).await)
        };
        let _ = other.rollback().await;
        other.close().await;
        let (there, again) = (there?, again?);
        let is_direct = here.as_deref() == Some(own.as_str()) && again == here && there != here;
        if is_direct {
            return Ok(());
        }
        // The lock is with a session that may be anybody's by now; it is given back through whoever has it.
        self.give_back(session, here.as_deref()).await;
        let faults: Vec<_> = open
            .iter()
            .map(|one| {
                let id = &one.step.revision;
                let message = format!(
                    "`{id}` runs outside a transaction, which does not work through a proxy that pools transactions"
                );
                let fault = Diagnostic::new(Code::Unsupported, message)
                    .help("connect to the server itself for this upgrade");
                match self.revisions.place(id) {
                    Some(place) => fault.at(place),
                    None => fault,
                }
            })
            .collect();
        Err(faults.into())
    }

    /// Gives the lock back on the very session that holds it.
    async fn give_back(&mut self, session: &mut Session<'_>, holder: Option<&str>) {
        let (Some(holder), Locking::Session { release, .. }) = (holder, session.locking()) else {
            return;
        };
        let Some(question) = session.dialect.session() else {
            return;
        };
        for _ in 0..50 {
            let parts = [Part::Begin(session.dialect.begin()), Part::ask(question)];
            let here = session
                .link
                .driver()
                .send(&parts, true)
                .await
                .ok()
                .and_then(one_text);
            let end = if here.as_deref() == Some(holder) {
                vec![Part::ask(release.as_str()), Part::Commit]
            } else {
                vec![Part::Commit]
            };
            let ended = session.link.driver().send(&end, true).await;
            if ended.is_err() || here.as_deref() == Some(holder) {
                break;
            }
            sleep(Duration::from_millis(20)).await;
        }
        session.is_locked = false;
    }
}

fn one_text(answers: Vec<Vec<crate::dialect::Row>>) -> Option<String> {
    answers.into_iter().flatten().flatten().flatten().next()
}

/// What the server calls the session that answered. A connection that broke says nothing of a proxy.
fn session_of(sent: Result<Answers, Stopped>) -> Result<Option<String>, Error> {
    match sent {
        Err(stopped) if stopped.error.kind == ErrorKind::Lost => {
            Err(told::ours(&stopped.error, "look for a proxy").into())
        }
        sent => Ok(sent.ok().and_then(one_text)),
    }
}
