//! Folders of revisions, and what is written of them.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::source::load;

fn written(configuration: &str, files: &[(&str, &str)]) -> (String, String) {
    let folder = TempDir::new().expect("a folder");
    let write = |path: &str, text: &str| {
        fs::write(folder.path().join(path), text).expect("it is written");
    };
    fs::create_dir(folder.path().join("revisions")).expect("a folder");
    write("revision.toml", configuration);
    for (name, text) in files {
        write(&format!("revisions/{name}"), text);
    }
    let config = Config::for_package(folder.path()).expect("a configuration");
    let loaded = load(&config);
    assert_eq!(loaded.faults, []);
    code(&config, &loaded)
}

const CREATE: (&str, &str) = (
    "1.sql",
    "-- revision: 1\n\n-- upgrade\nCREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));\n\n\
     -- upgrade: mysql\nCREATE TABLE users (id bigint PRIMARY KEY, name varchar(80));\n",
);

fn reversing(upgrade: &str) -> String {
    format!(
        "use revision_core::prelude::*;\n\nrevision! {{\n    id: \"2\",\n    down_revision: \"1\",\n}}\n\n\
         pub fn upgrade(op: &mut Op) {{\n    {upgrade}\n}}\n\n\
         pub fn downgrade(op: &mut Op) {{\n    op.reverse(upgrade);\n}}\n"
    )
}

#[test]
fn each_database_has_its_own_where_they_differ() {
    let dropping = reversing("op.drop_column(\"users\", \"name\");");
    let (modules, entries) = written("", &[CREATE, ("2.rs", &dropping)]);
    let modules: Vec<&str> = modules.matches("varchar(50)").collect();
    assert_eq!(modules.len(), 1);
    let lines: Vec<&str> = entries.lines().collect();
    let [most, mysql] = &lines[..] else {
        panic!("{entries}");
    };
    assert!(
        most.contains("Postgres, ::revision_core::Product::Sqlite]"),
        "{most}"
    );
    assert!(most.contains("&[inverse_1::upgrade]"), "{most}");
    assert!(
        mysql.contains("MySql, ::revision_core::Product::MariaDb]"),
        "{mysql}"
    );
    assert!(mysql.contains("&[inverse_2::upgrade]"), "{mysql}");
}

#[test]
fn the_configuration_chooses_the_databases() {
    let dropping = reversing("op.drop_column(\"users\", \"name\");");
    let configuration = "databases = [\"postgres:14\", \"postgres:17\"]";
    let (_, entries) = written(configuration, &[CREATE, ("2.rs", &dropping)]);
    assert!(entries.contains("products: &[::revision_core::Product::Postgres]"));
    assert_eq!(entries.lines().count(), 1, "{entries}");
}

#[test]
fn what_the_operations_tell_is_left_to_them() {
    let adding = reversing("op.add_column(\"users\", column(\"age\", integer()));");
    let written = written("", &[CREATE, ("2.rs", &adding)]);
    assert_eq!(written, (String::new(), String::new()));
}

#[test]
fn a_reason_stands_for_what_cannot_be_told() {
    for (upgrade, reason) in [
        (
            "op.drop_column(\"users\", \"nobody\");",
            "cannot be reversed in line 9",
        ),
        (
            "op.drop_column(\"users\", \"name\");\n    elsewhere(op);",
            "needs compiling",
        ),
    ] {
        let (modules, entries) = written("", &[CREATE, ("2.rs", &reversing(upgrade))]);
        assert_eq!(modules, "");
        assert!(entries.contains(reason), "{entries}");
        assert_eq!(entries.lines().count(), 1, "{entries}");
    }
}
