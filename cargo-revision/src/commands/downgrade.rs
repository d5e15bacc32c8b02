//! `downgrade`: undoes revisions.

use revision_core::chain::Id;
use revision_core::runtime::Logged;

use crate::ask::Answers;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::run::{self, About, Options};
use crate::standing::Standing;

/// What is meant where no target is given: the last revision.
pub(crate) const LAST: &str = "-1";

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    target: &str,
    options: Options,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "downgrade")?;
    if !options.dry_run {
        answers.protect(report, &database, "downgrade")?;
        if target == LAST {
            after_a_failure(project, report, &database, answers)?;
        }
    }
    let about = About {
        report,
        project,
        database: &database,
        verb: "Downgrading",
    };
    run::carry_out(
        about,
        options,
        &[&|runtime, database| runtime.downgrade(database, target)],
    )
}

/// Whoever goes one back right after an upgrade that failed may think that something of that is left, and would lose a
/// revision that was in order.
fn after_a_failure(
    project: &Project,
    report: &Report,
    database: &Database,
    answers: &Answers,
) -> Result<(), Failure> {
    // One that does not answer, or is in no order, will be told of by the run.
    let Ok(standing) = Standing::ask(project, database) else {
        return Ok(());
    };
    let (Some(failed), None) = (failed(&standing), &standing.told.partial) else {
        return Ok(());
    };
    let plan = project.chain().downgrade(&standing.told.rows, LAST);
    let undone = plan.ok().and_then(|plan| plan.steps.into_iter().next());
    let Some(undone) = undone else {
        return Ok(());
    };
    let why = format!(
        "`{failed}` failed and was rolled back, so nothing of it remains; `{LAST}` would undo `{}`",
        project.named(&undone.revision)
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
