//! The header and the sections of an SQL revision.

use revision_syntax::sql::{Direction, scan, sections};

const WHOLE: &str = "-- Add email to users,
-- and its index.
--
-- More about it: much more.
--
-- revision: a1b2
-- down_revision: 9f8e, 0c1d
-- branch_labels: billing
-- depends_on: 77aa
-- transaction: false
-- created: 2026-11-21 09:30 UTC

-- upgrade
ALTER TABLE users ADD COLUMN email varchar(255);

-- upgrade: postgres
SELECT 1;
-- downgrade
";

fn faults(text: &str) -> Vec<String> {
    let faults = scan(text).faults.into_iter();
    faults
        .map(|fault| {
            let line = text[..fault.span.start].matches('\n').count() + 1;
            format!("{line} `{}`: {}", &text[fault.span], fault.message)
        })
        .collect()
}

#[test]
fn a_whole_header_is_read() {
    let scanned = scan(WHOLE);
    assert_eq!(scanned.faults, []);
    assert_eq!(scanned.message, "Add email to users, and its index.");
    assert_eq!(scanned.created.as_deref(), Some("2026-11-21 09:30 UTC"));
    let header = scanned.header.unwrap();
    assert_eq!(header.id.value, "a1b2");
    assert_eq!(
        header.down_revision.values().collect::<Vec<_>>(),
        ["9f8e", "0c1d"]
    );
    let second = &header.down_revision.items[1];
    assert_eq!(&WHOLE[second.span.clone()], "0c1d");
    assert_eq!(
        header.branch_labels.values().collect::<Vec<_>>(),
        ["billing"]
    );
    assert_eq!(header.depends_on.values().collect::<Vec<_>>(), ["77aa"]);
    assert!(!header.transaction);
}

#[test]
fn sections_are_found_with_their_statements() {
    let sections = sections(WHOLE);
    let found: Vec<_> = sections
        .iter()
        .map(|section| {
            let database = section.database.as_ref().map(|name| name.value.as_str());
            (section.direction, database, &WHOLE[section.body.clone()])
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                Direction::Upgrade,
                None,
                "ALTER TABLE users ADD COLUMN email varchar(255);\n\n"
            ),
            (Direction::Upgrade, Some("postgres"), "SELECT 1;\n"),
            (Direction::Downgrade, None, ""),
        ]
    );
}

#[test]
fn the_keys_may_stand_without_a_message_or_right_below_it() {
    let scanned = scan("-- revision: a\n-- upgrade\n");
    assert_eq!((scanned.message.as_str(), scanned.faults), ("", vec![]));
    let scanned = scan("-- Add it\n-- revision: a\n\n-- upgrade\n");
    assert_eq!(
        (scanned.message.as_str(), scanned.faults),
        ("Add it", vec![])
    );
    let scanned = scan("\u{feff}-- Note: see above\r\n\r\n-- revision: a\r\n-- upgrade\r\n");
    assert_eq!(
        (scanned.message.as_str(), scanned.faults),
        ("Note: see above", vec![])
    );
}

#[test]
fn every_fault_is_reported_at_its_line() {
    let text = "-- Hello
--
-- revision: a, b
-- down_revison: 9f8e
-- transaction: no
-- transaction: true
-- this is no key
SELECT 1;
-- upgrade
-- downgrade
-- upgrade
";
    assert_eq!(
        faults(text),
        [
            "4 `down_revison`: unknown key `down_revison`",
            "5 `no`: expected `true` or `false`",
            "6 `transaction`: `transaction` is given twice",
            "7 `this is no key`: expected `-- key: value`",
            "3 `a, b`: expected one id after `revision:`",
            "8 `SELECT 1;`: a statement before the first section",
            "11 `-- upgrade`: a second `upgrade` section for the same database",
        ]
    );
}

#[test]
fn files_that_are_no_revisions_say_so() {
    assert_eq!(faults(""), ["1 ``: the file is empty"]);
    assert_eq!(
        faults("SELECT 1;\n"),
        ["1 `SELECT 1;`: the file has no `-- revision: …` header"]
    );
    assert_eq!(
        faults("-- revison: a\n-- upgrade\n"),
        ["1 `revison`: unknown key `revison`"]
    );
    assert_eq!(
        faults("-- revision: a\n"),
        ["1 `-- revision: a`: the file has no `-- upgrade` section"]
    );
    assert_eq!(
        faults("-- revision: a\n-- upgrade\n<<<<<<< HEAD\n"),
        ["3 `<<<<<<< HEAD`: git left a conflict here"]
    );
}

#[test]
fn a_message_may_look_like_the_keys_and_the_sections() {
    let text = "-- revision: words\n-- upgrade\n--\n-- revision: a\n\n-- revision: b\n\n-- upgrade\nSELECT 1;\n";
    let scanned = scan(text);
    assert_eq!(scanned.faults, []);
    assert_eq!(scanned.message, "revision: words upgrade");
    assert_eq!(scanned.header.unwrap().id.value, "a");
    assert_eq!(sections(text).len(), 1);
}

#[test]
fn a_section_names_the_tables_that_it_makes_anew() {
    let text = "-- Hello\n--\n-- revision: a\n\n-- upgrade: sqlite\n--  rebuild : users, \"order items\"\nSELECT 1;\n-- rebuild:logs\r\n-- rebuild\n  -- rebuild: not at the beginning\n-- downgrade\nSELECT 2;\n";
    assert_eq!(scan(text).faults, []);
    let found = sections(text);
    let names = |at: usize| -> Vec<&str> {
        let items = found[at].rebuild.items.iter();
        items
            .map(|one| {
                assert_eq!(text[one.span.clone()], one.value);
                &*one.value
            })
            .collect()
    };
    assert_eq!(names(0), ["users", "\"order items\"", "logs"]);
    assert!(names(1).is_empty());
    let line = found[0].rebuild.span.clone().expect("it stands there");
    assert_eq!(&text[line], "--  rebuild : users, \"order items\"");
    assert_eq!(
        faults("-- revision: a\n\n-- rebuild: t\n\n-- upgrade\n-- rebuild: ,\nSELECT 1;\n"),
        [
            "3 `-- rebuild: t`: `-- rebuild: …` outside of a section",
            "6 `-- rebuild: ,`: expected names of tables after `-- rebuild:`",
        ]
    );
}
