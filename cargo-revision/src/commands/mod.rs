//! The commands, one a file. Each is given values, never arguments, and answers through the report.

mod branches;
mod fmt;
mod heads;
mod history;
mod init;
mod show;

use revision_core::{Code, Diagnostic};

use crate::arguments::{Arguments, Command};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::location::Location;
use crate::project::Project;
use crate::report::Report;

pub(crate) fn run(arguments: Arguments, report: &Report) -> Result<Exit, Failure> {
    let location = arguments.location();
    match arguments.command {
        // Written now, it would not compile: the library has no runner to call yet.
        Command::Init(init) if init.runner => Err(Diagnostic::new(
            Code::Unsupported,
            "this version has no runner yet, so `init --runner` has nothing to add",
        )
        .help("without `--runner`, `cargo revision init` prepares everything else")
        .into()),
        Command::Init(init) => init::run(&location, report, init.core.as_deref()),
        Command::History(history) => {
            let project = load(&location)?;
            history::run(&project, report, history.range.as_deref(), history.verbose)
        }
        Command::Heads(heads) => {
            let which = match heads.resolve_dependencies {
                true => heads::Which::Real,
                false => heads::Which::All,
            };
            heads::run(&load(&location)?, report, which, heads.verbose)
        }
        Command::Branches(branches) => branches::run(&load(&location)?, report, branches.verbose),
        Command::Show(show) => show::run(&load(&location)?, report, &show.targets),
        Command::Fmt(fmt) => {
            let purpose = match fmt.check {
                true => fmt::Purpose::Check,
                false => fmt::Purpose::Write,
            };
            fmt::run(&location, report, purpose)
        }
    }
}

/// The project at this place, its revisions read and found in order.
fn load(location: &Location) -> Result<Project, Failure> {
    Project::load(location.config()?)
}
