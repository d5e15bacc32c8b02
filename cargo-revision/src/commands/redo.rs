//! `redo`: undoes a revision with what stands on it, and applies all of it again.

use revision_core::chain::Id;

use super::downgrade::LAST;
use revision_core::runner::present::carry::Ask;

use crate::ask::Answers;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;
use crate::run::{self, About, Options};
use crate::standing::Standing;

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    revision: Option<&str>,
    options: Options,
    answers: &Answers,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "redo")?;
    database.protect(report, answers, "redo revisions of")?;
    let standing = project.standing_of(&database)?;
    if let Some(unknown) = standing.unknown() {
        return Err(unknown.into());
    }
    let target = match revision {
        Some(revision) => below(project, &standing, revision)?,
        None => LAST.to_owned(),
    };
    let rows = standing.told.rows.iter().map(ToString::to_string);
    let rows: Vec<String> = rows.collect();
    if rows.is_empty() {
        return Err(Failure::nothing("there is nothing to redo: no revision is applied").into());
    }
    let about = About {
        report,
        project,
        database: &database,
        verb: "Redoing",
    };
    run::carry_out(
        about,
        options,
        &[Ask::Downgrade(target), Ask::Upgrade(rows)],
    )
}

/// The target that undoes a revision and no more than stands on it.
fn below(project: &Project, standing: &Standing, revision: &str) -> Result<String, Failure> {
    let chain = project.chain();
    let found = chain.resolve(revision)?;
    let [revision] = &*found else {
        let message = format!("`{revision}` is not one revision");
        return Err(Failure::usage(message).into());
    };
    if !standing.is_applied(&revision.id) {
        let message = format!(
            "`{}` is not applied, so there is nothing to redo",
            revision.id
        );
        return Err(Failure::nothing(message)
            .help("to apply it: `cargo revision upgrade`")
            .into());
    }
    // With the revision before the `@`, no other line that leads up from its parent is touched.
    let parent = revision.down_revisions.first();
    let parent = parent.map_or("base", Id::as_str);
    Ok(format!("{}@{parent}", revision.id))
}
