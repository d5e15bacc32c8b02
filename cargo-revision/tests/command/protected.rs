//! Environments whose data is not to be lost by a slip.

use insta::assert_snapshot;

use crate::project::Project;

fn project() -> Project {
    Project::tables().file(
        "revision.toml",
        "[environment.production]\nurl = \"sqlite://app.db\"\nprotected = true\n\n[environment.staging]\nurl = \"sqlite://app.db\"\n",
    )
}

#[test]
fn its_name_is_asked_for() {
    let project = project();
    assert!(project.run("upgrade -e production").contains("exit: 0"));
    assert_snapshot!(project.run("downgrade -e production"));
    // Neither a yes nor another way to name the database is the name.
    for line in [
        "downgrade --yes -e production",
        "downgrade -e production --url sqlite://app.db",
        "downgrade -e production --confirm staging",
        "reset --yes -e production",
        "redo -e production",
        "stamp a1 -e production",
        "stamp a1 -e production --json",
    ] {
        let said = project.run(line);
        assert!(said.contains("exit: 1"), "{said}");
        assert_snapshot!(said);
    }
    assert!(project.run("current -e staging").contains("c1 (head)"));
    assert_snapshot!(project.run("downgrade -e production --confirm production"));
    // What touches nothing needs no word.
    assert_snapshot!(project.run("downgrade -e production --dry-run"));
    assert!(project.run("downgrade -e staging").contains("exit: 0"));
}

#[test]
fn an_upgrade_that_loses_data_asks_too() {
    let project = project().file(
        "revisions/d1.sql",
        "-- Drop it\n--\n-- revision: d1\n-- down_revision: c1\n\n-- upgrade\nDROP TABLE users;\n",
    );
    assert!(project.run("upgrade c1 -e production").contains("exit: 0"));
    for line in ["upgrade -e production", "upgrade --yes -e production"] {
        let said = project.run(line);
        assert!(said.contains("exit: 1"), "{said}");
    }
    assert_snapshot!(project.run("upgrade -e production"));
    assert!(
        project
            .run("upgrade --dry-run -e production")
            .contains("exit: 0")
    );
    assert_snapshot!(project.run("upgrade -e production --confirm production"));
}

#[test]
fn so_does_one_of_which_nobody_knows_what_it_loses() {
    let project = project().file(
        "revisions/d1.rs",
        "//! Fill in\n\nuse revision_core::prelude::*;\n\nrevision! {\n    id: \"d1\",\n    down_revision: \"c1\",\n}\n\n\
         pub fn upgrade(op: &mut Op) {\n    op.run(fill_in);\n}\n",
    );
    assert!(project.run("upgrade c1 -e production").contains("exit: 0"));
    let said = project.run("upgrade -e production");
    assert!(
        said.contains("exit: 1") && said.contains("--confirm production"),
        "{said}"
    );
    // It is another question whether there is anything that could run it.
    let said = project.run("upgrade -e production --confirm production");
    assert!(!said.contains("protected"), "{said}");
}
