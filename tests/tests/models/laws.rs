//! No text makes the reader panic, and what it cannot read has a place in it.

use proptest::prelude::*;

use super::read;

const TEXTS: [&str; 2] = [
    include_str!("../../models/every.rs"),
    include_str!("../../models/rows.rs"),
];

/// A word of one of the files, or what may stand between two.
fn token() -> impl Strategy<Value = String> {
    let words: Vec<String> = TEXTS
        .iter()
        .flat_map(|text| text.split_inclusive(|c: char| !c.is_alphanumeric()))
        .map(str::to_owned)
        .collect();
    prop_oneof![
        3 => prop::sample::select(words),
        1 => "[(){}\\[\\]<>,=\"'#&:;!]",
        1 => any::<String>(),
    ]
}

/// A file with some of its text taken out, and something else in its place.
fn mutated() -> impl Strategy<Value = String> {
    let change = (
        any::<prop::sample::Index>(),
        0..12_usize,
        prop::collection::vec(token(), 0..3),
    );
    (0..TEXTS.len(), prop::collection::vec(change, 1..4)).prop_map(|(text, changes)| {
        let mut text: Vec<char> = TEXTS[text].chars().collect();
        for (at, taken, put) in changes {
            let start = at.index(text.len() + 1);
            let end = (start + taken).min(text.len());
            text.splice(start..end, put.concat().chars());
        }
        text.into_iter().collect()
    })
}

/// An attribute of any tokens.
fn attribute() -> impl Strategy<Value = String> {
    let tokens = prop::collection::vec(token(), 0..8);
    (any::<bool>(), tokens).prop_map(|(of_table, tokens)| {
        let tokens = tokens.concat();
        if of_table {
            format!("#[derive(Table)] #[table({tokens})] struct A {{ a: i32 }}")
        } else {
            format!("#[derive(Table)] struct A {{ #[column({tokens})] a: i32 }}")
        }
    })
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match read(text) {
        Ok(models) => {
            for server in ["postgres", "mysql", "sqlite"] {
                let server = revision_core::Server::parse(server).expect("there is such a server");
                let _ = models.check(server);
            }
        }
        Err(faults) => {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                let code = fault.code.as_str();
                prop_assert!(["invalid_model", "no_models"].contains(&code), "{fault:?}");
                prop_assert_eq!(fault.place.is_none(), code == "no_models", "{:?}", fault);
                // A fault without words helps nobody.
                prop_assert!(!fault.message.is_empty());
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if revision_tests::servers::thorough() { 20_000 } else { 256 }))]

    #[test]
    fn no_text_makes_it_panic(text in prop_oneof![mutated(), attribute()]) {
        check(&text)?;
    }
}

#[test]
fn nothing_is_nested_too_deep() {
    for (open, close) in [
        ("Option<", ">"),
        ("(", ")"),
        ("[", "; 1]"),
        ("&", ""),
        ("Vec<", ">"),
        ("Box<", ">"),
    ] {
        for depth in [10, 300, 30_000] {
            let ty = format!("{}i32{}", open.repeat(depth), close.repeat(depth));
            let text = format!("#[derive(Table)] struct A {{ a: {ty} }}");
            let _ = read(&text);
        }
    }
    let deep = format!(
        "#[derive(Table)] struct A {{ #[column(type = {}text{})] a: i32 }}",
        "array(".repeat(300),
        ")".repeat(300)
    );
    let _ = read(&deep);
    let modules = format!(
        "{} #[derive(Table)] struct A {{ a: i32 }} {}",
        "mod a {".repeat(30_000),
        "}".repeat(30_000)
    );
    assert!(read(&modules).is_err());
}
