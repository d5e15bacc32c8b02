//! The runner of the user's crate: found or built, and given what only it can do, since it has the revisions compiled.
//!
//! It takes this program's place, so that signals, the terminal and the exit code are its own.

use std::io::{BufReader, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use cargo_metadata::camino::Utf8Path;
use cargo_metadata::{Message, Metadata, MetadataCommand};
use revision_core::build::FOR_COMMAND;
use revision_core::runner::{HandOver, WORD};
use revision_core::{Code, Diagnostic};

use crate::commands::RUNNER;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;

/// Hands over what has to be compiled; `faults` say where.
pub(crate) fn hand_over(
    project: &Project,
    report: &Report,
    hand_over: &HandOver,
    faults: Vec<Diagnostic>,
) -> Result<Exit, Failure> {
    let path = match &project.location.runner {
        Some(path) => path.clone(),
        None => built(project, report, &faults).map_err(|why| because(faults, why))?,
    };
    // Without a folder in it, a program of that name would be looked for elsewhere.
    let path = std::path::absolute(&path).unwrap_or(path);
    start(&path, &hand_over.text()).map_err(|error| {
        let message = format!("the runner `{}` cannot be started: {error}", path.display());
        Diagnostic::new(Code::NeedsCompiling, message).into()
    })
}

/// Why there is no runner.
enum Why {
    /// What helps, beside the places that have to be compiled.
    Help(String),
    /// Another fault altogether.
    Fault(Failure),
}

fn because(mut faults: Vec<Diagnostic>, why: Why) -> Failure {
    match why {
        Why::Help(help) => {
            if let Some(last) = faults.last_mut() {
                last.help.push(help);
            }
            faults.into()
        }
        Why::Fault(failure) => failure,
    }
}

/// Has cargo build the runner.
fn built(project: &Project, report: &Report, faults: &[Diagnostic]) -> Result<PathBuf, Why> {
    let name = match &project.config.runner {
        Some(name) => name.expand().map_err(|fault| Why::Fault(fault.into()))?,
        None => RUNNER.to_owned(),
    };
    let metadata = metadata(project)?;
    let manifest = manifest(project, &metadata, &name)?;
    let place = faults.iter().find_map(|fault| fault.place.as_ref());
    let place = place.map_or_else(String::new, |place| {
        let path = place.path().display();
        format!(" ({path}:{} needs compiling)", place.line())
    });
    report.say("Compiling", format_args!("the runner `{name}`{place}"));
    let mut cargo = cargo();
    cargo
        .args(["build", "--bin", &name])
        .args(["--message-format", "json-render-diagnostics"])
        .arg("--manifest-path")
        .arg(&manifest)
        // A model that has no revision yet must not keep those from being applied that there are.
        .env(FOR_COMMAND, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    if report.json || report.quiet {
        cargo.arg("--quiet");
    }
    let mut child = cargo.spawn().map_err(|error| no_cargo(&error))?;
    let mut found = None;
    if let Some(output) = child.stdout.take() {
        for message in Message::parse_stream(BufReader::new(output)).flatten() {
            if let Message::CompilerArtifact(artifact) = message
                && artifact.target.name == name
                && artifact.target.is_bin()
            {
                found = artifact.executable.or(found);
            }
        }
    }
    let ended = child.wait().map_err(|error| no_cargo(&error))?;
    match found.filter(|_| ended.success()) {
        Some(path) => Ok(path.into_std_path_buf()),
        None => {
            let message = format!("the runner `{name}` does not compile");
            Err(Why::Fault(
                Diagnostic::new(Code::NeedsCompiling, message).into(),
            ))
        }
    }
}

/// The manifest of the package that has the runner.
fn manifest(project: &Project, metadata: &Metadata, name: &str) -> Result<PathBuf, Why> {
    let wanted = project.location.package.as_deref();
    let mut having = metadata.workspace_packages();
    having.retain(|package| {
        let mut targets = package.targets.iter();
        wanted.is_none_or(|wanted| package.name.as_str() == wanted)
            && targets.any(|target| target.is_bin() && target.name == name)
    });
    // Of several, the one beside the configuration is meant.
    let root = std::fs::canonicalize(&project.config.root).ok();
    let beside = having.iter().find(|package| {
        let folder = package.manifest_path.parent();
        folder.map(Utf8Path::as_std_path) == root.as_deref()
    });
    match (beside, &*having) {
        (Some(package), _) | (None, [package]) => {
            Ok(package.manifest_path.clone().into_std_path_buf())
        }
        (None, []) => Err(Why::Help(format!(
            "no package has the runner `{name}` that would run it: `cargo revision init --runner` makes one"
        ))),
        (None, several) => {
            let names = several.iter().map(|package| package.name.as_str());
            Err(Why::Help(format!(
                "several packages have a runner `{name}`, so say which is meant, `-p NAME`: {}",
                names.collect::<Vec<_>>().join(", ")
            )))
        }
    }
}

fn metadata(project: &Project) -> Result<Metadata, Why> {
    let mut command = MetadataCommand::new();
    command.no_deps();
    let root = &project.config.root;
    if let Some(manifest) = &project.location.manifest {
        command.manifest_path(manifest);
    } else if !root.as_os_str().is_empty() {
        command.current_dir(root);
    }
    command.exec().map_err(|error| match error {
        cargo_metadata::Error::Io(error) => no_cargo(&error),
        // It has said so itself, in many words.
        error => Why::Help(format!(
            "cargo cannot say which package has the runner: {}",
            error.to_string().lines().last().unwrap_or_default().trim()
        )),
    })
}

fn no_cargo(error: &std::io::Error) -> Why {
    Why::Help(format!(
        "cargo, which would compile it, cannot be started ({error}); `--runner PATH` names a runner that was built before"
    ))
}

fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
}

/// Starts the runner with what it is given on its standard input; comes back only if that fails.
#[cfg(unix)]
fn start(path: &Path, text: &str) -> std::io::Result<Exit> {
    use std::os::unix::process::CommandExt as _;
    Err(prepared(path, text)?.exec())
}

/// Starts the runner with what it is given on its standard input, and ends as it does.
#[cfg(not(unix))]
fn start(path: &Path, text: &str) -> std::io::Result<Exit> {
    let ended = prepared(path, text)?.status()?;
    std::process::exit(ended.code().unwrap_or(Exit::Refused as i32))
}

/// A file without a name holds what is handed over: nobody else can read it, and it is gone with the last who can.
fn prepared(path: &Path, text: &str) -> std::io::Result<Command> {
    let mut file = tempfile::tempfile()?;
    file.write_all(text.as_bytes())?;
    file.rewind()?;
    let mut runner = Command::new(path);
    runner.arg(WORD).stdin(file);
    Ok(runner)
}
