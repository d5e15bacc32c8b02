//! `new`: a revision on top of what there is.

use revision_core::source::{Body, Message};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::writing::{self, How};

/// Where it goes, as targets; on the only head when none is named.
pub(crate) struct Place {
    pub(crate) heads: Vec<String>,
    pub(crate) splice: bool,
    pub(crate) depends_on: Vec<String>,
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    message: Message,
    place: &Place,
    how: How,
) -> Result<Exit, Failure> {
    let mut heads: Vec<&str> = place.heads.iter().map(String::as_str).collect();
    if heads.is_empty() {
        heads.push("head");
    }
    let depends_on: Vec<&str> = place.depends_on.iter().map(String::as_str).collect();
    let placement = project.chain().place(&heads, place.splice, &depends_on)?;
    writing::write(project, report, placement, message, Body::Empty, how)
}
