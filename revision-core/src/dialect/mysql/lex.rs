//! The tokens of MySQL and MariaDB. Where statements end is a matter of `DELIMITER`, the client's own command, and of
//! [`super::body`].
//!
//! Strings are read as the servers have it by default: a backslash escapes, and `"…"` is a string.

use super::body::Body;
use crate::dialect::lex::{Cursor, Kind, Lex, Reader, Token, is_word, split};
use crate::dialect::statement::Statement;

/// The tokens of one statement, asked for one after the other.
pub(in crate::dialect) type Words<'a> = Reader<'a, Lexer<'a>>;

/// The statements of a text, without `DELIMITER` and what it sets.
pub(in crate::dialect) fn statements(text: &str) -> Vec<Statement<'_>> {
    split::<Lexer<'_>, Body>(text)
}

/// Whether the client would cut the statement in two, unless told of another delimiter.
pub(in crate::dialect) fn needs_delimiter(statement: &str) -> bool {
    Lexer::new(statement).any(|token| token.kind == Kind::End)
}

const SEMICOLON: &str = ";";

#[derive(Clone)]
pub(in crate::dialect) struct Lexer<'a> {
    cursor: Cursor<'a>,
    delimiter: &'a str,
    /// Nothing of the statement was read yet.
    at_start: bool,
}

impl<'a> Lex<'a> for Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            delimiter: SEMICOLON,
            at_start: true,
        }
    }

    fn name(spelled: &str) -> Option<String> {
        match spelled.strip_prefix('`') {
            Some(rest) => Some(rest.strip_suffix('`')?.replace("``", "`")),
            None => Some(spelled.to_owned()),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        self.skip_blank();
        let cursor = &mut self.cursor;
        let start = cursor.at;
        let kind = match cursor.peek(0)? {
            _ if cursor.starts_with(self.delimiter) => {
                cursor.advance(self.delimiter.len());
                Kind::End
            }
            b'\'' | b'"' => {
                cursor.skip_quoted(true);
                Kind::Text
            }
            b'`' => {
                cursor.skip_quoted(false);
                Kind::Name
            }
            // The bytes and bits of these escape nothing.
            b'x' | b'X' | b'b' | b'B' if cursor.peek(1) == Some(b'\'') => {
                cursor.advance(1);
                cursor.skip_quoted(false);
                Kind::Text
            }
            b'n' | b'N' if cursor.peek(1) == Some(b'\'') => {
                cursor.advance(1);
                cursor.skip_quoted(true);
                Kind::Text
            }
            // `\N` is NULL; all else behind a backslash is for the client.
            b'\\' if cursor.peek(1) == Some(b'N') => {
                cursor.advance(2);
                Kind::Word
            }
            b'\\' => {
                cursor.skip_line();
                Kind::Client
            }
            b'/' if executable(cursor) => Kind::Executable,
            b'*' if cursor.peek(1) == Some(b'/') => {
                cursor.advance(2);
                Kind::Executable
            }
            _ if cursor.at_number() => {
                cursor.skip_number();
                self.end_before_delimiter(start);
                return Some(self.token(Kind::Number, start));
            }
            first if cursor.at_word() || first == b'$' => {
                self.skip_word();
                return Some(self.token(Kind::Word, start));
            }
            _ => {
                cursor.skip_operator();
                self.end_before_delimiter(start);
                return Some(self.token(Kind::Mark, start));
            }
        };
        Some(self.token(kind, start))
    }
}

impl Lexer<'_> {
    fn token(&mut self, kind: Kind, start: usize) -> Token {
        self.at_start = matches!(kind, Kind::End | Kind::Client);
        self.cursor.token(kind, start)
    }

    /// A delimiter may be made of the characters of words; then it ends them.
    fn skip_word(&mut self) {
        if self.delimiter == SEMICOLON {
            self.cursor.skip_word();
            return;
        }
        let text = self.cursor.text.as_bytes();
        let ends =
            |at: &usize| !is_word(text[*at]) || text[*at..].starts_with(self.delimiter.as_bytes());
        let end = (self.cursor.at + 1..text.len()).find(ends);
        self.cursor.at = end.unwrap_or(text.len());
    }

    /// The same of numbers and operators.
    fn end_before_delimiter(&mut self, start: usize) {
        if self.delimiter == SEMICOLON {
            return;
        }
        let text = self.cursor.text.as_bytes();
        let delimiter = self.delimiter.as_bytes();
        let found = (start + 1..self.cursor.at).find(|at| text[*at..].starts_with(delimiter));
        self.cursor.at = found.unwrap_or(self.cursor.at);
    }

    #[inline]
    fn skip_blank(&mut self) {
        loop {
            self.cursor.skip_space();
            let cursor = &mut self.cursor;
            let Some(first) = cursor.peek(0) else { return };
            match (first, cursor.peek(1), cursor.peek(2)) {
                _ if self.delimiter != SEMICOLON && cursor.starts_with(self.delimiter) => return,
                (b'#', ..) => cursor.skip_line(),
                (b'-', Some(b'-'), after) if after.is_none_or(|byte| byte <= b' ') => {
                    cursor.skip_line();
                }
                (b'/', Some(b'*'), _) if begins_executable(cursor) => return,
                (b'/', Some(b'*'), _) => cursor.skip_block_comment(false),
                (b'd' | b'D', ..) if self.at_start => {
                    let Some(delimiter) = delimiter_command(cursor) else {
                        return;
                    };
                    self.delimiter = delimiter;
                }
                _ => return,
            }
        }
    }
}

/// The comment that only some servers take for one: `/*!40101 … */`, and MariaDB's `/*M!100100 … */`. The first line of
/// a dump of MariaDB's is such a one that no server runs, since it is for the client.
fn begins_executable(cursor: &Cursor<'_>) -> bool {
    let is_sandbox = cursor.starts_with("/*M!999999\\-");
    (cursor.starts_with("/*!") || cursor.starts_with("/*M!")) && !is_sandbox
}

fn executable(cursor: &mut Cursor<'_>) -> bool {
    let begins = begins_executable(cursor);
    if begins {
        cursor.skip_to(|byte| byte == b'!');
        cursor.advance(1);
        cursor.skip_to(|byte| !byte.is_ascii_digit());
    }
    begins
}

/// Takes the client's command that sets the delimiter, to the end of its line. Nothing is taken where there is none.
fn delimiter_command<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    const NAME: &str = "delimiter";
    let rest = &cursor.text[cursor.at..];
    let name = rest.get(..NAME.len())?;
    let after = &rest[NAME.len()..];
    if !name.eq_ignore_ascii_case(NAME) || after.bytes().next().is_some_and(is_word) {
        return None;
    }
    let line = after.split('\n').next().unwrap_or(after);
    let argument = line.split_ascii_whitespace().next()?;
    let quote = argument.chars().next().filter(|c| "'\"`".contains(*c));
    let delimiter = quote.map_or(argument, |quote| argument.trim_matches(quote));
    if delimiter.is_empty() || !line.starts_with(|c: char| c.is_ascii_whitespace()) {
        return None;
    }
    cursor.skip_line();
    Some(delimiter)
}
