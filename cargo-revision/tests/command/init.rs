//! `init`.

use std::path::Path;

use insta::assert_snapshot;

use crate::project::Project;

const MANIFEST: &str = "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n# Ours.\n[dependencies]\nzeta = \"1\"\n";

fn package() -> Project {
    Project::empty().file("Cargo.toml", MANIFEST)
}

#[test]
fn a_new_crate_is_prepared_and_compiles() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .join("revision-core");
    let project = Project::empty()
        .file("Cargo.toml", MANIFEST.replace("zeta = \"1\"\n", ""))
        .file(
            "src/main.rs",
            "//! The app.\n\nuse std::fmt;\n\nfn main() {\n    let _: fmt::Result = Ok(());\n}\n",
        );
    assert_snapshot!(project.run("init"));
    assert_snapshot!(project.read("Cargo.toml"));
    assert_snapshot!(project.read("revision.toml"));
    assert_snapshot!(project.read("src/main.rs"));
    assert_snapshot!(project.run("init"));

    let registry = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    let local = project.read("Cargo.toml").replace(
        &format!("version = {registry}, "),
        &format!("path = {core:?}, "),
    );
    let local = local.replace(
        &format!("revision-core = {registry}"),
        &format!("revision-core = {{ path = {core:?} }}"),
    );
    let project = project.file("Cargo.toml", local).rust("a", "A", &[]);
    let output = std::process::Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(project.path(""))
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("init"),
        )
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
}

#[test]
fn what_is_there_is_kept() {
    let project = package()
        .file("src/lib.rs", "")
        .file("src/main.rs", "fn main() {}\n")
        .file("build.rs", "fn main() {\n    println!();\n}\n")
        .file("revision.toml", "revisions = [\"a\", \"b\"]\n")
        .file(".env", "DATABASE_URL=postgres://secret@host/app\n");
    assert_snapshot!(project.run("init"));
    assert_snapshot!(project.read("Cargo.toml"));
    assert_eq!(
        project.read("build.rs"),
        "fn main() {\n    revision_core::build::emit();\n    println!();\n}\n"
    );
    assert_eq!(project.read("src/lib.rs"), "revision_core::revisions!();\n");
    assert_eq!(project.read("src/main.rs"), "fn main() {}\n");
    assert!(project.path("a").is_dir() && project.path("b").is_dir());
}

#[test]
fn the_database_is_guessed_and_no_secret_copied() {
    let project =
        Project::empty().file(".env", "export DATABASE_URL='postgres://secret@host/app'\n");
    project.run("init");
    let text = project.read("revision.toml");
    assert!(text.contains("# url = \"postgres://"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn an_existing_dependency_gets_the_feature_it_lacks() {
    let project = package()
        .file("Cargo.toml", format!("{MANIFEST}revision-core = \"0.1\"\n\n[build-dependencies]\nrevision-core = \"0.1\" # kept\n"))
        .file("src/lib.rs", "");
    project.run("init");
    assert_snapshot!(project.read("Cargo.toml"));
}

#[test]
fn what_is_unsure_is_left_with_the_line_to_add() {
    let project = package()
        .file("src/lib.rs", "mod revisions;\n")
        .file("build.rs", "fn main() { go() }\n");
    assert_snapshot!(project.run("init"));
    assert_eq!(project.read("build.rs"), "fn main() { go() }\n");
    let (code, answer) = project.json("init");
    assert_eq!(code, 1);
    assert_eq!(answer["errors"][0]["code"], "incomplete");
    assert_eq!(answer["errors"].as_array().unwrap().len(), 2);
    assert_eq!(answer["changed"], serde_json::json!([]));
}

#[test]
fn without_a_crate_there_is_a_folder_and_a_configuration() {
    let project = Project::empty();
    assert_snapshot!(project.run("init"));
    assert!(
        project
            .read("revision.toml")
            .contains("\nformat = \"sql\"\n")
    );
    assert_snapshot!(project.run("init"));
}

#[test]
fn a_workspace_wants_to_know_which_package() {
    let project = Project::empty()
        .file("Cargo.toml", "[workspace]\nmembers = [\"a\"]\nresolver = \"3\"\n\n[workspace.dependencies]\nrevision-core = \"0.1\"\n")
        .file("a/Cargo.toml", MANIFEST.replace("zeta = \"1\"\n", ""))
        .file("a/src/lib.rs", "");
    assert_snapshot!(project.run("init"));
    assert!(!project.path("revision.toml").exists());
    assert_snapshot!(project.run("init -p app"));
    assert_snapshot!(project.read("a/Cargo.toml"));
}

#[test]
fn nothing_is_written_where_the_configuration_is_broken() {
    let project = package()
        .file("src/lib.rs", "")
        .file("revision.toml", "revisions = 1\n");
    assert_snapshot!(project.run("init"));
    assert_eq!(project.read("Cargo.toml"), MANIFEST);
}

/// An existing dependency keeps what it has, and gets what it lacks.
#[test]
fn the_feature_of_the_database_that_is_named_is_added() {
    let project = package()
        .file("src/lib.rs", "")
        .file(".env", "DATABASE_URL=postgres://localhost/app\n");
    project.run("init");
    let manifest = project.read("Cargo.toml");
    assert!(manifest.contains("features = [\"postgres\"]"), "{manifest}");
    project.run("init --url sqlite://app.db");
    let manifest = project.read("Cargo.toml");
    assert!(
        manifest.contains("features = [\"postgres\", \"sqlite\"]"),
        "{manifest}"
    );
}
