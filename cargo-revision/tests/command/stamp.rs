//! `stamp`: what is said of a database, and nothing run.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn nothing_runs() {
    let project = Project::tables();
    assert_snapshot!(project.run("stamp b1 --dry-run"));
    assert!(!project.path("app.db").exists());
    assert_snapshot!(project.run("stamp b1"));
    assert_snapshot!(project.run("stamp b1"));
    assert_snapshot!(project.run("stamp head --json"));
    assert_snapshot!(project.run("stamp base"));
    // The table was never made.
    assert_snapshot!(project.run("upgrade"));
}

#[test]
fn purge_forgets_what_is_not_known() {
    let project = Project::tables();
    project.run("upgrade");
    std::fs::remove_file(project.path("revisions/c1.sql")).unwrap();
    assert_snapshot!(project.run("stamp b1"));
    assert_snapshot!(project.run("stamp b1 --purge"));
    assert_snapshot!(project.run("current"));
}

/// What is not there shows at once, and not with the first revision that fails. Nothing is refused.
#[test]
fn a_database_that_is_something_else_is_warned_of() {
    let project = Project::tables();
    project.done("upgrade b1");
    assert_snapshot!(project.run("stamp head --dry-run"));
    project.execute(
        "app.db",
        "DROP INDEX ix_email; ALTER TABLE users DROP COLUMN email; CREATE TABLE theirs (id integer); ALTER TABLE users ADD COLUMN theirs",
    );
    assert_snapshot!(project.run("stamp b1"));
    let (exit, answer) = project.json("stamp head");
    assert_eq!(exit, 0);
    assert_eq!(answer["warnings"][0]["code"], "out_of_sync", "{answer}");
    assert_eq!(answer["heads"][0], "c1", "{answer}");
    // A script asks nothing.
    let script = project.run("stamp head --sql");
    assert!(!script.contains("warning"), "{script}");
}

/// What no revision made is none of its business, and what was not reached yet neither.
#[test]
fn a_database_that_is_what_is_said_is_not_spoken_of() {
    let project = Project::tables();
    project.done("upgrade b1");
    project.execute(
        "app.db",
        "CREATE TABLE theirs (id integer); CREATE INDEX ix_theirs ON users (email); CREATE VIEW seen AS SELECT 1",
    );
    for line in [
        "stamp b1",
        "stamp b1 --purge",
        "stamp base",
        "stamp b1",
        "stamp c1",
    ] {
        let answer = project.run(line);
        assert_eq!(answer.contains("warning"), line == "stamp c1", "{answer}");
    }
}

/// A revision has to be compiled before anybody knows what it makes.
#[test]
fn what_nobody_can_tell_is_not_guessed() {
    let made = "//! Made.\n\nuse revision_core::prelude::*;\n\nrevision! { id: \"a1\" }\n\n\
                pub fn upgrade(op: &mut Op) {\n    helpers::make(op);\n}\n";
    let project = Project::new()
        .file("revision.toml", "url = \"sqlite://app.db\"\n")
        .file("revisions/a1.rs", made)
        .steps(
            "b1",
            "Users",
            &["down_revision: a1"],
            "CREATE TABLE users (id integer);",
            "DROP TABLE users;",
        );
    project.done("ensure-version");
    let answer = project.run("stamp head --dry-run");
    assert!(!answer.contains("warning"), "{answer}");
    assert_snapshot!(project.run("stamp head -v"));
}
