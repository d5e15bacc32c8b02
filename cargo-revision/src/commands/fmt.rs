//! `fmt`: the revisions written in Rust, formatted by rustfmt. `cargo fmt` does not find them, since a macro brings them
//! into the crate.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use revision_core::config::{Config, Format};
use revision_core::source::load;
use revision_core::{Code, Diagnostic};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Formatted;
use crate::location::Location;
use crate::manifest;
use crate::report::Report;

/// What to do with a file that is not formatted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Format it.
    Write,
    /// Name it.
    Check,
}

/// The files given to rustfmt at once, so that no command line grows too long.
const AT_ONCE: usize = 200;

pub(crate) fn run(location: &Location, report: &Report, purpose: Purpose) -> Result<Exit, Failure> {
    let config = location.config()?;
    let loaded = load(&config);
    let files = loaded.files.iter();
    let rust: Vec<PathBuf> = files
        .filter(|file| file.format == Format::Rust)
        .map(|file| file.path().to_path_buf())
        .collect();
    let rustfmt = Rustfmt::new(&config);
    let unformatted = rustfmt.all_unformatted(&rust)?;
    if purpose == Purpose::Write {
        for files in unformatted.chunks(AT_ONCE) {
            rustfmt.format(files)?;
        }
    }
    // What is wrong with a file is said beside what was done with the others: none is passed over in silence.
    if !loaded.faults.is_empty() {
        for file in &unformatted {
            let verb = match purpose {
                Purpose::Write => "Formatted",
                Purpose::Check => "Unformatted",
            };
            report.say(verb, file.display());
        }
        let done = Formatted::new(&unformatted);
        return Ok(report.failure_beside(done, &loaded.faults.into()));
    }
    // What was asked for is a result; what was done is talk.
    let mut listed = String::new();
    for file in &unformatted {
        match purpose {
            Purpose::Write => report.say("Formatted", file.display()),
            Purpose::Check => {
                listed.push_str(&file.display().to_string());
                listed.push('\n');
            }
        }
    }
    let exit = match purpose {
        Purpose::Check if !unformatted.is_empty() => Exit::Refused,
        _ => Exit::Done,
    };
    report.answer(|| Formatted::new(&unformatted), || listed);
    Ok(exit)
}

/// Those of the files that formatting would change.
pub(super) fn unformatted(config: &Config, files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    Rustfmt::new(config).all_unformatted(files)
}

/// The toolchain's formatter, run at the configuration's folder so that a `rustfmt.toml` there holds.
struct Rustfmt {
    program: OsString,
    edition: String,
    root: PathBuf,
}

impl Rustfmt {
    fn new(config: &Config) -> Self {
        let root = if config.root.as_os_str().is_empty() {
            PathBuf::from(".")
        } else {
            config.root.clone()
        };
        Self {
            program: std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into()),
            edition: manifest::edition(&root),
            root,
        }
    }

    /// Those of the files that formatting would change.
    fn all_unformatted(&self, files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
        let mut unformatted = Vec::new();
        for files in files.chunks(AT_ONCE) {
            unformatted.extend(self.unformatted(files)?);
        }
        Ok(unformatted)
    }

    /// The same of as many as one command line takes.
    fn unformatted(&self, files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
        let output = self.run(&["--check", "--files-with-diff"], files)?;
        let listed = output.lines().map(Path::new);
        let root = std::fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        Ok(listed
            .map(|path| path.strip_prefix(&root).unwrap_or(path).to_path_buf())
            .collect())
    }

    fn format(&self, files: &[PathBuf]) -> Result<(), Failure> {
        self.run(&[], files).map(drop)
    }

    fn run(&self, arguments: &[&str], files: &[PathBuf]) -> Result<String, Failure> {
        let output = Command::new(&self.program)
            .args(["--edition", &self.edition, "--color", "never"])
            .args(arguments)
            .arg("--")
            .args(files)
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| self.missing(&error))?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let complained = String::from_utf8_lossy(&output.stderr);
        // A difference alone is no complaint.
        if output.status.success() || (complained.trim().is_empty() && !said.is_empty()) {
            return Ok(said);
        }
        let mut lines = complained.lines().filter(|line| !line.trim().is_empty());
        let first = lines.next().unwrap_or_default();
        let first = first.trim_start_matches("error: ");
        let message = format!("rustfmt cannot format the revisions: {first}");
        let mut fault = Diagnostic::new(Code::FormatterFailed, message);
        let place = lines.next().unwrap_or_default().trim();
        if let Some(place) = place.strip_prefix("--> ") {
            fault.help.push(format!("it stopped at {place}"));
        }
        Err(fault.into())
    }

    fn missing(&self, error: &io::Error) -> Failure {
        let program = self.program.to_string_lossy();
        Diagnostic::new(
            Code::FormatterFailed,
            format!("`{program}` cannot be started: {error}"),
        )
        .help("`rustup component add rustfmt` installs it; `RUSTFMT` names another")
        .into()
    }
}
