//! The texts of indexes, views and triggers, as far as they are changed or told of.

use super::key::{Key, keys};
use super::tokens::Tokens;
use super::{Named, Span};

/// What a `CREATE INDEX` says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct IndexText {
    pub(in crate::dialect::sqlite) name: Named,
    pub(in crate::dialect::sqlite) table: Named,
    pub(in crate::dialect::sqlite) unique: bool,
    pub(in crate::dialect::sqlite) keys: Vec<Key>,
    /// What stands behind `WHERE`.
    pub(in crate::dialect::sqlite) predicate: Option<Span>,
}

/// What a `CREATE VIEW` says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct ViewText {
    pub(in crate::dialect::sqlite) name: Named,
    /// The names that the view gives its columns, with the brackets around them.
    pub(in crate::dialect::sqlite) columns: Option<Span>,
    /// What stands behind `AS`.
    pub(in crate::dialect::sqlite) query: Span,
}

/// What a `CREATE TRIGGER` says first, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct TriggerText {
    pub(in crate::dialect::sqlite) name: Named,
    pub(in crate::dialect::sqlite) table: Named,
    /// The columns behind `UPDATE OF`.
    pub(in crate::dialect::sqlite) of: Vec<Named>,
    /// Where the rest begins, behind the table.
    pub(in crate::dialect::sqlite) rest: usize,
}

impl IndexText {
    /// Reads the text; none where it makes no index.
    pub(in crate::dialect::sqlite) fn read(text: &str) -> Option<Self> {
        let mut tokens = Tokens::new(text);
        if !tokens.eat("CREATE") {
            return None;
        }
        let unique = tokens.eat("UNIQUE");
        if !tokens.eat("INDEX") {
            return None;
        }
        let name = name(&mut tokens)?;
        if !tokens.eat("ON") {
            return None;
        }
        let table = tokens.name()?;
        let (keys, _) = keys(&mut tokens)?;
        let predicate = tokens
            .eat("WHERE")
            .then(|| tokens.start()..to_end(&mut tokens));
        Some(Self {
            name,
            table,
            unique,
            keys,
            predicate,
        })
    }
}

impl ViewText {
    /// Reads the text; none where it makes no view.
    pub(in crate::dialect::sqlite) fn read(text: &str) -> Option<Self> {
        let mut tokens = create(text)?;
        if !tokens.eat("VIEW") {
            return None;
        }
        let name = name(&mut tokens)?;
        let begin = tokens.start();
        let columns = tokens.group().map(|_| begin..tokens.end());
        if !tokens.eat("AS") {
            return None;
        }
        let query = tokens.start()..to_end(&mut tokens);
        Some(Self {
            name,
            columns,
            query,
        })
    }
}

impl TriggerText {
    /// Reads the text; none where it makes no trigger.
    pub(in crate::dialect::sqlite) fn read(text: &str) -> Option<Self> {
        let mut tokens = create(text)?;
        if !tokens.eat("TRIGGER") {
            return None;
        }
        let name = name(&mut tokens)?;
        let mut of = Vec::new();
        while !tokens.eat("ON") {
            if tokens.eat("UPDATE OF") {
                of.extend(tokens.name());
                while tokens.eat_mark(",") {
                    of.extend(tokens.name());
                }
            } else {
                tokens.next()?;
            }
        }
        let mut table = tokens.name()?;
        if tokens.eat_mark(".") {
            table = tokens.name()?;
        }
        let rest = tokens.end();
        Some(Self {
            name,
            table,
            of,
            rest,
        })
    }
}

/// Whether the text makes a virtual table, and by which module.
pub(in crate::dialect::sqlite) fn is_virtual(text: &str) -> Option<String> {
    let mut tokens = Tokens::new(text);
    if !tokens.eat("CREATE VIRTUAL TABLE") {
        return None;
    }
    name(&mut tokens)?;
    let module = tokens.eat("USING").then(|| tokens.name()).flatten();
    Some(module.map_or_else(String::new, |module| module.name.to_ascii_lowercase()))
}

/// The tokens behind `CREATE`, and `TEMP` where it stands.
fn create(text: &str) -> Option<Tokens<'_>> {
    let mut tokens = Tokens::new(text);
    if !tokens.eat("CREATE") {
        return None;
    }
    if !tokens.eat("TEMP") {
        tokens.eat("TEMPORARY");
    }
    Some(tokens)
}

/// The name of what is made, without that of the database before it.
fn name(tokens: &mut Tokens<'_>) -> Option<Named> {
    tokens.eat("IF NOT EXISTS");
    let name = tokens.name()?;
    if tokens.eat_mark(".") {
        return tokens.name();
    }
    Some(name)
}

/// Takes all that is left: where it ends.
fn to_end(tokens: &mut Tokens<'_>) -> usize {
    let begin = tokens.start();
    while tokens.next().is_some() {}
    tokens.end().max(begin)
}
