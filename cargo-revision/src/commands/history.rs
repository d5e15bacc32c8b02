//! `history`: the revisions in their order, newest first.

use revision_core::chain::mentions_current;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

pub(crate) fn run(
    project: &Project,
    report: &Report,
    range: Option<&str>,
    verbose: bool,
) -> Result<Exit, Failure> {
    if let Some(range) = range.filter(|range| mentions_current(range)) {
        return Err(Failure::needs_database(range));
    }
    let found = project.chain.history(range, None)?;
    let ids = || found.iter().map(|revision| &revision.id);
    project.say_if_empty(report);
    report.answer(
        || Revisions::new(project, ids()),
        || {
            if verbose {
                rows::entries(project, ids())
            } else {
                rows::lines(project, ids())
            }
        },
    );
    Ok(Exit::Done)
}
