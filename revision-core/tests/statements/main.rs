//! Texts of SQL as statements, and what is known of a statement before it is sent.

mod checksum;
mod effect;
mod mysql;
mod postgres;
mod probe;
mod refusal;
mod sqlite;
mod strange;

use revision_core::Backend;
use revision_core::dialect::statement::statements;

/// Splits the text and compares; every statement must say rightly where it stands.
fn check(backend: Backend, text: &str, expected: &[&str]) {
    let found = statements(backend, text);
    let texts: Vec<&str> = found.iter().map(|statement| statement.text).collect();
    assert_eq!(texts, expected, "{text}");
    for statement in found {
        assert!(text[statement.start..].starts_with(statement.text));
    }
}

/// The text is one statement.
fn whole(backend: Backend, text: &str) {
    check(backend, text, &[text]);
    check(backend, &format!("{text};"), &[text]);
    check(
        backend,
        &format!("SELECT 0;\n{text};\nSELECT 1;"),
        &["SELECT 0", text, "SELECT 1"],
    );
}
