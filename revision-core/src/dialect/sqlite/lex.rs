//! SQLite's tokens, and where its statements end: at a semicolon outside the body of a trigger, as its shell has it.

use crate::dialect::lex::{Cursor, Kind, Lex, Nesting, Reader, Token, split};
use crate::dialect::statement::Statement;

/// The tokens of one statement, asked for one after the other.
pub(in crate::dialect) type Words<'a> = Reader<'a, Lexer<'a>>;

/// The statements of a text.
pub(in crate::dialect) fn statements(text: &str) -> Vec<Statement<'_>> {
    split::<Lexer<'_>, Body>(text)
}

#[derive(Clone)]
pub(in crate::dialect) struct Lexer<'a> {
    cursor: Cursor<'a>,
    /// Nothing of the statement was read yet.
    at_start: bool,
}

impl<'a> Lex<'a> for Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            cursor: Cursor::new(text),
            at_start: true,
        }
    }

    fn name(spelled: &str) -> Option<String> {
        let quote = match spelled.chars().next()? {
            '[' => return Some(spelled.strip_prefix('[')?.strip_suffix(']')?.to_owned()),
            quote @ ('"' | '`') => quote,
            _ => return Some(spelled.to_owned()),
        };
        let inner = spelled.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(inner.replace(&format!("{quote}{quote}"), &quote.to_string()))
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let cursor = &mut self.cursor;
        skip_blank(cursor);
        let start = cursor.at;
        let kind = match cursor.peek(0)? {
            b';' => {
                cursor.advance(1);
                Kind::End
            }
            b'\'' => {
                cursor.skip_quoted(false);
                Kind::Text
            }
            b'"' | b'`' => {
                cursor.skip_quoted(false);
                Kind::Name
            }
            b'[' => {
                cursor.skip_to(|byte| byte == b']');
                cursor.advance(1);
                Kind::Name
            }
            b'x' | b'X' if cursor.peek(1) == Some(b'\'') => {
                cursor.advance(1);
                cursor.skip_quoted(false);
                Kind::Text
            }
            // No statement begins with a point.
            b'.' if self.at_start => {
                cursor.skip_line();
                Kind::Client
            }
            _ if cursor.at_number() => {
                cursor.skip_number();
                Kind::Number
            }
            _ if cursor.at_word() => {
                cursor.skip_word();
                Kind::Word
            }
            _ => {
                cursor.skip_operator();
                Kind::Mark
            }
        };
        self.at_start = matches!(kind, Kind::End | Kind::Client);
        Some(cursor.token(kind, start))
    }
}

fn skip_blank(cursor: &mut Cursor<'_>) {
    loop {
        cursor.skip_space();
        match (cursor.peek(0), cursor.peek(1)) {
            (Some(b'-'), Some(b'-')) => cursor.skip_line(),
            (Some(b'/'), Some(b'*')) => cursor.skip_block_comment(false),
            _ => return,
        }
    }
}

/// Whether a statement is within the body of a trigger, which ends with an `END` behind a semicolon. So the `END` of a
/// `CASE` is no matter.
#[derive(Default)]
struct Body {
    head: Head,
    begun: bool,
    /// An `END` here would end the body.
    end_possible: bool,
    ended: bool,
}

/// How much of `[EXPLAIN [QUERY PLAN]] CREATE [TEMP] TRIGGER` the statement begins with.
#[derive(Clone, Copy, Default)]
enum Head {
    #[default]
    Nothing,
    Create,
    Trigger,
    Other,
}

impl Nesting for Body {
    #[inline]
    fn token(&mut self, kind: Kind, text: &str) -> bool {
        let is = |keyword: &str| kind == Kind::Word && text.eq_ignore_ascii_case(keyword);
        match self.head {
            Head::Other => return false,
            Head::Trigger if kind == Kind::End => self.end_possible = true,
            Head::Trigger => {
                self.ended = self.end_possible && is("end");
                self.end_possible = is("begin") && !self.begun;
                self.begun |= is("begin");
            }
            Head::Nothing if is("create") => self.head = Head::Create,
            Head::Nothing if is("explain") || is("query") || is("plan") => {}
            Head::Create if is("temp") || is("temporary") => {}
            Head::Create if is("trigger") => self.head = Head::Trigger,
            Head::Nothing | Head::Create => self.head = Head::Other,
        }
        self.begun && !self.ended
    }
}
