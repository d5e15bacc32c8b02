//! What cannot be compared: nothing is written.

use insta::assert_snapshot;

use super::{CONFIG, USERS, count, models, users};
use crate::project::Project;

#[test]
fn what_is_pending_would_be_found_missing() {
    let project = models(USERS);
    project.done("new -a first --rev-id a1");
    assert_snapshot!(project.run("new -a second"));
    let (exit, answer) = project.json("new -a second");
    assert_eq!(
        (exit, &answer["errors"][0]["code"]),
        (1, &"out_of_sync".into())
    );
    assert_eq!(count(&project), 1);
    // The revisions have it.
    assert_snapshot!(project.run("new -a second --offline"));
    assert_snapshot!(project.run("check"));
    project.done("check --offline");
}

#[test]
fn no_models() {
    let project = Project::new().file("revision.toml", CONFIG);
    assert_snapshot!(project.run("new -a first"));
    let project = project.file("src/lib.rs", "pub fn nothing() {}\n");
    assert_snapshot!(project.run("new -a first"));
    assert_snapshot!(project.run("check"));
    let (exit, answer) = project.json("new -a first");
    assert_eq!(
        (exit, &answer["errors"][0]["code"]),
        (1, &"no_models".into())
    );
    assert_eq!(count(&project), 0);
    assert!(!project.path("app.db").exists());
}

#[test]
fn models_with_errors() {
    let project = models(
        "#[derive(Table)]
#[table(name = \"users\", index(\"nick\"))]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    #[column(uniqe)]
    pub name: String,
    #[column(references = \"teams.id\")]
    pub team: i64,
    pub mood: Mood,
}

#[derive(Table)]
#[table(name = \"users\")]
pub struct Person {
    #[column(primary_key)]
    pub id: i64,
}

#[derive(Table)]
pub struct Nothing {}
",
    );
    assert_snapshot!(project.run("new -a first"));
    assert_snapshot!(project.run("check"));
    assert_snapshot!(project.run("diff empty models"));
    assert_eq!(count(&project), 0);
    let long = "x".repeat(70);
    let project = models(&USERS.replace("\"users\"", &format!("\"{long}\""))).file(
        "revision.toml",
        format!("{CONFIG}databases = [\"sqlite\", \"postgres\"]\n"),
    );
    assert_snapshot!(project.run("new -a first"));
    assert_eq!(count(&project), 0);
}

#[test]
fn models_that_contradict_each_other() {
    let project = models(
        "#[derive(Table)]
#[table(name = \"users\")]
pub struct User {
    #[column(primary_key)]
    pub id: i64,
    #[column(references = \"teams.id\")]
    pub team: i64,
}

#[derive(Table)]
#[table(name = \"users\")]
pub struct Person {
    #[column(primary_key)]
    pub id: i64,
}
",
    );
    assert_snapshot!(project.run("new -a first"));
    assert_eq!(count(&project), 0);
}

#[test]
fn words_that_are_no_source() {
    let project = models(USERS);
    assert_snapshot!(project.run("diff databse models"));
    assert_snapshot!(project.run("new -a first --from revision"));
    assert_snapshot!(project.run("new -a first --from empty --offline"));
    assert_eq!(count(&project), 0);
}

#[test]
fn a_database_that_does_not_answer() {
    let project = users(&[]);
    let config = CONFIG.replace("sqlite://app.db", "postgres://me:secret@127.0.0.1:1/app");
    let project = project.file("revision.toml", config);
    for line in ["new -a x", "check", "diff database models"] {
        let answer = project.run(line);
        assert!(!answer.contains("secret"), "{answer}");
        assert_snapshot!(answer);
    }
    assert_eq!(count(&project), 1);
}
