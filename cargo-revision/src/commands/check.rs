//! `check`: whether the revisions would run, up and down, on every database that the chain serves, and whether the database
//! that is meant has all of them as they are.

use revision_core::config::{Config, Format};
use revision_core::runner::present::current::behind;
use revision_core::source::lint;
use revision_core::{Code, Diagnostic, Server};

use super::fmt;
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Checked;
use crate::project::Project;
use crate::report::Report;

pub(crate) fn run(
    mut project: Project,
    report: &Report,
    chosen: &Chosen,
    offline: bool,
) -> Result<Exit, Failure> {
    let database = Database::find(&project.config, chosen)?;
    let servers = servers(&project.config, database.as_ref());
    if servers.is_empty() || (database.is_none() && !offline) {
        let message = "it is not said for which database the revisions are to be checked";
        return Err(Diagnostic::new(Code::Config, message)
            .help("name it with `--url`, in DATABASE_URL, or as `url` in `revision.toml`")
            .help("without one: `cargo revision check --offline`, with `databases` in `revision.toml`")
            .into());
    }
    let mut faults = linted(&project, report, &servers)?;
    faults.extend(unformatted(&project, report));
    if let Some(database) = database.filter(|_| !offline) {
        report.say("Asking", &database);
        project.standing = Some(project.standing_of(&database)?);
    }
    if let Some(standing) = &project.standing {
        faults.extend(standing.unknown());
        faults.extend(standing.told.warnings.iter().cloned());
        faults.extend(behind(project.view(), &standing.told.pending));
    }
    let checked = || Checked::new(&project, None, faults.is_empty());
    if !faults.is_empty() {
        return Ok(report.failure_beside(checked(), &faults.clone().into()));
    }
    let products = servers.iter().map(|server| server.product.name());
    let products: Vec<_> = products.collect();
    report.say(
        "Checked",
        format_args!(
            "{} for {}",
            match project.chain().revisions().len() {
                1 => "1 revision".to_owned(),
                count => format!("{count} revisions"),
            },
            products.join(", ")
        ),
    );
    report.answer(checked, String::new);
    Ok(Exit::Done)
}

/// The databases that the chain serves, and the one that is meant.
fn servers(config: &Config, database: Option<&Database>) -> Vec<Server> {
    let mut servers = config.databases.clone();
    if let Some(backend) = database.and_then(Database::backend)
        && !servers.iter().any(|server| server.backend() == backend)
    {
        servers.push(Server::assumed(backend));
    }
    servers
}

/// What is wrong with the revisions themselves. What a database alone can tell, or has no way back, is no fault.
fn linted(
    project: &Project,
    report: &Report,
    servers: &[Server],
) -> Result<Vec<Diagnostic>, Failure> {
    let mut faults: Vec<Diagnostic> = Vec::new();
    let mut notes: Vec<Diagnostic> = Vec::new();
    for &server in servers {
        let linted = lint(&project.revisions, server).map_err(Diagnostic::from)?;
        for fault in linted.faults {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
        for note in linted.irreversible.into_iter().chain(linted.opaque) {
            if !notes.contains(&note) {
                notes.push(note);
            }
        }
    }
    for note in &notes {
        report.warn(note);
    }
    Ok(faults)
}

/// The fault of revisions that rustfmt would change. Where it is not there, nobody can tell, and that is said.
fn unformatted(project: &Project, report: &Report) -> Option<Diagnostic> {
    let files = project.revisions.files.iter();
    let rust = files.filter(|file| file.format == Format::Rust);
    let rust: Vec<_> = rust.map(|file| file.path().to_path_buf()).collect();
    let unformatted = match fmt::unformatted(&project.config, &rust) {
        Ok(unformatted) => unformatted,
        Err(failure) => {
            failure.0.iter().for_each(|fault| report.warn(fault));
            return None;
        }
    };
    let names: Vec<_> = unformatted
        .iter()
        .map(|file| file.display().to_string())
        .collect();
    if names.is_empty() {
        return None;
    }
    let message = format!("not formatted: {}", names.join(", "));
    Some(Diagnostic::new(Code::OutOfSync, message).help("format them: `cargo revision fmt`"))
}
