//! `history`: the revisions in their order, newest first.

use revision_core::chain::mentions_current;

use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

/// What is shown, and how much of it.
pub(crate) struct Show<'a> {
    /// Only these: `a:b`, `a:` or `:b`.
    pub(crate) range: Option<&'a str>,
    /// Whether it is marked what the database has.
    pub(crate) indicate_current: bool,
    /// All that is known of each.
    pub(crate) verbose: bool,
}

pub(crate) fn run(
    mut project: Project,
    report: &Report,
    chosen: &Chosen,
    show: &Show<'_>,
) -> Result<Exit, Failure> {
    let from_current = show.range.is_some_and(mentions_current);
    if show.indicate_current || from_current {
        let standing = project.ask(chosen, report, "current")?;
        // Where a range asks for it, it is an error; among the marks it is only missing.
        if let Some(unknown) = standing.unknown().filter(|_| !from_current) {
            report.warn(&unknown);
        }
    }
    let project = &project;
    let standing = project.standing.as_ref();
    let rows = standing.map(|standing| &*standing.told.rows);
    let found = project.chain().history(show.range, rows)?;
    let ids = || found.iter().map(|revision| &revision.id);
    project.say_if_empty(report);
    report.answer(
        || Revisions::new(project.view(), ids()),
        || {
            if show.verbose {
                rows::entries(project.view(), ids())
            } else {
                rows::lines(project.view(), ids())
            }
        },
    );
    Ok(Exit::Done)
}
