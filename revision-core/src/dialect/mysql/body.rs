//! Where a stored program ends that was written without `DELIMITER`: its statements end with semicolons too, within
//! blocks that end with `END`.

use crate::dialect::lex::{Kind, Nesting};

/// The blocks that a statement has opened and not closed.
#[derive(Default)]
pub(super) struct Body {
    head: Head,
    open: Vec<Block>,
    brackets: u32,
    /// Within `/*! … */`.
    executable: bool,
    before: Before,
    /// What an `END` closes is known with the word behind it.
    after_end: bool,
    is_event: bool,
}

/// How much of `CREATE [OR REPLACE] [DEFINER = …] [AGGREGATE] PROCEDURE | FUNCTION | TRIGGER | EVENT` was read.
#[derive(Clone, Copy, Default, PartialEq)]
enum Head {
    #[default]
    Nothing,
    /// `BEGIN`, which begins a block where `NOT ATOMIC` follows, and else a transaction.
    Begin,
    Create,
    Program,
    Other,
}

#[derive(Clone, Copy, PartialEq)]
enum Block {
    Begin,
    If,
    Case,
    /// `CASE` within an expression: what follows its `THEN` is no statement.
    CaseExpression,
    /// `LOOP`, `WHILE`, `REPEAT`, `FOR`.
    Loop,
}

/// What the token before says of this one.
#[derive(Clone, Copy, Default, PartialEq)]
enum Before {
    /// A part of an expression or of a name follows.
    #[default]
    Within,
    /// A statement may begin here.
    Statement,
    /// A name follows.
    Name,
}

impl Nesting for Body {
    #[inline]
    fn token(&mut self, kind: Kind, text: &str) -> bool {
        match kind {
            // A delimiter of the user's own ends a statement wherever it stands.
            Kind::End if text != ";" => return false,
            Kind::Executable => self.executable = text != "*/",
            _ => match self.head {
                Head::Other => {}
                Head::Program => self.token_of_program(kind, text),
                _ => self.token_of_head(kind, text),
            },
        }
        self.executable || !self.open.is_empty()
    }
}

impl Body {
    fn token_of_head(&mut self, kind: Kind, text: &str) {
        let is = |keywords: &[&str]| {
            kind == Kind::Word && keywords.iter().any(|one| text.eq_ignore_ascii_case(one))
        };
        let before = std::mem::take(&mut self.before);
        self.head = match self.head {
            Head::Nothing if is(&["create", "alter"]) => Head::Create,
            Head::Nothing if is(&["begin"]) => Head::Begin,
            Head::Begin if is(&["not"]) => {
                self.open.push(Block::Begin);
                Head::Program
            }
            Head::Create if kind == Kind::Mark => {
                // A definer's name follows, or the host in it.
                if matches!(text, "=" | "@") {
                    self.before = Before::Name;
                }
                Head::Create
            }
            Head::Create if kind != Kind::Word || before == Before::Name => Head::Create,
            Head::Create if is(&["procedure", "function", "trigger", "event"]) => {
                self.before = Before::Name;
                self.is_event = is(&["event"]);
                Head::Program
            }
            Head::Create if is(&["or", "replace", "definer", "aggregate"]) => Head::Create,
            _ => Head::Other,
        };
    }

    fn token_of_program(&mut self, kind: Kind, text: &str) {
        let before = std::mem::take(&mut self.before);
        if std::mem::take(&mut self.after_end) && self.close(kind, text) {
            return;
        }
        match kind {
            Kind::Word if before != Before::Name => self.word(text, before == Before::Statement),
            Kind::Mark => match text {
                "(" => self.brackets += 1,
                ")" => {
                    self.brackets = self.brackets.saturating_sub(1);
                    // The parameters end; within a body it is an expression that does, behind which nothing begins.
                    if self.open.is_empty() && self.brackets == 0 {
                        self.before = Before::Statement;
                    }
                }
                "." | "@" => self.before = Before::Name,
                // Behind a label, or a statement where semicolons are no delimiters.
                ":" | ";" => self.before = Before::Statement,
                _ => {}
            },
            Kind::End => self.before = Before::Statement,
            // `COMMENT '…'` may be the last before a body.
            Kind::Text if self.open.is_empty() => self.before = Before::Statement,
            _ => {}
        }
    }

    fn word(&mut self, word: &str, begins: bool) {
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword);
        let is_one_of = |keywords: &[&str]| keywords.iter().any(|one| is(one));
        let mut statement_follows = false;
        if is("end") {
            self.after_end = true;
        } else if is("begin") {
            self.open.push(Block::Begin);
            statement_follows = true;
        } else if is("case") {
            self.open.push(if begins {
                Block::Case
            } else {
                Block::CaseExpression
            });
        } else if is("if") && begins {
            self.open.push(Block::If);
        } else if is_one_of(&["loop", "repeat", "while", "for"]) && begins {
            self.open.push(Block::Loop);
            statement_follows = is_one_of(&["loop", "repeat"]);
        } else if is_one_of(&["then", "else"]) {
            statement_follows = self.open.last() != Some(&Block::CaseExpression);
        } else if is("do") {
            // At the beginning it is a statement, and what follows an expression.
            statement_follows = !begins || self.is_event && self.open.is_empty();
        } else if self.open.is_empty() {
            statement_follows = is_one_of(BEFORE_BODY);
        }
        if statement_follows {
            self.before = Before::Statement;
        }
    }

    /// Closes what the `END` before this token ends. Whether the token belongs to that `END`.
    fn close(&mut self, kind: Kind, text: &str) -> bool {
        let is = |keyword: &str| kind == Kind::Word && text.eq_ignore_ascii_case(keyword);
        let expression = self.open.last() == Some(&Block::CaseExpression);
        let named = if is("case") {
            true
        } else if !expression && is("if") {
            return self.close_to(|block| block == Block::If);
        } else if !expression && ["loop", "repeat", "while", "for"].into_iter().any(is) {
            return self.close_to(|block| block == Block::Loop);
        } else {
            false
        };
        self.close_to(|block| !matches!(block, Block::If | Block::Loop));
        named
    }

    /// Closes the innermost block of a kind, with what stayed open within it. Always true.
    fn close_to(&mut self, wanted: impl Fn(Block) -> bool) -> bool {
        // Further out there is none in anything that a server takes.
        let innermost = self.open.len().saturating_sub(64);
        let found = self.open[innermost..]
            .iter()
            .rposition(|block| wanted(*block));
        if let Some(at) = found.map(|at| innermost + at) {
            self.open.truncate(at);
        }
        true
    }
}

/// The words that may stand right before a body that does not begin with `BEGIN`: what a program is said to be, and the
/// types that a function returns.
const BEFORE_BODY: &[&str] = &[
    "row",
    "deterministic",
    "sql",
    "data",
    "definer",
    "invoker",
    "unsigned",
    "tinyint",
    "smallint",
    "mediumint",
    "int",
    "integer",
    "bigint",
    "decimal",
    "numeric",
    "float",
    "double",
    "real",
    "boolean",
    "bool",
    "bit",
    "date",
    "time",
    "datetime",
    "timestamp",
    "year",
    "char",
    "varchar",
    "text",
    "tinytext",
    "mediumtext",
    "longtext",
    "blob",
    "json",
    "uuid",
];
