//! `upgrade`: applies revisions.

use revision_core::runner::present::carry::Ask;

use crate::ask::Answers;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::run::{self, About, Options};

/// What is done where there is no database of the name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    Refuse,
    Make,
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    missing: Missing,
    targets: &[String],
    options: Options,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "upgrade")?;
    project.say_if_empty(report);
    if missing == Missing::Make && database.named.create()? {
        report.say("Created", &database);
    }
    if database.is_protected() && !options.dry_run {
        let named = &database.named;
        let losing = named.losing(project.view(), targets)?;
        if let Some(losing) = losing {
            database.protect(report, answers, &losing)?;
        }
    }
    let about = About {
        report,
        project,
        database: &database,
        verb: "Upgrading",
    };
    run::carry_out(about, options, &[Ask::Upgrade(targets.to_vec())])
}
