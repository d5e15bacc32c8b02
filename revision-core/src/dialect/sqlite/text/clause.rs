//! The clauses of a column, and the constraints of a table: what may stand behind `CONSTRAINT name`.

use super::key::{Key, keys};
use super::reference::{References, on_conflict, references};
use super::tokens::Tokens;
use super::{Named, Span};
use crate::dialect::lex::Kind;

/// The words that begin a clause of a column, and so end its type.
const BEGINS: &[&str] = &[
    "CONSTRAINT",
    "PRIMARY",
    "UNIQUE",
    "CHECK",
    "NOT",
    "NULL",
    "DEFAULT",
    "COLLATE",
    "REFERENCES",
    "AS",
    "DEFERRABLE",
    "ON",
];

/// A clause, with the name that it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct Clause {
    /// All of it, from `CONSTRAINT` on.
    pub(in crate::dialect::sqlite) span: Span,
    /// Its name.
    pub(in crate::dialect::sqlite) name: Option<Named>,
    /// It without its name.
    pub(in crate::dialect::sqlite) body: Span,
    /// What becomes of a row that breaks it, where that is said.
    pub(in crate::dialect::sqlite) on_conflict: Option<Span>,
    pub(in crate::dialect::sqlite) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) enum What {
    Null,
    NotNull,
    PrimaryKey {
        /// What it sorts by; empty behind a column, which then is the one.
        keys: Vec<Key>,
        descending: bool,
        /// The word `AUTOINCREMENT`.
        autoincrement: Option<Span>,
    },
    /// What is unique; empty behind a column.
    Unique(Vec<Key>),
    /// The condition, without brackets.
    Check(Span),
    /// The value, or the expression with its brackets.
    Default(Span),
    Collate(Named),
    /// The columns here, none behind a column, and what they refer to.
    ForeignKey(Vec<Named>, References),
    /// The expression, without brackets.
    Generated {
        sql: Span,
        stored: bool,
    },
    /// What says nothing that is known here.
    Other,
}

/// Whether a clause of a column begins here.
pub(super) fn begins(tokens: &Tokens<'_>) -> bool {
    tokens.at_any(BEGINS) || tokens.at_words("GENERATED ALWAYS AS")
}

/// Whether a constraint of a table begins here.
pub(super) fn begins_constraint(tokens: &Tokens<'_>) -> bool {
    tokens.at_any(&["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"])
}

/// The clause that begins here. It takes at least one token, if there is one.
pub(super) fn clause(tokens: &mut Tokens<'_>) -> Clause {
    let begin = tokens.start();
    let mut name = None;
    while tokens.eat("CONSTRAINT") {
        // Of several the last counts.
        name = tokens.name();
    }
    let body = tokens.start();
    let place = tokens.place();
    let what = what(tokens).unwrap_or(What::Other);
    let alone = name.is_some() && (tokens.at_mark(",") || tokens.at_mark(")"));
    if tokens.place() == place && !alone && tokens.group().is_none() {
        tokens.next();
    }
    let can_conflict = matches!(
        what,
        What::Null | What::NotNull | What::PrimaryKey { .. } | What::Unique(_) | What::Check(_)
    );
    let mut conflict = can_conflict.then(|| on_conflict(tokens)).flatten();
    let mut what = what;
    if let What::PrimaryKey { autoincrement, .. } = &mut what
        && tokens.at_words("AUTOINCREMENT")
    {
        *autoincrement = tokens.next();
        conflict = conflict.or_else(|| on_conflict(tokens));
    }
    let end = tokens.end().max(begin);
    Clause {
        span: begin..end,
        name,
        body: body.min(end)..end,
        on_conflict: conflict,
        what,
    }
}

fn what(tokens: &mut Tokens<'_>) -> Option<What> {
    if tokens.eat("NOT NULL") {
        return Some(What::NotNull);
    }
    if tokens.eat("NULL") {
        return Some(What::Null);
    }
    if tokens.eat("PRIMARY KEY") {
        return Some(primary_key(tokens));
    }
    if tokens.eat("UNIQUE") {
        return Some(What::Unique(keys(tokens).unwrap_or_default().0));
    }
    if tokens.eat("CHECK") {
        return tokens.group().map(What::Check);
    }
    if tokens.eat("DEFAULT") {
        return Some(What::Default(value(tokens)));
    }
    if tokens.eat("COLLATE") {
        return tokens.name().map(What::Collate);
    }
    if tokens.eat("REFERENCES") {
        return references(tokens).map(|found| What::ForeignKey(Vec::new(), found));
    }
    if tokens.eat("FOREIGN KEY") {
        let columns = tokens.names()?;
        tokens.eat("REFERENCES");
        return references(tokens).map(|found| What::ForeignKey(columns, found));
    }
    if tokens.eat("GENERATED ALWAYS AS") || tokens.eat("AS") {
        let sql = tokens.group()?;
        let stored = tokens.eat("STORED");
        if !stored {
            tokens.eat("VIRTUAL");
        }
        return Some(What::Generated { sql, stored });
    }
    None
}

fn primary_key(tokens: &mut Tokens<'_>) -> What {
    let (keys, autoincrement) = keys(tokens).unwrap_or_default();
    let descending = tokens.eat("DESC");
    if !descending {
        tokens.eat("ASC");
    }
    What::PrimaryKey {
        keys,
        descending,
        autoincrement,
    }
}

/// The value behind `DEFAULT`: a bracket, or one token with a sign.
fn value(tokens: &mut Tokens<'_>) -> Span {
    let begin = tokens.start();
    if tokens.group().is_none() {
        while matches!(tokens.peek(), Some((Kind::Mark, "+" | "-"))) {
            tokens.next();
        }
        if tokens.group().is_none() {
            tokens.next();
        }
    }
    begin..tokens.end().max(begin)
}
