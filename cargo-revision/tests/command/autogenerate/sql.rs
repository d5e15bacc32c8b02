//! Revisions in SQL.

use insta::assert_snapshot;

use super::{CONFIG, USERS, edited, made, models, round};

const SQL: &str = "format = \"sql\"\n";

#[test]
fn for_one_database() {
    let project = models(USERS).file("revision.toml", format!("{CONFIG}{SQL}"));
    assert_snapshot!(project.run("new -a first --rev-id a1"));
    assert_snapshot!(body(&project, "revisions/a1_first.sql"));
    project.done("upgrade");
    project.done("check");
    let project = edited(
        project,
        &[("pub age", "pub nick: Option<String>,\n    pub age")],
    );
    project.done("new -a second --rev-id b1");
    assert_snapshot!(body(&project, "revisions/b1_second.sql"));
    round(&project);
}

#[test]
fn for_two_databases() {
    let databases = "databases = [\"sqlite\", \"postgres\"]\n";
    let project = models(USERS).file("revision.toml", format!("{CONFIG}{databases}"));
    assert_snapshot!(project.run("new -a first --rev-id a1 --format sql"));
    assert_snapshot!(body(&project, "revisions/a1_first.sql"));
    project.done("upgrade");
    project.done("check");
    let project = edited(
        project,
        &[("pub age", "pub nick: Option<String>,\n    pub age")],
    );
    project.done("new -a second --rev-id b1 --format sql");
    assert_snapshot!(body(&project, "revisions/b1_second.sql"));
    round(&project);
    // One of them sees it, the other has to make the table anew.
    let project = edited(project, &[("age: i32", "age: i64")]);
    assert_snapshot!(project.run("new -a third --rev-id c1 --format sql"));
    assert_snapshot!(body(&project, "revisions/c1_third.sql"));
    round(&project);
}

/// SQLite makes a table anew, by the text that it has of it, in the frame that the first line asks for.
#[test]
fn a_table_that_is_made_anew() {
    let project = edited(
        made(USERS),
        &[("pub name: String", "pub name: Option<String>")],
    );
    assert_snapshot!(project.run("diff database models --sql"));
    project.done("new -a second --format sql --rev-id b1");
    assert_snapshot!(body(&project, "revisions/b1_second.sql"));
    project.done("upgrade");
    project.done("check");
    round(&project);
}

/// A file without what says when it was made.
fn body(project: &crate::project::Project, path: &str) -> String {
    let text = project.read(path);
    let at = text.find("-- upgrade").expect("it has sections");
    text[at..].to_owned()
}
