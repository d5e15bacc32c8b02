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

/// Where no transaction holds a revision together, it may be left half done; then it is said how to go on.
#[test]
fn a_revision_left_half_done_is_resumed() {
    let steps = |second: &str| {
        format!(
            "CREATE TABLE posts (id integer PRIMARY KEY);\n{second};\nCREATE INDEX ix_id ON posts (id);"
        )
    };
    let lines = &["down_revision: b1", "transaction: false"];
    let wrong = steps("INSERT INTO postz VALUES (1)");
    let project = Project::tables().steps("c1", "Create posts", lines, &wrong, "DROP TABLE posts;");
    assert_snapshot!(project.run("upgrade"));
    assert_snapshot!(project.run("upgrade"));
    assert_snapshot!(project.run("current"));
    assert_snapshot!(project.run("status"));
    assert_snapshot!(project.run("downgrade"));
    let right = steps("INSERT INTO posts VALUES (1)");
    let project = project.steps("c1", "Create posts", lines, &right, "DROP TABLE posts;");
    assert_snapshot!(project.run("upgrade --resume"));
    assert!(project.run("current").contains("\nc1 (head)"));
}

/// Whoever knows what became of the statement that failed says so.
#[test]
fn what_became_of_a_statement_may_be_said() {
    for (word, posts) in [("done", "[]"), ("again", "[1]")] {
        let project = Project::tables().steps(
            "c1",
            "Create posts",
            &["down_revision: b1", "transaction: false"],
            "CREATE TABLE posts (id integer PRIMARY KEY);\nINSERT INTO posts SELECT id FROM later;",
            "DROP TABLE posts;",
        );
        assert!(project.run("upgrade").contains("no such table: later"));
        project.execute(
            "app.db",
            "CREATE TABLE later (id integer); INSERT INTO later VALUES (1);",
        );
        let said = project.run(&format!("upgrade --resume={word}"));
        assert!(said.contains("exit: 0"), "{said}");
        assert_eq!(project.numbers("app.db", "SELECT id FROM posts"), posts);
    }
}
