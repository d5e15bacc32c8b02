//! Choices made by a list of numbers.

use std::slice::Iter;

use revision_core::Backend;
use revision_core::schema::Literal;

use super::Taste;

/// Texts that are hard to quote.
const TEXTS: &[&str] = &[
    "",
    "x",
    "it's",
    "a\\b",
    "\"q\"",
    "$$",
    "two\nlines",
    "ünï",
    "NULL",
    "100%",
    "'; DROP TABLE users; --",
    "`",
    "\\'",
    "{x}",
    "日本",
];

/// A list of numbers, and what is wanted. When the numbers are at an end, all choices are the first.
#[derive(Clone, Debug)]
pub struct Draw<'e> {
    entropy: Iter<'e, u32>,
    /// What is wanted.
    pub taste: Taste,
}

impl<'e> Draw<'e> {
    /// Draws from these numbers.
    #[must_use]
    pub fn new(entropy: &'e [u32], taste: Taste) -> Self {
        Self {
            entropy: entropy.iter(),
            taste,
        }
    }

    fn next(&mut self) -> usize {
        let next = self.entropy.next().copied().unwrap_or_default();
        usize::try_from(next).unwrap_or_default()
    }

    /// A number below another; nought where that is nought.
    pub fn below(&mut self, most: usize) -> usize {
        self.next().checked_rem(most).unwrap_or_default()
    }

    /// True in one of so many cases.
    pub fn one_in(&mut self, cases: usize) -> bool {
        self.below(cases) == cases - 1
    }

    /// One of these; none of nothing.
    pub fn pick<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        let at = self.below(from.len());
        from.get(at).cloned()
    }

    /// A text.
    pub fn text(&mut self) -> String {
        let texts = if self.taste.nasty { TEXTS } else { &TEXTS[..2] };
        self.pick(texts).unwrap_or_default().to_owned()
    }

    /// A comment, or none. An empty one is none on every database.
    pub fn comment(&mut self) -> Option<String> {
        let comment = self.one_in(4).then(|| self.text());
        comment.filter(|text| !text.is_empty())
    }

    /// A value for a row.
    pub fn literal(&mut self) -> Literal {
        match self.below(6) {
            0 => Literal::Null,
            1 => Literal::Integer(7),
            2 => Literal::Bool(true),
            3 => Literal::from(1.5),
            4 => Literal::Bytes(vec![0, 39, 92, 255]),
            _ => Literal::Text(self.text()),
        }
    }

    pub(super) fn is_on(&self, backend: Backend) -> bool {
        self.taste.on.is_none_or(|on| on == backend)
    }

    pub(super) fn takes_namespaces(&self) -> bool {
        self.is_on(Backend::Postgres)
    }
}
