//! PostgreSQL's tokens, and where its statements end: at a semicolon outside brackets and outside the body of a function
//! that is written in SQL, as psql has it.
//!
//! Strings are read with `standard_conforming_strings` on, as every server since 9.1 has it.

use crate::dialect::lex::{Cursor, Kind, Lex, Nesting, Reader, Token, is_word, split};
use crate::dialect::statement::Statement;

/// The tokens of one statement, asked for one after the other.
pub(in crate::dialect) type Words<'a> = Reader<'a, Lexer<'a>>;

/// The statements of a text.
pub(in crate::dialect) fn statements(text: &str) -> Vec<Statement<'_>> {
    split::<Lexer<'_>, Body>(text)
}

#[derive(Clone)]
pub(in crate::dialect) struct Lexer<'a>(Cursor<'a>);

impl<'a> Lex<'a> for Lexer<'a> {
    fn new(text: &'a str) -> Self {
        Self(Cursor::new(text))
    }

    fn name(spelled: &str) -> Option<String> {
        match spelled.strip_prefix('"') {
            Some(rest) => Some(rest.strip_suffix('"')?.replace("\"\"", "\"")),
            None if spelled.ends_with('"') => None,
            None => Some(spelled.to_ascii_lowercase()),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    #[inline]
    fn next(&mut self) -> Option<Token> {
        let cursor = &mut self.0;
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
            b'"' => {
                cursor.skip_quoted(false);
                Kind::Name
            }
            b'$' if dollar_quoted(cursor) => Kind::Text,
            b'\\' => {
                cursor.skip_to(|byte| byte == b'\n' || byte == b'\r');
                Kind::Client
            }
            _ if cursor.at_number() => {
                cursor.skip_number();
                Kind::Number
            }
            _ if cursor.at_word() => word(cursor),
            first => {
                if is_operator(first) {
                    skip_operator(cursor);
                } else {
                    cursor.advance(1);
                }
                Kind::Mark
            }
        };
        Some(cursor.token(kind, start))
    }
}

fn skip_blank(cursor: &mut Cursor<'_>) {
    loop {
        cursor.skip_space();
        match (cursor.peek(0), cursor.peek(1)) {
            (Some(b'-'), Some(b'-')) => cursor.skip_to(|byte| byte == b'\n' || byte == b'\r'),
            (Some(b'/'), Some(b'*')) => cursor.skip_block_comment(true),
            _ => return,
        }
    }
}

/// A word, or the string or name that it is the prefix of.
fn word(cursor: &mut Cursor<'_>) -> Kind {
    let first = cursor.peek(0).unwrap_or_default().to_ascii_lowercase();
    match (first, cursor.peek(1), cursor.peek(2)) {
        (b'e', Some(b'\''), _) => {
            cursor.advance(1);
            escaped(cursor);
            Kind::Text
        }
        (b'b' | b'x' | b'n', Some(b'\''), _) => {
            cursor.advance(1);
            cursor.skip_quoted(false);
            Kind::Text
        }
        (b'u', Some(b'&'), Some(quote @ (b'\'' | b'"'))) => {
            cursor.advance(2);
            cursor.skip_quoted(false);
            if quote == b'"' {
                Kind::Name
            } else {
                Kind::Text
            }
        }
        _ => {
            cursor.skip_word();
            Kind::Word
        }
    }
}

/// A string in which a backslash escapes, with its continuations on later lines, in which it does as well.
fn escaped(cursor: &mut Cursor<'_>) {
    loop {
        cursor.skip_quoted(true);
        let mut ahead = cursor.clone();
        loop {
            ahead.skip_space();
            if !ahead.starts_with("--") {
                break;
            }
            ahead.skip_to(|byte| byte == b'\n' || byte == b'\r');
        }
        let between = &cursor.text.as_bytes()[cursor.at..ahead.at];
        let on_another_line = between.iter().any(|byte| matches!(byte, b'\n' | b'\r'));
        if !on_another_line || ahead.peek(0) != Some(b'\'') {
            return;
        }
        cursor.at = ahead.at;
    }
}

