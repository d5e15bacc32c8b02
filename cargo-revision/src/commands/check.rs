//! `check`: whether the revisions would run, up and down, on every database that the chain serves, whether the database that is
//! meant has all of them as they are, and whether the models ask for anything else.

use revision_core::config::{Config, Format};
use revision_core::diff::Pair;
use revision_core::runner::present::current::behind;
use revision_core::source::lint;
use revision_core::{Code, Diagnostic, Server};

use super::{fmt, found};
use crate::comparing::{self, Compared, Decisions, Source};
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
    let mut servers = servers(&project.config, database.as_ref());
    if servers.is_empty() || (database.is_none() && !offline) {
        let message = "it is not said for which database the revisions are to be checked";
        return Err(Diagnostic::new(Code::Config, message)
            .help("name it with `--url`, in DATABASE_URL, or as `url` in `revision.toml`")
            .help("without one: `cargo revision check --offline`, with `databases` in `revision.toml`")
            .into());
    }
    if let Some(database) = database.filter(|_| !offline) {
        report.say("Asking", &database);
        let standing = project.standing.insert(project.standing_of(&database)?);
        // What is asked says itself which it is.
        if let Some(asked) = standing.told.server {
            servers.retain(|server| server.backend() != asked.backend());
            servers.push(asked);
        }
    }
    let mut faults = linted(&project, report, &servers)?;
    faults.extend(unformatted(&project, report));
    if let Some(standing) = &project.standing {
        faults.extend(standing.unknown());
        faults.extend(standing.told.warnings.iter().cloned());
        faults.extend(behind(project.view(), &standing.told.pending));
    }
    // What is pending would be found missing.
    let is_behind = project
        .standing
        .as_ref()
        .is_some_and(|standing| !standing.told.pending.is_empty());
    let mut compared = None;
    if faults.is_empty() && !is_behind {
        compared = models(&project, report, chosen, offline)?;
        if let Some(compared) = &compared {
            faults.extend(differs(report, compared));
        }
    }
    let checked = || Checked::new(&project, compared.as_ref(), faults.is_empty());
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

/// The models compared with the database, or with what the revisions make; none where there are no models.
fn models(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    offline: bool,
) -> Result<Option<Compared>, Failure> {
    let before = if offline {
        Source::Revisions("heads".to_owned())
    } else {
        Source::Database
    };
    let sources = Pair::new(before, Source::Models);
    match comparing::run(project, report, chosen, &sources, &Decisions::default()) {
        Ok(compared) => Ok(Some(compared)),
        // Revisions may be all that there is.
        Err(failure) if is_said(&project.config) || !failure.0.iter().all(is_no_models) => {
            Err(failure)
        }
        Err(_) => Ok(None),
    }
}

/// Whether the configuration says where models are.
fn is_said(config: &Config) -> bool {
    config.models.is_some() || config.schema.is_some()
}

fn is_no_models(fault: &Diagnostic) -> bool {
    fault.code == Code::NoModels
}

/// What the models ask for and there is not, as one fault; what is left alone is listed.
fn differs(report: &Report, compared: &Compared) -> Option<Diagnostic> {
    found::left(report, compared);
    let lines = found::lines(&compared.operations);
    if !compared.questions.is_empty() {
        let faults = compared.ambiguous().0;
        let message = "the models differ, and something may be called otherwise".to_owned();
        let fault = Diagnostic::new(Code::OutOfSync, message);
        let said = faults.iter().map(|one| one.message.clone());
        let fault = said.fold(fault, Diagnostic::help);
        return Some(fault.help("say which: `cargo revision new -a MESSAGE`"));
    }
    if compared.operations.is_empty() {
        return None;
    }
    let count = match compared.operations.len() {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    };
    let message = format!("the models differ by {count}");
    let fault = Diagnostic::new(Code::OutOfSync, message);
    let fault = lines.lines().fold(fault, Diagnostic::help);
    Some(fault.help("write them down: `cargo revision new -a MESSAGE`"))
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
