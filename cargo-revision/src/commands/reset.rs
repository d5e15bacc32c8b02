//! `reset`: undoes every revision, or empties the database, and applies all of them again.

use revision_core::runner::present::carry::Ask;

use crate::ask::Answers;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::run::{self, About, Options};

/// How the database is made to hold nothing.
#[derive(Clone, Copy)]
pub(crate) enum How {
    /// Every revision is undone.
    Undo,
    /// All that it holds is dropped, whoever made it.
    Drop,
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    how: How,
    options: Options,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "reset")?;
    database.protect(report, answers, "reset")?;
    let (why, doing, first) = match how {
        How::Undo => (
            format!("`reset` loses what the tables of {database} hold"),
            "undo every revision and apply all again",
            Ask::Downgrade("base".to_owned()),
        ),
        How::Drop => (
            format!("`reset --drop` drops all that {database} holds"),
            "drop everything and apply all revisions again",
            Ask::Empty,
        ),
    };
    answers.agree(report, &why, doing)?;
    let about = About {
        report,
        project,
        database: &database,
        verb: "Resetting",
    };
    run::carry_out(
        about,
        options,
        &[first, Ask::Upgrade(vec!["heads".to_owned()])],
    )
}
