//! `current`: where the database stands.

use revision_core::chain::Id;
use revision_core::{Code, Diagnostic};

use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Stands;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

/// What is shown, and what must hold.
#[derive(Clone, Copy)]
pub(crate) struct Show {
    /// All that is known of each.
    pub(crate) verbose: bool,
    /// Whether it is an error if a head is not applied.
    pub(crate) check_heads: bool,
}

pub(crate) fn run(
    mut project: Project,
    report: &Report,
    chosen: &Chosen,
    show: Show,
) -> Result<Exit, Failure> {
    project.ask(chosen, report, "current")?;
    let project = &project;
    let Some(standing) = &project.standing else {
        return Ok(Exit::Refused);
    };
    let mut faults = Vec::new();
    let is_strict = project.config.settings.strict;
    for warning in &standing.told.warnings {
        if is_strict && warning.code == Code::EditedAfterApplied {
            faults.push(warning.clone());
        } else {
            report.warn(warning);
        }
    }
    if show.check_heads {
        faults.extend(behind(project, &standing.told.pending));
    }
    let heads = project.newest_first(&standing.told.heads)?;
    let ids = || heads.iter().copied();
    let text = || {
        let unknown = &standing.told.unknown;
        if show.verbose {
            rows::entries(project, ids()) + &rows::current(project, [], unknown)
        } else {
            rows::current(project, ids(), unknown)
        }
    };
    if standing.told.rows.is_empty() {
        report.say("At", "base: nothing is applied");
    }
    if faults.is_empty() {
        report.answer(|| Stands::new(project, ids()), text);
        return Ok(Exit::Done);
    }
    report.text(text);
    Ok(report.failure_beside(Stands::new(project, ids()), &faults.into()))
}

/// The error of a database that does not have all of the chain.
fn behind(project: &Project, pending: &[Id]) -> Option<Diagnostic> {
    let heads = project.chain().heads().count();
    let (first, rest) = pending.split_first()?;
    let message = match rest.len() {
        0 => format!("the database is not at the head: `{first}` is pending"),
        more => format!(
            "the database is not at the head{}: `{first}` and {more} more are pending",
            if heads == 1 { "" } else { "s" }
        ),
    };
    Some(Diagnostic::new(Code::OutOfSync, message).help(format!(
        "to apply what is pending: `cargo revision upgrade{}`",
        if heads == 1 { "" } else { " heads" }
    )))
}
