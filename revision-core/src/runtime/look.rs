//! What a run knows before it changes anything: where the database stands, what is to be done, and whether that can work.

use super::lock::Waiting;
use super::log::Journal;
use super::outcome::Error;
use super::planning::{self, Planned};
use super::prepare::{self, For, Prepared};
use super::resume;
use super::run::Runner;
use super::running::Request;
use super::state::{self, State};
use crate::chain::Plan;
use crate::dialect::{Dialect, Driver, Facts};
use crate::{Code, Diagnostic};

/// All that is to run, found and judged.
#[derive(Default)]
pub(super) struct Ready {
    pub(super) now: Vec<Prepared>,
    /// What another run will apply after this one.
    pub(super) next: Vec<Prepared>,
}

impl Ready {
    /// What no transaction holds, or one that was ended before its time.
    pub(super) fn open(&self, found: Option<&State>) -> Vec<&Prepared> {
        let half_done = |one: &Prepared| {
            let journal = found.and_then(|found| found.journal_of(one));
            journal.is_some_and(Journal::is_half_done)
        };
        let all = self.now.iter().chain(&self.next);
        all.filter(|one| !one.in_transaction || half_done(one))
            .collect()
    }
}

impl Runner<'_> {
    /// Finds and judges all that this run carries out, and what is to follow it. Says what the database passes over.
    pub(super) fn ready(&mut self, plan: &Plan, about: &For<'_>) -> Result<Ready, Error> {
        let now = prepare::prepare(plan, self.revisions, about);
        let next = self.prepare_next(plan, about);
        match (now, next) {
            (Ok(now), Ok(next)) => {
                for warning in now.iter().flat_map(|one| &one.passed_over) {
                    self.warn(warning.clone());
                }
                Ok(Ready { now, next })
            }
            (Err(mut error), Err(next)) => {
                error.faults.extend(next.faults);
                Err(error)
            }
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    }

    /// The same of what is to follow, from where this run leaves the database.
    fn prepare_next(&self, plan: &Plan, about: &For<'_>) -> Result<Vec<Prepared>, Error> {
        let Some(targets) = &self.next else {
            return Ok(Vec::new());
        };
        let is_empty = matches!(self.request, Request::Empty);
        let rows = if is_empty { Vec::new() } else { plan.heads() };
        let next = planning::upgrade(self.revisions.chain(), &rows, targets)?;
        let about = For {
            // Tables that are made anew are as wide as ours.
            facts: about.facts.filter(|_| !is_empty),
            ..*about
        };
        prepare::prepare(&next, self.revisions, &about)
    }

    /// Asks where the database stands, again while another runner keeps it from answering.
    pub(super) async fn first_look(
        &mut self,
        driver: &mut (dyn Driver + '_),
        dialect: &dyn Dialect,
    ) -> Result<(Facts, State), Error> {
        let chain = self.chain_name();
        let settings = self.settings;
        let mut waiting = Waiting::new(self.patience());
        loop {
            let asked = async {
                let facts = state::facts(driver, dialect, settings).await?;
                let found = state::state(driver, dialect, &facts, &chain).await?;
                Ok((facts, found))
            };
            match asked.await {
                Err(Error { faults, .. }) if faults.iter().any(|one| one.code == Code::Locked) => {}
                asked => return asked,
            }
            waiting.pause(None).await?;
        }
    }

    /// Plans from where the database stands, and says what should be known of it.
    ///
    /// An open journal is one that was left so only for who is alone: before that, its revision may be another runner's who
    /// is at work.
    pub(super) fn look(
        &mut self,
        found: &State,
        backend: crate::Backend,
        is_alone: bool,
    ) -> Result<Planned, Error> {
        self.outcome.heads.clone_from(&found.rows);
        let planned = planning::plan(self.revisions.chain(), &self.request, found, self.settings)?;
        match planned {
            planning::Found::Ahead(warning) => {
                self.warn(warning);
                Ok(Planned::Ahead)
            }
            planning::Found::Plan(plan) => {
                let edited = found.edited(self.revisions, backend);
                let told = state::edited(&edited, self.revisions);
                if self.settings.strict
                    && !told.is_empty()
                    && !matches!(self.request, Request::Stamp { .. } | Request::Empty)
                {
                    return Err(told.into());
                }
                for warning in told {
                    self.warn(warning);
                }
                if matches!(self.request, Request::Downgrade(_)) {
                    let undone = plan.steps.first().map(|step| &step.revision);
                    if let Some(warning) = undone.and_then(|id| found.log.left_nothing(id)) {
                        self.warn(warning);
                    }
                }
                if is_alone {
                    self.check_journal(found, &plan)?;
                }
                Ok(Planned::Steps(plan))
            }
        }
    }

    /// Whether a revision that was left half done stands in the way.
    pub(super) fn check_journal(&self, found: &State, plan: &Plan) -> Result<(), Diagnostic> {
        let passes = matches!(self.request, Request::Stamp { .. } | Request::Empty);
        let Some(journal) = found.log.journal.as_ref().filter(|_| !passes) else {
            return Ok(());
        };
        let first = plan.steps.first();
        let first = first.map(|step| (&step.revision, step.direction));
        resume::check(journal, self.resume, first, self.revisions)
    }
}
