//! SQL that makes tables of SQLite anew by itself: what is refused, and what the line `-- rebuild: table` does.

use insta::assert_snapshot;

use crate::project::Project;

/// A table whose rows go with those of another.
fn project(upgrade: &str) -> Project {
    Project::new()
        .file("revision.toml", "url = \"sqlite://app.db\"\n")
        .steps(
            "a1",
            "Create users",
            &[],
            "CREATE TABLE users (id integer PRIMARY KEY, name text);\n\
             CREATE TABLE posts (user_id integer REFERENCES users (id) ON DELETE CASCADE);\n\
             CREATE INDEX ix_name ON users (name);\n\
             INSERT INTO users VALUES (1, 'Ada');\nINSERT INTO posts VALUES (1);",
            "DROP TABLE posts;\nDROP TABLE users;",
        )
        .steps("b1", "Name everybody", &["down_revision: a1"], upgrade, "")
}

const ANEW: &str = "CREATE TABLE new_users (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO new_users SELECT id, name FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;";

#[test]
fn what_a_transaction_makes_useless_is_refused() {
    let project = project(&format!(
        "PRAGMA foreign_keys = OFF;\nPRAGMA journal_mode(wal);\n{ANEW}\nPRAGMA main.foreign_keys = ON;"
    ));
    assert_snapshot!(project.run("upgrade"));
}

#[test]
fn a_line_gives_it_the_frame() {
    let project = project(&format!("-- rebuild: users\n{ANEW}"));
    project.done("check --offline");
    project.done("upgrade");
    project.done("check");
    let left = "SELECT (SELECT count(*) FROM posts) * 10 + (SELECT count(*) FROM sqlite_master WHERE name = 'ix_name')";
    assert_eq!(project.numbers("app.db", left), "[11]");
    let text = project.read("revisions/b1.sql");
    project.done("fmt");
    assert_eq!(project.read("revisions/b1.sql"), text);
}

#[test]
fn a_line_that_makes_no_sense_is_told() {
    let wrong = project(&format!("-- rebuild: users, people\n{ANEW}"));
    assert_snapshot!(wrong.run("check --offline"));
    assert_snapshot!(wrong.run("upgrade"));
    let narrowed = project("-- rebuild:\n\n-- upgrade: postgres\n-- rebuild: users");
    assert_snapshot!(narrowed.run("check --offline"));
}

#[test]
fn an_index_that_cannot_be_made_again_is_named() {
    let project = project(&format!(
        "-- rebuild: users\n{}",
        ANEW.replace("name text NOT NULL", "called text NOT NULL")
    ));
    assert_snapshot!(project.run("upgrade"));
}

#[test]
fn it_needs_a_transaction() {
    let project = project("").file(
        "revisions/b1.sql",
        format!(
            "-- Again\n--\n-- revision: b1\n-- down_revision: a1\n-- transaction: false\n\n-- upgrade\n-- rebuild: users\n{ANEW}\n"
        ),
    );
    assert_snapshot!(project.run("upgrade"));
}
