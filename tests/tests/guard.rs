//! The compiler guards the chain: a folder a case under `cases/guard`, compiled as a user's crate would be, with what the
//! compiler says pinned beside it in `expected.stderr`. `UPDATE_EXPECT=1` writes what it says now.

use std::fs;
use std::path::Path;

use revision_tests::{Package, workspace};

#[test]
fn the_compiler_says_what_is_wrong_and_where() {
    let cases = workspace().join("tests/cases/guard");
    let mut names: Vec<_> = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(names.len() > 20, "the cases are missing");
    // One of them, for whoever is at work on it.
    let only = std::env::var("GUARD_CASE").unwrap_or_default();
    let failed: Vec<_> = names
        .iter()
        .filter(|name| name.contains(&only))
        .filter_map(|name| check(name, &cases.join(name)).err())
        .collect();
    assert!(failed.is_empty(), "\n{}", failed.join("\n"));
}

fn check(name: &str, case: &Path) -> Result<(), String> {
    let package = Package::new().copy(case);
    let said = package.cargo(&["check"]).stderr;
    let pinned = case.join("expected.stderr");
    let expected = fs::read_to_string(&pinned).unwrap_or_default();
    if said == expected {
        return Ok(());
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&pinned, said).unwrap();
        return Ok(());
    }
    Err(format!(
        "{name}: expected\n{expected}\n{name}: but the compiler says\n{said}"
    ))
}
