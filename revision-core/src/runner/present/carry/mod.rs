//! Carrying runs out: what happens is told while it happens, signals are heeded, and the end is an exit code.

mod end;
mod signals;
mod tell;

use std::time::Duration;

use tokio::time::timeout;

use crate::dialect::Database;
use crate::runtime::{Outcome, Resume, Running, Runtime};
use crate::{Code, Diagnostic};

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
    let run = |ask: &Ask, next: Option<&Ask>| {
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
        if options.dry_run {
            running = running.dry_run();
        }
        // What is undone by the first is done again by the next, which must not find out then that it cannot.
        if let Some(Ask::Upgrade(targets)) = next {
            running = running.before(targets.clone());
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
    let mut done = Outcome::default();
    let mut faults = Vec::new();
    for (index, ask) in asks.iter().enumerate() {
        let outcome = match run(ask, asks.get(index + 1)) {
            Ok(outcome) => outcome,
            Err(error) => {
                faults = about.database.discreet(error.faults);
                error.done
            }
        };
        let Outcome { steps, heads, .. } = std::mem::replace(&mut done, outcome);
        // A run that came to nothing may not even have learned where the one before has left the database.
        if !faults.is_empty() && done.steps.is_empty() && done.heads.is_empty() {
            done.heads = heads;
        }
        done.steps.splice(0..0, steps);
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

impl Ask {
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
