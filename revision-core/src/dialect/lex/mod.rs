//! Reading SQL as far as running it needs: into tokens, into statements, and the first words of a statement. What all
//! databases spell alike stands here; each database's own spelling stands in its folder, in `lex`.
//!
//! Nothing here is a parser. A statement that no server would take is read all the same, and what does not end (a
//! string, a comment, a body) goes on to the end of the text, as it does in the databases' own clients.

mod cursor;
#[cfg(test)]
mod laws;
mod normal;
mod reader;
pub(super) mod refuse;
mod split;

pub(super) use cursor::{Cursor, is_word};
pub(super) use normal::normal;
pub(super) use reader::{Qualified, Reader};
pub(super) use split::{Nesting, split};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A keyword or a name without quotes.
    Word,
    /// A name in quotes.
    Name,
    /// A string in any spelling.
    Text,
    /// A number.
    Number,
    /// An operator, a bracket, a comma.
    Mark,
    /// What ends a statement.
    End,
    /// The beginning or the end of a comment whose inside is run.
    Executable,
    /// A command of the database's own client, up to the end of its line.
    Client,
}

/// A token, by its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// A database's lexer: the tokens of a text in order. White space and comments are passed over.
pub(super) trait Lex<'a>: Iterator<Item = Token> + Clone {
    fn new(text: &'a str) -> Self;

    /// The name that a word or a name in quotes stands for in the catalog; none where that takes more than unquoting.
    fn name(spelled: &str) -> Option<String>;
}
