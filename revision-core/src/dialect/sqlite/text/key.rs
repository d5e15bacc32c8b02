//! What an index or a key sorts by.

use super::tokens::Tokens;
use super::{Named, Span};

/// One of the things that an index or a key sorts by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct Key {
    pub(in crate::dialect::sqlite) span: Span,
    /// The column or the expression alone.
    pub(in crate::dialect::sqlite) sql: Span,
    /// The column, where it is nothing but one.
    pub(in crate::dialect::sqlite) column: Option<Named>,
    pub(in crate::dialect::sqlite) collation: Option<Named>,
    pub(in crate::dialect::sqlite) descending: bool,
}

/// The keys that a bracket holds, which is next, and the word `AUTOINCREMENT` behind them.
pub(super) fn keys(tokens: &mut Tokens<'_>) -> Option<(Vec<Key>, Option<Span>)> {
    if !tokens.eat_mark("(") {
        return None;
    }
    let (mut keys, mut autoincrement) = (Vec::new(), None);
    while tokens.peek().is_some() && !tokens.at_mark(")") {
        if tokens.at_mark(",") {
            tokens.next();
        } else if tokens.at_words("AUTOINCREMENT") {
            autoincrement = tokens.next();
        } else {
            keys.push(key(tokens));
        }
    }
    tokens.next();
    Some((keys, autoincrement))
}

fn key(tokens: &mut Tokens<'_>) -> Key {
    let begin = tokens.start();
    let first = tokens.peek_name();
    // Its tokens, a bracket with all that it holds as one.
    let mut pieces: Vec<Piece> = Vec::new();
    while tokens.peek().is_some()
        && !tokens.at_mark(",")
        && !tokens.at_mark(")")
        && !tokens.at_words("AUTOINCREMENT")
    {
        let (start, name) = (tokens.start(), tokens.peek_name());
        let word = |word| tokens.at_words(word);
        let kind = match () {
            () if word("ASC") => Kind::Ascending,
            () if word("DESC") => Kind::Descending,
            () if word("COLLATE") => Kind::Collate,
            () if tokens.at_mark("(") => Kind::Group,
            () => Kind::Other,
        };
        if tokens.group().is_none() {
            tokens.next();
        }
        let span = start..tokens.end();
        pieces.push(Piece { kind, span, name });
    }
    let span = begin..tokens.end().max(begin);
    let mut descending = false;
    if let [_, .., last] = &*pieces
        && matches!(last.kind, Kind::Ascending | Kind::Descending)
    {
        descending = last.kind == Kind::Descending;
        pieces.pop();
    }
    // Behind an operator it would belong to what stands behind that, and not to the whole.
    let mut collation = None;
    if let [sorted @ .., word, name] = &*pieces
        && word.kind == Kind::Collate
        && (sorted.len() == 1 || (sorted.len() == 2 && sorted[1].kind == Kind::Group))
    {
        collation.clone_from(&name.name);
        pieces.truncate(pieces.len() - 2);
    }
    let end = pieces.last().map_or(begin, |last| last.span.end);
    let sql = begin..end;
    Key {
        column: first.filter(|name| name.span == sql),
        span,
        sql,
        collation,
        descending,
    }
}

/// A token of a key, or a bracket.
struct Piece {
    kind: Kind,
    span: Span,
    name: Option<Named>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ascending,
    Descending,
    Collate,
    Group,
    Other,
}
