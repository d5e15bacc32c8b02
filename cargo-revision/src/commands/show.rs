//! `show`: all that is known of a revision.

use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

pub(crate) fn run(project: &Project, report: &Report, targets: &[String]) -> Result<Exit, Failure> {
    let mut faults = Vec::new();
    let mut ids = Vec::new();
    for target in targets {
        match project.chain.resolve(target) {
            _ if target == "current" => faults.extend(Failure::needs_database(target).0),
            Ok(found) => ids.extend(found.into_iter().map(|revision| &revision.id)),
            Err(error) => faults.extend(Failure::from(error).0),
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let ids = project.newest_first(ids)?;
    report.answer(
        || Revisions::new(project, ids.iter().copied()),
        || rows::entries(project, ids.iter().copied()),
    );
    Ok(Exit::Done)
}
