//! The compiler's tokens as the grammar of headers reads them, and the faults that the build script left.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote_spanned;
use revision_syntax::handover::{self, Handed};
use revision_syntax::header::{self, Kind, Token};
use revision_syntax::unquote;

/// A span that the grammar can carry.
#[derive(Clone, Copy)]
pub(crate) struct At(pub(crate) Span);

impl header::Span for At {
    fn to(&self, end: &Self) -> Self {
        Self(self.0.join(end.0).unwrap_or(self.0))
    }
}

/// The tokens in a row, brackets opened up.
pub(crate) fn flatten(input: TokenStream) -> Vec<Token<At>> {
    let mut tokens = Vec::new();
    // The groups that are open, each with the token that closes it: a list of their own, so that no depth is too deep.
    let mut open = vec![(input.into_iter(), None)];
    while let Some((trees, close)) = open.last_mut() {
        match trees.next() {
            Some(TokenTree::Group(group)) => {
                let (begin, end) = brackets(&group).unzip();
                tokens.extend(begin);
                open.push((group.stream().into_iter(), end));
            }
            Some(tree) => tokens.push(token(&tree)),
            None => {
                tokens.extend(close.take());
                open.pop();
            }
        }
    }
    tokens
}

/// The tokens around a group; none around what another macro passed on as one.
fn brackets(group: &Group) -> Option<(Token<At>, Token<At>)> {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ('(', ')'),
        Delimiter::Brace => ('{', '}'),
        Delimiter::Bracket => ('[', ']'),
        Delimiter::None => return None,
    };
    let token = |kind, span| Token {
        kind,
        span: At(span),
    };
    Some((
        token(Kind::Open(open), group.span_open()),
        token(Kind::Close(close), group.span_close()),
    ))
}

fn token(tree: &TokenTree) -> Token<At> {
    let kind = match tree {
        TokenTree::Ident(word) => Kind::Word(word.to_string()),
        TokenTree::Punct(punct) if punct.as_char() == ',' => Kind::Comma,
        TokenTree::Punct(punct) if punct.as_char() == ':' => Kind::Colon,
        TokenTree::Literal(literal) => {
            unquote(&literal.to_string()).map_or(Kind::Other, Kind::Text)
        }
        TokenTree::Punct(_) | TokenTree::Group(_) => Kind::Other,
    };
    Token {
        kind,
        span: At(tree.span()),
    }
}

/// The token that begins at a place of its file, also within brackets.
pub(crate) fn starting_at(input: TokenStream, line: usize, column: usize) -> Option<Span> {
    let mut open = vec![input.into_iter()];
    while let Some(trees) = open.last_mut() {
        let Some(tree) = trees.next() else {
            open.pop();
            continue;
        };
        let span = tree.span();
        let place = span.unwrap();
        if let TokenTree::Group(group) = &tree {
            open.push(group.stream().into_iter());
        } else if (place.line(), place.column()) == (line, column) {
            return Some(span);
        }
    }
    None
}

/// An error for the compiler to print at `span`.
pub(crate) fn error(span: Span, message: &str) -> TokenStream {
    quote_spanned!(span=> ::core::compile_error! { #message })
}

/// The faults that the build script left; none without a build script.
pub(crate) fn handed() -> Vec<Handed> {
    out_dir_file(handover::FILE).map_or_else(Vec::new, |text| handover::read(&text))
}

/// A file that the build script wrote, if it wrote any.
pub(crate) fn out_dir_file(name: &str) -> Option<String> {
    std::env::var_os(handover::WRITTEN)?;
    let folder = std::env::var_os("OUT_DIR")?;
    std::fs::read_to_string(std::path::Path::new(&folder).join(name)).ok()
}
