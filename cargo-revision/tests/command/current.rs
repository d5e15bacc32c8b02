//! `current` and what the log adds to what is shown.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn where_the_database_stands() {
    let project = Project::tables();
    assert_snapshot!(project.run("current"));
    assert!(!project.path("app.db").exists());
    project.run("upgrade b1");
    assert_snapshot!(project.run("current"));
    assert_snapshot!(project.run("current --verbose"));
    project.run("upgrade");
    assert_snapshot!(project.run("current"));
}

#[test]
fn as_json() {
    let project = Project::tables();
    project.run("upgrade b1");
    let (exit, answer) = project.json("current");
    assert_eq!(exit, 0);
    assert_eq!(answer["revisions"][0]["revision"], "b1");
    let applied = answer["revisions"][0]["applied_at"].as_str().unwrap();
    assert!(applied.ends_with('Z') && applied.contains('T'), "{applied}");
    assert_eq!(answer["pending"][0]["revision"], "c1");
    assert_eq!(answer["pending"][0]["applied_at"], serde_json::Value::Null);
    assert_eq!(answer["unknown"], serde_json::json!([]));
    let (_, history) = project.json("history -i");
    let at: Vec<_> = history["revisions"].as_array().unwrap().iter().collect();
    assert!(at[0]["applied_at"].is_null());
    assert!(at[1]["applied_at"].is_string() && at[2]["applied_at"].is_string());
    // Without a database nothing is known of that.
    let (_, history) = project.json("history");
    assert!(history["revisions"][2]["applied_at"].is_null());
}

#[test]
fn the_log_shows_in_the_history() {
    let project = Project::tables();
    project.run("upgrade b1");
    project.run("downgrade -1");
    project.run("stamp b1");
    assert_snapshot!(project.run("history -i --verbose"));
}

#[test]
fn a_head_that_is_not_applied() {
    let project = Project::tables();
    assert_snapshot!(project.run("current --check-heads"));
    project.run("upgrade b1");
    assert_snapshot!(project.run("current --check-heads"));
    assert_snapshot!(project.run("current --check-heads --json"));
    project.run("upgrade");
    assert_snapshot!(project.run("current --check-heads"));
}

#[test]
fn rows_that_the_chain_does_not_know() {
    let project = Project::tables();
    project.run("upgrade");
    std::fs::remove_file(project.path("revisions/c1.sql")).unwrap();
    assert_snapshot!(project.run("current"));
    assert_snapshot!(project.run("history -i"));
    assert_snapshot!(project.run("history -r :current"));
    let (exit, answer) = project.json("current");
    assert_eq!(exit, 0);
    assert_eq!(answer["unknown"][0]["revision"], "c1");
    assert!(answer["unknown"][0]["applied_at"].is_string());
}

#[test]
fn a_revision_that_was_edited() {
    let project = Project::tables();
    project.run("upgrade");
    let edited = project
        .read("revisions/a1.sql")
        .replace("id integer", "id bigint");
    let project = project.file("revisions/a1.sql", edited);
    assert_snapshot!(project.run("current"));
    assert_snapshot!(project.run("upgrade"));
    let (exit, answer) = project.json("upgrade");
    assert_eq!(
        (exit, &answer["warnings"][0]["code"]),
        (0, &"edited_after_applied".into())
    );
    let project = project.file(
        "revision.toml",
        "url = \"sqlite://app.db\"\nstrict = true\n",
    );
    assert_snapshot!(project.run("current"));
    assert_snapshot!(project.run("upgrade"));
}
