//! Texts in which PostgreSQL packs several things, or one too many.

use crate::dialect::reflect::Unreadable;

/// The elements of an array as PostgreSQL writes it: `{a,"b c"}`.
pub(super) fn list(text: &str) -> Result<Vec<String>, Unreadable> {
    let wrong = || Unreadable(format!("`{text}` is no list"));
    let inner = text
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let inner = inner.ok_or_else(wrong)?;
    let mut elements = Vec::new();
    if inner.is_empty() {
        return Ok(elements);
    }
    let mut element = String::new();
    let mut is_quoted = false;
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => is_quoted = !is_quoted,
            '\\' => element.push(characters.next().ok_or_else(wrong)?),
            ',' if !is_quoted => elements.push(std::mem::take(&mut element)),
            other => element.push(other),
        }
    }
    elements.push(element);
    Ok(elements)
}

/// An expression without the brackets around the whole of it: whoever writes it puts them there again.
pub(super) fn bare(sql: &str) -> &str {
    let sql = sql.trim();
    match sql.strip_prefix('(').and_then(|sql| sql.strip_suffix(')')) {
        Some(inner) if is_balanced(inner) => bare(inner),
        _ => sql,
    }
}

/// Whether no bracket closes that was not opened. The server's own text has no comments, no dollar quotes, and backslashes
/// in `E''` alone.
fn is_balanced(sql: &str) -> bool {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut has_escapes = false;
    let mut before = ' ';
    let mut characters = sql.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (Some(_), '\\') if has_escapes => {
                characters.next();
            }
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => {
                // A doubled quote closes and opens again, within the same text.
                has_escapes = character == '\'' && (before == 'E' || has_escapes && before == '\'');
                quote = Some(character);
            }
            (None, '(') => depth += 1,
            (None, ')') if depth == 0 => return false,
            (None, ')') => depth -= 1,
            _ => {}
        }
        before = character;
    }
    depth == 0 && quote.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_as_the_server_writes_them() {
        assert_eq!(list("{}").unwrap(), [""; 0]);
        assert_eq!(list("{a,b}").unwrap(), ["a", "b"]);
        assert_eq!(
            list(r#"{"a,b","c\"d","e\\f"," ","","NULL"}"#).unwrap(),
            ["a,b", "c\"d", "e\\f", " ", "", "NULL"]
        );
        assert!(list("a").is_err());
        assert!(list("{\\}").is_err());
    }

    #[test]
    fn brackets_around_the_whole_go_away() {
        for (sql, expected) in [
            ("(a > 0)", "a > 0"),
            ("((a > 0))", "a > 0"),
            ("(a) > (b)", "(a) > (b)"),
            ("((a) > (b))", "(a) > (b)"),
            ("(a = ')'::text)", "a = ')'::text"),
            ("(a = 'it''s (')", "a = 'it''s ('"),
            (r"(a = E'\'(')", r"a = E'\'('"),
            (r"(a = E'b''\'(')", r"a = E'b''\'('"),
            (r#"("a)" > 0)"#, r#""a)" > 0"#),
            (r"(a = 'E\') AND (b = ')')", r"(a = 'E\') AND (b = ')')"),
            ("lower(a)", "lower(a)"),
        ] {
            assert_eq!(bare(sql), expected);
        }
    }
}
