//! The time that a chain costs the crate which compiles it.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::step::{Failed, root, say};

/// How many revisions the measured crates have.
const SIZES: &[usize] = &[0, 10, 100, 1_000];

/// How often each is built; the median counts.
const ROUNDS: usize = 5;

/// Builds a crate with so many revisions from clean, everything that it depends on being there.
pub(super) fn compile() -> Result<(), Failed> {
    let folder = root().join("target/bench-compile");
    say(
        "\nbuilding the crate alone, milliseconds (median of 5); a revision over the crate with none",
    );
    say("format  revisions     check     debug   release");
    for format in ["rust", "sql"] {
        let mut floor = [Duration::ZERO; 3];
        for size in SIZES {
            let package = folder.join(format!("{format}_{size}"));
            lay(&package, format, *size).map_err(|error| Failed(error.to_string()))?;
            let mut line = format!("{format:<6} {size:>10}");
            for (profile, floor) in PROFILES.iter().zip(&mut floor) {
                let took = median(&package, profile)?;
                if *size == 0 {
                    *floor = took;
                }
                let _ = write!(line, "  {:>8}", took.as_millis());
                if *size > 0 {
                    let count = u32::try_from(*size).unwrap_or(u32::MAX);
                    let each = took.saturating_sub(*floor) / count;
                    let _ = write!(line, " ({:.2} each)", each.as_secs_f64() * 1000.0);
                }
            }
            say(&line);
        }
    }
    Ok(())
}

const PROFILES: [&[&str]; 3] = [&["check"], &["build"], &["build", "--release"]];

fn median(package: &Path, profile: &[&str]) -> Result<Duration, Failed> {
    run(package, profile)?;
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        // What makes cargo build this crate again, build script included.
        touch(&package.join("revision.toml")).map_err(|error| Failed(error.to_string()))?;
        let started = Instant::now();
        run(package, profile)?;
        times.push(started.elapsed());
    }
    times.sort();
    Ok(times[ROUNDS / 2])
}

fn touch(file: &Path) -> std::io::Result<()> {
    fs::write(file, fs::read(file)?)
}

fn run(package: &Path, arguments: &[&str]) -> Result<(), Failed> {
    let status = Command::new("cargo")
        .args(arguments)
        .args(["--quiet", "--offline"])
        .current_dir(package)
        .env(
            "CARGO_TARGET_DIR",
            root().join("target/bench-compile/target"),
        )
        .env("CARGO_INCREMENTAL", "0")
        .stdout(Stdio::null())
        .status();
    match status {
        Ok(status) if status.success() => Ok(()),
        _ => Err(Failed(format!("`{}` does not build", package.display()))),
    }
}

/// Writes a crate with so many revisions, each with a few operations.
fn lay(package: &Path, format: &str, size: usize) -> std::io::Result<()> {
    let _ = fs::remove_dir_all(package);
    let revisions = package.join("revisions");
    fs::create_dir_all(&revisions)?;
    fs::create_dir_all(package.join("src"))?;
    let core = root().join("revision-core");
    let core = core.to_string_lossy();
    let name = package.file_name().unwrap_or_default().to_string_lossy();
    fs::write(
        package.join("Cargo.toml"),
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nrevision-core = {{ path = {core:?} }}\n\n\
             [build-dependencies]\nrevision-core = {{ path = {core:?}, features = [\"build\"] }}\n"
        ),
    )?;
    fs::copy(root().join("Cargo.lock"), package.join("Cargo.lock"))?;
    fs::write(package.join("revision.toml"), "")?;
    fs::write(
        package.join("build.rs"),
        "fn main() {\n    revision_core::build::emit();\n}\n",
    )?;
    fs::write(
        package.join("src/lib.rs"),
        "revision_core::revisions!(pub);\n",
    )?;
    for number in 1..=size {
        let (text, ending) = match format {
            "rust" => (rust(number), "rs"),
            _ => (sql(number), "sql"),
        };
        fs::write(
            revisions.join(format!("{number:05}_add_table.{ending}")),
            text,
        )?;
    }
    Ok(())
}

fn rust(number: usize) -> String {
    let down = match number {
        1 => String::new(),
        _ => format!("    down_revision: \"{:05}\",\n", number - 1),
    };
    format!(
        "//! Add table {number}.\n//!\n//! Created 2026-11-21 09:30 UTC.\n\nuse revision_core::prelude::*;\n\n\
         revision! {{\n    id: \"{number:05}\",\n{down}}}\n\n\
         pub fn upgrade(op: &mut Op) {{\n    op.execute(\"CREATE TABLE t{number} (id integer PRIMARY KEY, name text)\");\n    \
         op.execute(\"CREATE INDEX ix_t{number} ON t{number} (name)\");\n}}\n\n\
         pub fn downgrade(op: &mut Op) {{\n    op.execute(\"DROP INDEX ix_t{number}\");\n    \
         op.execute(\"DROP TABLE t{number}\");\n}}\n"
    )
}

fn sql(number: usize) -> String {
    let down = match number {
        1 => String::new(),
        _ => format!("-- down_revision: {:05}\n", number - 1),
    };
    format!(
        "-- Add table {number}\n--\n-- revision: {number:05}\n{down}\n-- upgrade\n\
         CREATE TABLE t{number} (id integer PRIMARY KEY, name text);\nCREATE INDEX ix_t{number} ON t{number} (name);\n\n\
         -- downgrade\nDROP INDEX ix_t{number};\nDROP TABLE t{number};\n"
    )
}
