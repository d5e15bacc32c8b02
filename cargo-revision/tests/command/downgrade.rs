//! `downgrade`, `redo` and `reset`.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn one_back_and_it_says_which() {
    let project = Project::tables();
    project.run("upgrade");
    assert_snapshot!(project.run("downgrade"));
    assert_snapshot!(project.run("downgrade -1 --dry-run"));
    assert_snapshot!(project.run("downgrade -2 --json"));
    assert_snapshot!(project.run("downgrade"));
}

#[test]
fn down_to_a_target() {
    let project = Project::tables();
    project.run("upgrade");
    assert_snapshot!(project.run("downgrade b1:a1"));
    assert_snapshot!(project.run("downgrade b1"));
    assert_snapshot!(project.run("downgrade base -v"));
    assert_snapshot!(project.run("downgrade base"));
}

#[test]
fn after_a_failed_upgrade_it_says_first_that_nothing_of_that_remains() {
    let project = Project::tables();
    project.run("upgrade b1");
    let project = project.steps(
        "c1",
        "Create posts",
        &["down_revision: b1"],
        "CREATE TABLE posts (id integer PRIMARY KEY);\nINSERT INTO postz VALUES (1);",
        "DROP TABLE posts;",
    );
    assert!(project.run("upgrade").contains("exit: 1"));
    assert_snapshot!(project.run("downgrade -1"));
    assert!(project.run("current").contains("\nb1  Add email"));
    // A target that is no step back is meant as it is written.
    assert_snapshot!(project.run("downgrade -1 --yes"));
    // That was the last thing that happened, and it did not fail.
    assert_snapshot!(project.run("downgrade -1"));
}

#[test]
fn redo_undoes_and_applies_again() {
    let project = Project::tables();
    assert_snapshot!(project.run("redo"));
    project.run("upgrade");
    assert_snapshot!(project.run("redo"));
    assert_snapshot!(project.run("redo b1"));
    assert_snapshot!(project.run("redo a1 --json"));
    project.run("downgrade b1");
    assert_snapshot!(project.run("redo c1"));
}

#[test]
fn redo_leaves_other_branches_alone() {
    let project = Project::tables().steps(
        "d1",
        "Add name",
        &["down_revision: a1"],
        "ALTER TABLE users ADD COLUMN name text;",
        "ALTER TABLE users DROP COLUMN name;",
    );
    project.run("upgrade heads");
    assert_snapshot!(project.run("redo d1"));
}

#[test]
fn reset_can_drop_all_there_is() {
    let project = Project::tables();
    project.run("upgrade b1");
    assert_snapshot!(project.run("reset --drop"));
    // What cannot be applied again is not dropped first.
    let compiled = project.path("revisions/d1.rs");
    let rust = "//! Fill in\n\nuse revision_core::prelude::*;\n\nrevision! {\n    id: \"d1\",\n    down_revision: \"c1\",\n}\n\n\
        pub fn upgrade(op: &mut Op) {\n    op.run(fill_in);\n}\n";
    std::fs::write(&compiled, rust).unwrap();
    let said = project.run("reset --drop --yes");
    assert!(said.contains("exit: 1"), "{said}");
    assert!(project.run("current").contains("b1"));
    std::fs::remove_file(compiled).unwrap();
    assert_snapshot!(project.run("reset --drop --yes"));
    assert_snapshot!(project.run("reset --drop --yes --json"));
}

#[test]
fn reset_asks_first() {
    let project = Project::tables();
    project.run("upgrade b1");
    assert_snapshot!(project.run("reset"));
    assert!(project.run("current").contains("\nb1  Add email"));
    assert_snapshot!(project.run("reset --yes"));
    assert_snapshot!(project.run("reset --json"));
}
