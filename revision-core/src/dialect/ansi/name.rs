//! Names, lists of names, and expressions.

use super::{Spelling, Spelt};
use crate::dialect::lower::Why;
use crate::schema::{Name, QualifiedName, View};

/// Whether the name needs no quotes where it is no reserved word: every database reads it as it stands.
pub(in crate::dialect) fn bare(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    name.as_bytes().first().is_some_and(|byte| letter(*byte))
        && name
            .bytes()
            .all(|byte| letter(byte) || byte.is_ascii_digit())
}

/// The name with its namespace before it.
pub(in crate::dialect) fn qualified(spelling: &impl Spelling, name: &QualifiedName) -> Spelt {
    let own = spelling.name(&name.name)?;
    match &name.namespace {
        Some(namespace) => Ok(format!("{}.{own}", spelling.name(namespace)?)),
        None => Ok(own),
    }
}

/// The names of columns, with commas between them. There is at least one.
pub(in crate::dialect) fn names(spelling: &impl Spelling, names: &[Name]) -> Spelt {
    if names.is_empty() {
        return Err(Why::Invalid("no column is named".to_owned()));
    }
    let names: Vec<_> = names
        .iter()
        .map(|name| spelling.name(name))
        .collect::<Spelt<_>>()?;
    Ok(names.join(", "))
}

/// The name of a view, with the names that it gives its columns.
pub(in crate::dialect) fn view_name(
    spelling: &impl Spelling,
    name: &QualifiedName,
    view: &View,
) -> Spelt {
    let name = qualified(spelling, name)?;
    if view.columns.is_empty() {
        return Ok(name);
    }
    Ok(format!("{name} ({})", names(spelling, &view.columns)?))
}

/// An expression in parentheses.
pub(in crate::dialect) fn expression(sql: &str) -> String {
    let sql = sql.trim();
    if is_enclosed(sql) {
        return sql.to_owned();
    }
    let last = sql.lines().next_back().unwrap_or_default();
    // A comment to the end of the line would take the parenthesis in.
    if last.contains("--") || last.contains('#') {
        format!("({sql}\n)")
    } else {
        format!("({sql})")
    }
}

/// Whether parentheses stand around all of it already, as they do where a database keeps what it was told.
fn is_enclosed(sql: &str) -> bool {
    let plain = !["--", "/*", "#", "\\", "$"]
        .iter()
        .any(|sign| sql.contains(sign));
    if !plain || !sql.starts_with('(') || !sql.ends_with(')') {
        return false;
    }
    let (mut depth, mut quote) = (0_usize, None);
    for (at, c) in sql.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"' | '`') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => {
                depth = depth.saturating_sub(1);
                if depth == 0 && at + 1 < sql.len() {
                    return false;
                }
            }
            _ => {}
        }
    }
    depth == 0 && quote.is_none()
}

/// Whether an expression is a word, or a function called with nothing but words and numbers: what needs no parentheses
/// where a database wants them around everything that is not simple.
pub(in crate::dialect) fn is_plain_expression(sql: &str) -> bool {
    let word = |word: &str| {
        let mut bytes = word.bytes();
        bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.')
    };
    match sql.strip_suffix(')').and_then(|sql| sql.split_once('(')) {
        Some((function, arguments)) => {
            let mut arguments = arguments.split(',').map(str::trim);
            word(function) && arguments.all(|argument| argument.is_empty() || word(argument))
        }
        None => word(sql),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_does_not_hide_the_parenthesis() {
        assert_eq!(expression(" a > 0 "), "(a > 0)");
        assert_eq!(expression("a > 0 -- more"), "(a > 0 -- more\n)");
        assert_eq!(expression("a > 0 -- more\nAND b"), "(a > 0 -- more\nAND b)");
    }

    #[test]
    fn what_could_hide_an_operator_is_not_plain() {
        for sql in [
            "CURRENT_TIMESTAMP",
            "now()",
            "uuidv7()",
            "f(1, a.b)",
            "17",
            "1.5",
        ] {
            assert!(is_plain_expression(sql), "{sql}");
        }
        for sql in [
            "",
            "a b",
            "a IS NULL",
            "f() + g()",
            "f((1))",
            "'a'",
            "-1",
            "a;b",
            "f(",
            "f(1))",
            "NOT x",
        ] {
            assert!(!is_plain_expression(sql), "{sql}");
        }
    }

    #[test]
    fn only_lower_case_goes_without_quotes() {
        for name in ["users", "_a1", "a_"] {
            assert!(bare(name), "{name}");
        }
        for name in ["", "1a", "Users", "a b", "a-b", "ä", "a\"", "a.b", "a$"] {
            assert!(!bare(name), "{name}");
        }
    }
}
