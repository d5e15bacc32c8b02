//! Where the configuration is looked for.

use insta::assert_snapshot;

use crate::project::Project;

fn workspace() -> Project {
    Project::empty()
        .file(
            "Cargo.toml",
            "[workspace]\nmembers = [\"a\", \"b\"]\nresolver = \"3\"\n",
        )
        .file(
            "a/Cargo.toml",
            "[package]\nname = \"first\"\nedition = \"2024\"\n",
        )
        .file("a/src/lib.rs", "")
        .file("a/revision.toml", "revisions = \"migrations\"\n")
        .file(
            "a/migrations/x.sql",
            "-- X\n--\n-- revision: x\n\n-- upgrade\n",
        )
        .file(
            "b/Cargo.toml",
            "[package]\nname = \"second\"\nedition = \"2024\"\n",
        )
        .file("b/src/lib.rs", "")
        .file("revision.toml", "")
        .sql("root", "Of the workspace", &[])
}

#[test]
fn upwards_from_the_working_folder() {
    assert_snapshot!(workspace().within("a/src").run("heads"));
    assert_snapshot!(workspace().within("b/src").run("heads"));
    assert_snapshot!(Project::empty().run("heads"));
}

#[test]
fn as_the_arguments_say() {
    assert_snapshot!(workspace().run("heads --config a/revision.toml"));
    assert_snapshot!(workspace().run("heads --manifest-path a/Cargo.toml"));
    assert_snapshot!(workspace().run("heads -p first"));
    assert_snapshot!(workspace().run("heads -p second"));
    assert_snapshot!(workspace().run("heads -p frist"));
    assert_snapshot!(workspace().run("heads --manifest-path c/Cargo.toml"));
    assert_snapshot!(workspace().run("heads --config c.toml"));
}

#[test]
fn as_the_environment_says() {
    let project = workspace().environment("REVISION_CONFIG", "a/revision.toml");
    assert!(project.run("heads").contains("\nx  X"));
    // As if it were not set.
    let project = workspace().environment("REVISION_CONFIG", "");
    assert!(project.run("heads").contains("Of the workspace"));
}

#[test]
fn an_unset_variable_fails_nothing_that_does_not_need_it() {
    let project = Project::new()
        .file("revision.toml", "url = \"${SURELY_NOT_SET}\"\n")
        .sql("a", "A", &[]);
    assert!(project.run("heads").contains("exit: 0"));
}
