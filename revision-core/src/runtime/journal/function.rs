//! A function of the user's in a revision outside any transaction: in one with its entry, or in its own.

use std::time::{Duration, Instant};

use super::{Known, Runner, Stop};
use crate::dialect::Part;
use crate::runtime::outcome::Error;
use crate::runtime::prepare::Prepared;
use crate::runtime::run::Ran;
use crate::runtime::session::Session;
use crate::runtime::{told, work};
use crate::script::Work;
use crate::{Code, Diagnostic};

impl Runner<'_> {
    /// A function of the user's, in a transaction with its entry.
    pub(super) async fn one_function(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        known: &mut Known,
        index: usize,
        work: &Work,
    ) -> Result<Ran, Error> {
        let began = Instant::now();
        session.touch(&one.pieces[index]);
        if session.locks_transactions() {
            if !self.begin_known(session, one, known).await? {
                return Ok(Ran::Moved);
            }
        } else {
            let parts = [Part::Begin(session.dialect.begin())];
            self.ours(session, &parts, "begin a transaction").await?;
        }
        // Should the function commit, it is known that it was under way.
        let entry = self.entry(session, one, index, "started", None, Some(Duration::ZERO));
        let entry: Vec<_> = entry.into_iter().collect();
        let noted = self.note_within(session, entry).await;
        let is_noted = noted.map_err(|error| told::ours(&error, "write the log"))?;
        let worked = work::call(session, work).await?;
        if !worked.has_ended && worked.result.is_ok() {
            let took = began.elapsed();
            let entry = if is_noted {
                self.end_of(session, one, index, "done", None, took)
            } else {
                self.entry(session, one, index, "done", None, Some(took))
            };
            let ended = self.end_known(session, one, known, entry).await;
            ended.map_err(|error| told::ours(&error, "commit"))?;
            return Ok(Ran::Done);
        }
        session.is_open = false;
        let rolled = session.link.driver().rollback().await;
        rolled.map_err(|error| told::ours(&error, "roll back"))?;
        let message = worked.result.err().map(|error| {
            let name = &work.name;
            format!("`{name}` failed: {error}")
        });
        let outcome = match (&message, worked.has_ended) {
            (None, _) => "done",
            (Some(_), true) => "started",
            (Some(_), false) => "failed",
        };
        let entered = if worked.has_ended && self.is_noted(session, one, index).await? {
            let error = message.as_deref();
            let left = self.leave(session, one, index, outcome, error, began.elapsed());
            let left = left.await.map_err(Stop::Unnoted);
            *known = self.look_again(session, one).await?;
            left
        } else {
            let error = message.as_deref();
            self.add_entry(session, one, known, index, outcome, error)
                .await
        };
        match (message, entered) {
            (None, Ok(())) => Ok(Ran::Done),
            (None, Err(Stop::Moved)) => Ok(Ran::Moved),
            (None, Err(stop)) => Err(self.stopped_short(session, one, index, false, stop)),
            (Some(message), _) => {
                let fault = Diagnostic::new(Code::StatementFailed, message).at(work.place.clone());
                Err(self.failed(one, index, worked.has_ended, fault))
            }
        }
    }
}
