//! `#[column(…)]`.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};

use super::words::{Value, Word, attributes, put, words};
use super::{Actions, DATABASES, Fault, Text};

/// What `#[column(…)]` says.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its name, where it is not that of the field.
    pub name: Option<Text>,
    /// Its type, in words of the vocabulary.
    pub ty: PerDatabase<TokenStream>,
    /// The value that it holds where nothing is said.
    pub default: PerDatabase<TokenStream>,
    /// The expression that gives what it holds where nothing is said.
    pub default_sql: PerDatabase<Text>,
    /// No two rows hold the same in it.
    pub unique: Option<Span>,
    /// It has an index.
    pub index: Option<Span>,
    /// What holds in each row.
    pub checks: Vec<Text>,
    /// What is said about it.
    pub comment: Option<Text>,
    /// How its texts are sorted.
    pub collate: Option<Text>,
    /// What it was called before.
    pub renamed_from: Option<Text>,
    /// It is part of the primary key.
    pub primary_key: Option<Span>,
    /// Whether the database counts it up, where that is said.
    pub identity: Option<(bool, Span)>,
    /// The other table and its column: `teams.id`.
    pub references: Option<Text>,
    /// What becomes of a row that loses what it refers to.
    pub actions: Actions,
    /// What it is computed from.
    pub generated: Option<Text>,
    /// What it is computed from is stored.
    pub stored: Option<Span>,
    /// It is no column.
    pub skip: Option<Span>,
    /// The fields of its type are columns.
    pub flatten: Option<Span>,
}

/// What is said for all databases, and for some.
#[derive(Clone, Debug)]
pub struct PerDatabase<T> {
    /// For all.
    pub all: Option<T>,
    /// For one, by its name.
    pub on: Vec<(Text, T)>,
}

impl<T> Default for PerDatabase<T> {
    fn default() -> Self {
        Self {
            all: None,
            on: Vec::new(),
        }
    }
}

impl<T> PerDatabase<T> {
    /// All that is said.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.all
            .iter()
            .chain(self.on.iter().map(|(_, value)| value))
    }

    /// Takes `word = …`, or `word(postgres = …)`.
    fn take(
        &mut self,
        word: &Word,
        faults: &mut Vec<Fault>,
        read: impl Fn(&Word, &mut Vec<Fault>) -> Option<T>,
    ) {
        let Value::List(list) = &word.value else {
            return put(&mut self.all, read(word, faults), word, faults);
        };
        for inner in words(list.clone(), faults) {
            if !DATABASES.contains(&inner.name.as_str()) {
                inner.unknown(&format!("`{}(…)`", word.name), &DATABASES, faults);
                continue;
            }
            if self.on.iter().any(|(other, _)| other.value == inner.name) {
                let message = format!("`{}` is said twice", inner.name);
                faults.push(Fault::new(inner.span, message));
                continue;
            }
            if let Some(value) = read(&inner, faults) {
                let database = Text {
                    value: inner.name,
                    span: inner.span,
                };
                self.on.push((database, value));
            }
        }
    }
}

const KNOWN: &[&str] = &[
    "name",
    "type",
    "default",
    "default_sql",
    "unique",
    "index",
    "check",
    "comment",
    "collate",
    "renamed_from",
    "primary_key",
    "identity",
    "references",
    "on_delete",
    "on_update",
    "deferrable",
    "initially_deferred",
    "generated",
    "stored",
    "skip",
    "flatten",
];

impl Column {
    pub(super) fn read(attrs: &[syn::Attribute], faults: &mut Vec<Fault>) -> Self {
        let mut column = Self::default();
        let before = faults.len();
        let mut count = 0;
        for tokens in attributes(attrs, "column", faults) {
            for word in words(tokens, faults) {
                count += 1;
                column.take(&word, faults);
            }
        }
        // What is said wrong is not said to be missing, too.
        if faults.len() == before {
            column.check(count, faults);
        }
        column
    }

    fn take(&mut self, word: &Word, faults: &mut Vec<Fault>) {
        match word.name.as_str() {
            "name" => put(&mut self.name, word.text(faults), word, faults),
            "type" => self.ty.take(word, faults, |word, faults| {
                tokens(word, faults).map(called)
            }),
            "default" => self.default.take(word, faults, tokens),
            "default_sql" => self.default_sql.take(word, faults, Word::text),
            "unique" => put(&mut self.unique, word.flag(faults), word, faults),
            "index" => put(&mut self.index, word.flag(faults), word, faults),
            "check" => self.checks.extend(word.text(faults)),
            "comment" => put(&mut self.comment, word.text(faults), word, faults),
            "collate" => put(&mut self.collate, word.text(faults), word, faults),
            "renamed_from" => put(&mut self.renamed_from, word.text(faults), word, faults),
            "primary_key" => put(&mut self.primary_key, word.flag(faults), word, faults),
            "identity" => {
                let truth = word.truth(faults).map(|truth| (truth, word.span));
                put(&mut self.identity, truth, word, faults);
            }
            "references" => put(&mut self.references, word.text(faults), word, faults),
            "generated" => put(&mut self.generated, word.text(faults), word, faults),
            "stored" => put(&mut self.stored, word.flag(faults), word, faults),
            "skip" => put(&mut self.skip, word.flag(faults), word, faults),
            "flatten" => put(&mut self.flatten, word.flag(faults), word, faults),
            _ if self.actions.take(word, faults) => {}
            _ => word.unknown("`#[column(…)]`", KNOWN, faults),
        }
    }

    /// Finds what contradicts itself.
    fn check(&self, count: usize, faults: &mut Vec<Fault>) {
        let mut fault = |span: Span, message: &str| faults.push(Fault::new(span, message));
        for (word, span) in [("skip", self.skip), ("flatten", self.flatten)] {
            if let Some(span) = span
                && count > 1
            {
                let message =
                    format!("`{word}` leaves nothing more to say: the field is no column");
                return fault(span, &message);
            }
        }
        if self.references.is_none()
            && let Some(span) = self.actions.first()
        {
            fault(
                span,
                "this is said of a reference: `references = \"table.column\"` is missing",
            );
        }
        if let (None, Some(span)) = (&self.generated, self.stored) {
            fault(
                span,
                "`stored` is said of `generated = \"…\"`, which is missing",
            );
        }
        if let (Some(sql), true) = (&self.default_sql.all, self.default.all.is_some()) {
            fault(
                sql.span,
                "`default` and `default_sql` both say what it holds: keep one",
            );
        }
        let defaults = self.default.values().next().is_some();
        if let Some(generated) = &self.generated
            && (defaults || self.default_sql.values().next().is_some())
        {
            fault(generated.span, "what is computed has no default");
        }
        if let (Some((_, span)), None) = (self.identity, self.primary_key) {
            fault(span, "`identity` is said of a `primary_key`");
        }
    }
}

/// The tokens of `word = …`.
fn tokens(word: &Word, faults: &mut Vec<Fault>) -> Option<TokenStream> {
    match &word.value {
        Value::Is(tokens) => Some(tokens.clone()),
        _ => {
            let message = format!("`{}` is written `{} = …`", word.name, word.name);
            faults.push(Fault::new(word.span, message));
            None
        }
    }
}

/// A word by itself stands for its call: `text` is `text()`.
fn called(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Ident(word)), None) => {
            let mut brackets = Group::new(Delimiter::Parenthesis, TokenStream::new());
            brackets.set_span(word.span());
            [TokenTree::Ident(word), TokenTree::Group(brackets)]
                .into_iter()
                .collect()
        }
        _ => tokens,
    }
}
