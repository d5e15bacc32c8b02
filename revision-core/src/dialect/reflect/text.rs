//! Expressions as servers write them.

/// What a backslash is inside of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::dialect) enum Backslash {
    /// Something special, everywhere.
    Escapes,
    /// Itself, but in `E''`.
    Stands,
}

/// An expression without the brackets around the whole of it: whoever writes it puts them there again. A server's own text
/// has no comments and no dollar quotes.
pub(in crate::dialect) fn bare(sql: &str, backslash: Backslash) -> &str {
    let mut sql = sql.trim();
    while let Some(inner) = sql.strip_prefix('(').and_then(|sql| sql.strip_suffix(')')) {
        if !is_balanced(inner, backslash) {
            break;
        }
        sql = inner.trim();
    }
    sql
}

/// Whether no bracket closes that was not opened.
fn is_balanced(sql: &str, backslash: Backslash) -> bool {
    let mut depth = 0_usize;
    for (_, character) in outside(sql, backslash) {
        match character {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// The characters that stand in no text and in no quoted name, with their places.
pub(in crate::dialect) fn outside(
    sql: &str,
    backslash: Backslash,
) -> impl Iterator<Item = (usize, char)> {
    let mut quote = None;
    let mut has_escapes = false;
    let mut before = ' ';
    let mut is_escaped = false;
    sql.char_indices().filter(move |(_, character)| {
        let character = *character;
        let previous = std::mem::replace(&mut before, character);
        match (quote, character) {
            (Some(_), _) if is_escaped => is_escaped = false,
            (Some(_), '\\') if has_escapes => is_escaped = true,
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"' | '`') => {
                // A doubled quote closes and opens again, within the same text.
                has_escapes = character != '`'
                    && (backslash == Backslash::Escapes
                        || character == '\''
                            && (previous == 'E' || has_escapes && previous == '\''));
                quote = Some(character);
            }
            (None, _) => return true,
            _ => {}
        }
        false
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            (r"(a = '\') AND (b = ')')", r"(a = '\') AND (b = ')')"),
            ("lower(a)", "lower(a)"),
        ] {
            assert_eq!(bare(sql, Backslash::Stands), expected);
        }
        for (sql, expected) in [
            (r"(`a` = '\'(')", r"`a` = '\'('"),
            (r"(`)` = '(')", r"`)` = '('"),
            ("(a) or (b)", "(a) or (b)"),
        ] {
            assert_eq!(bare(sql, Backslash::Escapes), expected);
        }
    }
}
