//! `branches`: the revisions that several others stand on.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

pub(crate) fn run(project: &Project, report: &Report, verbose: bool) -> Result<Exit, Failure> {
    let points = project.chain().branch_points().map(|point| &point.id);
    let points = project.newest_first(points)?;
    report.answer(
        || Revisions::new(project.view(), points.iter().copied()),
        || {
            if verbose {
                rows::entries(project.view(), points.iter().copied())
            } else {
                rows::branches(project.view(), points.iter().copied())
            }
        },
    );
    Ok(Exit::Done)
}
