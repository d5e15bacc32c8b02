use std::time::{Duration, Instant};

use revision_core::Backend;
use revision_core::dialect::statement::{probe, refusal, statements};

#[test]
fn no_text_takes_long() {
    let repeated = |first: &str, piece: &str| format!("{first}{}", piece.repeat(100_000));
    for text in [
        repeated("", "+"),
        repeated("", "+-"),
        repeated("", "$a"),
        repeated("", "$a$ "),
        repeated("", "E'\\'"),
        repeated("", "E'a'\n"),
        repeated("", "(/*"),
        repeated("", "/*!"),
        repeated("DELIMITER $\n", "a$"),
        repeated("DELIMITER é\n", "aéé"),
        repeated("DELIMITER +\n", "<+"),
        repeated("CREATE PROCEDURE p() ", "BEGIN ") + &"END IF ".repeat(100_000),
        repeated("ALTER TABLE t ADD ", "("),
        repeated("CREATE TABLE t (", "a, "),
        repeated("", ";;a"),
    ] {
        for backend in Backend::ALL {
            let started = Instant::now();
            for statement in statements(backend, &text) {
                let _ = refusal(backend, statement.text);
                let _ = probe(backend, statement.text);
            }
            let start: String = text.chars().take(30).collect();
            assert!(
                started.elapsed() < Duration::from_secs(10),
                "{backend:?}: {start}"
            );
        }
    }
}
