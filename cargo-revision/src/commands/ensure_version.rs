//! `ensure-version`: makes the tables in which a database says where it stands.

use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Ensured;
use crate::project::Project;
use crate::report::Report;
use crate::wait;

pub(crate) fn run(project: &Project, report: &Report, chosen: &Chosen) -> Result<Exit, Failure> {
    let config = &project.config;
    let database = Database::needed(config, chosen, "ensure-version")?;
    let opened = database.named.open();
    let made = wait::runtime()?.block_on(project.runtime().ensure_version(opened));
    let created = made.map_err(|error| database.named.failure(error))?;
    let settings = &config.settings;
    let tables = [Some(&settings.version_table), settings.log_table.as_ref()];
    let tables = tables.into_iter().flatten().map(ToString::to_string);
    let tables = tables.collect::<Vec<_>>().join(" and ");
    let verb = if created { "Created" } else { "Unchanged" };
    report.say(verb, format_args!("{tables} in {database}"));
    report.answer(|| Ensured { created }, String::new);
    Ok(Exit::Done)
}
