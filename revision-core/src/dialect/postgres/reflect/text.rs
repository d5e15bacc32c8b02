//! Texts in which PostgreSQL packs several things, or one too many.

use crate::dialect::reflect::Unreadable;
use crate::dialect::reflect::text::{self, Backslash};

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

/// An expression without the brackets around the whole of it.
pub(super) fn bare(sql: &str) -> &str {
    text::bare(sql, Backslash::Stands)
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
}
