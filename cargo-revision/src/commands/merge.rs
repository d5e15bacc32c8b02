//! `merge`: a revision that stands on several heads.

use revision_core::chain::Id;
use revision_core::source::{Body, Message};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::writing::{self, How};

pub(crate) fn run(
    project: &Project,
    report: &Report,
    revisions: &[String],
    message: Option<Message>,
    how: How,
) -> Result<Exit, Failure> {
    let chain = project.chain();
    let heads: Vec<&str> = match revisions {
        [] => chain.heads().map(|head| head.id.as_str()).collect(),
        given => given.iter().map(String::as_str).collect(),
    };
    let placement = chain.place(&heads, false, &[])?;
    let ids: Vec<_> = placement.down_revisions.iter().map(Id::as_str).collect();
    let Some((last, before)) = ids.split_last().filter(|(_, before)| !before.is_empty()) else {
        let fault = match ids.first() {
            Some(only) if revisions.is_empty() => Failure::nothing(format!(
                "there is nothing to merge: `{only}` is the only head"
            )),
            Some(only) => Failure::usage(format!(
                "a merge joins several revisions, and `{only}` is one"
            ))
            .help("without any, `cargo revision merge` joins all heads"),
            None => Failure::nothing("there is nothing to merge: there are no revisions"),
        };
        return Err(fault.into());
    };
    let message = match message {
        Some(message) => message,
        None => writing::message(&format!("merge {} and {last}", before.join(", ")))?,
    };
    writing::write(project, report, placement, message, Body::Merge.into(), how)
}
