//! What is found, how it is told, and what is written.

use insta::assert_snapshot;

use super::{CONFIG, USERS, count, edited, functions, made, models, round, users};

#[test]
fn a_field_that_was_added() {
    let project = users(&[(
        "pub age: i32,",
        "pub age: i32,\n    #[column(type = varchar(255), default = \"\", unique)]\n    pub email: String,",
    )]);
    assert_snapshot!(project.run("check"));
    let (exit, answer) = project.json("check");
    assert_eq!((exit, &answer["in_sync"]), (1, &false.into()));
    assert_eq!(answer["operations"][0]["kind"], "add_column");
    assert_eq!(answer["errors"][0]["code"], "out_of_sync");
    assert_snapshot!(project.run("new -a second --rev-id b1"));
    assert_snapshot!(functions(&project, "revisions/b1_second.rs"));
    round(&project);
}

#[test]
fn a_first_table_and_json() {
    let project = models(USERS);
    let (exit, answer) = project.json("new -a first --rev-id a1");
    assert_eq!(exit, 0);
    assert_eq!(answer["revision"]["path"], "revisions/a1_first.rs");
    assert_eq!(answer["operations"][0]["kind"], "create_table");
    assert_eq!(answer["operations"][0]["table"], "users");
    project.done("upgrade");
    project.done("downgrade");
    project.done("diff empty database");
}

#[test]
fn nothing_to_do() {
    let project = made(USERS);
    assert_snapshot!(project.run("new -a nothing"));
    assert_snapshot!(project.run("new -a nothing --json"));
    assert_eq!(count(&project), 1);
}

#[test]
fn generate_and_a_dry_run() {
    let project = models(USERS);
    let answer = project.run("generate first --rev-id a1 --dry-run");
    assert!(answer.contains("op.create_table("), "{answer}");
    assert!(
        answer.contains("Would create revisions/a1_first.rs"),
        "{answer}"
    );
    let (exit, json) = project.json("generate first --rev-id a1 --dry-run");
    assert_eq!((exit, &json["revision"]["revision"]), (0, &"a1".into()));
    assert_eq!(json["operations"][0]["kind"], "create_table");
    assert_eq!(count(&project), 0);
    assert!(!project.path("app.db").exists());
    project.done("generate first --rev-id a1");
    assert_eq!(count(&project), 1);
}

/// SQLite does not tell integers apart, but the others do.
#[test]
fn an_integer_that_was_widened() {
    let widened = [("age: i32", "age: i64")];
    let project = users(&widened);
    assert_snapshot!(project.run("new -a widen"));
    assert_eq!(count(&project), 1);
    let config = format!("{CONFIG}databases = [\"sqlite\", \"postgres\"]\n");
    let project = made(USERS).file("revision.toml", config);
    project.done("check");
    let project = edited(project, &widened);
    assert_snapshot!(project.run("new -a widen --rev-id b1"));
    assert_snapshot!(functions(&project, "revisions/b1_widen.rs"));
    project.done("upgrade");
    project.done("check");
    project.done("downgrade");
    assert!(
        project
            .run("upgrade --sql --dialect postgres a1:b1")
            .contains("bigint")
    );
}

#[test]
fn an_enum_and_a_value_of_it() {
    let project = made(
        "#[derive(SqlEnum)]\n#[sqlx(rename_all = \"lowercase\")]\npub enum Mood { Sad, Happy }\n\n\
         #[derive(Table)]\npub struct Person {\n    #[column(primary_key)]\n    id: i64,\n    mood: Mood,\n}\n",
    );
    let project = edited(project, &[("Sad,", "Sad, Calm,")]);
    assert_snapshot!(project.run("new -a calm --rev-id b1"));
    assert_snapshot!(functions(&project, "revisions/b1_calm.rs"));
    round(&project);
}

#[test]
fn rows_that_are_there_need_a_value() {
    let project = users(&[("pub age: i32,", "pub age: i32,\n    pub email: String,")]);
    project.execute("app.db", "INSERT INTO users (name, age) VALUES ('x', 1)");
    assert_snapshot!(project.run("new -a second --rev-id b1"));
    let path = "revisions/b1_second.rs";
    assert_snapshot!(functions(&project, path));
    // As it is written it loses nothing, and fails.
    let answer = project.run("upgrade");
    assert!(answer.contains("exit: 1"), "{answer}");
    let text = project.read(path).replace("email = NULL", "email = 'none'");
    let project = project.file(path, text);
    round(&project);
}

/// All kinds of change at once, and the talk of it by tables.
#[test]
fn many_changes_at_once() {
    let project = made(
        "#[derive(Table)]\n#[table(name = \"teams\")]\npub struct Team {\n    #[column(primary_key)]\n    id: i64,\n    name: String,\n}\n\n\
         #[derive(Table)]\n#[table(name = \"users\", index(\"age\"), check(\"age >= 0\", name = \"age_ok\"))]\npub struct User {\n    \
         #[column(primary_key)]\n    id: i64,\n    #[column(unique)]\n    name: String,\n    age: i32,\n    nick: Option<String>,\n    team: i64,\n}\n",
    );
    let project = edited(
        project,
        &[
            (
                "index(\"age\")",
                "index(\"age desc\", where = \"age > 18\")",
            ),
            ("age >= 0", "age >= 1"),
            ("    #[column(unique)]\n", "    #[column(index)]\n"),
            ("age: i32", "#[column(default = 7)]\n    age: i32"),
            (
                "nick: Option<String>",
                "#[column(default = \"\")]\n    nick: String",
            ),
            (
                "    team: i64",
                "    #[column(references = \"teams.id\", on_delete = cascade)]\n    team: i64,\n    #[column(generated = \"age * 2\")]\n    twice: i32",
            ),
            (
                "    name: String,\n}",
                "    name: String,\n    made: Option<i64>,\n}",
            ),
        ],
    );
    assert_snapshot!(project.run("new -a many --rev-id b1"));
    assert_snapshot!(functions(&project, "revisions/b1_many.rs"));
    round(&project);
}

/// A terminal is 80 wide, and what is said of a change need not be wider.
#[test]
fn a_wide_table_is_told_in_a_line() {
    let fields: Vec<_> = (0..30).map(|n| format!("    field_{n}: i64,\n")).collect();
    let fields = fields.concat();
    let project = models(&format!(
        "#[derive(Table)]\npub struct Wide {{\n    #[column(primary_key)]\n    id: i64,\n{fields}}}\n"
    ));
    let answer = project.run("new -a wide --rev-id a1");
    let wide: Vec<_> = answer
        .lines()
        .filter(|line| line.chars().count() > 80)
        .collect();
    assert_eq!(wide, [""; 0], "{answer}");
}
