//! What must hold before work lands.

use crate::demo::demo;
use crate::editor::editor;
use crate::step::{Failed, cargo, cargo_with, root, run, say};
use crate::test::{self, test};
use crate::tidy::tidy;

/// The crates that a user may depend on, each with the sets of features that must build alone: a workspace build joins
/// features and so hides a missing one.
const ALONE: &[(&str, &[&str])] = &[
    ("revision-syntax", &[""]),
    ("revision-macros", &[""]),
    (
        "revision-core",
        &[
            "",
            "build",
            "source",
            "build-models",
            "postgres",
            "mysql",
            "sqlite",
            "sqlite,testing",
            "runner",
            "runner,sqlite",
        ],
    ),
    ("cargo-revision", &[""]),
];

pub(crate) fn ci() -> Result<(), Failed> {
    cargo(&["fmt", "--all", "--check"])?;
    sample_format()?;
    tidy()?;
    for (package, features) in ALONE {
        for features in *features {
            cargo(&[
                "clippy",
                "--quiet",
                "--package",
                package,
                "--no-default-features",
                "--features",
                features,
                "--",
                "--deny",
                "warnings",
            ])?;
        }
    }
    cargo(&[
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "--deny",
        "warnings",
    ])?;
    test(test::Options::default())?;
    editor()?;
    demo()?;
    cargo_with(
        &[
            "doc",
            "--quiet",
            "--workspace",
            "--no-deps",
            "--all-features",
        ],
        &[("RUSTDOCFLAGS", "--deny warnings")],
    )?;
    say("\nall green");
    Ok(())
}

/// `cargo fmt` does not reach the modules that a macro brings in.
fn sample_format() -> Result<(), Failed> {
    let mut files = Vec::new();
    let samples = root().join("tests/samples");
    for sample in std::fs::read_dir(samples).into_iter().flatten().flatten() {
        let revisions = std::fs::read_dir(sample.path().join("revisions"));
        for file in revisions.into_iter().flatten().flatten() {
            let path = file.path();
            if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path.to_string_lossy().into_owned());
            }
        }
    }
    let mut arguments = vec!["--check", "--edition", "2024"];
    arguments.extend(files.iter().map(String::as_str));
    run("rustfmt", &arguments, &[])
}
