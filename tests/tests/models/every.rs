//! The derive and the reader give the same schema, for every attribute.

#[expect(dead_code, reason = "what is compiled here is looked at, not used")]
#[path = "../../models/every.rs"]
mod compiled;

use revision_core::source::functions;

use super::{making, right};

const TEXT: &str = include_str!("../../models/every.rs");

#[test]
fn what_is_derived_is_what_is_read() {
    let read = right(TEXT);
    let derived = right(&compiled::DEFINITIONS.join("\n"));
    assert_eq!(derived.schema, read.schema);
    assert_eq!(derived.renamed, read.renamed);
    // What they say is pinned, so that both cannot forget the same.
    let written = functions(&making(&read.schema), None);
    insta::assert_snapshot!(format!("{written}\n{:#?}", read.renamed));
}

#[test]
fn every_word_is_among_them() {
    // The words that a misspelt one is told of.
    let told = |text: &str| {
        let faults = super::read(text).expect_err("there is no such word");
        let help = faults[0].help[0].clone();
        let words = help.split('`').skip(1).step_by(2);
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let of_table = told("#[derive(Table)] #[table(zzzzzzzzzzzz)] struct A { a: i32 }");
    let of_column = told("#[derive(Table)] struct A { #[column(zzzzzzzzzzzz)] a: i32 }");
    assert!(of_table.len() > 10 && of_column.len() > 20);
    for word in of_table.iter().chain(&of_column) {
        let said = TEXT.match_indices(word.as_str()).any(|(at, _)| {
            let (before, after) = (&TEXT[..at], &TEXT[at + word.len()..]);
            before.ends_with(['(', ' ']) && after.starts_with([' ', '(', ')', ',', '\n'])
        });
        assert!(said, "`{word}` is in no model");
    }
}
