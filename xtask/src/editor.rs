//! What an editor sees: `rust-analyzer diagnostics` is clean on the sample crates, and finds a word that `Op` does not
//! have in a revision file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{Failed, root, say};

pub(crate) fn editor() -> Result<(), Failed> {
    install()?;
    let samples = root().join("tests/samples");
    let entries = fs::read_dir(&samples).map_err(|error| failed(&samples, &error))?;
    for sample in entries.flatten().map(|entry| entry.path()) {
        let sample = copied(&sample)?;
        let complaints = diagnostics(&sample)?;
        if !complaints.is_empty() {
            return Err(Failed(format!("rust-analyzer: {}", complaints.join("\n"))));
        }
        misspelt_word_is_found(&sample)?;
    }
    Ok(())
}

/// A copy that may be broken, as deep below the workspace as the original, so that its relative paths hold.
fn copied(sample: &Path) -> Result<PathBuf, Failed> {
    let name = sample.file_name().unwrap_or_default();
    let copy = root().join("target/editor").join(name);
    // What an earlier run left may be out of date, but for what it built.
    let _ = fs::remove_dir_all(copy.join("revisions"));
    for folder in ["", "src", "revisions"] {
        let (from, to) = (sample.join(folder), copy.join(folder));
        fs::create_dir_all(&to).map_err(|error| failed(&to, &error))?;
        let entries = fs::read_dir(&from).map_err(|error| failed(&from, &error))?;
        for file in entries.flatten().filter(|entry| entry.path().is_file()) {
            let file = file.path();
            let target = to.join(file.file_name().unwrap_or_default());
            fs::copy(&file, &target).map_err(|error| failed(&file, &error))?;
        }
    }
    Ok(copy)
}

/// rust-analyzer is a component of the toolchain, and reads the standard library's sources, another.
fn install() -> Result<(), Failed> {
    let ready = Command::new("rust-analyzer").arg("--version").output();
    if ready.is_ok_and(|output| output.status.success()) && has_library_sources() {
        return Ok(());
    }
    say("\n==> rustup component add rust-analyzer rust-src");
    let status = Command::new("rustup")
        .args(["component", "add", "rust-analyzer", "rust-src"])
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Failed("rust-analyzer cannot be installed".to_owned())),
    }
}

fn has_library_sources() -> bool {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output();
    sysroot.is_ok_and(|output| {
        let path = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        PathBuf::from(path)
            .join("lib/rustlib/src/rust/library")
            .is_dir()
    })
}

/// Breaks the copy, for the check above could not fail if the editor did not look into revision files.
fn misspelt_word_is_found(sample: &Path) -> Result<(), Failed> {
    let revisions = sample.join("revisions");
    let entries = fs::read_dir(&revisions).map_err(|error| failed(&revisions, &error))?;
    let file = entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("op.execute(")))
        .ok_or_else(|| Failed("no sample revision executes anything".to_owned()))?;
    let text = fs::read_to_string(&file).map_err(|error| failed(&file, &error))?;
    let broken = text.replacen("op.execute(", "op.exekute(", 1);
    fs::write(&file, broken).map_err(|error| failed(&file, &error))?;
    let complaints = diagnostics(sample);
    fs::write(&file, text).map_err(|error| failed(&file, &error))?;
    let found = complaints?
        .iter()
        .any(|line| line.contains("no method `exekute`"));
    if found {
        Ok(())
    } else {
        Err(Failed(
            "rust-analyzer misses a misspelt word in a revision file".to_owned(),
        ))
    }
}

/// What rust-analyzer says of the crate itself, hints aside.
fn diagnostics(sample: &Path) -> Result<Vec<String>, Failed> {
    let lock = sample.join("Cargo.lock");
    fs::copy(root().join("Cargo.lock"), &lock).map_err(|error| failed(&lock, &error))?;
    say(&format!(
        "\n==> rust-analyzer diagnostics {}",
        sample.display()
    ));
    let output = Command::new("rust-analyzer")
        .args(["diagnostics", "."])
        .current_dir(sample)
        .output()
        .map_err(|error| failed(sample, &error))?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    if !text.contains("diagnostic scan complete") {
        return Err(Failed(format!("rust-analyzer did not finish:\n{text}")));
    }
    let crate_name = sample.file_name().unwrap_or_default().to_string_lossy();
    let lines = text.split(['\n', '\r']).filter_map(|line| {
        let at = line.find(&format!("at crate {crate_name},"))?;
        Some(line[at..].to_owned())
    });
    Ok(lines.filter(|line| !line.contains("WeakWarning")).collect())
}

fn failed(path: &Path, error: &std::io::Error) -> Failed {
    Failed(format!("{}: {error}", path.display()))
}
