//! What no revision made, and what no model asks for any more: left alone until it is named.

use insta::assert_snapshot;

use super::{CONFIG, USERS, count, functions, made, models, round, talk};
use crate::project::Project;

/// A database in which somebody made things by hand.
fn by_hand() -> Project {
    let project = made(USERS);
    project.execute(
        "app.db",
        "CREATE TABLE audit (id integer);
         CREATE INDEX ix_audit ON audit (id);
         CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
         ALTER TABLE users ADD COLUMN shoe integer;
         CREATE INDEX ix_shoe ON users (shoe);
         CREATE INDEX ix_name ON users (name);",
    );
    project
}

#[test]
fn it_is_listed_and_left_alone() {
    let project = by_hand();
    assert_snapshot!(project.run("new -a nothing"));
    assert_snapshot!(project.run("check"));
    assert_snapshot!(project.run("check --json"));
    assert_snapshot!(project.run("diff database models"));
    assert_eq!(count(&project), 1);
}

/// A revision that drops it runs also where it never was, and the next commands still read the chain.
#[test]
fn one_of_it_is_dropped() {
    let project = by_hand();
    assert_snapshot!(project.run("new -a drop --rev-id b1 --drop audit"));
    assert_snapshot!(functions(&project, "revisions/b1_drop.rs"));
    project.done("upgrade");
    project.done("check");
    project.done("new -a nothing");
    let elsewhere = "--url sqlite://elsewhere.db";
    project.done(&format!("upgrade {elsewhere}"));
    project.done(&format!("check {elsewhere}"));
}

#[test]
fn a_column_goes_with_its_index() {
    let project = by_hand();
    assert_snapshot!(project.run("new -a drop --rev-id b1 --drop users.shoe"));
    assert_snapshot!(functions(&project, "revisions/b1_drop.rs"));
    project.done("upgrade");
    project.done("check");
    project.done("upgrade --url sqlite://elsewhere.db");
}

#[test]
fn an_index_and_a_view_are_dropped() {
    let project = by_hand();
    project.done("new -a drop --rev-id b1 --drop ix_name --drop adults");
    assert_snapshot!(functions(&project, "revisions/b1_drop.rs"));
    project.done("upgrade");
    project.done("check");
    project.done("upgrade --url sqlite://elsewhere.db");
}

#[test]
fn all_of_it_is_dropped() {
    let project = by_hand();
    assert_snapshot!(project.run("new -a drop --rev-id b1 --drop *"));
    assert_snapshot!(functions(&project, "revisions/b1_drop.rs"));
    project.done("upgrade");
    project.done("check");
    assert_eq!(
        project.numbers(
            "app.db",
            "SELECT count(*) FROM sqlite_master WHERE name IN ('audit', 'adults', 'ix_shoe', 'ix_name')"
        ),
        "[0]"
    );
    // And all of it comes back.
    project.done("downgrade");
    assert_eq!(
        project.numbers(
            "app.db",
            "SELECT count(*) FROM sqlite_master WHERE name IN ('audit', 'adults', 'ix_shoe', 'ix_name')"
        ),
        "[4]"
    );
    project.done("upgrade --url sqlite://elsewhere.db");
}

/// A view that a revision made is not the models' to drop.
#[test]
fn a_view_of_a_revision_stays() {
    let project = made(USERS).steps(
        "b1",
        "View",
        &["down_revision: a1"],
        "CREATE VIEW adults AS SELECT id FROM users;",
        "DROP VIEW adults;",
    );
    project.done("upgrade");
    assert_snapshot!(project.run("new -a nothing"));
    project.done("check");
    project.done("new -a drop --rev-id c1 --drop adults");
    assert_snapshot!(functions(&project, "revisions/c1_drop.rs"));
    round(&project);
}

/// Structs say nothing of triggers, so none is dropped for that; one that is named is.
#[test]
fn a_trigger_goes_when_it_is_named() {
    let trigger =
        |name: &str| format!("CREATE TRIGGER {name} AFTER INSERT ON users BEGIN SELECT 1; END;");
    let project = made(USERS).steps(
        "b1",
        "Triggers",
        &["down_revision: a1"],
        &(trigger("one") + &trigger("two")),
        "DROP TRIGGER one; DROP TRIGGER two;",
    );
    project.done("upgrade");
    project.execute(
        "app.db",
        "CREATE TRIGGER three AFTER INSERT ON users BEGIN SELECT 1; END;",
    );
    project.done("new -a nothing --drop *");
    assert_eq!(count(&project), 2);
    project.done("new -a drop --rev-id c1 --drop one --drop users.three");
    assert_snapshot!(functions(&project, "revisions/c1_drop.rs"));
    project.done("upgrade --url sqlite://elsewhere.db");
    project.done("upgrade");
    project.done("check");
    assert_eq!(
        project.numbers(
            "app.db",
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        ),
        "[1]"
    );
}

