//! Going back after an upgrade that failed: of that nothing is left, and what is undone is something else.

use super::ask::Answers;
use super::failure::Failure;
use super::named::Named;
use super::report::Report;
use super::standing::Standing;
use super::view::View;
use crate::chain::Id;
use crate::runtime::Logged;

/// What is meant where no target is given: the last revision.
pub const LAST: &str = "-1";

/// Whoever goes one back right after an upgrade that failed may think that something of that is left, and would lose a
/// revision that was in order.
pub fn ask(
    view: View<'_>,
    report: &Report,
    database: &Named,
    answers: &Answers,
) -> Result<(), Failure> {
    // One that does not answer, or is in no order, will be told of by the run.
    let Ok(standing) = database.standing(view) else {
        return Ok(());
    };
    let (Some(failed), None) = (failed(&standing), &standing.told.partial) else {
        return Ok(());
    };
    let plan = view.chain().downgrade(&standing.told.rows, LAST);
    let undone = plan.ok().and_then(|plan| plan.steps.into_iter().next());
    let Some(undone) = undone else {
        return Ok(());
    };
    let why = format!(
        "`{failed}` failed and was rolled back, so nothing of it remains; `{LAST}` would undo `{}`",
        view.named(&undone.revision)
    );
    let doing = format!("undo `{}` all the same", undone.revision);
    answers.agree(report, &why, &doing)
}

/// The revision of an upgrade that failed last of all.
fn failed(standing: &Standing) -> Option<&Id> {
    let lines = standing.told.log.iter();
    let last: Option<&Logged> = lines.max_by(|one, other| one.started_at.cmp(&other.started_at));
    last.filter(|line| line.outcome == "failed" && line.direction == "upgrade")
        .map(|line| &line.revision)
        .filter(|id| !standing.is_applied(id))
}
