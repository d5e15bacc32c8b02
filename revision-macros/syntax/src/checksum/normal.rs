//! A Rust file's tokens as if rustfmt had never seen it: what it adds, removes or moves is left out, in both spellings
//! alike. Two files that differ only there have the same tokens; the difference may rarely mean something (`(1,)` is no
//! `(1)`), and then it goes unnoticed.

use std::borrow::Cow;

use super::Digest;
use crate::literal::unquote;
use crate::rust::{Kind, Token};

/// Adds the tokens of a file.
pub(super) fn tokens(text: &str, tokens: &[Token], digest: &mut Digest) {
    let file = File {
        text,
        tokens,
        partner: partners(tokens),
    };
    let hidden = file.hidden();
    for at in (0..tokens.len()).filter(|at| !hidden[*at]) {
        let spelled = file.spelled(at);
        if at > 0 && file.is_punct(at - 1, '.') && tokens[at].kind == Kind::Other {
            // `a.0.1` is no number, and may become `a.0 .1`.
            for (index, field) in spelled.split('.').enumerate() {
                if index > 0 {
                    digest.token(".");
                }
                digest.token(field);
            }
        } else {
            digest.token(&spelled);
        }
    }
}

struct File<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// For each bracket the other one of the pair.
    partner: Vec<Option<usize>>,
}

fn partners(tokens: &[Token]) -> Vec<Option<usize>> {
    let mut partners = vec![None; tokens.len()];
    let mut open = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => open.push(at),
            Kind::Close(_) => {
                if let Some(start) = open.pop() {
                    partners[start] = Some(at);
                    partners[at] = Some(start);
                }
            }
            _ => {}
        }
    }
    partners
}

