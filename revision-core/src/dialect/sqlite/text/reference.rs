//! What a foreign key refers to.

use super::tokens::Tokens;
use super::{Named, Span};
use crate::schema::{Action, Deferrable, Match};

/// What stands from `REFERENCES` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct References {
    pub(in crate::dialect::sqlite) table: Named,
    /// The columns there; none for its primary key.
    pub(in crate::dialect::sqlite) columns: Vec<Named>,
    pub(in crate::dialect::sqlite) on_delete: Action,
    pub(in crate::dialect::sqlite) on_update: Action,
    pub(in crate::dialect::sqlite) matching: Match,
    pub(in crate::dialect::sqlite) deferrable: Option<Deferrable>,
}

/// What stands behind `REFERENCES`.
pub(super) fn references(tokens: &mut Tokens<'_>) -> Option<References> {
    let table = tokens.name()?;
    let columns = tokens.names().unwrap_or_default();
    let mut references = References {
        table,
        columns,
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
        matching: Match::Simple,
        deferrable: None,
    };
    loop {
        if tokens.eat("ON DELETE") {
            references.on_delete = action(tokens);
        } else if tokens.eat("ON UPDATE") {
            references.on_update = action(tokens);
        } else if tokens.eat("ON INSERT") {
            // SQLite reads it and does nothing.
            action(tokens);
        } else if tokens.eat("MATCH") {
            let kind = tokens.name();
            if kind.is_some_and(|kind| kind.is("FULL")) {
                references.matching = Match::Full;
            }
        } else if tokens.eat("NOT DEFERRABLE") {
            references.deferrable = None;
            initially(tokens);
        } else if tokens.eat("DEFERRABLE") {
            references.deferrable = Some(Deferrable {
                initially_deferred: initially(tokens),
            });
        } else {
            return Some(references);
        }
    }
}

fn action(tokens: &mut Tokens<'_>) -> Action {
    let actions = [
        ("SET NULL", Action::SetNull),
        ("SET DEFAULT", Action::SetDefault),
        ("CASCADE", Action::Cascade),
        ("RESTRICT", Action::Restrict),
        ("NO ACTION", Action::NoAction),
    ];
    let found = actions.into_iter().find(|(words, _)| tokens.eat(words));
    found.map_or(Action::NoAction, |(_, action)| action)
}

fn initially(tokens: &mut Tokens<'_>) -> bool {
    let deferred = tokens.eat("INITIALLY DEFERRED");
    if !deferred {
        tokens.eat("INITIALLY IMMEDIATE");
    }
    deferred
}

/// The words behind a unique constraint and its like, which SQLite alone has: what becomes of a row that breaks it.
pub(super) fn on_conflict(tokens: &mut Tokens<'_>) -> Option<Span> {
    let begin = tokens.start();
    if !tokens.eat("ON CONFLICT") {
        return None;
    }
    tokens.next();
    Some(begin..tokens.end())
}
