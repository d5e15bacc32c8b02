//! Carrying runs out: what happens is told while it happens, signals are heeded, and the end is an exit code.

mod end;
mod signals;
mod tell;

use std::time::Duration;

use tokio::time::timeout;

use crate::chain::Direction;
use crate::dialect::Database;
use crate::runtime::{Outcome, Resume, Running, Runtime};
use crate::script::{Asked, Piece};
use crate::{Backend, Code, Diagnostic, Server};

use super::exit::Exit;
use super::failure::Failure;
use super::named::Named;
use super::report::Report;
use super::view::View;
use super::wait;

use end::End;
use signals::Signals;
use tell::Teller;

/// How long nothing is said where there may be nothing to say; a server that does not answer is not left unnamed.
const SILENCE: Duration = Duration::from_secs(1);

/// What a run is told beside its targets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How long to wait for another runner, instead of what the configuration says.
    pub wait: Option<Duration>,
    /// Whether nothing is to be touched.
    pub dry_run: bool,
    /// How to go on with a revision left half done.
    pub resume: Option<Resume>,
    /// Whether each statement is told.
    pub verbose: bool,
}

/// What a run is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Whom to tell.
    pub report: &'a Report,
    /// The revisions.
    pub view: View<'a>,
    /// The database.
    pub database: &'a Named,
    /// What is being done, as the first line says it.
    pub verb: &'a str,
    /// How the program calls itself in the log.
    pub tool: &'a str,
}

/// A run that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Up to targets.
    Upgrade(Vec<String>),
    /// Down to a target.
    Downgrade(String),
    /// The rows set to targets, nothing run.
    Stamp {
        /// The targets.
        targets: Vec<String>,
        /// Whatever the rows were.
        purge: bool,
    },
    /// Nothing left of all that the database holds.
    Empty,
}

/// What became of runs that were asked for.
#[derive(Debug)]
pub enum Carried {
    /// They are over, and that was told.
    Over(Exit),
    /// Nothing was done or told, since a program that has the revisions compiled must do it. The faults say where.
    NeedsCompiling(Vec<Diagnostic>),
}

/// Carries runs out, one after the other as long as none fails, and tells of them as of one.
pub fn carry_out(about: About<'_>, options: Options, asks: &[Ask]) -> Result<Carried, Failure> {
    let waiting = wait::runtime()?;
    let signals = Signals::heed(&waiting);
    let teller = Teller::new(about, options);
    let run = |ask: &Ask, dry_run: bool| {
        let mut running = ask
            .of(&about.view.runtime, about.database.open())
            .tool(about.tool)
            .stop(signals.stop())
            .observer(teller.clone());
        if let Some(wait) = options.wait {
            running = running.lock_wait(wait);
        }
        if let Some(resume) = options.resume {
            running = running.resume(resume);
        }
        if dry_run {
            running = running.dry_run();
        }
        waiting.block_on(async {
            let mut running = running;
            match timeout(SILENCE, &mut running).await {
                Ok(ended) => ended,
                Err(_) => {
                    teller.announce();
                    running.await
                }
            }
        })
    };
    // What is undone by the first is done again by the next, which must not find out then that it cannot.
    if let [first, _, ..] = asks
        && let Ok(outcome) = run(first, true)
    {
        let faults = only_compiled(about, &outcome);
        if !faults.is_empty() {
            return Ok(Carried::NeedsCompiling(faults));
        }
    }
    if let [first, _, ..] = asks
        && first.leaves_nothing()
        && let Some(backend) = about.database.backend()
        && let Err(error) = about.view.runtime.check_from_nothing(backend)
    {
        return if error.faults.iter().all(needs_a_compiler) {
            Ok(Carried::NeedsCompiling(error.faults))
        } else {
            Err(error.faults.into())
        };
    }
    let mut done = Outcome::default();
    let mut faults = Vec::new();
    for ask in asks {
        let outcome = match run(ask, options.dry_run) {
            Ok(outcome) => outcome,
            Err(error) => {
                faults = about.database.discreet(error.faults);
                error.done
            }
        };
        let before = std::mem::take(&mut done.steps);
        done = outcome;
        done.steps.splice(0..0, before);
        if !faults.is_empty() || signals.caught().is_some() {
            break;
        }
    }
    if done.steps.is_empty() && !faults.is_empty() && faults.iter().all(needs_a_compiler) {
        return Ok(Carried::NeedsCompiling(faults));
    }
    // Compiling does not help as long as something else is wrong.
    if !faults.iter().all(needs_a_compiler) {
        faults.retain(|fault| !needs_a_compiler(fault));
    }
    teller.let_go();
    teller.warn_of(&done.warnings);
    let end = End {
        about,
        done,
        faults,
        signal: signals.caught(),
    };
    Ok(Carried::Over(end.tell(&teller)))
}

fn needs_a_compiler(fault: &Diagnostic) -> bool {
    fault.code == Code::NeedsCompiling
}

/// What of these steps, there and back, only a program can run that has the revisions compiled.
fn only_compiled(about: About<'_>, outcome: &Outcome) -> Vec<Diagnostic> {
    let Some(backend) = about.database.backend() else {
        return Vec::new();
    };
    let both = [Direction::Downgrade, Direction::Upgrade];
    let steps = outcome.steps.iter();
    let ways = steps.flat_map(|step| both.map(|direction| (&step.revision, direction)));
    ways.filter_map(|(id, direction)| needs_compiling(&about.view.runtime, id, direction, backend))
        .collect()
}

fn needs_compiling(
    runtime: &Runtime<'_>,
    id: &crate::chain::Id,
    direction: Direction,
    backend: Backend,
) -> Option<Diagnostic> {
    let asked = Asked::new(id, direction, Server::assumed(backend));
    let script = match runtime.revisions().script(asked) {
        Ok(script) => script,
        Err(fault) => return Some(fault).filter(needs_a_compiler),
    };
    script.pieces.iter().find_map(|piece| match piece {
        Piece::Run(work) => work.function().err(),
        Piece::Statement(_) | Piece::Late(_) => None,
    })
}

impl Ask {
    /// Whether no revision is applied afterwards.
    fn leaves_nothing(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Downgrade(target) => target == "base",
            Self::Upgrade(_) | Self::Stamp { .. } => false,
        }
    }

    fn of<'a>(&self, runtime: &Runtime<'a>, database: Database<'a>) -> Running<'a> {
        match self {
            Self::Upgrade(targets) => runtime.upgrade(database, targets.as_slice()),
            Self::Downgrade(target) => runtime.downgrade(database, target),
            Self::Stamp {
                targets,
                purge: true,
            } => runtime.stamp_purged(database, targets.as_slice()),
            Self::Stamp { targets, .. } => runtime.stamp(database, targets.as_slice()),
            Self::Empty => runtime.empty(database),
        }
    }
}
