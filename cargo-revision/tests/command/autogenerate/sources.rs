//! Where the two sides come from: no database, a file of SQL, a database to adopt.

use insta::assert_snapshot;

use super::{CONFIG, USERS, count, edited, functions, made, models, round, talk};
use crate::project::Project;

const SCHEMA: &str = "-- What there is to be.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    CHECK (length(name) > 1)
);
CREATE INDEX ix_users_name ON users (name) WHERE name <> 'x';
CREATE VIEW long AS SELECT id FROM users WHERE length(name) > 20;
CREATE TRIGGER noted AFTER INSERT ON users BEGIN SELECT 1; END;
";

#[test]
fn without_a_database_the_revisions_say_it() {
    let config = "databases = [\"sqlite\"]\nmodels = [\"src\"]\n";
    let project = models(USERS).file("revision.toml", config);
    assert_snapshot!(project.run("new -a first --rev-id a1"));
    project.done("check --offline");
    let project = edited(
        project,
        &[(
            "pub age: i32,",
            "pub age: i64,\n    pub nick: Option<String>,",
        )],
    );
    assert_snapshot!(project.run("new -a second --rev-id b1"));
    assert_snapshot!(functions(&project, "revisions/b1_second.rs"));
    assert_snapshot!(project.run("check --offline"));
    // It is not even said for which.
    let project = models(USERS).file("revision.toml", "models = [\"src\"]\n");
    assert_snapshot!(project.run("new -a first"));
    assert_eq!(count(&project), 0);
}

/// What is in the database is not looked at.
#[test]
fn offline_though_there_is_a_database() {
    let project = made(USERS);
    project.execute("app.db", "ALTER TABLE users DROP COLUMN age");
    assert_snapshot!(project.run("new -a nothing --offline"));
    let answer = project.run("new -a age --dry-run");
    assert!(
        answer.contains("Added column users.age integer not null"),
        "{answer}"
    );
}

#[test]
fn a_file_of_sql() {
    let config = "url = \"sqlite://app.db\"\nschema = \"schema.sql\"\n";
    let project = Project::new()
        .file("revision.toml", config)
        .file("schema.sql", SCHEMA);
    assert_snapshot!(project.run("new -a first --rev-id a1"));
    assert_snapshot!(functions(&project, "revisions/a1_first.rs"));
    project.done("upgrade");
    project.done("check");
    project.done("check --offline");
    project.done("diff database models");
    let changed = SCHEMA
        .replace("> 1)", "> 2)")
        .replace("name TEXT NOT NULL,", "name TEXT NOT NULL, age INTEGER,");
    let project = project.file("schema.sql", changed);
    assert_snapshot!(project.run("new -a second --rev-id b1"));
    assert_snapshot!(functions(&project, "revisions/b1_second.rs"));
    round(&project);
    // A file that is named is taken instead.
    let project = project.file("other.sql", SCHEMA);
    assert_snapshot!(talk(
        &project.run("new -a third --schema other.sql --dry-run --rev-id c1")
    ));
}

#[test]
fn a_file_of_sql_that_is_wrong() {
    let project = made(USERS).file(
        "schema.sql",
        "CREATE TABLE a (id integer);\n\nCREATE TABEL b (id integer);\n",
    );
    assert_snapshot!(project.run("new -a x --schema schema.sql"));
    let (exit, answer) = project.json("new -a x --schema schema.sql");
    assert_eq!((exit, &answer["errors"][0]["line"]), (1, &3.into()));
    assert_snapshot!(project.run("new -a x --schema nowhere.sql"));
    let project = project.file(
        "revision.toml",
        "url = \"sqlite://app.db\"\nschema = \"nowhere.sql\"\n",
    );
    assert_snapshot!(project.run("new -a x"));
    assert_snapshot!(project.run("check"));
    assert_eq!(count(&project), 1);
    // An empty file is a schema without tables, and none is dropped for it.
    let project = project.file("nowhere.sql", "");
    assert_snapshot!(project.run("new -a x"));
    assert_eq!(count(&project), 1);
}

#[test]
fn a_database_is_adopted() {
    let project = models(USERS);
    project.execute(
        "app.db",
        "CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name text NOT NULL, age integer NOT NULL);
         CREATE TABLE notes (user integer REFERENCES users (id), note text DEFAULT 'x' COLLATE NOCASE);
         CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;",
    );
    assert_snapshot!(project.run("new initial --rev-id a1 --from empty --to database"));
    assert_snapshot!(functions(&project, "revisions/a1_initial.rs"));
    let stamped = project.run("stamp head");
    assert!(!stamped.contains("warning"), "{stamped}");
    project.done("diff revisions database");
    assert_snapshot!(project.run("check"));
    // Elsewhere the same comes of it.
    project.done("upgrade --url sqlite://elsewhere.db");
    project.done("diff sqlite://app.db sqlite://elsewhere.db");
}

/// Nothing of a table that only a database has is changed without a word.
#[test]
fn a_database_that_nobody_adopted() {
    let project = models(USERS).file("revision.toml", CONFIG);
    project.execute(
        "app.db",
        "CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT NOT NULL, name text NOT NULL)",
    );
    assert_snapshot!(project.run("new -a first --rev-id a1"));
}
