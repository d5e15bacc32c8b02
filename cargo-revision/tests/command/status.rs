//! `status`: one screen, and no failure for what it finds.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn one_screen() {
    let project = Project::tables();
    assert_snapshot!(project.run("status"));
    project.run("upgrade b1");
    assert_snapshot!(project.run("status"));
    project.run("upgrade");
    let edited = project
        .read("revisions/b1.sql")
        .replace("email text", "email varchar");
    let project = project.file("revisions/b1.sql", edited);
    assert_snapshot!(project.run("status"));
    let (exit, answer) = project.json("status");
    assert_eq!(
        (exit, &answer["revisions"][0]["revision"]),
        (0, &"c1".into())
    );
    assert_eq!(answer["warnings"][0]["code"], "edited_after_applied");
}

#[test]
fn a_long_list_is_cut() {
    let mut project = Project::new().file("revision.toml", "url = \"sqlite://app.db\"\n");
    for number in 0..14 {
        let down = format!("down_revision: r{:02}", number - 1);
        let lines: &[&str] = if number == 0 { &[] } else { &[&down] };
        project = project.sql(&format!("r{number:02}"), "Do something", lines);
    }
    assert_snapshot!(project.run("status"));
}

#[test]
fn without_a_database_or_an_answer() {
    let project = Project::tables().file("revision.toml", "");
    assert_snapshot!(project.run("status"));
    assert_snapshot!(project.run("status --url postgres://me:secret@127.0.0.1:1/app"));
    let (exit, answer) = project.json("status --url postgres://me:secret@127.0.0.1:1/app");
    assert_eq!(
        (exit, &answer["warnings"][0]["code"]),
        (0, &"connect_failed".into())
    );
}
