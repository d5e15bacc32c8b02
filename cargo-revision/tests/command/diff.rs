//! `diff`: any source against any other.

use insta::assert_snapshot;

use crate::project::Project;

const MODELS: &str = "#[derive(Table)]
#[table(name = \"users\")]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    pub email: Option<String>,
    pub age: Option<i32>,
}
";

fn project() -> Project {
    let config = "url = \"sqlite://app.db\"\nmodels = [\"src\"]\n";
    let project = Project::tables()
        .file("revision.toml", config)
        .file("src/models.rs", MODELS);
    project.done("upgrade");
    project
}

#[test]
fn each_against_each() {
    let project = project();
    project.done("upgrade --url sqlite://other.db b1");
    for line in [
        "diff",
        "diff database",
        "diff revisions models",
        "diff revisions database",
        "diff revisions@a1 revisions@head",
        "diff empty revisions@b1",
        "diff models empty",
        "diff empty empty",
        "diff database sqlite://other.db",
        "diff sqlite://other.db database --sql",
        "diff empty models --sql",
        "diff empty models --json",
        "diff revisions@nowhere empty",
    ] {
        assert_snapshot!(project.run(line));
    }
}

#[test]
fn a_file_against_a_file() {
    let project = project()
        .file(
            "one.sql",
            "CREATE TABLE a (id integer PRIMARY KEY, b text);",
        )
        .file(
            "two.sql",
            "CREATE TABLE a (id integer PRIMARY KEY, b text, c text); CREATE TABLE d (e text);",
        );
    assert_snapshot!(project.run("diff file:one.sql file:two.sql"));
    assert_snapshot!(project.run("diff file:two.sql file:one.sql --sql"));
    assert_snapshot!(project.run("diff file:one.sql file:nowhere.sql"));
    assert_snapshot!(project.run("diff file:one.sql file:one.sql --json"));
}

/// It tells of a database that is behind, which `new` refuses: what its own revisions made is not somebody's.
#[test]
fn a_database_that_is_behind() {
    let project = project().steps(
        "d1",
        "Drop posts",
        &["down_revision: c1"],
        "DROP TABLE posts;",
        "CREATE TABLE posts (id integer PRIMARY KEY);",
    );
    assert_snapshot!(project.run("diff database models"));
}

#[test]
fn a_database_that_is_not_named() {
    let project = project().file("revision.toml", "models = [\"src\"]\n");
    assert_snapshot!(project.run("diff"));
    assert_snapshot!(project.run("diff revisions models"));
    // A URL says which kind.
    assert_snapshot!(project.run("diff revisions sqlite://app.db"));
}
