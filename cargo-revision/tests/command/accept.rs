//! `accept` and `ensure-version`.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn an_edit_is_accepted() {
    let project = Project::tables();
    assert_snapshot!(project.run("accept a1"));
    project.run("upgrade");
    let edited = project.read("revisions/a1.sql");
    let project = project.file("revisions/a1.sql", edited.replace("integer", "bigint"));
    assert!(project.run("current").contains("`a1` was edited"));
    assert_snapshot!(project.run("accept a1"));
    assert!(!project.run("current").contains("edited"));
    assert_snapshot!(project.run("accept a1"));
    assert_snapshot!(project.run("accept nowhere"));
    let (exit, answer) = project.json("accept b1");
    assert_eq!(
        (exit, &answer["revisions"][0]["revision"]),
        (0, &"b1".into())
    );
}

#[test]
fn comments_and_white_space_are_no_edit() {
    let project = Project::tables();
    project.run("upgrade");
    let text = project.read("revisions/b1.sql");
    let text = text
        .replace("ALTER TABLE", "-- why\nALTER\n  TABLE")
        .replace('\n', "\r\n");
    let project = project.file("revisions/b1.sql", text);
    assert!(!project.run("current").contains("edited"));
}

#[test]
fn the_tables_alone() {
    let project = Project::tables();
    assert_snapshot!(project.run("ensure-version"));
    assert!(project.path("app.db").exists());
    assert_snapshot!(project.run("ensure-version"));
    let (exit, answer) = project.json("ensure-version");
    assert_eq!((exit, &answer["created"]), (0, &false.into()));
    assert_snapshot!(project.run("current"));
}
