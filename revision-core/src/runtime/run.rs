//! A run from its beginning to its end: look, plan, refuse, lock, look again, and carry out.

use std::collections::VecDeque;

use tracing::Instrument as _;

use super::event::{Event, Observer};
use super::ledger;
use super::lock::{self, Patience};
use super::log::Journal;
use super::look::Ready;
use super::outcome::{Done, Error, Outcome};
use super::planning::{self, Planned};
use super::prepare::{self, For, Prepared};
use super::running::{Request, Resume, Run, Sending, Stop};
use super::session::{Session, purpose};
use super::state::{self, State};
use super::told;
use crate::chain::{Id, Plan};
use crate::config::{Settings, Transaction};
use crate::dialect::{Database, Part, Unanswered, dialect};
use crate::script::Revisions;
use crate::{Code, Diagnostic};

/// How often a plan is made anew because others moved the rows meanwhile.
const MOST_PLANS: usize = 1_000;

pub(super) async fn run(run: Run<'_>) -> Result<Outcome, Error> {
    let Run {
        database,
        revisions,
        settings,
        request,
        next,
        sending,
        resume,
        is_dry,
        stop,
        tool,
        observer,
    } = run;
    let mut runner = Runner {
        revisions,
        settings: &settings,
        request,
        next,
        sending,
        resume,
        stop,
        tool,
        observer,
        outcome: Outcome {
            dry_run: is_dry,
            ..Outcome::default()
        },
    };
    match runner.run(database).await {
        Ok(()) => Ok(runner.outcome),
        Err(mut error) => {
            error.done = runner.outcome;
            Err(error)
        }
    }
}

/// What was found before the lock was ours.
#[derive(Default)]
struct First {
    rows: Vec<Id>,
    plan: Option<Plan>,
    prepared: Option<Ready>,
}

/// What one run is about.
pub(super) struct Runner<'a> {
    pub(super) revisions: &'a dyn Revisions,
    pub(super) settings: &'a Settings,
    pub(super) request: Request,
    /// What another run is to apply once this one is over; what keeps it from that keeps this one from beginning.
    pub(super) next: Option<Vec<String>>,
    pub(super) sending: Sending,
    pub(super) resume: Option<Resume>,
    pub(super) stop: Stop,
    pub(super) tool: String,
    pub(super) observer: Box<dyn Observer + 'a>,
    pub(super) outcome: Outcome,
}

/// How a revision ended that did not fail.
pub(super) enum Ran {
    /// It is done.
    Done,
    /// Somebody else moved the version rows; nothing was done.
    Moved,
}

