//! The header of a Rust revision, found in the file's text by a small lexer: a few microseconds a file where parsing it
//! takes a thousand. A property test holds it to what syn finds.

mod lexer;

use std::ops::Range;

use crate::header::{self, Fault, Parsed};
use crate::literal::unquote;
use crate::scanned::{self, Scanned};
use lexer::Lexer;
pub(crate) use lexer::{Kind, Token};

/// Reads the header of a Rust revision.
#[must_use]
pub fn scan(text: &str) -> Scanned {
    let tokens = tokens(text);
    let doc: Vec<&str> = tokens
        .iter()
        .take_while(|token| token.kind == Kind::InnerDoc)
        .map(|token| text[token.span.clone()]["//!".len()..].trim())
        .collect();
    let mut scanned = Scanned {
        header: None,
        message: scanned::first_paragraph(&doc),
        // The date is written last; a message may begin with the same word.
        created: doc.iter().rev().find_map(|line| created(line)),
        faults: Vec::new(),
    };
    if let Some(span) = conflict_marker(text, &tokens) {
        scanned.faults.push(scanned::conflict(span));
        return scanned;
    }
    let mut found = headers(text, &tokens).into_iter();
    match found.next() {
        Some((_, parsed)) => {
            scanned.header = parsed.header;
            scanned.faults = parsed.faults;
        }
        None => scanned.faults.push(scanned::no_header(text, "`revision!`")),
    }
    for (span, _) in found {
        scanned.faults.push(
            Fault::new(span, "a second `revision!` in one file").help("a file holds one revision"),
        );
    }
    scanned
}

/// The tokens of a Rust file.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    Lexer::new(text).collect()
}

/// Whether these words stand in the file one after the other, outside comments and texts.
#[must_use]
pub fn has_words(text: &str, words: &[&str]) -> bool {
    let tokens = tokens(text);
    let mut windows = tokens.windows(words.len().max(1));
    windows.any(|window| {
        let spelled = window.iter().map(|token| &text[token.span.clone()]);
        spelled.eq(words.iter().copied())
    })
}

/// Whether the compiler, given this file, would read a `revision!` of its own in it, readable or not.
#[must_use]
pub fn has_header(text: &str) -> bool {
    let tokens = tokens(text);
    conflict_marker(text, &tokens).is_none() && !headers(text, &tokens).is_empty()
}

/// The date in a line such as `Created 2026-11-21 09:30 UTC.`
fn created(line: &str) -> Option<String> {
    let date = line.strip_prefix("Created ")?;
    Some(date.trim_end_matches('.').trim().to_owned())
}

/// A line of git's that no string and no comment hides.
fn conflict_marker(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    tokens
        .iter()
        .filter(|token| matches!(token.kind, Kind::Punct('<' | '>')))
        .map(|token| token.span.start)
        .find(|start| scanned::is_conflict_marker(text, *start))
        .map(|start| start..scanned::line_end(text, start))
}

/// Every `revision! { … }` that is an item of the file itself, not of something within it, with its place.
fn headers(text: &str, tokens: &[Token]) -> Vec<(Range<usize>, Parsed<Range<usize>>)> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < tokens.len() {
        match tokens[at].kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth = depth.saturating_sub(1),
            Kind::Word if depth == 0 && begins_header(text, &tokens[at..]) => {
                let open = at + 2;
                let close = closing(tokens, open);
                let end = tokens.get(close).or(tokens.last());
                let span = tokens[at].span.start..end.map_or(text.len(), |token| token.span.end);
                let inside = tokens.get(open + 1..close).unwrap_or_default();
                let inside: Vec<_> = inside
                    .iter()
                    .map(|token| grammar_token(text, token))
                    .collect();
                let parsed = header::parse(&inside, &span);
                found.push((span, parsed));
                at = close;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

fn begins_header(text: &str, tokens: &[Token]) -> bool {
    let [name, bang, open, ..] = tokens else {
        return false;
    };
    &text[name.span.clone()] == "revision"
        && bang.kind == Kind::Punct('!')
        && matches!(open.kind, Kind::Open(_))
}

/// The index of the bracket that closes the one at `open`; one past the last token where none does.
fn closing(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Open(_) => depth += 1,
            Kind::Close(_) => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.len()
}

fn grammar_token(text: &str, token: &Token) -> header::Token<Range<usize>> {
    let spelled = &text[token.span.clone()];
    let kind = match token.kind {
        Kind::Word => header::Kind::Word(spelled.to_owned()),
        Kind::Text => match unquote(spelled) {
            Some(value) => header::Kind::Text(value),
            None => header::Kind::Other,
        },
        Kind::Open(c) => header::Kind::Open(c),
        Kind::Close(c) => header::Kind::Close(c),
        Kind::Punct(',') => header::Kind::Comma,
        Kind::Punct(':') => header::Kind::Colon,
        Kind::Punct(_) | Kind::InnerDoc | Kind::Other => header::Kind::Other,
    };
    header::Token {
        kind,
        span: token.span.clone(),
    }
}
