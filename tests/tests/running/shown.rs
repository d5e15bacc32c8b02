//! What is shown of a statement that failed: where it stands, to the column where the server says so, and all that the
//! server has to say.

use revision_core::Code;
use revision_core::runtime::{Error, Sending};
use revision_tests::{Database, Kind, Sql, TestChain, servers};

/// A revision of these statements, the first in the eighth line, after one that is in order.
async fn fails(kind: Kind, sending: Sending, upgrade: &str, header: &str) -> Error {
    let database = Database::fresh(kind).await;
    let chain = TestChain::new(&[
        Sql {
            id: "0001",
            upgrade: "CREATE TABLE base (id integer PRIMARY KEY, name varchar(20));\nINSERT INTO base VALUES (1, 'a');",
            ..Sql::default()
        },
        Sql {
            id: "0002",
            down: "0001",
            header,
            upgrade,
            ..Sql::default()
        },
    ]);
    let ran = chain.runtime().upgrade(database.url(), "head");
    let ran = ran.sending(sending).await;
    let error = ran.unwrap_err();
    assert_eq!(error.code(), Code::StatementFailed, "{kind:?}: {error}");
    assert_eq!(error.faults.len(), 1);
    error
}

/// The line, and what is underlined.
fn underlined(error: &Error) -> (usize, usize, String) {
    let place = error.faults[0].place.as_ref().expect("a place");
    let text = place.text()[place.span()].to_owned();
    (place.line(), place.column(), text)
}

async fn check(upgrade: &str, column: usize, word: &str, first: usize) {
    let statement = upgrade.lines().nth(1).unwrap().trim_end_matches(';');
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            for header in ["", "transaction: false"] {
                let error = fails(kind, sending, upgrade, header).await;
                // One more line of the header, one more line before the statement.
                let line = if header.is_empty() { 8 } else { 9 };
                let place = format!("{kind:?}, {sending:?}, {header}: {error}");
                if kind.is_postgres() && !word.is_empty() {
                    let wanted = (line, column, word.to_owned());
                    assert_eq!(underlined(&error), wanted, "{place}");
                } else {
                    let wanted = (line, first, statement.trim_start().to_owned());
                    assert_eq!(underlined(&error), wanted, "{place}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_syntax_error_is_underlined() {
    check(
        "INSERT INTO base VALUES (7, 'é');\nINSERT INTO base VALUS (8, 'b');\nINSERT INTO base VALUES (9, 'c');",
        18,
        "VALUS",
        1,
    )
    .await;
}

#[tokio::test]
async fn a_missing_table_is_underlined_behind_letters_of_many_bytes() {
    check(
        "SELECT '日本語 ü 🦀' FROM base;\n  SELECT '日本語 ü 🦀', id FROM missing;",
        29,
        "missing",
        3,
    )
    .await;
}

#[tokio::test]
async fn a_violation_is_the_whole_statement_with_what_the_server_says() {
    let upgrade = "INSERT INTO base VALUES (7, 'é');\nINSERT INTO base VALUES (1, 'b');";
    check(upgrade, 1, "", 1).await;
    for kind in servers::all() {
        let error = fails(kind, Sending::Batched, upgrade, "").await;
        let (message, help) = (&error.faults[0].message, error.faults[0].help.join("\n"));
        match kind {
            Kind::Sqlite => assert_eq!(message, "UNIQUE constraint failed: base.id"),
            Kind::MySql => assert!(message.contains("Duplicate entry '1' for key"), "{message}"),
            _ => {
                assert!(
                    message.contains("unique constraint \"base_pkey\""),
                    "{message}"
                );
                assert!(
                    help.contains("detail: Key (id)=(1) already exists."),
                    "{help}"
                );
            }
        }
        assert!(
            help.contains("applied before: `0001`; `0002` rolled back, nothing of it remains"),
            "{kind:?}: {help}"
        );
    }
}

#[cfg(feature = "servers")]
#[tokio::test]
async fn a_hint_is_shown() {
    for kind in servers::postgres() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let upgrade = "SELECT 1;\nSELECT nmae FROM (SELECT 1 AS name) AS few;";
            let error = fails(kind, sending, upgrade, "").await;
            let help = error.faults[0].help.join("\n");
            assert!(help.contains("hint: Perhaps you meant"), "{kind:?}: {help}");
            assert_eq!(underlined(&error), (8, 8, "nmae".to_owned()));
        }
    }
}

#[tokio::test]
async fn the_last_of_many_is_found() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let mut lines: Vec<_> = (0..300)
                .map(|n| format!("INSERT INTO base VALUES ({}, 'ß');", n + 10))
                .collect();
            lines.push("INSERT INTO base VALUES (10, 'again');".to_owned());
            lines.push("INSERT INTO base VALUES (999, 'after');".to_owned());
            let error = fails(kind, sending, &lines.join("\n"), "").await;
            let (line, column, text) = underlined(&error);
            assert_eq!((line, column), (7 + 300, 1), "{kind:?}, {sending:?}");
            assert!(text.contains("again"), "{text}");
        }
    }
}
