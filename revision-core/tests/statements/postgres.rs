use super::{check, whole};
use revision_core::Backend::Postgres;

#[test]
fn nothing_between_statements_is_a_statement() {
    check(Postgres, "", &[]);
    check(Postgres, " ;; -- a; b\n ; /* c; /* d; */ e; */ ;\n", &[]);
    check(
        Postgres,
        "\u{feff}-- first\nSELECT 1 -- one;\n; /* two; */ SELECT 2 /* mine */ ;SELECT 3",
        &["SELECT 1", "SELECT 2", "SELECT 3"],
    );
}

#[test]
fn comments_within_a_statement_are_its_own() {
    whole(Postgres, "SELECT /* a; /* b; */ ; */ 1, -- c;\n 2");
    // A carriage return ends a comment.
    check(
        Postgres,
        "SELECT 1 -- a\r; SELECT 2",
        &["SELECT 1", "SELECT 2"],
    );
}

#[test]
fn strings_in_every_spelling() {
    for string in [
        "'a;b'",
        "'it''s;'",
        r"'\'",
        r"E'\';'",
        r"e'a''\\'",
        r"B'1;'",
        "U&'d!0061;' UESCAPE '!'",
        "$$a;'b$$",
        "$é1$ $$ ; $é $é1$",
        "$a$ $b$ ; $b$ $a$",
        "E'a;'\n  -- more\n 'b\\';'",
        "U&\"d;\"",
        "\"a;\"\"b\"",
        "N'a;'",
    ] {
        whole(Postgres, &format!("SELECT {string}"));
    }
}

#[test]
fn dollars_that_quote_nothing() {
    check(
        Postgres,
        "SELECT $1; SELECT a$b$; SELECT c$b$",
        &["SELECT $1", "SELECT a$b$", "SELECT c$b$"],
    );
    check(
        Postgres,
        "SELECT $1$; SELECT $ 1",
        &["SELECT $1$", "SELECT $ 1"],
    );
}

#[test]
fn a_prefix_quotes_only_what_touches_it() {
    check(
        Postgres,
        r"SELECT e '\'; SELECT le'\'; SELECT 2",
        &[r"SELECT e '\'", r"SELECT le'\'", "SELECT 2"],
    );
}

#[test]
fn the_body_of_a_function_in_sql() {
    whole(
        Postgres,
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC\n\
         INSERT INTO t VALUES (CASE a WHEN 1 THEN 2 END);\n\
         SELECT CASE WHEN true THEN t.end END AS end FROM t;\nSELECT 1; END",
    );
    whole(Postgres, "create procedure p() begin atomic; end");
    // The word alone begins nothing.
    check(
        Postgres,
        "CREATE FUNCTION begin() AS 'x'; SELECT 1",
        &["CREATE FUNCTION begin() AS 'x'", "SELECT 1"],
    );
    check(
        Postgres,
        "BEGIN; SELECT 1; END",
        &["BEGIN", "SELECT 1", "END"],
    );
}

#[test]
fn a_rule_has_statements_in_brackets() {
    whole(
        Postgres,
        "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM u; DELETE FROM v)",
    );
    check(Postgres, "SELECT 1); SELECT 2", &["SELECT 1)", "SELECT 2"]);
}

#[test]
fn operators_are_no_comments() {
    check(
        Postgres,
        "SELECT 1 +--; x\n 2; SELECT 3 */* ; */ 4",
        &["SELECT 1 +--; x\n 2", "SELECT 3 */* ; */ 4"],
    );
}

#[test]
fn what_does_not_end_goes_to_the_end() {
    for open in [
        "'",
        "\"",
        "$a$",
        "E'\\",
        "(",
        "CREATE FUNCTION f() BEGIN ATOMIC",
    ] {
        let text = format!("SELECT 1; SELECT 2 AS é {open} ; SELECT é ;\n");
        let text = text.replace("SELECT 2 AS é CREATE", "CREATE");
        let found = revision_core::dialect::statement::statements(Postgres, &text);
        assert_eq!(found.len(), 2, "{text}");
    }
    check(Postgres, "SELECT 1; /* ; /* */ SELECT 2;", &["SELECT 1"]);
}

#[test]
fn psqls_commands_end_with_their_line() {
    check(
        Postgres,
        "\\restrict a;b\nSELECT 1;\n\\connect c\nSELECT 2",
        &["\\restrict a;b", "SELECT 1", "\\connect c", "SELECT 2"],
    );
}
