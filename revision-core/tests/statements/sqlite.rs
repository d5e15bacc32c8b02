use super::{check, whole};
use revision_core::Backend::Sqlite;

#[test]
fn names_and_strings_in_every_spelling() {
    for written in [
        "'a;''b'",
        "\"a;\"\"b\"",
        "`a;``b`",
        "[a;'b]",
        "x'00;'",
        "'\\'",
        ":a",
        "@b",
        "$c",
        "?1",
    ] {
        whole(Sqlite, &format!("SELECT {written}"));
    }
}

#[test]
fn comments_do_not_nest() {
    check(
        Sqlite,
        "/* a; /* b; */ SELECT 1; -- c;\r\nSELECT 2",
        &["SELECT 1", "SELECT 2"],
    );
    check(Sqlite, "SELECT 1; /* to the end;", &["SELECT 1"]);
}

#[test]
fn the_body_of_a_trigger() {
    whole(
        Sqlite,
        "CREATE TEMP TRIGGER IF NOT EXISTS t AFTER UPDATE OF a ON b WHEN new.a BEGIN\n\
         UPDATE c SET d = CASE WHEN 1 THEN 2 END;\n SELECT ';'; -- END;\n END",
    );
    whole(
        Sqlite,
        "create trigger t after insert on [end;] begin select 1; end",
    );
    check(
        Sqlite,
        "CREATE TRIGGER t; SELECT 1",
        &["CREATE TRIGGER t", "SELECT 1"],
    );
    check(
        Sqlite,
        "CREATE TABLE trigger (a); SELECT 1",
        &["CREATE TABLE trigger (a)", "SELECT 1"],
    );
    check(
        Sqlite,
        "BEGIN; SELECT 1; END; SELECT 2",
        &["BEGIN", "SELECT 1", "END", "SELECT 2"],
    );
}

#[test]
fn the_shells_commands_end_with_their_line() {
    check(
        Sqlite,
        ".read a;b\nSELECT .5;\n.mode csv",
        &[".read a;b", "SELECT .5", ".mode csv"],
    );
}