impl Runner<'_> {
    async fn run(&mut self, database: Database<'_>) -> Result<(), Error> {
        let is_dry = self.outcome.dry_run;
        let backend = database.backend();
        let mut driver = match database.open(purpose(is_dry)).await {
            Ok(driver) => driver,
            // A file that is not there has nothing applied.
            Err(Unanswered::NoFile(_)) if is_dry => {
                let backend = backend.unwrap_or(crate::Backend::ALL[0]);
                if let Planned::Steps(plan) = self.look(&State::default(), backend, false)? {
                    let about = For {
                        server: state::of_no_file(backend, self.settings).await,
                        settings: self.settings,
                        facts: None,
                        runs_rust: true,
                        only_transactions: false,
                        is_offline: false,
                    };
                    self.ready(&plan, &about)?;
                    self.imagine(&plan);
                }
                return Ok(());
            }
            Err(error) => return Err(told::unanswered(&error).into()),
        };
        let dialect = dialect(driver.backend());
        let (facts, found) = self.first_look(&mut *driver, dialect).await?;
        let mut first = First {
            rows: found.rows.clone(),
            ..First::default()
        };
        let Planned::Steps(plan) = self.look(&found, dialect.backend(), is_dry)? else {
            driver.close().await;
            return Ok(());
        };
        let makes_tables =
            matches!(self.request, Request::Tables) && !ledger::create(dialect, &facts).is_empty();
        // What was left half done is judged once nobody else is at work, also where nothing is pending.
        let is_quiet = plan.is_empty()
            && !makes_tables
            && !matches!(self.request, Request::Empty)
            && !self.closes_journal(&found)
            && self.check_journal(&found, &plan).is_ok();
        if !is_quiet {
            if !is_dry && driver.is_lent() && (driver.is_inside() || facts.is_inside) {
                return Err(inside().into());
            }
            let about = For {
                server: facts.server,
                settings: self.settings,
                facts: Some(&facts),
                runs_rust: !driver.is_lent(),
                only_transactions: driver.is_lent(),
                is_offline: false,
            };
            let ready = self.ready(&plan, &about)?;
            if let Some(warning) = prepare::one_way(&ready.now, self.revisions, facts.server) {
                self.warn(warning);
            }
            first.prepared = Some(ready);
        }
        if is_dry {
            self.imagine(&plan);
        }
        if is_quiet || is_dry {
            driver.close().await;
            return Ok(());
        }
        first.plan = Some(plan);
        let mut session = Session::new(driver, dialect, facts);
        let ended = self.go(&mut session, first).await;
        session.end().await;
        ended
    }

    /// Says what would be done.
    fn imagine(&mut self, plan: &Plan) {
        let steps = plan.with_heads().map(|(step, heads_after)| Done {
            revision: step.revision.clone(),
            direction: step.direction,
            heads_after,
        });
        self.outcome.steps = steps.collect();
        self.outcome.heads = plan.heads();
    }

    /// Whether a stamp has to be written down though no row moves: it ends what was left half done.
    fn closes_journal(&self, found: &State) -> bool {
        matches!(self.request, Request::Stamp { .. }) && found.log.journal.is_some()
    }

    pub(super) fn patience(&mut self) -> Patience<'_> {
        Patience {
            wait: self.settings.lock_wait,
            stop: &self.stop,
            observer: &mut *self.observer,
        }
    }

    pub(super) fn chain_name(&self) -> String {
        self.settings.version_table.to_string()
    }

    /// Carries the request out on a connection that nothing was changed on so far.
    async fn go(&mut self, session: &mut Session<'_>, mut first: First) -> Result<(), Error> {
        if matches!(self.request, Request::Empty) {
            let ready = first.prepared.take().unwrap_or_default();
            return self.empty(session, &ready.open(None)).await;
        }
        let mut found = Some(self.enter(session).await?);
        for _ in 0..MOST_PLANS {
            let now = match found.take() {
                Some(found) => found,
                None => self.state(session).await?,
            };
            let now = self.settled(session, now).await?;
            if self.request.is_relative() && now.rows != first.rows {
                return Err(moved(&first.rows, &now.rows));
            }
            let steps = match self.replan(&now, session)? {
                Planned::Ahead => return Ok(()),
                Planned::Steps(plan) => plan,
            };
            if steps.is_empty() {
                if self.closes_journal(&now) {
                    self.close_journal(session, &now).await?;
                }
                return Ok(());
            }
            let about = For {
                server: session.facts.server,
                settings: self.settings,
                facts: Some(&session.facts),
                runs_rust: !session.link.driver().is_lent(),
                only_transactions: session.locks_transactions(),
                is_offline: false,
            };
            // Nearly always nothing has moved while the lock was taken.
            let ready = match first.prepared.take() {
                Some(ready) if first.plan.as_ref() == Some(&steps) => ready,
                _ => self.ready(&steps, &about)?,
            };
            self.refuse_proxy(session, &ready.open(Some(&now))).await?;
            match self.carry_out(session, ready.now, &now).await? {
                Ran::Done => return Ok(()),
                Ran::Moved => {}
            }
        }
        let message = "the version rows keep moving under this run";
        Err(Diagnostic::new(Code::Locked, message).into())
    }

    /// What is to be done now that nobody else moves; what was done already stays done.
    fn replan(&mut self, found: &State, session: &Session<'_>) -> Result<Planned, Error> {
        let done = std::mem::take(&mut self.outcome.steps);
        let planned = self.look(found, session.dialect.backend(), true);
        self.outcome.steps = done;
        planned
    }

    /// Becomes the only runner, makes the tables that are missing, and reads where the database stands now.
    async fn enter(&mut self, session: &mut Session<'_>) -> Result<State, Error> {
        let dialect = session.dialect;
        let chain = self.chain_name();
        let create = ledger::create(dialect, &session.facts);
        let questions = if create.is_empty() {
            state::questions(dialect, &session.facts, &chain)
        } else {
            Vec::new()
        };
        if let Some(answers) = lock::acquire(session, self.patience(), &questions).await?
            && create.is_empty()
        {
            self.limit(session).await?;
            return Ok(state::read(&session.facts, answers));
        }
        if !create.is_empty() {
            if !session.is_open {
                lock::begin(session, self.patience()).await?;
            }
            let mut parts = create;
            parts.extend(session.commit());
            session.facts.has_version = true;
            session.facts.has_log = session.facts.tables.log.is_some();
            parts.extend(state::questions(dialect, &session.facts, &chain));
            let sent = session.link.driver().send(&parts, true).await;
            session.is_open = session.is_pinned();
            let answers = sent.map_err(|stopped| {
                let table = &session.facts.tables.version;
                told::ours(&stopped.error, &format!("make `{table}`"))
            })?;
            self.observer.event(&Event::TablesMade);
            self.limit(session).await?;
            return Ok(state::read(&session.facts, answers));
        }
        self.limit(session).await?;
        self.state(session).await
    }

    /// Limits that hold for the whole session, on a database that has no others.
    async fn limit(&mut self, session: &mut Session<'_>) -> Result<(), Error> {
        if session.dialect.has_local_limits() {
            return Ok(());
        }
        let limits = session.dialect.limits(
            &session.facts,
            self.settings.lock_timeout,
            self.settings.statement_timeout,
            false,
        );
        let mut parts: Vec<_> = limits.into_iter().map(Part::execute).collect();
        parts.extend(session.restore(false));
        if parts.is_empty() {
            return Ok(());
        }
        let sent = session.link.driver().send(&parts, true).await;
        sent.map(drop)
            .map_err(|stopped| told::ours(&stopped.error, "prepare the session").into())
    }

    pub(super) async fn state(&mut self, session: &mut Session<'_>) -> Result<State, Error> {
        let chain = self.chain_name();
        let Session {
            link,
            dialect,
            facts,
            ..
        } = session;
        state::state(link.driver(), *dialect, facts, &chain).await
    }

    async fn carry_out(
        &mut self,
        session: &mut Session<'_>,
        prepared: Vec<Prepared>,
        found: &State,
    ) -> Result<Ran, Error> {
        let is_half_done =
            |one: &Prepared| found.journal_of(one).is_some_and(Journal::is_half_done);
        let mut rows = found.rows.clone();
        let mut rest = VecDeque::from(prepared);
        if self.settings.transaction == Transaction::All
            && rest.len() > 1
            && !rest.front().is_some_and(is_half_done)
        {
            return self
                .all_in_one(session, rest.make_contiguous(), &rows)
                .await;
        }
        while let Some(one) = rest.pop_front() {
            if self.stop.is_asked() {
                return Err(interrupted());
            }
            let is_last = rest.is_empty();
            let span = tracing::info_span!(
                "revision",
                id = %one.step.revision,
                direction = one.step.direction.as_str()
            );
            // What was left half done goes on where it stopped.
            let ran = if one.in_transaction && !is_half_done(&one) {
                let ran = self.in_transaction(session, &one, &rows, is_last);
                ran.instrument(span).await?
            } else {
                self.journaled(session, &one, &rows, found)
                    .instrument(span)
                    .await?
            };
            if matches!(ran, Ran::Moved) {
                return Ok(Ran::Moved);
            }
            rows = after(&rows, &one);
        }
        Ok(Ran::Done)
    }
}

/// What is said of a connection that was lent in the midst of its owner's work: a commit of ours would end that.
fn inside() -> Diagnostic {
    let message = "the connection that was lent has a transaction open, which a run would end";
    Diagnostic::new(Code::Unsupported, message).help(
        "commit or roll it back first, or give the run a pool, a connection of its own, or a URL",
    )
}

/// The version rows after a step, in alphabetical order.
pub(super) fn after(rows: &[Id], one: &Prepared) -> Vec<Id> {
    let kept = rows.iter().filter(|row| !one.step.removed.contains(row));
    let mut rows: Vec<Id> = kept.chain(&one.step.added).cloned().collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}

pub(super) fn interrupted() -> Error {
    Diagnostic::new(
        Code::Interrupted,
        "interrupted: what is done is kept, and nothing is left half done",
    )
    .into()
}

/// What a relative target means has changed since it was asked for.
fn moved(from: &[Id], to: &[Id]) -> Error {
    let message = format!(
        "another runner moved the database from {} to {} meanwhile, where the target would mean something else",
        planning::named(from),
        planning::named(to)
    );
    Diagnostic::new(Code::Locked, message)
        .help("look where it stands now: `cargo revision current`")
        .into()
}
