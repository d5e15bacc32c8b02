//! No case is left out, and no operation.

use std::collections::BTreeSet;
use std::fs;

use revision_core::Backend;
use revision_tests::workspace;

use crate::conformance::cases;

#[test]
fn every_folder_is_a_case() {
    let folder = workspace().join("tests/conformance");
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let folders = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    let listed: BTreeSet<_> = cases().iter().map(|case| case.name.to_owned()).collect();
    assert_eq!(folders.collect::<BTreeSet<_>>(), listed);
}

/// The variants of `Operation`, by the text that declares them: the enum grows, and no `match` of ours sees it.
fn variants() -> BTreeSet<String> {
    let file = workspace().join("revision-core/src/operation/mod.rs");
    let text = fs::read_to_string(file).expect("the file can be read");
    let (_, body) = text
        .split_once("pub enum Operation {")
        .expect("there it is");
    let (body, _) = body.split_once("\n}").expect("it ends");
    let names = body.lines().filter_map(|line| {
        let name = line.strip_prefix("    ")?.split([' ', '(', ',']).next()?;
        name.starts_with(char::is_uppercase)
            .then(|| name.to_owned())
    });
    names.collect()
}

#[test]
fn every_operation_is_in_a_case() {
    let mut met = BTreeSet::new();
    for case in cases() {
        for backend in Backend::ALL {
            let all = [
                case.before(backend),
                case.upgrade(backend),
                case.downgrade(backend),
            ]
            .concat();
            met.extend(all.iter().map(|(_, operation)| {
                let shown = format!("{operation:?}");
                let end = shown.find([' ', '(']).unwrap_or(shown.len());
                shown[..end].to_owned()
            }));
        }
    }
    assert_eq!(
        variants().difference(&met).collect::<Vec<_>>(),
        Vec::<&String>::new()
    );
}
