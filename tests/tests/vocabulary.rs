//! What of the vocabulary does not make sense is an error of the compiler's: each case in `cases/vocabulary` with its
//! `.stderr`.

#[test]
fn misuse_does_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("cases/vocabulary/good.rs");
    for wrong in ["constraints", "handles", "types", "values"] {
        cases.compile_fail(format!("cases/vocabulary/{wrong}.rs"));
    }
}
