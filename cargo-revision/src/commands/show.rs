//! `show`: all that is known of a revision.

use revision_core::Code;
use revision_core::chain::{Chain, Error, Revision};

use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

pub(crate) fn run(
    mut project: Project,
    report: &Report,
    chosen: &Chosen,
    targets: &[String],
) -> Result<Exit, Failure> {
    if targets.iter().any(|target| target == "current") {
        let standing = project.ask(chosen, report, "current")?;
        if let Some(unknown) = standing.unknown() {
            return Err(unknown.into());
        }
    }
    let project = &project;
    let mut faults = Vec::new();
    let mut ids = Vec::new();
    for target in targets {
        if target == "current" {
            let standing = project.standing.iter();
            ids.extend(standing.flat_map(|standing| &standing.heads));
            continue;
        }
        match resolve(project.chain(), target) {
            Ok(found) => ids.extend(found.into_iter().map(|revision| &revision.id)),
            Err(error) => faults.extend(Failure::from(error).0),
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let ids = project.newest_first(ids)?;
    report.answer(
        || Revisions::new(project.view(), ids.iter().copied()),
        || rows::entries(project.view(), ids.iter().copied()),
    );
    Ok(Exit::Done)
}

/// What a target names. A relative one names what an upgrade of an empty database to it would leave.
fn resolve<'a>(chain: &'a Chain, target: &str) -> Result<Vec<&'a Revision>, Error> {
    match chain.resolve(target) {
        Err(error) if error.code() == Code::CantLocate && target.contains(['+', '-']) => {
            // Where it does not end in a number it is no relative target, only a name that is not there.
            if !target.ends_with(|last: char| last.is_ascii_digit()) {
                return Err(error);
            }
            let heads = chain.upgrade(&[], &[target])?.heads();
            Ok(heads.iter().filter_map(|id| chain.get(id)).collect())
        }
        resolved => resolved,
    }
}
