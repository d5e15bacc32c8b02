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
    for tree in input {
        match tree {
            TokenTree::Group(group) => push_group(&group, &mut tokens),
            TokenTree::Ident(word) => push(&mut tokens, Kind::Word(word.to_string()), word.span()),
            TokenTree::Punct(punct) => {
                let kind = match punct.as_char() {
                    ',' => Kind::Comma,
                    ':' => Kind::Colon,
                    _ => Kind::Other,
                };
                push(&mut tokens, kind, punct.span());
            }
            TokenTree::Literal(literal) => {
                let kind = unquote(&literal.to_string()).map_or(Kind::Other, Kind::Text);
                push(&mut tokens, kind, literal.span());
            }
        }
    }
    tokens
}

fn push(tokens: &mut Vec<Token<At>>, kind: Kind, span: Span) {
    tokens.push(Token {
        kind,
        span: At(span),
    });
}

fn push_group(group: &Group, tokens: &mut Vec<Token<At>>) {
    let (open, close) = match group.delimiter() {
        Delimiter::Parenthesis => ('(', ')'),
        Delimiter::Brace => ('{', '}'),
        Delimiter::Bracket => ('[', ']'),
        Delimiter::None => {
            tokens.extend(flatten(group.stream()));
            return;
        }
    };
    push(tokens, Kind::Open(open), group.span_open());
    tokens.extend(flatten(group.stream()));
    push(tokens, Kind::Close(close), group.span_close());
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
