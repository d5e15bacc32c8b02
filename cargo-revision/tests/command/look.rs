//! `heads`, `history`, `branches`, `show`.

use insta::assert_snapshot;
use serde_json::json;

use crate::project::Project;

/// Two branches from one base, merged, and one that depends on the other line.
fn forked() -> Project {
    Project::new()
        .rust("a1", "Create users", &[])
        .rust("b1", "Add email", &[r#"down_revision: "a1""#])
        .rust(
            "c1",
            "Open billing",
            &[r#"down_revision: "a1""#, r#"branch_labels: "billing""#],
        )
        .rust("d1", "Join", &[r#"down_revision: ["b1", "c1"]"#])
        .sql("e1", "Reports", &["branch_labels: reports"])
        .sql("e2", "More reports", &["down_revision: e1"])
        .sql("f1", "Audit", &["depends_on: e2"])
}

#[test]
fn heads() {
    assert_snapshot!(forked().run("heads"));
    assert_snapshot!(forked().run("heads --resolve-dependencies"));
    assert_snapshot!(forked().run("heads --verbose"));
}

#[test]
fn history() {
    assert_snapshot!(forked().run("history"));
    assert_snapshot!(forked().run("history -r b1:d1"));
    assert_snapshot!(forked().run("history -r b1:e2"));
    assert_snapshot!(forked().run("history -r b1"));
    assert_snapshot!(forked().run("history -r current:"));
    assert_snapshot!(forked().run("history --color always -r a1:b1"));
}

#[test]
fn branches() {
    assert_snapshot!(forked().run("branches"));
}

#[test]
fn show() {
    assert_snapshot!(forked().run("show billing@head"));
    assert_snapshot!(forked().run("show e1+1"));
    assert_snapshot!(forked().run("show head b2"));
    assert_snapshot!(forked().run("show current"));
    assert_snapshot!(forked().run("show base"));
}

#[test]
fn nothing_there_yet_is_said_beside_the_result() {
    assert_snapshot!(Project::new().run("history"));
    assert_eq!(Project::new().json("heads"), (0, json!({"revisions": []})));
}

#[test]
fn a_revision_in_json_has_all_of_the_contract() {
    let (code, answer) = forked().json("show c1");
    assert_eq!(code, 0);
    let expect = json!({"revisions": [{
        "revision": "c1",
        "down_revisions": ["a1"],
        "branch_labels": ["billing"],
        "depends_on": [],
        "message": answer["revisions"][0]["message"],
        "created": "2026-11-21 09:30 UTC",
        "path": "revisions/c1.rs",
        "format": "rust",
        "is_head": false,
        "is_base": false,
        "is_branch_point": false,
        "is_merge_point": false,
        "applied_at": null,
    }]});
    assert_eq!(answer, expect);
    assert!(
        answer["revisions"][0]["message"]
            .as_str()
            .unwrap()
            .starts_with("Open billing")
    );
}

#[test]
fn history_in_json_stands_newest_first() {
    let (_, answer) = forked().json("history -r a1:d1");
    let revisions = answer["revisions"].as_array().unwrap().iter();
    let ids: Vec<_> = revisions
        .map(|one| one["revision"].as_str().unwrap())
        .collect();
    assert_eq!(ids.first(), Some(&"d1"));
    assert_eq!(ids.last(), Some(&"a1"));
    assert_eq!(ids.len(), 4);
}

#[test]
fn a_closed_pipe_is_no_error() {
    use std::process::Stdio;
    let mut project = Project::new();
    for number in 0..2000 {
        project = project.sql(&format!("r{number}"), "Of many", &[]);
    }
    let mut child = project
        .command("heads")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
