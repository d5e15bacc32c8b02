//! `downgrade`: undoes revisions.

use revision_core::runner::present::carry::Ask;
use revision_core::runner::present::undoing;

use crate::ask::Answers;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::run::{self, About, Options};

pub(crate) use undoing::LAST;

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    target: &str,
    options: Options,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "downgrade")?;
    if !options.dry_run {
        database.protect(report, answers, "downgrade")?;
        if target == LAST {
            undoing::ask(project.view(), report, &database.named, answers)?;
        }
    }
    let about = About {
        report,
        project,
        database: &database,
        verb: "Downgrading",
    };
    run::carry_out(about, options, &[Ask::Downgrade(target.to_owned())])
}
