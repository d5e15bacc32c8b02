//! Files and folders that are not what they should be: a clear message, exit 1, and nothing written.

use insta::assert_snapshot;

use crate::project::Project;

#[test]
fn a_configuration_with_faults() {
    let project = Project::new().file(
        "revision.toml",
        "revison = \"a\"\nlock_wait = 5\nformat = \"rst\"\n[guard]\nurl = \"a\"\n",
    );
    assert_snapshot!(project.run("heads"));
    let (code, answer) = project.json("heads");
    assert_eq!(code, 1);
    let errors = answer["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 4);
    assert!(errors.iter().all(|error| error["code"] == "config"));
    assert_eq!(
        (&errors[1]["line"], &errors[1]["column"]),
        (&2.into(), &13.into())
    );
    assert_snapshot!(
        Project::new()
            .file("revision.toml", b"url = \"\xff\"\n")
            .run("heads")
    );
    assert_snapshot!(
        Project::new()
            .file("revision.toml", "url = \n[a\n")
            .run("heads")
    );
}

#[test]
fn a_broken_chain_with_all_its_faults() {
    let project = Project::new()
        .rust("a1", "Create users", &[])
        .rust("b1", "Add email", &[r#"down_revision: "a2""#])
        .sql("c1", "Loop", &["down_revision: c1"])
        .file(
            "revisions/d1.sql",
            "-- Again\n--\n-- revision: a1\n\n-- upgrade\n",
        )
        .sql("e@1", "Illegal", &[]);
    assert_snapshot!(project.run("history"));
}

#[test]
fn files_that_are_no_revisions() {
    let project = Project::new()
        .file("revisions/binary.rs", b"\xff\xfe\x00")
        .file(
            "revisions/conflict.sql",
            "<<<<<<< ours\n-- A\n=======\n-- B\n>>>>>>> theirs\n",
        )
        .file("revisions/empty.rs", "")
        .file("revisions/empty.sql", "")
        .file("revisions/no_header.rs", "pub fn upgrade() {}\n")
        .file(
            "revisions/two.rs",
            "revision! { id: \"a\" }\nrevision! { id: \"b\" }\n",
        );
    assert_snapshot!(project.run("heads"));
}

#[cfg(unix)]
#[test]
fn a_symlink_that_leads_to_itself() {
    let project = Project::new().sql("a", "A", &[]);
    std::os::unix::fs::symlink("loop.rs", project.path("revisions/loop.rs")).unwrap();
    assert_snapshot!(project.run("heads"));
}

#[test]
fn a_folder_that_is_a_file() {
    assert_snapshot!(Project::new().file("revisions", "").run("heads"));
}

#[test]
fn what_others_wrote_does_not_steer_the_terminal() {
    let project = Project::new().sql("a", "Harmless\u{1b}]0;gotcha\u{7}", &[]);
    // Where colour is wanted, nothing is stripped on the way out.
    for command in ["history --color always", "show a --color always"] {
        let answer = project.run(command);
        assert!(answer.contains("Harmless"), "{answer:?}");
        assert!(!answer.contains("\u{1b}]"), "{answer:?}");
        assert!(!answer.contains('\u{7}'), "{answer:?}");
    }
}
