//! The header of a Rust revision: what is read, and what is said of what cannot be.

use revision_syntax::Scanned;
use revision_syntax::rust::scan;

const WHOLE: &str = r#"//! Add email to users,
//! and its index.
//!
//! More about it.
//!
//! Created 2026-11-21 09:30 UTC.

use revision_core::prelude::*;

revision! {
    id: "a1b2",
    down_revision: ["9f8e", r"0c1d"],
    branch_labels: "billing",
    depends_on: ["77aa"],
    transaction: false,
}

pub fn upgrade(op: &mut Op) {
    op.execute("revision! { id: \"no\" }");
}
"#;

/// The faults of a header as `line:column text: message`.
fn faults(text: &str) -> Vec<String> {
    describe(text, &scan(text))
}

fn describe(text: &str, scanned: &Scanned) -> Vec<String> {
    let faults = scanned.faults.iter();
    faults
        .map(|fault| {
            let before = &text[..fault.span.start];
            let line = before.matches('\n').count() + 1;
            let underlined = &text[fault.span.clone()];
            format!("{line} `{underlined}`: {}", fault.message)
        })
        .collect()
}

#[test]
fn a_whole_header_is_read() {
    let scanned = scan(WHOLE);
    let header = scanned.header.unwrap();
    assert_eq!(scanned.faults, []);
    assert_eq!(scanned.message, "Add email to users, and its index.");
    assert_eq!(scanned.created.as_deref(), Some("2026-11-21 09:30 UTC"));
    assert_eq!(header.id.value, "a1b2");
    assert_eq!(&WHOLE[header.id.span.clone()], "\"a1b2\"");
    assert_eq!(
        header.down_revision.values().collect::<Vec<_>>(),
        ["9f8e", "0c1d"]
    );
    let list = header.down_revision.span.unwrap();
    assert_eq!(&WHOLE[list], r#"["9f8e", r"0c1d"]"#);
    assert_eq!(
        header.branch_labels.values().collect::<Vec<_>>(),
        ["billing"]
    );
    assert_eq!(header.depends_on.values().collect::<Vec<_>>(), ["77aa"]);
    assert!(!header.transaction);
    assert!(WHOLE[header.span].ends_with("false,\n}"));
}

#[test]
fn every_fault_is_reported_at_its_token() {
    let text = r#"revision! {
    ident: "a",
    id "b",
    down_revision: None,
    branch_labels: ["x", y, "z"],
    depends_on: ["a" "b"],
    transaction: "no",
    transaction: true
    id: "c",
}"#;
    assert_eq!(
        faults(text),
        [
            "2 `ident`: unknown key `ident`",
            "3 `id`: expected `:` after `id`",
            "4 `None`: expected a string or a list of strings",
            "5 `y`: expected a string",
            "6 `\"b\"`: expected `,` or `]`",
            "7 `\"no\"`: expected `true` or `false`",
            "8 `transaction`: `transaction` is given twice",
            "8 `true`: expected `,` after this",
        ]
    );
    assert_eq!(scan(text).header.unwrap().id.value, "c");
}

#[test]
fn a_header_without_an_id_is_no_header() {
    let text = "revision! { down_revision: \"a\" }";
    assert_eq!(scan(text).header, None);
    assert_eq!(
        faults(text),
        [format!("1 `{text}`: the header has no `id`")]
    );
    assert_eq!(faults("revision! {}").len(), 1);
    // Cut off in the middle.
    assert_eq!(scan("revision! { id: \"a\"").header.unwrap().id.value, "a");
    assert_eq!(faults("revision! { id: ").len(), 1);
}

#[test]
fn files_that_are_no_revisions_say_so() {
    assert_eq!(faults(""), ["1 ``: the file is empty"]);
    assert_eq!(faults(" \n"), ["1 ``: the file is empty"]);
    assert_eq!(
        faults("pub fn a() {}\n"),
        ["1 `pub fn a() {}`: the file has no `revision!` header"]
    );
    let twice = "revision! { id: \"a\" }\nrevision! { id: \"b\" }\n";
    assert_eq!(
        faults(twice),
        ["2 `revision! { id: \"b\" }`: a second `revision!` in one file"]
    );
    let twice = "revision! { id: \"a\" }\nrevision! {}\n";
    assert_eq!(
        faults(twice),
        ["2 `revision! {}`: a second `revision!` in one file"]
    );
}

#[test]
fn what_git_left_is_all_that_is_said() {
    let text = "revision! {\n    id: \"a\",\n<<<<<<< HEAD\n    down_revision: \"b\",\n=======\n    down_revision: \"c\",\n>>>>>>> other\n}\n";
    assert_eq!(faults(text), ["3 `<<<<<<< HEAD`: git left a conflict here"]);
    let harmless = "revision! { id: \"a\" }\nconst S: &str = \"\n<<<<<<< HEAD\n\";\n";
    assert_eq!(faults(harmless), [""; 0]);
}

#[test]
fn only_the_files_own_items_count() {
    for hidden in [
        "// revision! { id: \"x\" }",
        "/* /* */ revision! { id: \"x\" } */",
        "const A: &str = \"revision! { id: 1 }\";",
        "const A: &str = r##\"\"# revision! { id: 1 }\"##;",
        "const A: &[u8] = b\"\\\"revision! { }\";",
        "const A: char = '\"'; const B: char = '\\''; const C: &'static str = \"'\";",
        "mod inner { revision! { id: \"x\" } }",
        "macro_rules! m { () => { revision! { id: \"x\" } } }",
        "fn f<'a>(x: &'a str) -> &'a str { x }",
    ] {
        let text = format!("{hidden}\nrevision! {{ id: \"real\" }}\n");
        let scanned = scan(&text);
        assert_eq!(scanned.faults, [], "{hidden}");
        assert_eq!(scanned.header.unwrap().id.value, "real", "{hidden}");
    }
}

#[test]
fn shebangs_byte_order_marks_and_windows_lines_are_passed_over() {
    for text in [
        "\u{feff}//! Hello\r\n\r\nrevision! { id: \"a\" }\r\n",
        "#!/usr/bin/env run\n//! Hello\nrevision! { id: \"a\" }",
        "//! Hello\n#![allow(dead_code)]\nrevision_core::revision!(id: \"a\");",
    ] {
        let scanned = scan(text);
        assert_eq!(scanned.faults, []);
        assert_eq!(scanned.message, "Hello");
        assert_eq!(scanned.header.unwrap().id.value, "a");
    }
}

#[test]
fn words_are_those_of_the_code() {
    let text = "// fn a\nfn b() { \"fn c\"; } /* fn d */ fn r#e() {}";
    let has = |name| revision_syntax::rust::has_words(text, &["fn", name]);
    assert_eq!(["a", "b", "c", "d"].map(has), [false, true, false, false]);
    assert!(!revision_syntax::rust::has_words("", &["fn", "b"]));
}
