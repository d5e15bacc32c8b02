//! Carrying a run out: what happens is told while it happens, signals are heeded, and the end is an exit code.

mod end;
mod signals;
mod tell;

use std::time::Duration;

use revision_core::runtime::{Outcome, Resume, Running, Runtime};

use tokio::time::timeout;

use crate::database::Database;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::wait;

use end::End;
use signals::Signals;
use tell::Teller;

/// How the program calls itself in the log.
pub(crate) const TOOL: &str = concat!("cargo-revision ", env!("CARGO_PKG_VERSION"));

/// How long nothing is said where there may be nothing to say; a server that does not answer is not left unnamed.
const SILENCE: Duration = Duration::from_secs(1);

/// What a run is told beside its targets.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    /// How long to wait for another runner, instead of what the configuration says.
    pub(crate) wait: Option<Duration>,
    pub(crate) dry_run: bool,
    pub(crate) resume: Option<Resume>,
    /// Whether each statement is told.
    pub(crate) verbose: bool,
}

/// What a run is about.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) report: &'a Report,
    pub(crate) project: &'a Project,
    pub(crate) database: &'a Database,
    /// What is being done, as the first line says it.
    pub(crate) verb: &'static str,
}

/// A run that is asked of the runtime.
type Ask<'a> = &'a dyn Fn(&Runtime<'a>, revision_core::Database<'a>) -> Running<'a>;

/// Carries runs out, one after the other as long as none fails, and tells of them as of one.
pub(crate) fn carry_out<'a>(
    about: About<'a>,
    options: Options,
    runs: &[Ask<'a>],
) -> Result<Exit, Failure> {
    let waiting = wait::runtime()?;
    let signals = Signals::heed(&waiting);
    let teller = Teller::new(about, options);
    let mut done = Outcome::default();
    let mut faults = Vec::new();
    for ask in runs {
        let database = about.database.open(&about.project.config);
        let mut running = ask(&about.project.runtime(), database)
            .tool(TOOL)
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
        let ended = waiting.block_on(async {
            let mut running = running;
            match timeout(SILENCE, &mut running).await {
                Ok(ended) => ended,
                Err(_) => {
                    teller.announce();
                    running.await
                }
            }
        });
        let outcome = match ended {
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
    teller.warn_of(&done.warnings);
    let end = End {
        about,
        done,
        faults,
        signal: signals.caught(),
    };
    Ok(end.tell(&teller))
}
