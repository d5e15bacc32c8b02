//! What must hold before work lands.

use crate::step::{Failed, cargo, cargo_with, say};
use crate::tidy::tidy;

/// The crates that a user may depend on, each with the sets of features that must build alone: a workspace build joins
/// features and so hides a missing one.
const ALONE: &[(&str, &[&str])] = &[
    ("revision-syntax", &[""]),
    ("revision-macros", &[""]),
    ("revision-core", &["", "build", "source"]),
    ("cargo-revision", &[""]),
];

pub(crate) fn ci() -> Result<(), Failed> {
    cargo(&["fmt", "--all", "--check"])?;
    tidy()?;
    for (package, features) in ALONE {
        for features in *features {
            cargo(&[
                "check",
                "--quiet",
                "--package",
                package,
                "--no-default-features",
                "--features",
                features,
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
    test()?;
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

/// All tests, and the documentation's examples.
pub(crate) fn test() -> Result<(), Failed> {
    cargo(&["test", "--workspace", "--all-features"])
}
