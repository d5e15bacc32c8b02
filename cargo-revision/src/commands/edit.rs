//! `edit`: a revision in the user's editor, and a look at the chain afterwards.

use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::{Command, ExitStatus};

use revision_core::config::Config;
use revision_core::source::{RevisionFile, check, load};
use revision_core::{Code, Diagnostic};

use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Revisions;
use crate::project::Project;
use crate::report::Report;
use crate::words::words;

/// Editors to look for when none is named.
const EDITORS: &[&str] = if cfg!(windows) {
    &["notepad"]
} else {
    &["sensible-editor", "editor", "nano", "vim", "vi"]
};

pub(crate) fn run(
    config: Config,
    report: &Report,
    chosen: &Chosen,
    target: &str,
) -> Result<Exit, Failure> {
    let files = if target == "current" {
        let mut project = Project::load(config.clone())?;
        let heads = project.ask(chosen, report, target)?.heads.clone();
        let files = heads.iter().filter_map(|id| project.file(id).cloned());
        files.collect()
    } else {
        files(&config, target)?
    };
    if files.is_empty() {
        let message = format!("`{target}` names no revision to edit");
        return Err(Diagnostic::new(Code::CantLocate, message)
            .help("all are listed by `cargo revision history`")
            .into());
    }
    let paths: Vec<_> = files
        .iter()
        .map(|file| config.root.join(file.path()))
        .collect();
    open(&paths)?;
    let project = Project::load(config)?;
    let ids = project
        .chain()
        .revisions()
        .iter()
        .map(|revision| &revision.id);
    let ids: Vec<_> = ids
        .filter(|id| {
            project
                .file(id)
                .is_some_and(|file| files.iter().any(|one| one.path() == file.path()))
        })
        .collect();
    report.answer(|| Revisions::new(project.view(), ids), String::new);
    Ok(Exit::Done)
}

/// The files of a target. A chain that is broken is repaired by editing, so there an id or its beginning is enough.
fn files(config: &Config, target: &str) -> Result<Vec<RevisionFile>, Failure> {
    let loaded = load(config);
    let found: Vec<RevisionFile> = match check(&loaded) {
        Ok(chain) if loaded.faults.is_empty() => {
            let revisions = chain.resolve(target)?;
            let places = revisions
                .iter()
                .filter_map(|revision| chain.position(&revision.id));
            places
                .filter_map(|place| loaded.files.get(place).cloned())
                .collect()
        }
        _ => {
            let files = loaded.files.iter();
            files
                .filter(|file| file.header.id.value.starts_with(target))
                .cloned()
                .collect()
        }
    };
    Ok(found)
}

/// Opens the files in `$VISUAL`, `$EDITOR`, or what there is, and waits for it.
fn open(paths: &[PathBuf]) -> Result<(), Failure> {
    let named = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|line| !line.trim().is_empty());
    if let Some(line) = named {
        return match start(&line, paths) {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(failed(&format!("the editor `{line}` failed: {status}"))),
            Err(error) => Err(failed(&format!(
                "the editor `{line}` cannot be started: {error}"
            ))),
        };
    }
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(failed(
            "no editor is named, and there is no terminal to open one in",
        ));
    }
    for line in EDITORS {
        match start(line, paths) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => return Err(failed(&format!("the editor `{line}` failed: {status}"))),
            Err(error) => {
                return Err(failed(&format!(
                    "the editor `{line}` cannot be started: {error}"
                )));
            }
        }
    }
    Err(failed("no editor was found"))
}

fn start(line: &str, paths: &[PathBuf]) -> io::Result<ExitStatus> {
    let mut words = words(line).into_iter();
    let program = words.next().unwrap_or_default();
    Command::new(program).args(words).args(paths).status()
}

fn failed(message: &str) -> Failure {
    Diagnostic::new(Code::EditorFailed, message)
        .help("name one: `EDITOR=\"code --wait\"`")
        .into()
}