impl File<'_> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn is_punct(&self, at: usize, punct: char) -> bool {
        self.kind(at) == Some(Kind::Punct(punct))
    }

    fn is_open(&self, at: usize, bracket: char) -> bool {
        self.kind(at) == Some(Kind::Open(bracket))
    }

    fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(token) if token.kind == Kind::Word => &self.text[token.span.clone()],
            _ => "",
        }
    }

    /// Strings by their value, so that one broken over lines is the same; `vec!` with the brackets that it gets.
    fn spelled(&self, at: usize) -> Cow<'_, str> {
        let token = &self.tokens[at];
        let written = &self.text[token.span.clone()];
        let of_vec =
            |open: usize| open >= 2 && self.word(open - 2) == "vec" && self.is_punct(open - 1, '!');
        match token.kind {
            Kind::Text => match unquote(written) {
                Some(value) => Cow::Owned(format!("\"{value}")),
                None => Cow::Borrowed(written),
            },
            Kind::Open(_) if of_vec(at) => Cow::Borrowed("["),
            Kind::Close(_) if self.partner[at].is_some_and(of_vec) => Cow::Borrowed("]"),
            _ => Cow::Borrowed(written),
        }
    }

    /// For each token whether it is left out.
    fn hidden(&self) -> Vec<bool> {
        let mut hidden = vec![false; self.tokens.len()];
        let last_semicolon = (0..self.tokens.len()).rfind(|at| self.is_punct(*at, ';'));
        let mut declared = 0;
        for at in 0..self.tokens.len() {
            match self.tokens[at].kind {
                Kind::InnerDoc => hidden[at] = true,
                Kind::Word => {
                    if at >= declared
                        && let Some(end) = self.declaration(at, last_semicolon)
                    {
                        let start = self.attributes(self.visibility(at));
                        hidden[start..=end].fill(true);
                        declared = end;
                    }
                    hidden[at] |= self.is_spare_word(at);
                    if self.word(at) == "derive" {
                        self.hide_derives(at, &mut hidden);
                    }
                }
                Kind::Text => {
                    hidden[at] = self.word(at.wrapping_sub(1)) == "extern"
                        && &self.text[self.tokens[at].span.clone()] == "\"C\"";
                }
                Kind::Punct('-') if self.is_unit_result(at) => hidden[at..at + 4].fill(true),
                // `trait T: {}`
                Kind::Punct(':') => hidden[at] |= self.is_open(at + 1, '{'),
                Kind::Punct(',') => hidden[at] |= self.is_spare_comma(at),
                Kind::Punct(';') => hidden[at] |= self.is_spare_semicolon(at),
                Kind::Open(bracket) => {
                    if let Some(end) = self.partner[at] {
                        let spare = match bracket {
                            '{' => self.is_spare_block(at, end, &hidden),
                            '(' => self.is_spare_parenthesis(at, end),
                            _ => false,
                        };
                        hidden[at] |= spare;
                        hidden[end] |= spare;
                    }
                }
                _ => {}
            }
        }
        self.hide_marks_of_arms(&mut hidden);
        hidden
    }

    /// The last token of a `use`, `mod name;` or `extern crate` that begins here: rustfmt sorts and merges them.
    fn declaration(&self, at: usize, last_semicolon: Option<usize>) -> Option<usize> {
        let begins = match self.word(at) {
            // `impl Trait + use<'a>` is none.
            "use" => !self.is_punct(at + 1, '<'),
            "mod" => self.is_punct(at + 2, ';'),
            "extern" => self.word(at + 1) == "crate",
            _ => false,
        };
        let last = last_semicolon.filter(|last| begins && at < *last)?;
        (at..=last).find(|at| self.is_punct(*at, ';'))
    }

    /// Where the visibility of what begins here begins: `pub`, `pub(crate)`.
    fn visibility(&self, at: usize) -> usize {
        let before = |at: usize| at.checked_sub(1);
        let mut start = at;
        if let Some(end) = before(at)
            && self.kind(end) == Some(Kind::Close(')'))
            && let Some(open) = self.partner[end]
        {
            start = open;
        }
        match before(start) {
            Some(word) if self.word(word) == "pub" => word,
            _ => at,
        }
    }

    /// Where the attributes begin of what begins here.
    fn attributes(&self, mut at: usize) -> usize {
        while let Some(close) = at.checked_sub(1)
            && self.kind(close) == Some(Kind::Close(']'))
            && let Some(open) = self.partner[close]
            && let Some(hash) = open.checked_sub(1)
            && self.is_punct(hash, '#')
        {
            at = hash;
        }
        at
    }

    /// `where` with nothing behind it, and the `in` of `pub(in crate)`.
    fn is_spare_word(&self, at: usize) -> bool {
        match self.word(at) {
            "where" => self.is_open(at + 1, '{') || self.is_punct(at + 1, ';'),
            "in" => at >= 2 && self.is_open(at - 1, '(') && self.word(at - 2) == "pub",
            _ => false,
        }
    }

    /// `-> ()`
    fn is_unit_result(&self, at: usize) -> bool {
        self.is_punct(at + 1, '>')
            && self.is_open(at + 2, '(')
            && self.partner[at + 2] == Some(at + 3)
    }

    /// `#[derive(A)] #[derive(B)]` becomes one.
    fn hide_derives(&self, at: usize, hidden: &mut [bool]) {
        let Some(close) = self.partner.get(at + 1).copied().flatten() else {
            return;
        };
        for inner in self.within(at + 1, close) {
            hidden[inner] |= self.is_punct(inner, ',');
        }
        let goes_on = self.is_punct(close + 2, '#')
            && self.is_open(close + 3, '[')
            && self.word(close + 4) == "derive"
            && self.is_open(close + 5, '(');
        if goes_on {
            hidden[close..=close + 5].fill(true);
        }
    }

    fn is_spare_comma(&self, at: usize) -> bool {
        // Before a closing bracket; at the end of generics, and of a `where` clause.
        matches!(
            self.kind(at + 1),
            Some(Kind::Close(_) | Kind::Punct('>') | Kind::Open('{'))
        )
    }

    /// A second one, or the one that rustfmt puts behind `return`, `break` and `continue` at the end of a block.
    fn is_spare_semicolon(&self, at: usize) -> bool {
        if at > 0 && self.is_punct(at - 1, ';') {
            return true;
        }
        if self.kind(at + 1) != Some(Kind::Close('}')) {
            return false;
        }
        let mut first = at;
        while let Some(before) = first.checked_sub(1) {
            match self.tokens[before].kind {
                Kind::Punct(';') | Kind::Open('{') | Kind::Close('}') => break,
                Kind::Close(_) => first = self.partner[before].unwrap_or(before),
                _ => first = before,
            }
        }
        matches!(self.word(first), "return" | "break" | "continue")
    }

    /// The braces around a single expression that is the body of a closure or of a `match` arm.
    fn is_spare_block(&self, open: usize, close: usize, hidden: &[bool]) -> bool {
        let Some(before) = open.checked_sub(1) else {
            return false;
        };
        let is_arm = self.is_punct(before, '>') && before > 0 && self.is_punct(before - 1, '=');
        let is_alone_in_such =
            self.is_open(before, '{') && hidden[before] && self.partner[before] == Some(close + 1);
        let is_body = is_arm || self.is_punct(before, '|') || is_alone_in_such;
        let ends_statement = |at: usize| self.is_punct(at, ';') && !self.is_spare_semicolon(at);
        is_body && open + 1 < close && !self.within(open, close).any(ends_statement)
    }

    /// Parentheses around nothing but parentheses.
    fn is_spare_parenthesis(&self, open: usize, close: usize) -> bool {
        let is_call =
            open.checked_sub(1)
                .is_some_and(|before| match self.tokens[before].kind {
                    Kind::Word => !["return", "break", "in", "if", "while", "match"]
                        .contains(&self.word(before)),
                    Kind::Close(_) | Kind::Punct('!' | '>') => true,
                    _ => false,
                });
        !is_call && self.is_open(open + 1, '(') && self.partner[open + 1] == Some(close - 1)
    }

    /// The tokens between two brackets that lie in no brackets further in.
    fn within(&self, open: usize, close: usize) -> impl Iterator<Item = usize> {
        let mut next = open + 1;
        std::iter::from_fn(move || {
            let at = (next < close).then_some(next)?;
            next = match self.tokens[at].kind {
                Kind::Open(_) => self.partner[at].unwrap_or(at) + 1,
                _ => at + 1,
            };
            Some(at)
        })
    }

    /// An arm of a `match` needs no comma behind a block, and may have a bar before its pattern; its arrow tells arms
    /// apart.
    fn hide_marks_of_arms(&self, hidden: &mut [bool]) {
        let mut done = vec![false; self.tokens.len()];
        for open in 0..self.tokens.len() {
            let Some(close) = self.partner[open].filter(|_| self.is_open(open, '{')) else {
                continue;
            };
            let is_arrow = |at: usize| self.is_punct(at, '=') && self.is_punct(at + 1, '>');
            if !self.within(open, close).any(is_arrow) {
                continue;
            }
            self.hide_commas(open, close, hidden, &mut done);
            for at in self.within(open, close) {
                let begins_arm = matches!(
                    self.tokens[at - 1].kind,
                    Kind::Open('{') | Kind::Close('}') | Kind::Punct(',')
                );
                hidden[at] |= begins_arm && self.is_punct(at, '|');
            }
        }
    }

    /// Those within two brackets, and within braces in there that are left out: between them may stand what stood there
    /// without them.
    fn hide_commas(&self, open: usize, close: usize, hidden: &mut [bool], done: &mut [bool]) {
        let mut todo = vec![(open, close)];
        while let Some((open, close)) = todo.pop() {
            if std::mem::replace(&mut done[open], true) {
                continue;
            }
            for at in self.within(open, close) {
                hidden[at] |= self.is_punct(at, ',');
                let is_left_out =
                    hidden[at] && self.is_open(at, '{') && !self.is_punct(at - 1, '|');
                if is_left_out && let Some(end) = self.partner[at] {
                    todo.push((at, end));
                }
            }
        }
    }
}
