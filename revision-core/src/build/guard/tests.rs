use std::fs;
use std::path::Path;

use revision_syntax::handover::{self, At, Handed};
use tempfile::TempDir;

use super::By;
use crate::build::Output;

const ON: &str = "databases = [\"sqlite\"]\nmodels = [\"src\", \"crates/*/src\"]\n\n[guard]\nmodels_in_sync = true\n";

const USERS: &str = "use revision_core::Table;

#[derive(Table)]
#[table(name = \"users\")]
pub struct User {
    #[column(primary_key)]
    id: i64,
}
";

const NOTES: &str = "#[derive(Table)]
pub struct Note {
    id: i64,
}
";

const MADE: &str = "-- revision: a1

-- upgrade
CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT);
";

/// A package whose models are in sync, and the folder where its build script writes.
struct Package(TempDir);

impl Package {
    fn new() -> Self {
        let package = Self(tempfile::tempdir().unwrap());
        for (path, text) in [
            ("Cargo.toml", "[package]\nname = \"app\"\n"),
            ("revision.toml", ON),
            ("src/lib.rs", "mod models;\n"),
            ("src/models.rs", USERS),
            ("revisions/a1.sql", MADE),
            ("out/.keep", ""),
        ] {
            package.write(path, text);
        }
        package
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn built(&self, by: By) -> Built {
        let output = Output::new(by, self.0.path(), &self.0.path().join("out"));
        Built {
            faults: handover::read(&output.faults),
            output,
        }
    }

    /// What it comes to where a model was added.
    fn lacking(&self, by: By) -> Built {
        self.write("src/models.rs", &format!("{USERS}\n{NOTES}"));
        self.built(by)
    }
}

struct Built {
    faults: Vec<Handed>,
    output: Output,
}

impl Built {
    /// Where each fault shows: its line, or none for what `revisions!` raises.
    fn lines(&self) -> Vec<Option<usize>> {
        let lines = self.faults.iter().map(|fault| match fault.at {
            At::Model { line, .. } => Some(line),
            _ => None,
        });
        lines.collect()
    }

    fn is_silent(&self) -> bool {
        self.faults.is_empty() && self.output.warnings.is_empty()
    }

    fn watches(&self, name: &str) -> bool {
        let mut watched = self.output.watched.iter();
        watched.any(|path| path.ends_with(Path::new(name)))
    }
}

#[test]
fn a_model_without_a_revision_is_a_fault_at_its_struct() {
    let package = Package::new();
    let built = package.built(By::Anyone);
    assert!(built.is_silent(), "{:?}", built.faults);
    assert!(!built.output.asks_who);
    let built = package.lacking(By::Anyone);
    assert_eq!(built.lines(), [Some(11)]);
    assert!(built.faults[0].message.contains("Created table note"));
    assert!(built.output.asks_who);
    assert_eq!(built.output.warnings, [""; 0]);
}

#[test]
fn the_command_is_warned() {
    let package = Package::new();
    let built = package.lacking(By::Command);
    assert_eq!(built.lines(), []);
    let [warning] = &*built.output.warnings else {
        panic!("{:?}", built.output.warnings);
    };
    assert!(warning.contains("Created table note"), "{warning}");
    assert!(!warning.contains('\n'), "{warning}");
    // Whoever comes next is not.
    assert!(built.output.asks_who);
    assert_eq!(package.built(By::Anyone).lines(), [Some(11)]);
}

#[test]
fn a_copy_is_nobodys_to_mend() {
    let package = Package::new();
    assert!(package.lacking(By::DocsRs).is_silent());
    for file in ["Cargo.toml.orig", ".cargo-checksum.json", ".cargo-ok"] {
        let package = Package::new();
        package.write(file, "");
        assert!(package.lacking(By::Anyone).is_silent(), "{file}");
    }
}

#[test]
fn models_are_watched_where_they_are_guarded() {
    let package = Package::new();
    package.write("crates/a/src/lib.rs", "");
    let built = package.built(By::Anyone);
    assert!(built.watches("src") && built.watches("crates/a/src"));
    package.write("revision.toml", "databases = [\"sqlite\"]\n");
    let built = package.lacking(By::Anyone);
    assert!(built.is_silent() && !built.watches("src"));
}

/// What no derive of the package sees, or would say again.
#[test]
fn what_no_derive_sees_is_raised_at_the_chain() {
    let notes = format!("use revision_core::Table;\n\n{NOTES}");
    for (path, text) in [
        ("crates/a/src/lib.rs", notes.clone()),
        ("src/forgotten.rs", notes.clone()),
        (
            "src/macros.rs",
            format!("macro_rules! m {{ () => {{ {NOTES} }} }}\n"),
        ),
    ] {
        let package = Package::new();
        package.write("crates/a/Cargo.toml", "[package]\nname = \"a\"\n");
        package.write(
            "src/lib.rs",
            "mod models;\nmod macros;\n// mod forgotten;\n",
        );
        package.write(
            path,
            &text.replace("macro_rules", "use revision_core::Table;\nmacro_rules"),
        );
        let built = package.built(By::Anyone);
        assert_eq!(built.lines(), [None], "{path}: {:?}", built.faults);
        assert!(built.faults[0].message.contains(path), "{:?}", built.faults);
    }
    for (path, speaks) in [
        ("src/notes/mod.rs", "mod notes;"),
        ("src/notes.rs", "pub mod notes;"),
        ("src/other.rs", "#[path = \"other.rs\"]\nmod notes;"),
        ("src/bin/tool.rs", ""),
    ] {
        let package = Package::new();
        package.write("src/lib.rs", &format!("mod models;\n{speaks}\n"));
        package.write(path, &notes);
        assert_eq!(package.built(By::Anyone).lines(), [Some(4)], "{path}");
    }
}

#[test]
fn where_no_file_has_changed_nothing_is_compared() {
    let package = Package::new();
    let built = package.built(By::Anyone);
    assert!(built.is_silent());
    let kept = package.0.path().join("out/revisions.models");
    let text = fs::read_to_string(&kept).unwrap();
    fs::write(&kept, format!("{text}as it was\n")).unwrap();
    assert_eq!(package.built(By::Anyone).output.warnings, ["as it was"]);
    for (path, text) in [
        ("revision.toml", format!("# Changed.\n{ON}")),
        ("revisions/a1.sql", format!("{MADE}\n-- Changed.\n")),
        ("src/models.rs", format!("// Changed.\n{USERS}")),
        ("src/more.rs", String::new()),
    ] {
        let text_of = fs::read_to_string(&kept).unwrap();
        let hash = text_of.lines().next().unwrap();
        fs::write(&kept, format!("{hash}\nas it was\n")).unwrap();
        package.write(path, &text);
        assert!(package.built(By::Anyone).is_silent(), "{path}");
    }
    // What is lacking is looked for each time.
    assert_eq!(package.lacking(By::Anyone).lines().len(), 1);
    assert_eq!(package.built(By::Anyone).lines().len(), 1);
}

#[test]
fn a_chain_that_leads_nowhere_is_said_alone() {
    let package = Package::new();
    package.write(
        "revisions/b1.sql",
        "-- revision: b1\n-- down_revision: zz\n\n-- upgrade\n",
    );
    let built = package.lacking(By::Anyone);
    assert_eq!(built.faults.len(), 1, "{:?}", built.faults);
    // Two heads lead somewhere.
    package.write("revisions/b1.sql", "-- revision: b1\n\n-- upgrade\n");
    let built = package.lacking(By::Anyone);
    assert_eq!(built.lines(), [None, Some(11)]);
}
