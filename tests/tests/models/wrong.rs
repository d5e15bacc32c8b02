//! What is wrong with a model is an error of the compiler's, at its place: each case in `cases/models` with its `.stderr`.

#[test]
fn wrong_models_do_not_compile() {
    let cases = trybuild::TestCases::new();
    cases.pass("cases/models/good.rs");
    for wrong in ["attributes", "fields", "types", "values", "words"] {
        cases.compile_fail(format!("cases/models/{wrong}.rs"));
    }
}
