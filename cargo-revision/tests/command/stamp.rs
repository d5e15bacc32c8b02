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
