//! The tokens of one statement, asked for one after the other: what is written, never what it means.

use super::{Kind, Lex, Token};

/// A name, qualified or not, as the catalog has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect) struct Qualified {
    pub(in crate::dialect) namespace: Option<String>,
    pub(in crate::dialect) name: String,
}

#[derive(Clone)]
pub(in crate::dialect) struct Reader<'a, L> {
    text: &'a str,
    lexer: L,
    current: Option<Token>,
}

impl<'a, L: Lex<'a>> Reader<'a, L> {
    pub(in crate::dialect) fn new(text: &'a str) -> Self {
        let mut reader = Self {
            text,
            lexer: L::new(text),
            current: None,
        };
        reader.advance();
        reader
    }

    fn advance(&mut self) {
        self.current = self.lexer.find(|token| token.kind != Kind::Executable);
    }

    fn spelled(&self, token: Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    /// The token that is next, and what it is; none at the end of the statement.
    pub(in crate::dialect) fn peek(&self) -> Option<(Kind, &'a str)> {
        self.current.map(|token| (token.kind, self.spelled(token)))
    }

    /// The byte at which the next token begins; the text's end where there is none.
    #[cfg(feature = "source")]
    pub(in crate::dialect) fn position(&self) -> usize {
        self.current.map_or(self.text.len(), |token| token.start)
    }

    /// The text that is read.
    #[cfg(feature = "source")]
    pub(in crate::dialect) fn text(&self) -> &'a str {
        self.text
    }

    /// Takes the next token.
    pub(in crate::dialect) fn next(&mut self) -> Option<(Kind, &'a str)> {
        let peeked = self.peek();
        self.advance();
        peeked
    }

    /// Whether nothing is left.
    pub(in crate::dialect) fn is_done(&self) -> bool {
        self.current.is_none()
    }

    /// The next token where it is a word, in capitals; empty where it is none.
    pub(in crate::dialect) fn word(&self) -> String {
        match self.peek() {
            Some((Kind::Word, word)) => word.to_ascii_uppercase(),
            _ => String::new(),
        }
    }

    /// Takes these words, written in capitals with a space between, if all of them are next.
    pub(in crate::dialect) fn eat(&mut self, words: &str) -> bool {
        let mut words = words.split(' ');
        let first = words.next().unwrap_or_default();
        // Nearly always it is another word that is next.
        match self.peek() {
            Some((Kind::Word, next)) if next.eq_ignore_ascii_case(first) => {}
            _ => return false,
        }
        let mut ahead = self.clone();
        ahead.advance();
        for word in words {
            match ahead.next() {
                Some((Kind::Word, next)) if next.eq_ignore_ascii_case(word) => {}
                _ => return false,
            }
        }
        *self = ahead;
        true
    }

    /// Takes the first of these that is next.
    pub(in crate::dialect) fn eat_any(&mut self, choices: &[&'static str]) -> Option<&'static str> {
        choices.iter().copied().find(|words| self.eat(words))
    }

    /// Takes this operator or bracket if it is next.
    pub(in crate::dialect) fn eat_mark(&mut self, mark: &str) -> bool {
        let next = self.peek() == Some((Kind::Mark, mark));
        if next {
            self.advance();
        }
        next
    }

    /// Takes a name of one part.
    pub(in crate::dialect) fn name(&mut self) -> Option<String> {
        match self.peek() {
            Some((Kind::Word | Kind::Name, spelled)) => {
                let name = L::name(spelled)?;
                self.advance();
                Some(name)
            }
            _ => None,
        }
    }

    /// Takes a name of one part or two.
    pub(in crate::dialect) fn qualified(&mut self) -> Option<Qualified> {
        let first = self.name()?;
        if !self.eat_mark(".") {
            return Some(Qualified {
                namespace: None,
                name: first,
            });
        }
        let name = self.name()?;
        // Three parts name a database too; such a name is not ours to look up.
        (!self.eat_mark(".")).then_some(Qualified {
            namespace: Some(first),
            name,
        })
    }

    /// The words that are left outside all brackets, in capitals.
    pub(in crate::dialect) fn words_outside_brackets(mut self) -> Vec<String> {
        let mut words = Vec::new();
        let mut depth = 0_usize;
        while let Some((kind, text)) = self.next() {
            match (kind, text) {
                (Kind::Mark, "(") => depth += 1,
                (Kind::Mark, ")") => depth = depth.saturating_sub(1),
                (Kind::Word, word) if depth == 0 => words.push(word.to_ascii_uppercase()),
                _ => {}
            }
        }
        words
    }

    /// Whether a comma is left outside all brackets: the statement has several clauses.
    pub(in crate::dialect) fn has_comma(mut self) -> bool {
        let mut depth = 0_usize;
        while let Some((kind, text)) = self.next() {
            match (kind, text) {
                (Kind::Mark, "(") => depth += 1,
                (Kind::Mark, ")") => depth = depth.saturating_sub(1),
                (Kind::Mark, ",") if depth == 0 => return true,
                _ => {}
            }
        }
        false
    }
}
