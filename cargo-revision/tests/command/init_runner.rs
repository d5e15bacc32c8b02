//! `init --runner`.

use insta::assert_snapshot;

use crate::project::Project;

const MANIFEST: &str = "[package]\nname = \"my-app\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

fn package() -> Project {
    Project::empty()
        .file("Cargo.toml", MANIFEST)
        .file(".env", "DATABASE_URL=sqlite://app.db\n")
}

#[test]
fn a_library_shows_its_revisions_to_the_runner() {
    let project = package().file("src/lib.rs", "//! The app.\n");
    assert_snapshot!(project.run("init --runner"));
    assert_snapshot!(project.read("Cargo.toml"));
    assert_snapshot!(project.read("src/bin/migrate.rs"));
    assert_eq!(
        project.read("src/lib.rs"),
        "//! The app.\n\nrevision_core::revisions!(pub);\n"
    );
    assert_snapshot!(project.run("init --runner"));
}

#[test]
fn a_crate_that_was_prepared_before_gets_what_it_lacks() {
    let project = package()
        .file(
            "src/lib.rs",
            "revision_core::revisions!(multiple_heads);\n\npub fn go() {}\n",
        )
        .file("src/main.rs", "fn main() { my_app::go() }\n");
    project.run("init");
    assert_snapshot!(project.run("init --runner"));
    assert_eq!(
        project.read("src/lib.rs"),
        "revision_core::revisions!(pub, multiple_heads);\n\npub fn go() {}\n"
    );
    assert_eq!(project.read("src/main.rs"), "fn main() { my_app::go() }\n");
}

#[test]
fn a_binary_stays_what_cargo_runs() {
    let project = package().file("src/main.rs", "fn main() {}\n");
    assert_snapshot!(project.run("init --runner"));
    assert_snapshot!(project.read("Cargo.toml"));
    assert_eq!(
        project.read("src/main.rs"),
        "revision_core::revisions!();\n\nfn main() {}\n"
    );
    assert!(
        project
            .read("src/bin/migrate.rs")
            .ends_with("\nrevision_core::runner!();\n")
    );
    assert_snapshot!(project.run("init --runner"));
}

#[test]
fn of_several_binaries_none_is_preferred() {
    let project = package()
        .file("src/main.rs", "fn main() {}\n")
        .file("src/bin/worker.rs", "fn main() {}\n");
    project.run("init --runner");
    assert!(!project.read("Cargo.toml").contains("default-run"));
    // One that has another name than its package is one all the same.
    let listed = format!("{MANIFEST}\n[[bin]]\nname = \"server\"\npath = \"src/main.rs\"\n");
    let project = package()
        .file("Cargo.toml", listed)
        .file("src/main.rs", "fn main() {}\n");
    project.run("init --runner");
    let manifest = project.read("Cargo.toml");
    assert!(
        manifest.contains("default-run = \"server\"\n"),
        "{manifest}"
    );
}

#[test]
fn the_runner_has_the_name_that_is_configured() {
    let project = package()
        .file("src/lib.rs", "")
        .file("revision.toml", "runner = \"db-upgrade\"\n");
    project.run("init --runner");
    let text = project.read("src/bin/db-upgrade.rs");
    assert!(text.contains("revision_core::runner!(my_app);"), "{text}");
}

#[test]
fn what_is_somebody_elses_is_left_alone() {
    let project = package()
        .file("src/lib.rs", "revision_core::revisions!(pub(crate));\n")
        .file("src/bin/migrate.rs", "fn main() {}\n");
    assert_snapshot!(project.run("init --runner"));
    assert_eq!(
        project.read("src/lib.rs"),
        "revision_core::revisions!(pub(crate));\n"
    );
    assert_eq!(project.read("src/bin/migrate.rs"), "fn main() {}\n");
}

#[test]
fn cargo_must_be_told_of_it_where_it_looks_for_none() {
    let project = package()
        .file("Cargo.toml", format!("{MANIFEST}autobins = false\n"))
        .file("src/lib.rs", "");
    assert_snapshot!(project.run("init --runner"));
}

#[test]
fn without_a_crate_there_is_no_runner() {
    let project = Project::empty();
    assert_snapshot!(project.run("init --runner"));
    assert!(!project.path("revision.toml").exists());
}
