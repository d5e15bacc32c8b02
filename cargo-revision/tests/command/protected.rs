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
