//! What is written only when it runs, on a database where that may take making a table anew: nothing of it is passed over.

use crate::project::Project;

/// A table of people with a mood, and a revision on it that does this and is reversed.
fn people(change: &str) -> Project {
    let revision = |header: &str, upgrade: &str| {
        format!(
            "//! It.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    {header}\n}}\n\n\
             pub fn upgrade(op: &mut Op) {{\n    {upgrade}\n}}\n\n\
             pub fn downgrade(op: &mut Op) {{\n    op.reverse(upgrade);\n}}\n"
        )
    };
    let table = "op.create_enum(\"mood\", [\"sad\", \"happy\"]);
    op.create_table(\"people\", [column(\"mood\", enum_(\"mood\")), column(\"email\", text())]);
    op.create_index(\"ix\", \"people\", [\"email\"]);";
    let project = Project::new()
        .file("revision.toml", "url = \"sqlite://app.db\"\n")
        .file("revisions/a.rs", revision("id: \"a\",", table));
    project.done("upgrade");
    project.execute("app.db", "INSERT INTO people VALUES ('happy', 'x')");
    let header = "id: \"b\",\n    down_revision: \"a\",";
    project.file("revisions/b.rs", revision(header, change))
}

/// Whether the table's text says something.
const HOLDS_GLAD: &str = "SELECT instr(sql, 'glad') > 0 FROM sqlite_master WHERE name = 'people'";
const IS_HAPPY: &str = "SELECT mood = 'happy' FROM people";

#[test]
fn a_value_that_was_added_is_taken_out_again() {
    let project = people("op.add_enum_value(\"mood\", \"glad\");");
    project.done("upgrade");
    assert_eq!(project.numbers("app.db", HOLDS_GLAD), "[1]");
    project.done("downgrade a");
    assert_eq!(project.numbers("app.db", HOLDS_GLAD), "[0]");
    assert_eq!(project.numbers("app.db", IS_HAPPY), "[1]");
}

#[test]
fn a_value_that_still_stands_in_a_row_stays() {
    let project = people("op.add_enum_value(\"mood\", \"glad\");");
    project.done("upgrade");
    project.execute("app.db", "UPDATE people SET mood = 'glad'");
    let answer = project.run("downgrade a");
    assert!(answer.contains("is not true of these rows"), "{answer}");
    assert_eq!(project.numbers("app.db", HOLDS_GLAD), "[1]");
}

#[test]
fn a_value_that_was_called_otherwise_has_its_name_again() {
    let project = people("op.rename_enum_value(\"mood\", \"happy\", \"glad\");");
    project.done("upgrade");
    assert_eq!(project.numbers("app.db", IS_HAPPY), "[0]");
    project.done("downgrade a");
    assert_eq!(project.numbers("app.db", IS_HAPPY), "[1]");
    assert_eq!(project.numbers("app.db", HOLDS_GLAD), "[0]");
}

#[test]
fn a_column_that_cannot_be_dropped_is_a_fault() {
    let project = people("op.drop_column(\"people\", \"email\");");
    let answer = project.run("upgrade");
    assert!(answer.contains("is needed by the index `ix`"), "{answer}");
    assert!(answer.contains("exit: 1"), "{answer}");
    let columns = "SELECT count(*) FROM pragma_table_info('people') WHERE name = 'email'";
    assert_eq!(project.numbers("app.db", columns), "[1]");
}
