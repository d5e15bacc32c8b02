//! `current`: where the database stands.

use revision_core::runner::present::current;

use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;

pub(crate) use current::Show;

pub(crate) fn run(
    mut project: Project,
    report: &Report,
    chosen: &Chosen,
    show: Show,
) -> Result<Exit, Failure> {
    project.ask(chosen, report, "current")?;
    current::tell(project.view(), report, show)
}
