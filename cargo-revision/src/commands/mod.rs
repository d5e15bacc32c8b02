//! The commands, one a file. Each is given values, never arguments, and answers through the report.

mod branches;
mod edit;
mod fmt;
mod heads;
mod history;
mod init;
mod merge;
mod new;
mod rebase;
mod show;

use std::path::PathBuf;

use revision_core::{Code, Diagnostic};

use crate::arguments::{Arguments, Command, NewFile};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::location::Location;
use crate::project::Project;
use crate::report::Report;
use crate::writing::{self, How};

pub(crate) fn run(arguments: Arguments, report: &Report) -> Result<Exit, Failure> {
    let location = arguments.location();
    let database = arguments.database();
    match arguments.command {
        Command::Init(init) => {
            let want = init::Want {
                core: init.core.as_deref(),
                runner: init.runner,
            };
            init::run(&location, report, &database, want)
        }
        Command::History(history) => {
            let show = history::Show {
                range: history.range.as_deref(),
                indicate_current: history.indicate_current,
                verbose: history.verbose,
            };
            history::run(load(&location)?, report, &database, &show)
        }
        Command::Heads(heads) => {
            let which = if heads.resolve_dependencies {
                heads::Which::Real
            } else {
                heads::Which::All
            };
            heads::run(&load(&location)?, report, which, heads.verbose)
        }
        Command::Branches(branches) => branches::run(&load(&location)?, report, branches.verbose),
        Command::Show(show) => show::run(load(&location)?, report, &database, &show.targets),
        Command::New(new) => {
            let message = writing::message(new.message())?;
            let how = how(new.file, new.folder, new.dry_run);
            let place = new::Place {
                heads: new.head,
                splice: new.splice,
                depends_on: new.depends_on,
            };
            new::run(&load(&location)?, report, message, &place, how)
        }
        Command::Merge(merge) => {
            let message = merge.message.as_deref().map(writing::message).transpose()?;
            let how = how(merge.file, None, false);
            merge::run(&load(&location)?, report, &merge.revisions, message, how)
        }
        Command::Rebase(rebase) => rebase::run(
            location.config()?,
            report,
            &database,
            rebase.revision.as_deref(),
            rebase.onto.as_deref(),
        ),
        Command::Edit(edit) => edit::run(location.config()?, report, &database, &edit.target),
        Command::Fmt(fmt) => {
            let purpose = if fmt.check {
                fmt::Purpose::Check
            } else {
                fmt::Purpose::Write
            };
            fmt::run(&location, report, purpose)
        }
    }
}

fn how(file: NewFile, folder: Option<PathBuf>, dry_run: bool) -> How {
    How {
        id: file.rev_id,
        branch_labels: file.branch_label,
        format: file.format,
        folder,
        dry_run,
    }
}

/// The project at this place, its revisions read and found in order.
fn load(location: &Location) -> Result<Project, Failure> {
    Project::load(location.config()?)
}
