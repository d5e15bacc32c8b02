//! Loading 5,000 revisions from a folder, which every command does first: the aim is 100 ms.
//!
//! `cargo bench -p revision-core --features build --bench load`

use std::fmt::Write as _;
use std::fs;

use divan::Bencher;
use revision_core::config::{Config, Format};
use revision_core::source::{load, read};
use tempfile::TempDir;

fn main() {
    divan::main();
}

const SIZE: usize = 5_000;

const FORMATS: [Format; 2] = [Format::Rust, Format::Sql];

/// A folder of revisions as large as real ones are, each on the one before.
fn project(format: Format) -> (TempDir, Config) {
    let folder = TempDir::new().expect("a folder");
    let revisions = folder.path().join("revisions");
    fs::create_dir(&revisions).expect("a folder");
    for number in 0..SIZE {
        let path = revisions.join(format!("{number:05}_add_table.{}", format.extension()));
        fs::write(path, text(format, number)).expect("a file");
    }
    let config = Config::at(folder.path());
    (folder, config)
}

fn text(format: Format, number: usize) -> String {
    let below = number.checked_sub(1).map(|below| format!("{below:05}"));
    let mut text = String::new();
    let written = match format {
        Format::Rust => {
            let down = below.map_or_else(String::new, |id| format!("    down_revision: {id:?},\n"));
            write!(
                text,
                "//! Add table {number}.\n//!\n//! Created 2026-11-21 09:30 UTC.\n\n\
                 use revision_core::prelude::*;\n\n\
                 revision! {{\n    id: \"{number:05}\",\n{down}}}\n\n\
                 pub fn upgrade(op: &mut Op) {{\n{}}}\n\n\
                 pub fn downgrade(op: &mut Op) {{\n    op.reverse(upgrade);\n}}\n",
                "    op.execute(\"CREATE TABLE t (id integer PRIMARY KEY, name text)\");\n"
                    .repeat(12)
            )
        }
        Format::Sql => {
            let down = below.map_or_else(String::new, |id| format!("-- down_revision: {id}\n"));
            write!(
                text,
                "-- Add table {number}\n--\n-- revision: {number:05}\n{down}\
                 -- created: 2026-11-21 09:30 UTC\n\n-- upgrade\n{}\n-- downgrade\nDROP TABLE t;\n",
                "CREATE TABLE t (\n    id integer PRIMARY KEY,\n    name text\n);\n".repeat(12)
            )
        }
    };
    written.expect("a string takes everything");
    text
}

/// The headers alone.
#[divan::bench(args = FORMATS)]
fn files(bencher: Bencher<'_, '_>, format: Format) {
    let (_folder, config) = project(format);
    assert_eq!(load(&config).files.len(), SIZE);
    bencher.bench(|| load(&config));
}

/// The chain too, as a command has it.
#[divan::bench(args = FORMATS)]
fn chain(bencher: Bencher<'_, '_>, format: Format) {
    let (_folder, config) = project(format);
    bencher.bench(|| read(&config).expect("no fault"));
}
