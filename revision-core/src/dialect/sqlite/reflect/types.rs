//! Declared types. What is declared by the words that we write is the type that we write them for. All else is a type of its
//! own, in the words that stand there, so that a table made of what was read is declared as that was.

use crate::dialect::ansi::Spelling as _;
use crate::dialect::lex::Lex as _;
use crate::dialect::sqlite::declared;
use crate::dialect::sqlite::lex::Lexer;
use crate::dialect::sqlite::words::Words;
use crate::schema::Type;

/// The type that is declared so.
pub(in crate::dialect::sqlite) fn read(written: &str) -> Type {
    match declared::read(written) {
        Type::Custom(_) => Type::Custom(written.to_owned()),
        ty => match Words::of(false).ty(&ty) {
            Ok(ours) if is_same(&ours, written) => ty,
            _ => Type::Custom(written.to_owned()),
        },
    }
}

/// Whether two texts are the same words, in capitals or not.
fn is_same(one: &str, other: &str) -> bool {
    let tokens = |text: &str| -> Vec<String> {
        let tokens =
            Lexer::new(text).map(|token| text[token.start..token.end].to_ascii_lowercase());
        tokens.collect()
    };
    tokens(one) == tokens(other)
}
