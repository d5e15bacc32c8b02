//! `sql` and `--sql`: scripts instead of runs.

use insta::assert_snapshot;

use crate::project::Project;

/// What is said, without what every script holds: that is the library's, and tested there.
fn outline(said: &str) -> String {
    let ours = ["revision_", "SET ", "PRAGMA ", ".bail", "\\set"];
    let lines = said.lines().filter(|line| {
        !line.is_empty()
            && !ours
                .iter()
                .any(|word| line.contains(word) && !line.starts_with("error"))
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_whole_way_up() {
    let project = Project::tables();
    let script = project.run("upgrade --sql");
    assert_snapshot!(outline(&script));
    // The same, in a word.
    assert_eq!(
        script.split_once('\n').unwrap().1,
        project.run("sql").split_once('\n').unwrap().1
    );
    assert!(!project.path("app.db").exists());
}

#[test]
fn over_a_range() {
    let project = Project::tables();
    assert_snapshot!(outline(
        &project.run("upgrade b1:c1 --sql --dialect postgres:15")
    ));
    assert_snapshot!(outline(
        &project.run("downgrade c1:b1 --sql --dialect mysql")
    ));
    assert_snapshot!(outline(&project.run("stamp b1:c1 --sql")));
    assert_snapshot!(project.run("downgrade --sql"));
    assert_snapshot!(project.run("sql nowhere:c1"));
    assert_snapshot!(project.run("sql a1:b1:c1"));
}

#[test]
fn from_where_a_database_stands() {
    let project = Project::tables();
    project.run("upgrade b1");
    assert_snapshot!(outline(&project.run("upgrade current:head --sql")));
    assert_snapshot!(outline(&project.run("downgrade current:-1 --sql")));
    project.run("upgrade");
    assert_snapshot!(outline(&project.run("sql current:head")));
}

#[test]
fn for_the_database_that_is_meant() {
    let unsaid = Project::tables().file("revision.toml", "");
    assert_snapshot!(unsaid.run("sql"));
    let several = Project::tables().file(
        "revision.toml",
        "databases = [\"postgres:15\", \"sqlite\"]\n",
    );
    assert_snapshot!(several.run("sql"));
    let one = Project::tables().file("revision.toml", "databases = [\"mysql\"]\n");
    assert!(one.run("sql").contains("for mysql"));
    let url = "url = \"postgresql+asyncpg://me:secret@nowhere.invalid/app\"\n";
    let url = Project::tables().file("revision.toml", url);
    assert!(url.run("sql").contains("for postgres"));
    // With the word for it, a URL that cannot be told is none of its business.
    let unset = Project::tables().file("revision.toml", "url = \"${NOT_SET_ANYWHERE}\"\n");
    assert!(unset.run("sql").contains("exit: 1"));
    assert!(unset.run("sql --dialect sqlite").contains("for sqlite"));
}

#[test]
fn as_json() {
    let (exit, answer) = Project::tables().json("sql a1");
    assert_eq!(exit, 0);
    assert!(
        answer["sql"]
            .as_str()
            .unwrap()
            .contains("CREATE TABLE users")
    );
    assert_snapshot!(Project::tables().run("sql nowhere --json"));
}
