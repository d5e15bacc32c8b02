//! The words in the brackets of an attribute: `name = "users", index("a", unique), primary_key`.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};

use super::{Fault, Text, unraw};
use crate::{nearest, unquote};

/// What stands between two commas.
pub(super) enum Argument {
    /// A text by itself.
    Text(Text),
    Word(Word),
}

/// A word, and what is said with it.
pub(super) struct Word {
    pub(super) name: String,
    pub(super) span: Span,
    pub(super) value: Value,
}

pub(super) enum Value {
    /// The word alone.
    Nothing,
    /// What stands behind `=`.
    Is(TokenStream),
    /// What stands in brackets.
    List(TokenStream),
}

/// Takes tokens apart at their commas.
pub(super) fn arguments(tokens: TokenStream, faults: &mut Vec<Fault>) -> Vec<Argument> {
    let mut found = Vec::new();
    let mut piece = Vec::new();
    for token in tokens {
        match &token {
            TokenTree::Punct(mark) if mark.as_char() == ',' => {
                if piece.is_empty() {
                    faults.push(Fault::new(mark.span(), "a word is missing before this"));
                }
                found.extend(argument(std::mem::take(&mut piece), faults));
            }
            _ => piece.push(token),
        }
    }
    found.extend(argument(piece, faults));
    found
}

/// The words alone, where texts by themselves make no sense.
pub(super) fn words(tokens: TokenStream, faults: &mut Vec<Fault>) -> Vec<Word> {
    let arguments = arguments(tokens, faults);
    let (words, texts) = parted(arguments);
    for text in texts {
        faults.push(Fault::new(text.span, "a word is expected here, not a text"));
    }
    words
}

/// Texts and words by themselves.
pub(super) fn parted(arguments: Vec<Argument>) -> (Vec<Word>, Vec<Text>) {
    let mut words = Vec::new();
    let mut texts = Vec::new();
    for argument in arguments {
        match argument {
            Argument::Text(text) => texts.push(text),
            Argument::Word(word) => words.push(word),
        }
    }
    (words, texts)
}

fn argument(piece: Vec<TokenTree>, faults: &mut Vec<Fault>) -> Option<Argument> {
    let mut tokens = piece.into_iter();
    let first = tokens.next()?;
    let rest: Vec<_> = tokens.collect();
    let name = match &first {
        TokenTree::Ident(name) => name.clone(),
        _ => {
            return match (text(&first), rest.first()) {
                (Some(text), None) => Some(Argument::Text(text)),
                (Some(_), Some(next)) => {
                    faults.push(Fault::new(next.span(), "a comma is missing before this"));
                    None
                }
                (None, _) => {
                    faults.push(Fault::new(
                        first.span(),
                        "a word or a text is expected here",
                    ));
                    None
                }
            };
        }
    };
    let value = match rest.split_first() {
        None => Value::Nothing,
        Some((TokenTree::Punct(mark), value)) if mark.as_char() == '=' => {
            if value.is_empty() {
                let message = format!("a value is missing behind `{name} =`");
                faults.push(Fault::new(mark.span(), message));
                return None;
            }
            Value::Is(value.iter().cloned().collect())
        }
        Some((TokenTree::Group(group), [])) if group.delimiter() == Delimiter::Parenthesis => {
            Value::List(group.stream())
        }
        Some((other, _)) => {
            let message = format!("`{name}` is followed by a comma, by `= …` or by `(…)`");
            faults.push(Fault::new(other.span(), message));
            return None;
        }
    };
    Some(Argument::Word(Word {
        name: unraw(&name),
        span: name.span(),
        value,
    }))
}

/// The text that a token is; also one that a macro passed on.
fn text(token: &TokenTree) -> Option<Text> {
    match token {
        TokenTree::Literal(literal) => Some(Text {
            value: unquote(&literal.to_string())?,
            span: literal.span(),
        }),
        TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
            text(&only(group.stream())?)
        }
        _ => None,
    }
}

/// The one token of several.
fn only(tokens: TokenStream) -> Option<TokenTree> {
    let mut tokens = tokens.into_iter();
    let first = tokens.next()?;
    tokens.next().is_none().then_some(first)
}

impl Word {
    fn wants(&self, what: &str, faults: &mut Vec<Fault>) {
        let message = format!("`{}` is written {what}", self.name);
        faults.push(Fault::new(self.span, message));
    }

