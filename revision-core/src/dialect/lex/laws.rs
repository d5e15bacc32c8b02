//! Laws of the lexers, over texts of the pieces that are easy to take for something else, and over any text.

use proptest::prelude::*;

use super::{Kind, Lex};
use crate::Backend;
use crate::dialect::statement::{self, Statement, statements};
use crate::dialect::{mysql, postgres, sqlite};

const PIECES: &[&str] = &[
    "'",
    "''",
    "\"",
    "`",
    "[",
    "]",
    "(",
    ")",
    "\\",
    "\\'",
    "\\N",
    "\\G\n",
    ";",
    ";;",
    ",",
    ".",
    "..",
    ":",
    "@",
    "=",
    "-",
    "--",
    "-- ",
    "--\t;\n",
    "#",
    "# ;\n",
    "/",
    "//",
    "*",
    "/*",
    "*/",
    "/*!",
    "/*!50003 ",
    "/*M!",
    "/*+",
    "$",
    "$$",
    "$a$",
    "$é$",
    "$1",
    "E'",
    "e'\\'",
    "U&'",
    "U&\"",
    "x'",
    "N'",
    "1",
    "1.",
    "1e+",
    "0x",
    "é",
    "\u{feff}",
    "\u{a0}",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\t",
    "\0",
    "a",
    "CREATE ",
    "OR REPLACE ",
    "FUNCTION ",
    "PROCEDURE ",
    "TRIGGER ",
    "EVENT ",
    "TEMP ",
    "DEFINER=",
    "BEGIN ",
    "ATOMIC ",
    "NOT ATOMIC ",
    "END ",
    "END IF",
    "END;",
    "CASE ",
    "IF ",
    "THEN ",
    "ELSE ",
    "LOOP ",
    "WHILE ",
    "DO ",
    "REPEAT ",
    "FOR ",
    "ROW ",
    "DELIMITER ",
    "\nDELIMITER //\n",
    "DELIMITER $$\n",
    "DELIMITER é\n",
    "DELIMITER ;\n",
    "SELECT 1",
    "SET ",
    "COPY ",
    "FROM STDIN",
    "ALTER TABLE ",
    "ADD ",
    "DROP ",
    "INDEX ",
    "CONCURRENTLY ",
    "REINDEX ",
    "PRAGMA ",
    "RENAME ",
    "TO ",
    ".read\n",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..24);
    prop_oneof![pieces.prop_map(|pieces| pieces.concat()), any::<String>()]
}

fn backend() -> impl Strategy<Value = Backend> {
    prop::sample::select(&Backend::ALL[..])
}

/// The tokens with their places.
fn tokens(backend: Backend, text: &str) -> Vec<(Kind, usize, usize)> {
    fn all<'a, L: Lex<'a>>(text: &'a str) -> Vec<(Kind, usize, usize)> {
        L::new(text)
            .map(|token| (token.kind, token.start, token.end))
            .collect()
    }
    match backend {
        Backend::Postgres => all::<postgres::lex::Lexer<'_>>(text),
        Backend::MySql => all::<mysql::lex::Lexer<'_>>(text),
        Backend::Sqlite => all::<sqlite::lex::Lexer<'_>>(text),
    }
}

fn spelled(backend: Backend, text: &str) -> Vec<&str> {
    let spelled = |(_, start, end)| &text[start..end];
    tokens(backend, text).into_iter().map(spelled).collect()
}

fn texts<'a>(statements: &[Statement<'a>]) -> Vec<&'a str> {
    statements.iter().map(|statement| statement.text).collect()
}

/// Statements that are complete wherever they stand.
const COMPLETE: &[&str] = &[
    "SELECT 1",
    "SELECT ';' AS \"a;\"",
    "INSERT INTO t VALUES ('it''s;', 1.5e-3)",
    "UPDATE t SET a = b - -1 /* ; */ + 2",
    "SELECT CASE a WHEN 1 THEN 2 END",
    "CREATE TABLE procedure_case (begin_ int, \"end;\" int)",
    "DROP TABLE é",
];

/// Those that only this database reads as one.
fn own(backend: Backend) -> &'static [&'static str] {
    match backend {
        Backend::Postgres => &[
            "SELECT $a$;$$;$a$, E'\\';', U&';\\'",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; END",
            "SELECT 1 /* /* ; */ ; */ + 2",
            "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2)",
        ],
        Backend::MySql => &[
            "SELECT '\\';', \"\\\";\", `;` # ;\n + 1",
            "/*!40101 SET a = 1 */",
            "CREATE PROCEDURE p() BEGIN IF a THEN SELECT IF(1, 2, 3); END IF; l: LOOP LEAVE l; END LOOP; END",
            "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.a = CASE 1 WHEN 1 THEN 2 END",
        ],
        Backend::Sqlite => &[
            "SELECT [;], `;`, x'00' /* /* ; */",
            "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END",
        ],
    }
}

