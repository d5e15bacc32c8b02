//! The value of a string literal.

/// What a string literal says: its quotes and escapes undone. None for what is no ordinary or raw string.
///
/// ```
/// use revision_syntax::unquote;
/// assert_eq!(unquote(r#""a\tb""#).as_deref(), Some("a\tb"));
/// assert_eq!(unquote("b\"bytes\""), None);
/// ```
#[must_use]
pub fn unquote(literal: &str) -> Option<String> {
    if let Some(raw) = literal.strip_prefix('r') {
        let text = raw.trim_start_matches('#');
        let hashes = raw.len() - text.len();
        let inner = text.strip_prefix('"')?;
        let end = inner.len().checked_sub(hashes + 1)?;
        // A file with Windows line endings has them in its raw strings as `\n` for the compiler.
        return Some(inner.get(..end)?.replace("\r\n", "\n"));
    }
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    unescape(inner)
}

fn unescape(text: &str) -> Option<String> {
    let text = text.replace("\r\n", "\n");
    let mut value = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        let mut chars = rest[at + 1..].chars();
        match chars.next()? {
            'n' => value.push('\n'),
            't' => value.push('\t'),
            'r' => value.push('\r'),
            '0' => value.push('\0'),
            c @ ('\\' | '"' | '\'') => value.push(c),
            'x' => {
                let digits = chars.as_str().get(..2)?;
                value.push(char::from(u8::from_str_radix(digits, 16).ok()?));
                chars = chars.as_str().get(2..)?.chars();
            }
            'u' => {
                let (digits, after) = chars.as_str().strip_prefix('{')?.split_once('}')?;
                let number = u32::from_str_radix(&digits.replace('_', ""), 16).ok()?;
                value.push(char::from_u32(number)?);
                chars = after.chars();
            }
            // A line that ends in a backslash goes on at the next one's first character.
            '\n' => {
                chars = chars
                    .as_str()
                    .trim_start_matches([' ', '\t', '\n', '\r'])
                    .chars();
            }
            _ => return None,
        }
        rest = chars.as_str();
    }
    value.push_str(rest);
    Some(value)
}
