//! The tokens of a Rust file, as far as finding a header needs them: strings, comments and brackets must be told apart
//! without fail, numbers and operators need not.

use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    /// `"…"` or `r"…"`; other literals are [`Kind::Other`].
    Text,
    /// `//! …`, one line of the file's documentation.
    InnerDoc,
    Open(char),
    Close(char),
    Punct(char),
    /// Numbers, characters, lifetimes, bytes.
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) span: Range<usize>,
}

/// The tokens of `text` in order; white space and comments are passed over. A literal or comment that does not end is
/// one token up to the end of the text.
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
        if text[at..].starts_with("#!") && !text[at + 2..].trim_start().starts_with('[') {
            at = text[at..].find('\n').map_or(text.len(), |end| at + end);
        }
        Self { text, at }
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_while(&mut self, accept: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !accept(c)).unwrap_or(rest.len());
    }

    /// Passes over white space and comments; stops before inner documentation.
    fn skip_blank(&mut self) {
        loop {
            self.skip_while(char::is_whitespace);
            let rest = self.rest();
            if rest.starts_with("//!") {
                return;
            } else if rest.starts_with("//") {
                self.skip_line();
            } else if rest.starts_with("/*") {
                self.skip_block_comment();
            } else {
                return;
            }
        }
    }

    fn skip_line(&mut self) {
        let rest = self.rest();
        self.at += rest.find('\n').unwrap_or(rest.len());
    }

    /// Block comments nest.
    fn skip_block_comment(&mut self) {
        let bytes = self.text.as_bytes();
        let mut depth = 0_usize;
        while self.at < bytes.len() {
            match (bytes[self.at], bytes.get(self.at + 1)) {
                (b'/', Some(b'*')) => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', Some(b'/')) => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return;
                    }
                }
                _ => self.at += 1,
            }
        }
    }

    /// A string after its opening quote, up to and with the closing one.
    fn finish_quoted(&mut self, quote: u8) {
        let bytes = self.text.as_bytes();
        while self.at < bytes.len() {
            let byte = bytes[self.at];
            self.at += 1;
            if byte == quote {
                return;
            }
            if byte == b'\\' {
                // What is escaped may be longer than a byte.
                self.at += self.peek().map_or(0, char::len_utf8);
            }
        }
    }

    /// A raw string from its first `#` or quote. False, and nothing taken, where none begins here.
    fn raw_string(&mut self) -> bool {
        let rest = self.rest();
        let hashes = rest.len() - rest.trim_start_matches('#').len();
        if !rest[hashes..].starts_with('"') {
            return false;
        }
        let end = format!("\"{}", &rest[..hashes]);
        let inner = hashes + 1;
        self.at += rest[inner..]
            .find(&end)
            .map_or(rest.len(), |found| inner + found + end.len());
        true
    }

    fn word_or_prefixed(&mut self) -> Kind {
        let start = self.at;
        self.skip_while(is_word);
        let word = &self.text[start..self.at];
        match (word, self.peek()) {
            ("r" | "br" | "cr", Some('"' | '#')) if self.raw_string() => match word {
                "r" => Kind::Text,
                _ => Kind::Other,
            },
            ("r", Some('#')) => {
                // A raw identifier.
                self.at += 1;
                self.skip_while(is_word);
                Kind::Word
            }
            ("b" | "c", Some('"')) => {
                self.at += 1;
                self.finish_quoted(b'"');
                Kind::Other
            }
            ("b", Some('\'')) => {
                self.at += 1;
                self.finish_quoted(b'\'');
                Kind::Other
            }
            _ => Kind::Word,
        }
    }

    /// A character, or a lifetime.
    fn after_tick(&mut self) {
        let mut chars = self.rest().chars();
        let first = chars.next();
        let second = chars.next();
        match (first, second) {
            (Some('\\'), _) => self.finish_quoted(b'\''),
            (Some(c), Some('\'')) => self.at += c.len_utf8() + 1,
            _ => self.skip_while(is_word),
        }
    }

    fn number(&mut self) {
        self.skip_while(is_word);
        let mut chars = self.rest().chars();
        if chars.next() == Some('.') && chars.next().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
            self.skip_while(is_word);
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_blank();
        let start = self.at;
        let first = self.peek()?;
        let kind = match first {
            c if c.is_ascii_digit() => {
                self.number();
                Kind::Other
            }
            c if is_word(c) => self.word_or_prefixed(),
            '/' if self.rest().starts_with("//!") => {
                self.skip_line();
                Kind::InnerDoc
            }
            _ => {
                self.at += first.len_utf8();
                match first {
                    '"' => {
                        self.finish_quoted(b'"');
                        Kind::Text
                    }
                    '\'' => {
                        self.after_tick();
                        Kind::Other
                    }
                    '{' | '[' | '(' => Kind::Open(first),
                    '}' | ']' | ')' => Kind::Close(first),
                    _ => Kind::Punct(first),
                }
            }
        };
        Some(Token {
            kind,
            span: start..self.at,
        })
    }
}

/// Rust's identifiers are those of Unicode; for telling words from punctuation, letters and digits will do.
fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}
