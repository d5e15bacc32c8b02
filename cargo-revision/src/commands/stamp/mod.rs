//! `stamp`: says where the database stands, and runs nothing.

mod differs;

use revision_core::runner::present::carry::Ask;

use crate::ask::Answers;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::run::{self, About, Options};

/// What is said of the database.
pub(crate) struct Stamp<'a> {
    pub(crate) targets: &'a [String],
    /// Whether what it said of itself until now is forgotten, known or not.
    pub(crate) purge: bool,
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    stamp: &Stamp<'_>,
    options: Options,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "stamp")?;
    differs::warn(project, report, &database, stamp, options.verbose);
    if !options.dry_run {
        database.protect(report, answers, "stamp")?;
    }
    let about = About {
        report,
        project,
        database: &database,
        verb: "Stamping",
    };
    let ask = Ask::Stamp {
        targets: stamp.targets.to_vec(),
        purge: stamp.purge,
    };
    run::carry_out(about, options, &[ask])
}
