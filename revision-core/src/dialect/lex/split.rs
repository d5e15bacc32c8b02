//! A text of SQL as its statements.

use super::{Kind, Lex};
use crate::dialect::statement::Statement;

/// What knows which semicolons stand inside a statement: made anew for each statement, told every token.
pub(in crate::dialect) trait Nesting: Default {
    /// Whether the statement still goes on after this token, even if the token ends statements elsewhere.
    fn token(&mut self, kind: Kind, text: &str) -> bool;
}

/// The statements of a text, each from its first token to its last. What lies between is white space, comments and
/// what ends statements; a client's command at the beginning of a statement is one of its own.
pub(in crate::dialect) fn split<'a, L: Lex<'a>, N: Nesting>(text: &'a str) -> Vec<Statement<'a>> {
    let mut statements = Vec::new();
    let mut nesting = N::default();
    let mut open: Option<(usize, usize)> = None;
    for token in L::new(text) {
        let inside = nesting.token(token.kind, &text[token.start..token.end]);
        let ends = match token.kind {
            Kind::End => !inside,
            Kind::Client => open.is_none(),
            _ => false,
        };
        // The end itself is no part of what it ends.
        if !ends || token.kind == Kind::Client {
            let start = open.map_or(token.start, |(start, _)| start);
            open = Some((start, token.end));
        }
        if ends {
            statements.extend(open.take().map(|span| statement(text, span)));
            nesting = N::default();
        }
    }
    statements.extend(open.map(|span| statement(text, span)));
    statements
}

fn statement(text: &str, (start, end): (usize, usize)) -> Statement<'_> {
    Statement {
        text: &text[start..end],
        start,
    }
}
