//! What a Rust revision does, read from its text without compiling it.
//!
//! A small language is read: the words of `crate::op`, literals, lists, `let`, `const`, `for` over a list, `if` and `match`
//! on `op.dialect()`, functions of the same file. What is more than that, or what might mean something else to the
//! compiler, is no error and no guess: it needs compiling, and it is said where.
//!
//! `depth` refuses what would nest too deep for a parser, `items` knows what the names of the file mean, `evaluate`
//! walks through a function, `control` chooses and repeats, `literal` knows values that are written as they are, and `words` makes calls.

mod control;
pub(super) mod depth;
mod evaluate;
mod items;
mod literal;
mod words;

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use proc_macro2::{Span, TokenStream};
use syn::Expr;
use syn::spanned::Spanned;

use crate::op::{Recorded, Refused, say};
use crate::{Backend, Place, Source};
use evaluate::Reading;
use items::Items;

/// Why a function of a file could not be read.
#[derive(Debug)]
pub(super) struct Unread {
    /// What keeps it from being read, in bytes of the file.
    pub(super) span: Range<usize>,
    pub(super) why: Why,
}

#[derive(Debug)]
pub(super) enum Why {
    /// Only the compiler knows what this does, for the reason given.
    NeedsCompiling(String),
    /// This is not Rust, for the reason given.
    NotRust(String),
    /// The file has no `upgrade`.
    NoUpgrade,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NeedsCompiling(why) | Self::NotRust(why) => f.write_str(why),
            Self::NoUpgrade => f.write_str("it has no `upgrade`"),
        }
    }
}

impl Unread {
    fn needs_compiling(what: &(impl Spanned + ?Sized), reason: impl Into<String>) -> Self {
        Self {
            span: what.span().byte_range(),
            why: Why::NeedsCompiling(reason.into()),
        }
    }

    fn not_rust(span: Span, reason: impl Into<String>) -> Self {
        Self {
            span: span.byte_range(),
            why: Why::NotRust(reason.into()),
        }
    }
}

/// What the file's `upgrade` or `downgrade` records.
pub(super) fn read(
    source: &Arc<Source>,
    name: &str,
    dialect: Backend,
) -> Result<Recorded<Place>, Unread> {
    depth::with_room(|| read_here(source, name, dialect)).unwrap_or_else(|error| {
        Err(Unread {
            span: 0..0,
            why: Why::NeedsCompiling(format!("there is no room to read it: {error}")),
        })
    })
}

fn read_here(
    source: &Arc<Source>,
    name: &str,
    dialect: Backend,
) -> Result<Recorded<Place>, Unread> {
    let file = parse(&source.text)?;
    let items = Items::new(&file)?;
    let reading = Reading {
        items: &items,
        source,
        dialect,
        spent: Cell::new(0),
    };
    match items.function(name)? {
        Some(function) => evaluate::function(function, &reading, 0),
        // The compiler has an empty one from `revision!`.
        None if name == "downgrade" => Ok(Recorded {
            refused: Some(Refused::NoFunction),
            ..Recorded::default()
        }),
        None => Err(Unread {
            span: 0..0,
            why: Why::NoUpgrade,
        }),
    }
}

/// What an expression stands for that knows the words of the prelude, and no item of its file.
pub(super) fn value(source: &Arc<Source>, expression: &Expr) -> Result<say::Value, Unread> {
    let reading = Reading {
        items: &Items::of_the_prelude(),
        source,
        dialect: Backend::ALL[0],
        spent: Cell::new(0),
    };
    evaluate::expression(expression, &reading)
}

/// The items of a file. What would take the parser too deep is none.
pub(super) fn parse(text: &str) -> Result<syn::File, Unread> {
    let tokens: TokenStream = code(text).parse().map_err(|error: proc_macro2::LexError| {
        Unread::not_rust(
            error.span(),
            "a bracket or a quote is left open, or closes nothing",
        )
    })?;
    depth::check(tokens.clone())?;
    syn::parse2(tokens).map_err(|error| Unread::not_rust(error.span(), error.to_string()))
}

/// The text without what the compiler passes over before the first token, every other byte at its place.
fn code(text: &str) -> Cow<'_, str> {
    if let Some(rest) = text.strip_prefix('\u{feff}') {
        return format!("   {}", code(rest)).into();
    }
    match text.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => {
            let line = text.find('\n').unwrap_or(text.len());
            format!("{}{}", " ".repeat(line), &text[line..]).into()
        }
        _ => text.into(),
    }
}

#[cfg(test)]
#[expect(unreachable_pub, reason = "it is written as a revision is")]
#[path = "../../../tests/files/every_word.rs"]
mod every_word;
#[cfg(test)]
mod tests;
