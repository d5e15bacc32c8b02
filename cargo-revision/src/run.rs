//! Runs: carried out here, or by the runner where a revision has to be compiled.

use revision_core::runner::HandOver;
use revision_core::runner::present::carry::{self, Ask, Carried};

use crate::database::Database;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::runner;

pub(crate) use carry::Options;

/// How the program calls itself in the log.
pub(crate) const TOOL: &str = concat!("cargo-revision ", env!("CARGO_PKG_VERSION"));

/// What a run is about.
#[derive(Clone, Copy)]
pub(crate) struct About<'a> {
    pub(crate) report: &'a Report,
    pub(crate) project: &'a Project,
    pub(crate) database: &'a Database,
    /// What is being done, as the first line says it.
    pub(crate) verb: &'static str,
}

/// Carries runs out, one after the other as long as none fails, and tells of them as of one.
pub(crate) fn carry_out(about: About<'_>, options: Options, asks: &[Ask]) -> Result<Exit, Failure> {
    let here = carry::About {
        report: about.report,
        view: about.project.view(),
        database: &about.database.named,
        verb: about.verb,
        tool: TOOL,
    };
    match carry::carry_out(here, options, asks)? {
        Carried::Over(exit) => Ok(exit),
        Carried::NeedsCompiling(faults) => match about.database.backend() {
            Some(backend) => {
                let hand_over = HandOver::of_runs(here, backend, options, asks);
                runner::hand_over(about.project, about.report, &hand_over, faults)
            }
            None => Err(faults.into()),
        },
    }
}
