//! `accept`: takes an applied revision as its file now is.

use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::run::TOOL;
use crate::wait;

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    revision: &str,
) -> Result<Exit, Failure> {
    let database = Database::needed(&project.config, chosen, "accept")?;
    report.say("Asking", &database);
    let opened = database.named.open();
    let runtime = project.runtime();
    let id = wait::runtime()?.block_on(runtime.accept(opened, revision, TOOL));
    let id = &id.map_err(|error| database.named.failure(error))?;
    report.say("Accepted", project.view().named(id));
    report.answer(|| Revisions::new(project.view(), [id]), String::new);
    Ok(Exit::Done)
}
