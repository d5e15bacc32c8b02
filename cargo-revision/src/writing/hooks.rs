//! The commands that the configuration has run on every new file.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use revision_core::Code;
use revision_core::config::{Config, Hook};

use crate::failure::Failure;
use crate::words::words;

/// Runs them in their order, at the configuration's folder, until one fails.
pub(crate) fn run(config: &Config, file: &Path) -> Result<(), Failure> {
    let file = std::path::absolute(file).unwrap_or_else(|_| file.to_path_buf());
    config
        .hooks
        .iter()
        .try_for_each(|hook| run_one(config, hook, &file))
}

fn run_one(config: &Config, hook: &Hook, file: &Path) -> Result<(), Failure> {
    let line = hook.run.raw();
    let file = file.to_string_lossy();
    let mut words = words(line)
        .into_iter()
        .map(|word| word.replace("{path}", &file));
    let failed = |why: &str| {
        let mut fault = hook.run.fault(format!("the hook `{line}` failed: {why}"));
        fault.code = Code::HookFailed;
        fault.help("the new file was taken away again")
    };
    let Some(program) = words.next() else {
        return Err(failed("it names no command").into());
    };
    let root = if config.root.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        config.root.clone()
    };
    let output = Command::new(program)
        .args(words)
        .current_dir(root)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| failed(&error.to_string()))?;
    if output.status.success() {
        return Ok(());
    }
    let mut fault = failed(&output.status.to_string());
    let said =
        [output.stderr, output.stdout].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let said = said
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| !line.trim().is_empty());
    // Enough to see what it was; a formatter can say very much.
    let said: Vec<_> = said
        .take(5)
        .map(|line| format!("it said: {}", line.trim()))
        .collect();
    fault.help.splice(0..0, said);
    Err(fault.into())
}
