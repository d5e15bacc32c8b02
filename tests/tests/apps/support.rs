//! Building the applications, and the command.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use revision_tests::workspace;

/// The folder of an application.
pub(crate) fn app(name: &str) -> PathBuf {
    workspace().join("tests/apps").join(name)
}

/// Has cargo build the program in a folder, with the versions that this workspace was tested with, and says where it is.
/// All share the folder for what they build with the throw-away packages.
pub(crate) fn build(folder: &Path) -> PathBuf {
    // The library may have got other dependencies since.
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let mut cargo = cargo(folder, &["build", "--message-format=json"]);
    let output = cargo.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}:\n{said}", folder.display());
    executable(&output.stdout)
}

/// Has cargo run the tests of an application.
pub(crate) fn test(folder: &Path) {
    fs::copy(workspace().join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let output = cargo(folder, &["test"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{told}");
}

/// Has cargo build the command.
pub(crate) fn command() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["build", "--workspace", "--all-features", "--bin"])
        .args(["cargo-revision", "--offline", "--message-format=json"])
        .current_dir(workspace())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    executable(&output.stdout)
}

fn cargo(folder: &Path, arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(arguments)
        .arg("--offline")
        .current_dir(folder)
        .env("CARGO_TARGET_DIR", workspace().join("target/packages"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .env_remove("OUT_DIR");
    cargo
}

fn executable(messages: &[u8]) -> PathBuf {
    let messages = String::from_utf8_lossy(messages);
    let mut built = messages.lines().filter_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    built.next().expect("cargo names what it built")
}
