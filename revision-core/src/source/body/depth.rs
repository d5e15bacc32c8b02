//! What would take a parser so deep that its stack might not hold it, is not parsed.
//!
//! syn goes down for each bracket, each operator and each step of a path. In a build without optimisation some take
//! 60 KiB of the stack, while a thread often has 2 MiB in all: hence a stack of our own, and a limit that it can bear.

use std::{io, panic, thread};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::Unread;

/// The stack that holds what [`check`] lets through, nearly twice over. It takes up no memory before it is used, and the C
/// library keeps one of this size for the next file.
const STACK: usize = 32 * 1024 * 1024;

/// How many levels there may be: a token that neither a comma nor a semicolon parts from the one before may be one level
/// more, as in `!!!!a`, `a.b.c.d`, `((((a))))` or `A<B<C<D>>>`.
const DEEPEST: usize = 512;

/// Calls a function on a stack that is large enough.
pub(in crate::source) fn with_room<T: Send>(function: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK);
        let joined = thread.spawn_scoped(scope, function)?.join();
        Ok(joined.unwrap_or_else(|panicked| panic::resume_unwind(panicked)))
    })
}

/// Refuses what is nested too deep.
pub(super) fn check(tokens: TokenStream) -> Result<(), Unread> {
    level(tokens, 0)
}

fn level(tokens: TokenStream, above: usize) -> Result<(), Unread> {
    let mut depth = above;
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        depth += 1;
        if depth > DEEPEST {
            let reason = "this is nested too deep to be read";
            return Err(Unread::needs_compiling(&token, reason));
        }
        match token {
            TokenTree::Punct(mark) if matches!(mark.as_char(), ',' | ';') => depth = above,
            TokenTree::Group(group) => {
                level(group.stream(), depth)?;
                if group.delimiter() == Delimiter::Brace && begins_anew(tokens.peek()) {
                    depth = above;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether what follows a block is another item or statement.
fn begins_anew(token: Option<&TokenTree>) -> bool {
    match token {
        Some(TokenTree::Ident(word)) => word != "else",
        Some(TokenTree::Punct(mark)) => mark.as_char() == '#',
        _ => false,
    }
}
