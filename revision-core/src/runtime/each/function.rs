//! A function of the user's within a revision's transaction, which is not its to end.

use std::time::{Duration, Instant};

use super::failed::{Became, ended};
use super::{Runner, Stop};
use crate::runtime::event::Event;
use crate::runtime::outcome::Error;
use crate::runtime::prepare::Prepared;
use crate::runtime::session::Session;
use crate::runtime::work;
use crate::script::Work;

/// A transaction that was ended by the function it was given to.
pub(in crate::runtime) struct Ended {
    pub(super) piece: usize,
    /// Why the function failed itself, if it did.
    pub(super) error: Option<String>,
    /// Whether there was a note in the transaction.
    pub(super) was_noted: bool,
}

impl Runner<'_> {
    /// Gives the connection to a function of the user's. That it is under way is noted in the same transaction, behind
    /// `noted`: should it end that, the revision is one that was left half done.
    pub(super) async fn work(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        work: &Work,
        noted: &mut Vec<usize>,
    ) -> Result<(), Stop> {
        let started = Instant::now();
        let next = noted.last().map_or(0, |last| last + 1);
        let entries = (next..=index).filter_map(|piece| {
            let outcome = if piece == index { "started" } else { "done" };
            self.entry(session, one, piece, outcome, None, Some(Duration::ZERO))
        });
        let entries = entries.collect();
        let was_noted = self.note_within(session, entries).await;
        let was_noted = was_noted.map_err(|error| Stop::Refused(None, error))?;
        if was_noted {
            noted.push(index);
        }
        let worked = work::call(session, work).await?;
        if worked.has_ended {
            return Err(Stop::Ended(Ended {
                piece: index,
                error: worked.result.err(),
                was_noted,
            }));
        }
        worked
            .result
            .map_err(|message| Stop::Failed(index, message))?;
        if self.observer.wants_statements() {
            self.observer.event(&Event::Statement {
                revision: &one.step.revision,
                sql: &work.name,
                took: started.elapsed(),
            });
        }
        Ok(())
    }

    /// A function ended the transaction: what the log holds now tells what became of the rest.
    pub(super) async fn ended(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        how: &Ended,
    ) -> Error {
        let (index, error) = (how.piece, how.error.as_deref());
        let is_noted = match self.is_noted(session, one, index).await {
            Ok(is_noted) => is_noted,
            Err(error) => return error,
        };
        if is_noted {
            let outcome = if error.is_some() { "started" } else { "done" };
            let left = self.end_of(session, one, index, outcome, error, Duration::ZERO);
            let mut parts: Vec<_> = left.into_iter().collect();
            if session.is_open {
                parts.extend(session.commit());
            }
            if let Err(error) = self.ours(session, &parts, "write the log").await {
                return error;
            }
        }
        let became = match (is_noted, how.was_noted) {
            (true, _) => Became::Committed,
            (false, true) => Became::Undone,
            (false, false) => Became::Unknown,
        };
        ended(one, how, became)
    }
}
