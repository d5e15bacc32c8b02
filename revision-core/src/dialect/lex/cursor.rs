//! A place in a text of SQL, and what every database reads alike from there. It goes by bytes: all that it stops at is
//! ASCII, and the bytes of other characters belong to words, so that every stop is between characters.

use super::{Kind, Token};

#[derive(Clone, Debug)]
pub(in crate::dialect) struct Cursor<'a> {
    pub(in crate::dialect) text: &'a str,
    pub(in crate::dialect) at: usize,
}

const SPACE: u8 = 1;
const WORD: u8 = 2;

/// What each byte may be part of.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "it ends at 256")]
        let c = byte as u8;
        if c.is_ascii_alphanumeric() || c == b'_' || c == b'$' || !c.is_ascii() {
            classes[byte] = WORD;
        } else if c == b' ' || (c >= b'\t' && c <= b'\r') {
            classes[byte] = SPACE;
        }
        byte += 1;
    }
    classes
};

/// Operators of more than one character, the longer ones first.
const OPERATORS: &[&[u8]] = &[
    b"<=>", b"->>", b"->", b"<=", b">=", b"<>", b"!=", b"==", b"<<", b">>", b"||", b"&&", b":=",
];

impl<'a> Cursor<'a> {
    pub(in crate::dialect) fn new(text: &'a str) -> Self {
        let at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        Self { text, at }
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The byte `ahead` of here; none past the end.
    pub(in crate::dialect) fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes().get(self.at + ahead).copied()
    }

    pub(in crate::dialect) fn starts_with(&self, what: &str) -> bool {
        self.bytes()[self.at..].starts_with(what.as_bytes())
    }

    pub(in crate::dialect) fn token(&self, kind: Kind, start: usize) -> Token {
        Token {
            kind,
            start,
            end: self.at,
        }
    }

    /// Goes on by so many bytes, and never past the end.
    pub(in crate::dialect) fn advance(&mut self, by: usize) {
        self.at = self.text.len().min(self.at + by);
    }

    pub(in crate::dialect) fn skip_space(&mut self) {
        self.skip_class(SPACE);
    }

    pub(in crate::dialect) fn skip_word(&mut self) {
        self.skip_class(WORD);
    }

    fn skip_class(&mut self, class: u8) {
        let rest = &self.bytes()[self.at..];
        self.at += rest
            .iter()
            .position(|byte| CLASSES[usize::from(*byte)] != class)
            .unwrap_or(rest.len());
    }

    /// Up to the end of the line, which is left.
    pub(in crate::dialect) fn skip_line(&mut self) {
        self.skip_to(|byte| byte == b'\n');
    }

    pub(in crate::dialect) fn skip_to(&mut self, stop: impl Fn(u8) -> bool) {
        let rest = &self.bytes()[self.at..];
        self.at += rest
            .iter()
            .position(|byte| stop(*byte))
            .unwrap_or(rest.len());
    }

    /// A comment from its `/*` to its `*/`.
    pub(in crate::dialect) fn skip_block_comment(&mut self, nests: bool) {
        let bytes = self.bytes();
        self.advance(2);
        let mut depth = 1_usize;
        while self.at < bytes.len() {
            match (bytes[self.at], self.peek(1)) {
                (b'*', Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                (b'/', Some(b'*')) if nests => {
                    depth += 1;
                    self.at += 2;
                }
                _ => self.at += 1,
            }
        }
    }

    /// From an opening quote to behind the closing one. A doubled quote stands for itself; so does one behind a
    /// backslash, where those escape.
    pub(in crate::dialect) fn skip_quoted(&mut self, backslash: bool) {
        let bytes = self.bytes();
        let quote = bytes[self.at];
        let mut at = self.at + 1;
        while at < bytes.len() {
            let byte = bytes[at];
            at += 1;
            if byte == quote {
                if bytes.get(at) != Some(&quote) {
                    self.at = at;
                    return;
                }
                at += 1;
            } else if byte == b'\\' && backslash {
                at += 1;
            }
        }
        self.at = bytes.len();
    }

    /// A number from its first digit or its point. A word that touches it is one of its own.
    pub(in crate::dialect) fn skip_number(&mut self) {
        let digit = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_digit());
        let prefix = matches!(self.peek(1), Some(b'x' | b'X' | b'o' | b'O' | b'b' | b'B'));
        if self.peek(0) == Some(b'0') && prefix {
            self.advance(2);
            self.skip_to(|byte| !byte.is_ascii_hexdigit() && byte != b'_');
            return;
        }
        self.skip_digits();
        // Two points are a range.
        if self.peek(0) == Some(b'.') && self.peek(1) != Some(b'.') {
            self.advance(1);
            self.skip_digits();
        }
        if matches!(self.peek(0), Some(b'e' | b'E')) {
            let signed = matches!(self.peek(1), Some(b'+' | b'-'));
            if digit(self.peek(1)) || signed && digit(self.peek(2)) {
                self.advance(2);
                self.skip_digits();
            }
        }
    }

    fn skip_digits(&mut self) {
        self.skip_to(|byte| !byte.is_ascii_digit() && byte != b'_');
    }

    /// Whether a number begins here.
    pub(in crate::dialect) fn at_number(&self) -> bool {
        match self.peek(0) {
            Some(b'.') => self.peek(1).is_some_and(|byte| byte.is_ascii_digit()),
            first => first.is_some_and(|byte| byte.is_ascii_digit()),
        }
    }

    /// Whether a word begins here, digits left out.
    pub(in crate::dialect) fn at_word(&self) -> bool {
        self.peek(0)
            .is_some_and(|byte| byte != b'$' && CLASSES[usize::from(byte)] == WORD)
    }

    /// The longest operator that begins here, of those that are spelled in a fixed way; else one character.
    pub(in crate::dialect) fn skip_operator(&mut self) {
        let rest = &self.bytes()[self.at..];
        let operator = OPERATORS.iter().find(|one| rest.starts_with(one));
        self.at += operator.map_or(1, |one| one.len());
    }
}

/// Whether the byte may be part of a word.
pub(in crate::dialect) fn is_word(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == WORD
}
