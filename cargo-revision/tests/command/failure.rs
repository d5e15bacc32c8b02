//! A statement that fails: where it stands, what the database says, what is left.

use insta::assert_snapshot;

use crate::project::Project;

fn project() -> Project {
    Project::tables().steps(
        "c1",
        "Create posts",
        &["down_revision: b1"],
        "CREATE TABLE posts (id integer PRIMARY KEY);\nINSERT INTO postz\n  VALUES (1);",
        "DROP TABLE posts;",
    )
}

#[test]
fn what_was_applied_before_stays() {
    let project = project();
    assert_snapshot!(project.run("upgrade"));
    assert_snapshot!(project.run("current"));
    assert_snapshot!(project.run("upgrade --json"));
}

#[test]
fn of_what_was_done_json_keeps_the_steps() {
    let (exit, answer) = project().json("upgrade");
    assert_eq!(exit, 1);
    assert_eq!(answer["errors"][0]["code"], "statement_failed");
    assert_eq!(answer["errors"][0]["file"], "revisions/c1.sql");
    assert_eq!(answer["errors"][0]["line"], 8);
    let steps: Vec<_> = answer["steps"].as_array().unwrap().iter().collect();
    assert_eq!(steps.len(), 2);
    assert_eq!(steps[1]["revision"], "b1");
    assert_eq!(answer["heads"], serde_json::json!(["b1"]));
}

#[test]
fn a_statement_recorded_in_rust() {
    let project = Project::new()
        .file("revision.toml", "url = \"sqlite://app.db\"\n")
        .file(
            "revisions/a1.rs",
            "//! Create users.\n\nuse revision_core::prelude::*;\n\nrevision! {\n    id: \"a1\",\n}\n\n\
             pub fn upgrade(op: &mut Op) {\n    op.execute(\"CREATE TABLE users (id integer)\");\n    \
             op.execute(\"INSERT INTO userz VALUES (1)\");\n}\n",
        );
    assert_snapshot!(project.run("upgrade"));
}

#[test]
fn what_cannot_be_undone_is_refused_before_anything_runs() {
    let project = Project::tables().file(
        "revisions/b1.sql",
        "-- Add email\n--\n-- revision: b1\n-- down_revision: a1\n\n-- upgrade\nALTER TABLE users ADD COLUMN email text;\n",
    );
    project.run("upgrade");
    assert_snapshot!(project.run("downgrade base"));
    assert!(project.run("current").contains("\nc1 (head)"));
}