/// A dollar-quoted string. False, and nothing taken, where none begins here.
fn dollar_quoted(cursor: &mut Cursor<'_>) -> bool {
    let rest = &cursor.text[cursor.at..];
    let bytes = rest.as_bytes();
    let tag = bytes[1..]
        .iter()
        .position(|byte| *byte == b'$' || !is_word(*byte));
    let Some(tag) = tag.filter(|tag| bytes[1 + tag] == b'$' && !bytes[1].is_ascii_digit()) else {
        return false;
    };
    let (quote, inside) = rest.split_at(tag + 2);
    let length = inside
        .find(quote)
        .map_or(rest.len(), |end| end + 2 * quote.len());
    cursor.advance(length);
    true
}

fn is_operator(byte: u8) -> bool {
    b"+-*/<>=~!@#%^&|`?".contains(&byte)
}

/// Operators are whatever a run of their characters spells, up to a comment. A sign at the end belongs to what follows,
/// unless the run has a character that only operators of users and extensions have.
fn skip_operator(cursor: &mut Cursor<'_>) {
    let rest = &cursor.text.as_bytes()[cursor.at..];
    // No operator is longer than a name may be, and a run of signs would be read anew for each of them.
    let longest = rest.len().min(63);
    let mut length = (1..longest)
        .find(|at| {
            let comment = rest[*at..].starts_with(b"--") || rest[*at..].starts_with(b"/*");
            comment || !is_operator(rest[*at])
        })
        .unwrap_or(longest);
    let special = |byte: &u8| b"~!@#%^&|`?".contains(byte);
    if !rest[..length].iter().any(special) {
        while length > 1 && matches!(rest[length - 1], b'+' | b'-') {
            length -= 1;
        }
    }
    cursor.advance(length);
}

/// Whether a statement is within brackets, or within `BEGIN ATOMIC … END`.
#[derive(Default)]
struct Body {
    head: Head,
    brackets: u32,
    ends_awaited: u32,
    before: Before,
}

/// How much of `CREATE [OR REPLACE] FUNCTION | PROCEDURE` the statement begins with.
#[derive(Clone, Copy, Default)]
enum Head {
    #[default]
    Nothing,
    Create,
    CreateOr,
    CreateOrReplace,
    Routine,
    Other,
}

/// The token before, as far as it changes what a word means.
#[derive(Clone, Copy, Default, PartialEq)]
enum Before {
    #[default]
    Other,
    Begin,
    /// What follows is a name, even if it looks like a keyword.
    Names,
}

impl Nesting for Body {
    #[inline]
    fn token(&mut self, kind: Kind, text: &str) -> bool {
        let before = std::mem::take(&mut self.before);
        match kind {
            Kind::Word => self.word(text, before),
            Kind::Mark => match text {
                "(" => self.brackets += 1,
                ")" => self.brackets = self.brackets.saturating_sub(1),
                "." => self.before = Before::Names,
                _ => {}
            },
            _ => {}
        }
        self.brackets > 0 || self.ends_awaited > 0
    }
}

impl Body {
    #[inline]
    fn word(&mut self, word: &str, before: Before) {
        match self.head {
            Head::Other => {}
            Head::Routine => self.word_of_routine(word, before),
            head => {
                let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
                self.head = match head {
                    Head::Nothing if is("create") => Head::Create,
                    Head::Create if is("or") => Head::CreateOr,
                    Head::CreateOr if is("replace") => Head::CreateOrReplace,
                    Head::Create | Head::CreateOrReplace if is("function") || is("procedure") => {
                        Head::Routine
                    }
                    _ => Head::Other,
                };
            }
        }
    }

    fn word_of_routine(&mut self, word: &str, before: Before) {
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
        if before == Before::Names || self.brackets > 0 {
            return;
        }
        if is("as") {
            self.before = Before::Names;
        } else if is("begin") {
            self.before = Before::Begin;
        } else if is("atomic") && before == Before::Begin && self.ends_awaited == 0 {
            self.ends_awaited = 1;
        } else if is("case") && self.ends_awaited > 0 {
            self.ends_awaited += 1;
        } else if is("end") {
            self.ends_awaited = self.ends_awaited.saturating_sub(1);
        }
    }
}