    fn single(&self) -> Option<TokenTree> {
        match &self.value {
            Value::Is(tokens) => only(tokens.clone()),
            _ => None,
        }
    }

    /// The word by itself.
    pub(super) fn flag(&self, faults: &mut Vec<Fault>) -> Option<Span> {
        if let Value::Nothing = self.value {
            return Some(self.span);
        }
        self.wants("by itself, without a value", faults);
        None
    }

    /// `word = "…"`.
    pub(super) fn text(&self, faults: &mut Vec<Fault>) -> Option<Text> {
        let found = self.single().as_ref().and_then(text);
        if found.is_none() {
            self.wants(&format!("`{} = \"…\"`", self.name), faults);
        }
        found
    }

    /// `word = true` or `word = false`.
    pub(super) fn truth(&self, faults: &mut Vec<Fault>) -> Option<bool> {
        match self.single().map(|token| token.to_string()).as_deref() {
            Some("true") => Some(true),
            Some("false") => Some(false),
            _ => {
                let ways = format!("`{0} = true` or `{0} = false`", self.name);
                self.wants(&ways, faults);
                None
            }
        }
    }

    /// `word = other`, one of several, or any where none are given.
    pub(super) fn bare(&self, known: &[&str], faults: &mut Vec<Fault>) -> Option<Text> {
        let Some(TokenTree::Ident(found)) = self.single() else {
            let example = known.first().unwrap_or(&"…");
            self.wants(&format!("`{} = {example}`", self.name), faults);
            return None;
        };
        let found = Text::of(&found);
        if known.is_empty() || known.contains(&found.value.as_str()) {
            return Some(found);
        }
        let message = format!("`{}` is never `{}`", self.name, found.value);
        faults.push(Fault::new(found.span, message).help(help(&found.value, known)));
        None
    }

    /// `word = gin` or `word = "gin"`.
    pub(super) fn bare_or_text(&self, faults: &mut Vec<Fault>) -> Option<Text> {
        match self.single() {
            Some(TokenTree::Ident(_)) => self.bare(&[], faults),
            _ => self.text(faults),
        }
    }

    /// `word(…)`.
    pub(super) fn list(&self, faults: &mut Vec<Fault>) -> Option<TokenStream> {
        if let Value::List(tokens) = &self.value {
            return Some(tokens.clone());
        }
        self.wants(&format!("`{}(…)`", self.name), faults);
        None
    }

    /// `word(…)` with texts and words.
    pub(super) fn parts(&self, faults: &mut Vec<Fault>) -> Option<(Vec<Word>, Vec<Text>)> {
        let list = self.list(faults)?;
        let (words, texts) = parted(arguments(list, faults));
        if texts.is_empty() {
            let message = format!("`{}` wants a text, `{}(\"…\")`", self.name, self.name);
            faults.push(Fault::new(self.span, message));
            return None;
        }
        Some((words, texts))
    }

    /// Says that there is no such word.
    pub(super) fn unknown(&self, place: &str, known: &[&str], faults: &mut Vec<Fault>) {
        let message = format!("{place} has no word `{}`", self.name);
        faults.push(Fault::new(self.span, message).help(help(&self.name, known)));
    }
}

/// The nearest word, or all of them.
pub(super) fn help(word: &str, known: &[&str]) -> String {
    match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
            format!("there are {}", known.join(", "))
        }
    }
}

/// Keeps what a word says, which may be said once.
pub(super) fn put<T>(slot: &mut Option<T>, value: Option<T>, word: &Word, faults: &mut Vec<Fault>) {
    if slot.is_some() {
        let message = format!("`{}` is said twice", word.name);
        faults.push(Fault::new(word.span, message));
    } else {
        *slot = value;
    }
}

/// The tokens in the brackets of all attributes of a name.
pub(super) fn attributes<'a>(
    attributes: &'a [syn::Attribute],
    name: &'a str,
    faults: &mut Vec<Fault>,
) -> Vec<TokenStream> {
    let named = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident(name));
    let mut found = Vec::new();
    for attribute in named {
        match &attribute.meta {
            syn::Meta::List(list) => found.push(list.tokens.clone()),
            other => {
                let span = other
                    .path()
                    .get_ident()
                    .map_or_else(Span::call_site, Ident::span);
                let message = format!("`{name}` is written `#[{name}(…)]`");
                faults.push(Fault::new(span, message));
            }
        }
    }
    found
}
