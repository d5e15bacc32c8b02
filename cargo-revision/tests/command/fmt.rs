//! `fmt`.

use crate::project::Project;

const UGLY: &str = "//! A.\n\nuse revision_core::prelude::*;\n\nrevision! {\n    id: \"a\",\n}\n\npub fn  upgrade( _op:&mut Op ) { }\n";

fn ugly() -> Project {
    Project::new()
        .file("revisions/a.rs", UGLY)
        .rust("b", "B", &[r#"down_revision: "a""#])
        .sql("c", "C", &["down_revision: b"])
}

#[test]
fn check_names_what_is_not_formatted_and_changes_nothing() {
    let project = ugly();
    insta::assert_snapshot!(project.run("fmt --check"));
    assert_eq!(project.read("revisions/a.rs"), UGLY);
    let (code, answer) = project.json("fmt --check");
    assert_eq!(code, 1);
    assert_eq!(
        answer,
        serde_json::json!({"unformatted": ["revisions/a.rs"]})
    );
}

#[test]
fn formatting_once_is_enough() {
    let project = ugly();
    insta::assert_snapshot!(project.run("fmt"));
    assert!(
        project
            .read("revisions/a.rs")
            .ends_with("pub fn upgrade(_op: &mut Op) {}\n")
    );
    assert_eq!(
        project.run("fmt --check"),
        "$ cargo revision fmt --check\nexit: 0\n"
    );
}

#[test]
fn a_sub_folder_is_no_other_place() {
    let project = ugly().within("sub");
    assert!(project.run("fmt").contains("Formatted revisions/a.rs"));
}

#[test]
fn what_keeps_from_formatting_is_said() {
    insta::assert_snapshot!(ugly().environment("RUSTFMT", "no-such-program").run("fmt"));
    let project = ugly().file("revisions/d.rs", "revision! {\n    id: \"d\",\n}\nfn (\n");
    insta::assert_snapshot!(project.run("fmt"));
}

#[test]
fn a_file_that_is_no_revision_is_not_passed_over() {
    let project = ugly()
        .file(
            "revisions/b.rs",
            "revision! {\n<<<<<<< HEAD\n    id: \"b\",\n=======\n",
        )
        .file("revisions/c.sql", "");
    insta::assert_snapshot!(project.run("fmt --check"));
    insta::assert_snapshot!(project.run("fmt"));
    assert_eq!(project.json("fmt").0, 1);
    assert!(!project.read("revisions/a.rs").contains("pub fn  upgrade"));
}