fn complete() -> impl Strategy<Value = (Backend, &'static str, &'static str)> {
    backend().prop_flat_map(|backend| {
        let all = [COMPLETE, own(backend)].concat();
        let one = prop::sample::select(all);
        (Just(backend), one.clone(), one)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Statements lie apart and in order; what lies between holds no token but ends; each begins and ends with a token.
    #[test]
    fn statements_and_what_lies_between_are_the_text(text in text(), backend in backend()) {
        let found = statements(backend, &text);
        let mut rest = tokens(backend, &text).into_iter().peekable();
        let mut joined = String::new();
        for statement in &found {
            prop_assert!(statement.start >= joined.len());
            prop_assert!(!statement.text.is_empty());
            let end = statement.start + statement.text.len();
            while let Some((kind, _, _)) = rest.next_if(|token| token.1 < statement.start) {
                prop_assert_eq!(kind, Kind::End);
            }
            let inside: Vec<_> = std::iter::from_fn(|| rest.next_if(|token| token.1 < end)).collect();
            prop_assert_eq!(inside.first().map(|token| token.1), Some(statement.start));
            prop_assert_eq!(inside.last().map(|token| token.2), Some(end));
            joined.push_str(&text[joined.len()..statement.start]);
            joined.push_str(statement.text);
        }
        prop_assert!(rest.all(|(kind, _, _)| kind == Kind::End));
        joined.push_str(&text[joined.len()..]);
        prop_assert_eq!(joined, text);
    }

    /// Tokens are not empty, go forward, and lie between characters.
    #[test]
    fn tokens_are_parts_of_the_text(text in text(), backend in backend()) {
        let mut at = 0;
        for (_, start, end) in tokens(backend, &text) {
            prop_assert!(at <= start && start < end);
            prop_assert!(text.get(start..end).is_some());
            at = end;
        }
    }

    /// A statement by itself is that statement, with the same tokens, unless the client had been told something.
    #[test]
    fn a_statement_is_one_statement(text in text(), backend in backend()) {
        let told = text.to_ascii_lowercase().contains("delimiter");
        for statement in statements(backend, &text) {
            // At the beginning of a text it is an encoding's mark, elsewhere a part of a word; and these begin a comment
            // where nothing follows.
            if told || statement.text.starts_with('\u{feff}') || statement.text.ends_with("--") {
                continue;
            }
            let again = statements(backend, statement.text);
            prop_assert_eq!(texts(&again), [statement.text]);
        }
    }

    /// Two statements that are complete are two statements, whatever stands between them.
    #[test]
    fn joined_statements_are_split_again(
        (backend, first, second) in complete(),
        between in prop::sample::select(&[";", ";\n", " ; ", ";\n-- ;\n", "; /* ; */;", "\n;\r\n"][..]),
    ) {
        let text = format!("{first}{between}{second}");
        let found = statements(backend, &text);
        prop_assert_eq!(found.len(), 2, "{}", text);
        prop_assert_eq!(spelled(backend, found[0].text), spelled(backend, first));
        prop_assert_eq!(spelled(backend, found[1].text), spelled(backend, second));
    }

    /// Nothing that is asked of a statement panics, and what is refused is not atomic.
    #[test]
    fn any_statement_has_an_answer(text in text(), backend in backend()) {
        let refused = statement::refusal(backend, &text).is_some();
        let outside = statement::needs_no_transaction(backend, &text).is_some();
        prop_assert!(!(refused || outside) || !statement::atomic_alone(backend, &text));
        let _ = statement::probe(backend, &text);
        let _ = statement::sets_session(backend, &text);
        let _ = statement::needs_delimiter(backend, &text);
    }

    /// Comments and white space between tokens leave the checksum as it is.
    #[test]
    fn a_checksum_is_over_tokens((backend, statement, _) in complete(), comment in prop::sample::select(&[" ", "\r\n", " /* ; */ ", " -- ;\n"][..])) {
        let of = |text: &str| {
            let mut digest = revision_syntax::checksum::Digest::default();
            statement::digest(backend, text, &mut digest);
            digest.finish()
        };
        let spread = spelled(backend, statement).join(comment);
        prop_assert_eq!(of(&spread), of(statement), "{}", spread);
        prop_assert_eq!(of(&format!(";{comment}{statement} ;;")), of(statement));
        let other = format!("{statement} x");
        prop_assert_ne!(of(&other), of(statement));
    }
}
