//! Renames, and what else only somebody can tell.

use insta::assert_snapshot;

use super::{CONFIG, count, edited, functions, made, round, users};

const RENAMED: [(&str, &str); 1] = [("pub name:", "pub full_name:")];

#[test]
fn what_looks_renamed_is_asked() {
    let project = users(&RENAMED);
    assert_snapshot!(project.run("new -a second"));
    assert_snapshot!(project.run("new -a second --json"));
    assert_snapshot!(project.run("check"));
    assert_snapshot!(project.run("diff database models"));
    let (exit, answer) = project.json("diff database models");
    assert_eq!((exit, &answer["questions"][0]["from"]), (1, &"name".into()));
    assert_eq!(count(&project), 1);
}

#[test]
fn it_is_asked_on_a_terminal() {
    let project = users(&RENAMED);
    assert_snapshot!(project.typed("new -a second --rev-id b1", &["n", ""]));
    assert_eq!(count(&project), 1);
    assert_snapshot!(project.typed("new -a second --rev-id b1", &["y"]));
    assert!(functions(&project, "revisions/b1_second.rs").contains("rename_column"));
    round(&project);
    let nullable = users(&[("pub name: String", "pub full_name: Option<String>")]);
    assert_snapshot!(nullable.typed("new -a second --rev-id b1", &["n", "y"]));
    round(&nullable);
    // A program that asks for JSON sits at no terminal.
    let answer = users(&RENAMED).typed("new -a second --json", &[]);
    assert!(answer.contains("ambiguous_rename"), "{answer}");
}

#[test]
fn it_was_renamed() {
    let project = users(&RENAMED);
    project.execute("app.db", "INSERT INTO users (name, age) VALUES ('x', 1)");
    assert_snapshot!(project.run("new -a second --rev-id b1 --rename users.name=full_name"));
    assert_snapshot!(functions(&project, "revisions/b1_second.rs"));
    round(&project);
    let kept = "SELECT count(*) FROM users WHERE full_name = 'x'";
    assert_eq!(project.numbers("app.db", kept), "[1]");
}

#[test]
fn it_goes() {
    let nullable = [("pub name: String", "pub full_name: Option<String>")];
    let project = users(&nullable);
    assert_snapshot!(project.run("new -a second --rev-id b1 --drop users.name"));
    let dropped = functions(&project, "revisions/b1_second.rs");
    assert_snapshot!(dropped);
    round(&project);
    let project = users(&nullable);
    project.done("new -a second --rev-id b1 --no-renames");
    assert_eq!(functions(&project, "revisions/b1_second.rs"), dropped);
}

#[test]
fn the_models_say_it_until_it_is_done() {
    let project = users(&[(
        "pub name:",
        "#[column(renamed_from = \"name\")]\n    pub full_name:",
    )]);
    let answer = project.run("new -a second --rev-id b1");
    assert!(
        answer.contains("Renamed column users.name to full_name"),
        "{answer}"
    );
    project.done("upgrade");
    assert_snapshot!(project.run("new -a third"));
    assert_snapshot!(project.run("check"));
    assert_eq!(count(&project), 2);
}

#[test]
fn a_table_was_renamed() {
    let project = users(&[("\"users\"", "\"people\"")]);
    assert_snapshot!(project.run("new -a second"));
    project.done("new -a second --rev-id b1 --rename users=people");
    assert_snapshot!(functions(&project, "revisions/b1_second.rs"));
    round(&project);
    let project = users(&[(
        "name = \"users\"",
        "name = \"people\", renamed_from = \"users\"",
    )]);
    project.done("new -a second --rev-id b1");
    round(&project);
}

/// One of them names the primary key, the other has none to rename.
#[test]
fn a_table_was_renamed_on_two_databases() {
    let config = format!("{CONFIG}databases = [\"sqlite\", \"postgres\"]\n");
    let project = users(&[("\"users\"", "\"people\"")]).file("revision.toml", config);
    project.done("new -a second --rev-id b1 --rename users=people");
    let written = functions(&project, "revisions/b1_second.rs");
    assert!(
        written.contains("\"users_pkey\", \"people_pkey\""),
        "{written}"
    );
    round(&project);
}

#[test]
fn a_value_was_renamed() {
    let mood = "#[derive(SqlEnum)]\npub enum Mood { Sad, Happy }\n\n";
    let table = "#[derive(Table)]\npub struct Person {\n    #[column(primary_key)]\n    id: i64,\n    mood: Mood,\n}\n";
    let project = edited(made(&format!("{mood}{table}")), &[("Happy", "Glad")]);
    assert_snapshot!(project.run("new -a glad"));
    assert_snapshot!(project.run("new -a glad --rev-id b1 --rename mood.Happy=Glad"));
    round(&project);
}

#[test]
fn options_that_match_nothing() {
    let project = users(&RENAMED);
    for line in [
        "new -a x --rename users.nam=full_name",
        "new -a x --rename users.name=full",
        "new -a x --rename users.name",
        "new -a x --drop user",
        "new -a x --drop users.nmae",
        "new -a x --drop zebra",
        "diff database models --drop zebra",
    ] {
        let answer = project.run(line);
        assert!(answer.contains("exit: 2"), "{answer}");
        assert_snapshot!(answer);
    }
    assert_eq!(count(&project), 1);
}

#[test]
fn what_is_wanted_is_not_dropped() {
    let project = users(&RENAMED);
    for line in [
        "new -a x --drop users",
        "new -a x --drop users.id",
        "diff database models --drop users",
    ] {
        let answer = project.run(line);
        assert!(answer.contains("exit: 2"), "{answer}");
        assert_snapshot!(answer);
    }
    assert_eq!(count(&project), 1);
}
