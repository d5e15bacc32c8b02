//! Names in expressions, put otherwise.

use crate::dialect::sqlite::text::{Span, Tokens};

/// The expression with other words where a column is named, for those for which there are any. A table's name before the
/// column's goes with it.
pub(super) fn substitute(sql: &str, words: impl Fn(&str) -> Option<String>) -> String {
    let mut made = String::new();
    let mut from = 0;
    let mut tokens = Tokens::new(sql);
    // Where a name with a point behind it begins.
    let mut qualifier: Option<Span> = None;
    while let Some(found) = tokens.column() {
        let begin = match &qualifier {
            Some(span) if found.after_point => span.start,
            _ => found.name.span.start,
        };
        if found.before_point {
            if !found.after_point {
                qualifier = Some(found.name.span);
            }
            continue;
        }
        qualifier = None;
        if let Some(words) = words(&found.name.name) {
            made.push_str(&sql[from..begin]);
            made.push_str(&words);
            from = found.name.span.end;
        }
    }
    made.push_str(&sql[from..]);
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_put_otherwise_and_nothing_else_is() {
        let words = |name: &str| name.eq_ignore_ascii_case("a").then(|| "(x)".to_owned());
        for (sql, expected) in [
            ("a + b", "(x) + b"),
            ("A||\"a\"||[a]", "(x)||(x)||(x)"),
            ("'a' || a(1) || ab -- a", "'a' || a(1) || ab -- a"),
            ("t.a + a.b + main.t.a", "(x) + a.b + (x)"),
        ] {
            assert_eq!(substitute(sql, words), expected);
        }
    }
}
