//! `current`: where the database stands.

use super::exit::Exit;
use super::failure::Failure;
use super::json::Stands;
use super::report::Report;
use super::rows;
use super::view::View;
use crate::chain::Id;
use crate::{Code, Diagnostic};

/// What is shown, and what must hold.
#[derive(Clone, Copy, Debug)]
pub struct Show {
    /// All that is known of each.
    pub verbose: bool,
    /// Whether it is an error if a head is not applied.
    pub check_heads: bool,
}

/// Tells where the database stands, which has been asked.
pub fn tell(view: View<'_>, report: &Report, show: Show) -> Result<Exit, Failure> {
    let Some(standing) = view.standing else {
        return Ok(Exit::Refused);
    };
    let mut faults = Vec::new();
    let is_strict = view.runtime.settings().strict;
    for warning in &standing.told.warnings {
        if is_strict && warning.code == Code::EditedAfterApplied {
            faults.push(warning.clone());
        } else {
            report.warn(warning);
        }
    }
    if show.check_heads {
        faults.extend(behind(view, &standing.told.pending));
    }
    let heads = view.newest_first(&standing.told.heads)?;
    let ids = || heads.iter().copied();
    let text = || {
        let unknown = &standing.told.unknown;
        if show.verbose {
            rows::entries(view, ids()) + &rows::current(view, [], unknown)
        } else {
            rows::current(view, ids(), unknown)
        }
    };
    if standing.told.rows.is_empty() {
        report.say("At", "base: nothing is applied");
    }
    if faults.is_empty() {
        report.answer(|| Stands::new(view, ids()), text);
        return Ok(Exit::Done);
    }
    report.text(text);
    Ok(report.failure_beside(Stands::new(view, ids()), &faults.into()))
}

/// The error of a database that does not have all of the chain; none where nothing is pending.
pub fn behind(view: View<'_>, pending: &[Id]) -> Option<Diagnostic> {
    let heads = view.chain().heads().count();
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
