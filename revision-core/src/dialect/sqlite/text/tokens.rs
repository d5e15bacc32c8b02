//! The tokens of a text, taken one after the other, with their places.

use super::{Named, Span};
use crate::dialect::lex::{Kind, Lex as _, Token};
use crate::dialect::sqlite::lex::Lexer;

/// The tokens of a text and how many of them were taken.
pub(in crate::dialect::sqlite) struct Tokens<'a> {
    text: &'a str,
    all: Vec<Token>,
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(in crate::dialect::sqlite) fn new(text: &'a str) -> Self {
        let all = Lexer::new(text).collect();
        Self { text, all, at: 0 }
    }

    fn current(&self) -> Option<Token> {
        self.all.get(self.at).copied()
    }

    fn spelled(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    /// The next token, without taking it.
    pub(super) fn peek(&self) -> Option<(Kind, &'a str)> {
        let token = self.current()?;
        Some((token.kind, self.spelled(token)))
    }

    /// Where the next token begins; the end of the text where there is none.
    pub(super) fn start(&self) -> usize {
        self.current().map_or(self.text.len(), |token| token.start)
    }

    /// Where the token before the next ended.
    pub(super) fn end(&self) -> usize {
        let before = self.at.checked_sub(1).and_then(|at| self.all.get(at));
        before.map_or(0, |token| token.end)
    }

    /// Takes the next token.
    pub(super) fn next(&mut self) -> Option<Span> {
        let token = self.current()?;
        self.at += 1;
        Some(token.start..token.end)
    }

    /// How many tokens were taken.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    fn is_word(&self, at: usize, word: &str) -> bool {
        self.all.get(at).is_some_and(|token| {
            token.kind == Kind::Word && self.spelled(*token).eq_ignore_ascii_case(word)
        })
    }

    /// Whether these words, with a space between, are next.
    pub(super) fn at_words(&self, words: &str) -> bool {
        let mut words = words.split(' ').zip(self.at..);
        words.all(|(word, at)| self.is_word(at, word))
    }

    /// Whether one of these words is next.
    pub(super) fn at_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is_word(self.at, word))
    }

    /// Takes these words, with a space between, if all of them are next.
    pub(super) fn eat(&mut self, words: &str) -> bool {
        let found = self.at_words(words);
        if found {
            self.at += words.split(' ').count();
        }
        found
    }

    /// Whether this operator or bracket is next.
    pub(super) fn at_mark(&self, mark: &str) -> bool {
        self.peek() == Some((Kind::Mark, mark))
    }

    /// Takes this operator or bracket if it is next.
    pub(super) fn eat_mark(&mut self, mark: &str) -> bool {
        let found = self.at_mark(mark);
        if found {
            self.at += 1;
        }
        found
    }

    /// The name that is next, in any of the spellings: bare, in double quotes, backticks or brackets, and even as a text.
    pub(super) fn peek_name(&self) -> Option<Named> {
        let token = self.current()?;
        let spelled = self.spelled(token);
        let name = match token.kind {
            Kind::Word | Kind::Name => Lexer::name(spelled)?,
            Kind::Text => {
                let inner = spelled.strip_prefix('\'')?.strip_suffix('\'')?;
                inner.replace("''", "'")
            }
            _ => return None,
        };
        Some(Named {
            span: token.start..token.end,
            name: name.into(),
        })
    }

    /// Takes a name.
    pub(super) fn name(&mut self) -> Option<Named> {
        let name = self.peek_name()?;
        self.at += 1;
        Some(name)
    }

    /// Takes all that a bracket holds, if one is next: the place of it without the brackets.
    pub(super) fn group(&mut self) -> Option<Span> {
        if !self.at_mark("(") {
            return None;
        }
        let begin = self.next()?.end;
        let end = self.skip_to_close();
        self.at += 1;
        Some(begin..end)
    }

    /// Takes the names that a bracket holds, if one is next. What stands behind one of them is read over.
    pub(in crate::dialect::sqlite) fn names(&mut self) -> Option<Vec<Named>> {
        if !self.eat_mark("(") {
            return None;
        }
        let mut names = Vec::new();
        while self.peek().is_some() && !self.eat_mark(")") {
            names.extend(self.name());
            while self.peek().is_some() && !self.at_mark(",") && !self.at_mark(")") {
                if self.group().is_none() {
                    self.next();
                }
            }
            self.eat_mark(",");
        }
        Some(names)
    }

    /// Goes on to the bracket that closes the one before, or to the end of the text: where that is.
    fn skip_to_close(&mut self) -> usize {
        let mut depth = 0_usize;
        while let Some((kind, spelled)) = self.peek() {
            match (kind, spelled) {
                (Kind::Mark, "(") => depth += 1,
                (Kind::Mark, ")") if depth == 0 => return self.start(),
                (Kind::Mark, ")") => depth -= 1,
                _ => {}
            }
            self.at += 1;
        }
        self.text.len()
    }
}

/// A name in an expression.
pub(in crate::dialect::sqlite) struct Found {
    pub(in crate::dialect::sqlite) name: Named,
    pub(in crate::dialect::sqlite) after_point: bool,
    pub(in crate::dialect::sqlite) before_point: bool,
}

impl Tokens<'_> {
    /// The next name that is no function's, all before it passed over.
    pub(in crate::dialect::sqlite) fn column(&mut self) -> Option<Found> {
        loop {
            let kind = self.current()?.kind;
            let after_point = self.at > 0 && {
                self.at -= 1;
                let found = self.at_mark(".");
                self.at += 1;
                found
            };
            let name = (kind != Kind::Text).then(|| self.peek_name()).flatten();
            self.at += 1;
            let before_point = self.at_mark(".");
            if let Some(name) = name
                && (kind == Kind::Name || !self.at_mark("("))
            {
                return Some(Found {
                    name,
                    after_point,
                    before_point,
                });
            }
        }
    }
}

/// The places where a text names something: any name that is this one, but for what a bracket behind makes a function.
pub(in crate::dialect::sqlite) fn mentions(text: &str, name: &str) -> Vec<Span> {
    let mut tokens = Tokens::new(text);
    let mut found = Vec::new();
    while let Some(Found { name: one, .. }) = tokens.column() {
        if one.is(name) {
            found.push(one.span);
        }
    }
    found
}
