//! `check`: what would not run, and what the database lacks.

use insta::assert_snapshot;

use crate::project::Project;

/// A revision with functions.
fn revision(id: &str, down: Option<&str>, functions: &str) -> String {
    let down = down.map_or_else(String::new, |down| {
        format!("    down_revision: \"{down}\",\n")
    });
    format!(
        "//! Do {id}.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"{id}\",\n{down}}}\n\n{functions}"
    )
}

const TABLE: &str = "pub fn upgrade(op: &mut Op) {
    op.create_table(\"users\", [column(\"id\", bigint()).primary_key()]);
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
";

#[test]
fn a_database_at_its_head_is_in_order() {
    let project = Project::tables();
    assert_snapshot!(project.run("check"));
    let (exit, answer) = project.json("check");
    assert_eq!(exit, 1);
    assert_eq!(answer["in_sync"], false);
    assert_eq!(answer["pending"][0]["revision"], "a1");
    assert_eq!(answer["errors"][0]["code"], "out_of_sync");
    project.run("upgrade");
    assert_snapshot!(project.run("check"));
    let (exit, answer) = project.json("check");
    assert_eq!((exit, &answer["in_sync"]), (0, &true.into()));
    let edited = project
        .read("revisions/b1.sql")
        .replace("email text", "email varchar");
    let project = project.file("revisions/b1.sql", edited);
    let (exit, answer) = project.json("check");
    assert_eq!((exit, &answer["in_sync"]), (1, &false.into()));
    assert_eq!(answer["edited"][0]["revision"], "b1");
    assert_eq!(project.json("check --offline").0, 0);
}

#[test]
fn what_cannot_run_is_told_of_with_its_line() {
    let twice = "pub fn upgrade(op: &mut Op) {
    op.create_table(\"users\", [column(\"id\", bigint())]);
    op.drop_column(\"users\", \"nick\");
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
";
    let foreign = "pub fn upgrade(op: &mut Op) {
    op.add_column(\"users\", column(\"tags\", array(text())));
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
";
    let project = Project::new()
        .file("revision.toml", "databases = [\"sqlite\", \"postgres\"]\n")
        .file("revisions/a.rs", revision("a", None, TABLE))
        .file("revisions/b.rs", revision("b", Some("a"), twice))
        .file("revisions/c.rs", revision("c", Some("b"), foreign));
    assert_snapshot!(project.run("check --offline"));
}

#[test]
fn what_has_no_way_back_is_a_warning() {
    let data = "pub fn upgrade(op: &mut Op) {
    op.execute(\"DELETE FROM users\");
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
";
    let one_way = "pub fn upgrade(op: &mut Op) {
    op.drop_table(\"users\");
}
";
    let project = Project::new()
        .file("revision.toml", "databases = [\"sqlite\"]\n")
        .file("revisions/a.rs", revision("a", None, TABLE))
        .file("revisions/b.rs", revision("b", Some("a"), data))
        .file("revisions/c.rs", revision("c", Some("b"), one_way));
    assert_snapshot!(project.run("check --offline"));
    let (exit, answer) = project.json("check --offline");
    assert_eq!((exit, &answer["in_sync"]), (0, &true.into()));
    assert_eq!(answer["warnings"][0]["code"], "irreversible");
}

#[test]
fn a_way_back_is_derived_from_what_stood_before() {
    let drop = "pub fn upgrade(op: &mut Op) {
    op.drop_column(\"users\", \"nick\");
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
";
    let add = "pub fn upgrade(op: &mut Op) {
    op.add_column(\"users\", column(\"nick\", text()));
}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
";
    let project = Project::new()
        .file(
            "revision.toml",
            "databases = [\"sqlite\", \"mysql\", \"postgres\"]\n",
        )
        .file("revisions/a.rs", revision("a", None, TABLE))
        .file("revisions/b.rs", revision("b", Some("a"), add))
        .file("revisions/c.rs", revision("c", Some("b"), drop));
    assert_snapshot!(project.run("check --offline"));
}

#[test]
fn unformatted_revisions_and_no_database() {
    let ugly = TABLE.replace("op: &mut Op", "op:&mut Op");
    let project = Project::new().file("revisions/a.rs", revision("a", None, &ugly));
    assert_snapshot!(project.run("check"));
    assert_snapshot!(project.run("check --offline"));
    let project = project.file("revision.toml", "databases = [\"sqlite\"]\n");
    assert_snapshot!(project.run("check --offline"));
}
