//! Laws of writing operations: they are read back to the same, and rustfmt has nothing to change.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use revision_core::config::Format;
use revision_core::source::{RevisionFile, functions};
use revision_core::{Backend, Source};
use revision_tests::schemas::{cases, lists};

/// How many operations rustfmt looks at.
const FORMATTED: usize = 10_000;

const HEADER: &str =
    "//! Made up.\n\nuse revision_core::prelude::*;\n\nrevision! {\n    id: \"a\",\n}\n\n";

fn read(text: &str) -> Result<RevisionFile, TestCaseError> {
    let source = Arc::new(Source {
        path: "revisions/a.rs".into(),
        text: text.to_owned(),
    });
    let (file, faults) = RevisionFile::read(&source, Format::Rust);
    prop_assert_eq!(faults, []);
    file.ok_or_else(|| TestCaseError::fail("no file"))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn what_is_written_is_read_to_the_same(upgrade in lists(), downgrade in lists()) {
        let written = functions(&upgrade, Some(&downgrade));
        let text = format!("{HEADER}{written}");
        let file = read(&text)?;
        for dialect in Backend::ALL {
            for (wanted, found) in [
                (&upgrade, file.upgrade(dialect)),
                (&downgrade, file.downgrade(dialect)),
            ] {
                let found = match found {
                    Ok(found) => found.unwrap_or_default(),
                    Err(fault) => return Err(TestCaseError::fail(format!("{}\n{text}", fault.message))),
                };
                for (wanted, found) in wanted.iter().zip(&found) {
                    prop_assert_eq!(wanted, found, "{}", text);
                }
                prop_assert_eq!(wanted.len(), found.len());
            }
        }
        let up = file.upgrade(Backend::Sqlite).ok().flatten().unwrap_or_default();
        let down = file.downgrade(Backend::Sqlite).ok().flatten();
        prop_assert_eq!(functions(&up, down.as_deref()), written);
    }
}

/// The text as rustfmt leaves it.
fn formatted(text: &str, edition: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", edition, "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("rustfmt is there, where the project is tested");
    let mut input = rustfmt.stdin.take().expect("it is piped");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = rustfmt.wait_with_output().expect("it ends");
    writer.join().expect("no panic").expect("it listens");
    String::from_utf8(output.stdout).expect("it writes text")
}

#[test]
fn rustfmt_leaves_what_is_written() {
    let mut runner = TestRunner::deterministic();
    let (mut all, mut functions_of) = (0, String::new());
    while all < FORMATTED {
        let operations = lists().new_tree(&mut runner).unwrap().current();
        all += operations.len();
        let _ = writeln!(functions_of, "{}", functions(&operations, None));
    }
    let text = format!("{HEADER}{}\n", functions_of.trim_end());
    for edition in ["2021", "2024"] {
        let formatted = formatted(&text, edition);
        for (number, (formatted, text)) in formatted.lines().zip(text.lines()).enumerate() {
            let around: Vec<&str> = text.lines().collect();
            assert_eq!(
                formatted,
                text,
                "edition {edition}, line {}: {around:?}",
                number + 1
            );
        }
        assert_eq!(formatted.lines().count(), text.lines().count());
    }
}
