//! What `revision!` accepts, and what it says of the rest: each case in `cases/grammar` with its `.stderr`.

#[test]
fn revision_says_what_it_does_not_understand() {
    let cases = trybuild::TestCases::new();
    cases.pass("cases/grammar/good.rs");
    for wrong in ["keys", "no_id", "punctuation", "values"] {
        cases.compile_fail(format!("cases/grammar/{wrong}.rs"));
    }
}