#[test]
fn a_table_that_no_model_has_any_more() {
    let both = format!(
        "{USERS}\n#[derive(Table)]\npub struct Note {{\n    #[column(primary_key)]\n    id: i64,\n}}\n"
    );
    let project = made(&both).file("src/models.rs", USERS);
    assert_snapshot!(project.run("new -a nothing"));
    assert_snapshot!(project.run("check"));
    project.typed("new -a nothing", &["n"]);
    assert_eq!(count(&project), 1);
    let answer = project.typed("new -a drop --dry-run", &["y"]);
    assert!(answer.contains("Dropped table note"), "{answer}");
    // What there is to warn of is said once, however often it is asked.
    let stale = USERS.replace(
        "pub name",
        "#[column(renamed_from = \"nick\")]\n    pub name",
    );
    assert_ne!(stale, USERS);
    let project = project.file("src/models.rs", stale);
    let answer = project.typed("new -a drop --dry-run", &["y"]);
    assert_eq!(
        answer.matches("says nothing any more").count(),
        1,
        "{answer}"
    );
    let project = project.file("src/models.rs", USERS);
    assert_snapshot!(project.run("new -a drop --rev-id b1 --drop note"));
    assert_snapshot!(functions(&project, "revisions/b1_drop.rs"));
    round(&project);
}

/// The same where the revisions are compared, and with all that the table is made of.
#[test]
fn a_table_that_is_kept_keeps_its_enum() {
    let mood = "#[derive(SqlEnum)]\npub enum Mood { Sad, Happy }\n";
    let note = "#[derive(Table)]\npub struct Note {\n    #[column(primary_key)]\n    id: i64,\n    mood: Mood,\n}\n";
    let config = format!("{CONFIG}databases = [\"sqlite\", \"postgres\"]\n");
    let project = made(&format!("{USERS}\n{mood}\n{note}")).file("src/models.rs", USERS);
    let project = project.file("revision.toml", config);
    for line in ["new -a nothing", "new -a nothing --offline"] {
        let answer = project.run(line);
        assert!(answer.contains("Kept table note"), "{answer}");
        assert!(answer.contains("no revision is written"), "{answer}");
    }
    project.done("check");
    project.done("check --offline");
    project.done("new -a drop --rev-id b1 --offline --drop note");
    assert_snapshot!(functions(&project, "revisions/b1_drop.rs"));
    round(&project);
}

#[test]
fn what_the_configuration_leaves_out() {
    let models_of_both = "#[derive(Table)]\n#[table(name = \"users\")]\npub struct User {\n    #[column(primary_key)]\n    id: i64,\n    \
         #[column(references = \"jobs_queue.id\")]\n    job: Option<i64>,\n}\n";
    let project = models(models_of_both);
    project.execute("app.db", "CREATE TABLE jobs_queue (id integer primary key); CREATE TABLE spatial (id integer); CREATE TABLE tmp_a (id integer)");
    // Nobody knows the table that is referred to.
    assert_snapshot!(project.run("new -a first --rev-id a1"));
    let config =
        format!("{CONFIG}external = [\"jobs_*\"]\n\n[autogenerate]\nexclude = [\"spatial\"]\n");
    let project = project.file("revision.toml", config);
    assert_snapshot!(project.run("new -a first --rev-id a1"));
    assert_snapshot!(functions(&project, "revisions/a1_first.rs"));
    project.done("upgrade");
    project.done("check");
    project.done("check --offline");
    // Not even what is said to go.
    assert_snapshot!(talk(
        &project.run("new -a second --rev-id b1 --drop * --dry-run")
    ));
    let config =
        format!("{CONFIG}external = [\"jobs_*\"]\n\n[autogenerate]\ninclude = [\"users\"]\n");
    let project = project.file("revision.toml", config);
    assert_snapshot!(project.run("new -a third --drop *"));
}
