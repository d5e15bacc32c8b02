//! `reset`: undoes every revision, and applies all of them again.

use revision_core::runner::present::carry::Ask;

use crate::ask::Answers;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::run::{self, About, Options};

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    options: Options,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "reset")?;
    database.protect(report, answers, "reset")?;
    answers.agree(
        report,
        &format!("`reset` loses what the tables of {database} hold"),
        "undo every revision and apply all again",
    )?;
    let about = About {
        report,
        project,
        database: &database,
        verb: "Resetting",
    };
    run::carry_out(
        about,
        options,
        &[
            Ask::Downgrade("base".to_owned()),
            Ask::Upgrade(vec!["heads".to_owned()]),
        ],
    )
}
