//! One step of a job: a command that is shown, run and timed, and fails the job when it fails.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Why a job ended, in words for the person who started it.
#[derive(Debug)]
pub(crate) struct Failed(pub(crate) String);

/// The folder that holds the workspace.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// Runs `cargo` with these arguments at the workspace's root.
pub(crate) fn cargo(arguments: &[&str]) -> Result<(), Failed> {
    cargo_with(arguments, &[])
}

/// Runs `cargo` with these arguments and environment variables.
pub(crate) fn cargo_with(arguments: &[&str], environment: &[(&str, &str)]) -> Result<(), Failed> {
    run("cargo", arguments, environment)
}

/// Runs a program at the workspace's root, shown and timed.
pub(crate) fn run(
    program: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> Result<(), Failed> {
    let line = format!("{program} {}", arguments.join(" "));
    say(&format!("\n==> {line}"));
    let started = Instant::now();
    let status = Command::new(program)
        .args(arguments)
        .envs(environment.iter().copied())
        .current_dir(root())
        .status()
        .map_err(|error| Failed(format!("`{line}` does not start: {error}")))?;
    if !status.success() {
        return Err(Failed(format!("`{line}` failed")));
    }
    say(&format!("    {:.1} s", started.elapsed().as_secs_f64()));
    Ok(())
}

/// Prints a line for the person watching.
pub(crate) fn say(line: &str) {
    // A closed terminal is no reason to fail a job.
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints a line that a program may read.
pub(crate) fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
