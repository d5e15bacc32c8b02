//! `heads`: the revisions that no other stands on.

use revision_core::chain::Id;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

/// Which of them.
#[derive(Clone, Copy)]
pub(crate) enum Which {
    /// Those that no other names as its `down_revision`.
    All,
    /// Of those, the ones that no other depends on.
    Real,
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    which: Which,
    verbose: bool,
) -> Result<Exit, Failure> {
    let heads: Vec<&Id> = match which {
        Which::All => project.chain().heads().map(|head| &head.id).collect(),
        Which::Real => project.chain().real_heads().map(|head| &head.id).collect(),
    };
    let heads = project.newest_first(heads)?;
    project.say_if_empty(report);
    report.answer(
        || Revisions::new(project.view(), heads.iter().copied()),
        || {
            if verbose {
                rows::entries(project.view(), heads.iter().copied())
            } else {
                rows::lines(project.view(), heads.iter().copied())
            }
        },
    );
    Ok(Exit::Done)
}
