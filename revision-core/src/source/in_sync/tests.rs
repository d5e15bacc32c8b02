use std::fs;

use super::in_sync;
use crate::Diagnostic;
use crate::config::Config;
use crate::diff::{Pair, diff};
use crate::schema::Schema;
use crate::source::{functions, models, read};

const CONFIG: &str = "databases = [\"sqlite\", \"postgres\"]\n";

const USERS: &str = "use revision_core::Table;

#[derive(Table)]
#[table(name = \"users\", check(\"age >= 0\", name = \"age_ok\"))]
pub struct User {
    #[column(primary_key, identity = false)]
    id: i64,
    name: String,
    age: i32,
}
";

const MADE: &str = "    op.create_table(
        \"users\",
        [
            column(\"id\", bigint()).not_null().primary_key(),
            column(\"name\", text()).not_null(),
            column(\"age\", integer()).not_null(),
        ],
    )
    .check(check(\"age >= 0\").named(\"age_ok\"));
";

/// What is said of the models where the revisions do this, faults before warnings.
fn told_with(config: &str, upgrade: &str, models: &str) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write("src/models.rs", models);
    let header = "use revision_core::prelude::*;\n\nrevision! { id: \"a1\" }\n\n";
    let upgrade = match upgrade.strip_prefix("pub fn") {
        Some(_) => upgrade.to_owned(),
        None => format!("pub fn upgrade(op: &mut Op) {{\n{upgrade}}}\n"),
    };
    write("revisions/a1.rs", &format!("{header}{upgrade}"));
    let config = Config::parse(&folder.path().join(Config::FILE_NAME), config.to_owned()).unwrap();
    let revisions = read(&config).unwrap();
    let found = in_sync(&config, &revisions, None);
    let shown = |all: &[Diagnostic]| all.iter().map(shown).collect();
    (shown(&found.faults), shown(&found.warnings))
}

fn told(upgrade: &str, models: &str) -> (Vec<String>, Vec<String>) {
    told_with(CONFIG, upgrade, models)
}

/// The faults where there is no warning.
#[track_caller]
fn faults(upgrade: &str, models: &str) -> Vec<String> {
    let (faults, warnings) = told(upgrade, models);
    assert_eq!(warnings, [""; 0], "{faults:#?}");
    faults
}

fn shown(fault: &Diagnostic) -> String {
    let place = fault.place.as_ref().map_or_else(String::new, |place| {
        let span = place.span();
        let text = &place.text()[span];
        let at = if place.path().ends_with("models.rs") {
            ""
        } else {
            "revision "
        };
        format!("{at}{} `{text}`: ", place.line())
    });
    let help = fault.help.join(" | ");
    format!("{place}{} | {help}", fault.message)
}

const WRITE: &str = "write it down: `cargo revision new -a --offline MESSAGE`";
const LACKS: &str = "no revision does what this model asks for";

#[test]
fn what_the_revisions_make_is_in_sync() {
    assert_eq!(faults(MADE, USERS), [""; 0]);
}

/// Whatever models say: a revision that is written of it, and read again, lacks nothing.
#[test]
fn what_is_written_of_models_is_in_sync() {
    for (file, database) in [
        ("postgres", "postgres"),
        ("rows", "postgres"),
        ("mysql", "mysql"),
        ("rows", "mysql"),
        ("rows", "mariadb"),
        ("sqlite", "sqlite"),
        ("rows", "sqlite"),
    ] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/models");
        let text = fs::read_to_string(format!("{folder}/{file}.rs")).unwrap();
        let read = tempfile::tempdir().unwrap();
        fs::create_dir(read.path().join("src")).unwrap();
        fs::write(read.path().join("src/models.rs"), &text).unwrap();
        let schema = models(&Config::at(read.path())).unwrap().schema;
        let operations = diff(Pair::new(&Schema::default(), &schema));
        let upgrade = functions(&operations, None);
        let config = format!("databases = [\"{database}\"]\n");
        let told = told_with(&config, &upgrade, &text);
        assert_eq!(told, (vec![], vec![]), "{file} on {database}");
    }
}

#[test]
fn a_fault_stands_at_the_field() {
    let more = USERS.replace("age: i32,", "age: i64,\n    email: Option<String>,");
    assert_eq!(
        faults(MADE, &more),
        [
            format!("9 `age`: {LACKS} | Changed column users.age: bigint | {WRITE}"),
            format!("10 `email`: {LACKS} | Added column users.email text | {WRITE}"),
        ]
    );
    let key = USERS.replace("name: String", "#[column(unique, index)]\n    name: String");
    let told = faults(MADE, &key);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with(&format!("9 `name`: {LACKS} | Added ")),
        "{told:#?}"
    );
}

/// It has no field any more.
#[test]
fn a_field_that_is_gone_is_told_of_at_its_struct() {
    let fewer = USERS.replace("    name: String,\n", "");
    assert_eq!(
        faults(MADE, &fewer),
        [format!(
            "5 `User`: {LACKS} | Dropped column users.name | {WRITE}"
        )]
    );
}

#[test]
fn a_table_without_a_model_is_told_of_by_name() {
    let more = format!("{MADE}    op.create_table(\"audit\", [column(\"what\", text())]);\n");
    let said = "no model is the table `audit`, which the revisions make | drop it: \
                `cargo revision new -a --offline --drop audit MESSAGE` | \
                or leave it alone, in `revision.toml` under `[autogenerate]`: `exclude = [\"audit\"]`";
    assert_eq!(told(&more, USERS), (vec![], vec![said.to_owned()]));
    let excluded = format!("{CONFIG}[autogenerate]\nexclude = [\"audit\"]\n");
    assert_eq!(told_with(&excluded, &more, USERS), (vec![], vec![]));
    // With the enum that nothing else has.
    let more = MADE.replace(
        "    op.create_table(",
        "    op.create_enum(\"mood\", [\"sad\"]);\n    op.create_table(\"audit\", [column(\"mood\", enum_(\"mood\"))]);\n    op.create_table(",
    );
    assert_eq!(told_with(&excluded, &more, USERS), (vec![], vec![]));
    assert_eq!(told(&more, USERS), (vec![], vec![said.to_owned()]));
}

#[test]
fn what_looks_renamed_is_one_question_at_the_new_name() {
    let renamed = USERS.replace("name: String", "full_name: String");
    let new = "cargo revision new -a --offline";
    assert_eq!(
        faults(MADE, &renamed),
        [format!(
            "8 `full_name`: the column `users.name` is gone, and may be called otherwise now | \
             it is `full_name` (the same type, the same place): `{new} --rename users.name=full_name MESSAGE` | \
             it goes, with all that it holds: `{new} --drop users.name MESSAGE`"
        )]
    );
    let decided = USERS.replace(
        "name: String",
        "#[column(renamed_from = \"name\")]\n    full_name: String",
    );
    assert_eq!(
        faults(MADE, &decided),
        [format!(
            "9 `full_name`: {LACKS} | Renamed column users.name to full_name | {WRITE}"
        )]
    );
    let table = USERS.replace("name = \"users\"", "name = \"people\"");
    let told = faults(MADE, &table);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(
        told[0].starts_with("5 `User`: the table `users` is gone"),
        "{told:#?}"
    );
}

#[test]
fn another_text_of_an_expression_is_no_fault() {
    let (faults, warnings) = told(MADE, &USERS.replace("age >= 0", "0 <= age"));
    assert_eq!(faults, [""; 0]);
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    assert!(
        warnings[0].starts_with("5 `User`: the text of an expression is another"),
        "{warnings:#?}"
    );
    // What differs beside it is one.
    let both = USERS
        .replace("age >= 0", "0 <= age")
        .replace("age: i32", "age: i64");
    let (faults, warnings) = told(MADE, &both);
    assert_eq!((faults.len(), warnings.len()), (1, 1), "{faults:#?}");
}

/// Nobody can tell what a statement did: then it may have done what is lacking.
#[test]
fn what_cannot_be_read_is_no_fault() {
    let more = USERS.replace("age: i32,", "age: i32,\n    email: Option<String>,");
    let hidden = format!("{MADE}    op.execute(\"ALTER TABLE users FROBNICATE\");\n");
    let (faults, warnings) = told(&hidden, &more);
    assert_eq!(faults, [""; 0]);
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    assert!(
        warnings[0].starts_with("a revision does something to `users`"),
        "{warnings:#?}"
    );
    // On one database.
    let hidden = hidden.replace("op.execute(", "op.execute_on(Postgres, ");
    assert_eq!(told(&hidden, &more), (vec![], warnings));
    // Not even to what.
    let hidden = format!("{MADE}    op.execute_on(Postgres, \"DO $$BEGIN PERFORM f(); END$$\");\n");
    let (faults, warnings) = told(&hidden, &more);
    assert_eq!(faults, [""; 0]);
    assert_eq!(warnings.len(), 2, "{warnings:#?}");
    assert!(warnings[0].starts_with("revision "), "{warnings:#?}");
    assert!(warnings[1].starts_with("10 `email`: "), "{warnings:#?}");
    // Where nothing is lacking there is nothing to tell.
    assert_eq!(told(&hidden, USERS), (vec![], vec![]));
}

/// SQLite keeps both in the same way.
#[test]
fn each_database_that_is_served_sees_it() {
    let wider = USERS.replace("age: i32", "age: i64");
    let of = |databases: &str| told_with(&format!("databases = [{databases}]\n"), MADE, &wider).0;
    assert_eq!(of("\"sqlite\"").len(), 0);
    assert_eq!(of("\"sqlite\", \"mysql\"").len(), 1);
    let (faults, _) = told_with("", MADE, USERS);
    assert_eq!(
        faults,
        [
            "it is not said for which databases the models and the revisions are | name them in `revision.toml`: `databases = […]`"
        ]
    );
    assert_eq!(
        told_with("url = \"sqlite://app.db\"\n", MADE, USERS),
        (vec![], vec![])
    );
}

#[test]
fn what_others_have_is_not_asked_for() {
    let refers = USERS.replace(
        "age: i32,",
        "age: i32,\n    #[column(references = \"jobs_queue.id\")]\n    job: Option<i64>,",
    );
    let made = MADE.replace(
        "    .check",
        "    .foreign_key(foreign_key([\"job\"], \"jobs_queue\", [\"id\"]))\n    .check",
    );
    let made = made.replace(
        "        ],",
        "            column(\"job\", bigint()),\n        ],",
    );
    let config = format!("{CONFIG}external = [\"jobs_*\"]\n");
    assert_eq!(told_with(&config, &made, &refers), (vec![], vec![]));
}

/// Nothing is compared with models that are wrong.
#[test]
fn models_that_are_wrong_are_told_of() {
    let wrong = USERS.replace(
        "age: i32",
        "#[column(references = \"teams.id\")]\n    age: i32",
    );
    let told = faults(MADE, &wrong);
    assert_eq!(told.len(), 1, "{told:#?}");
    assert!(told[0].contains("there is no table `teams`"), "{told:#?}");
}
