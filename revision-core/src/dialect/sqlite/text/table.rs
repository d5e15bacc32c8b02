//! The text of a table.

use super::clause::{Clause, What, begins, begins_constraint, clause};
use super::tokens::Tokens;
use super::{Named, Span};

/// What a `CREATE TABLE` says, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct TableText {
    pub(in crate::dialect::sqlite) name: Named,
    /// The bracket that opens.
    pub(in crate::dialect::sqlite) open: Span,
    /// Columns, and constraints behind them.
    pub(in crate::dialect::sqlite) parts: Vec<Part>,
    /// The bracket that closes.
    pub(in crate::dialect::sqlite) close: Span,
    pub(in crate::dialect::sqlite) without_rowid: Option<Span>,
    pub(in crate::dialect::sqlite) strict: Option<Span>,
}

/// One of the things that stand between commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct Part {
    pub(in crate::dialect::sqlite) span: Span,
    /// The comma behind it. Between constraints SQLite needs none.
    pub(in crate::dialect::sqlite) comma: Option<Span>,
    pub(in crate::dialect::sqlite) item: Item,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) enum Item {
    Column(ColumnText),
    Constraint(Clause),
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct ColumnText {
    pub(in crate::dialect::sqlite) name: Named,
    /// Its type, which it may lack.
    pub(in crate::dialect::sqlite) ty: Option<Span>,
    pub(in crate::dialect::sqlite) clauses: Vec<Clause>,
}

impl TableText {
    /// Reads the text; none where it makes no table, or one that is virtual.
    pub(in crate::dialect::sqlite) fn read(text: &str) -> Option<Self> {
        let mut tokens = Tokens::new(text);
        if !tokens.eat("CREATE") {
            return None;
        }
        if !tokens.eat("TEMP") {
            tokens.eat("TEMPORARY");
        }
        if !tokens.eat("TABLE") {
            return None;
        }
        tokens.eat("IF NOT EXISTS");
        let mut name = tokens.name()?;
        if tokens.eat_mark(".") {
            name = tokens.name()?;
        }
        if !tokens.at_mark("(") {
            return None;
        }
        let open = tokens.next()?;
        let mut parts = Vec::new();
        while tokens.peek().is_some() && !tokens.at_mark(")") {
            parts.push(part(&mut tokens)?);
        }
        if !tokens.at_mark(")") {
            return None;
        }
        let close = tokens.next()?;
        let (mut without_rowid, mut strict) = (None, None);
        while tokens.peek().is_some() {
            let begin = tokens.start();
            if tokens.eat("WITHOUT ROWID") {
                without_rowid = Some(begin..tokens.end());
            } else if tokens.eat("STRICT") {
                strict = Some(begin..tokens.end());
            } else if !tokens.eat_mark(",") {
                return None;
            }
        }
        Some(Self {
            name,
            open,
            parts,
            close,
            without_rowid,
            strict,
        })
    }

    pub(in crate::dialect::sqlite) fn columns(&self) -> impl Iterator<Item = &ColumnText> {
        self.parts.iter().filter_map(|part| match &part.item {
            Item::Column(column) => Some(column),
            Item::Constraint(_) => None,
        })
    }

    pub(in crate::dialect::sqlite) fn column(&self, name: &str) -> Option<&ColumnText> {
        self.columns().find(|column| column.name.is(name))
    }

    pub(in crate::dialect::sqlite) fn constraints(&self) -> impl Iterator<Item = &Clause> {
        self.parts.iter().filter_map(|part| match &part.item {
            Item::Constraint(constraint) => Some(constraint),
            Item::Column(_) => None,
        })
    }

    /// The names of its primary key's columns.
    pub(in crate::dialect::sqlite) fn primary_key(&self) -> Vec<&Named> {
        for column in self.columns() {
            if column.primary_key().is_some() {
                return vec![&column.name];
            }
        }
        for constraint in self.constraints() {
            if let What::PrimaryKey { keys, .. } = &constraint.what {
                return keys.iter().filter_map(|key| key.column.as_ref()).collect();
            }
        }
        Vec::new()
    }

    /// The column that is the row's own number: the one that is the primary key alone, and is an `INTEGER` by that very word.
    pub(in crate::dialect::sqlite) fn rowid(&self, text: &str) -> Option<&ColumnText> {
        if self.without_rowid.is_some() {
            return None;
        }
        let [key] = &*self.primary_key() else {
            return None;
        };
        let column = self.column(&key.name)?;
        // By a mistake that has to stay, `INTEGER PRIMARY KEY DESC` behind a column is none.
        let descending = column.clauses.iter().any(|clause| {
            matches!(
                clause.what,
                What::PrimaryKey {
                    descending: true,
                    ..
                }
            )
        });
        let ty = column.ty.clone().and_then(|span| text.get(span))?;
        (ty.eq_ignore_ascii_case("integer") && !descending).then_some(column)
    }

    /// The word `AUTOINCREMENT`, where it stands.
    pub(in crate::dialect::sqlite) fn autoincrement(&self) -> Option<&Span> {
        let clauses = self.columns().flat_map(|column| &column.clauses);
        clauses
            .chain(self.constraints())
            .find_map(|clause| match &clause.what {
                What::PrimaryKey { autoincrement, .. } => autoincrement.as_ref(),
                _ => None,
            })
    }
}

impl ColumnText {
    pub(in crate::dialect::sqlite) fn primary_key(&self) -> Option<&Clause> {
        let is_key = |clause: &&Clause| matches!(clause.what, What::PrimaryKey { .. });
        self.clauses.iter().find(is_key)
    }

    pub(in crate::dialect::sqlite) fn is_generated(&self) -> bool {
        let generated = |clause: &Clause| matches!(clause.what, What::Generated { .. });
        self.clauses.iter().any(generated)
    }

    pub(in crate::dialect::sqlite) fn is_not_null(&self) -> bool {
        let not_null = |clause: &Clause| clause.what == What::NotNull;
        self.clauses.iter().any(not_null)
    }
}

fn part(tokens: &mut Tokens<'_>) -> Option<Part> {
    let begin = tokens.start();
    let item = if begins_constraint(tokens) {
        let mut constraint = clause(tokens);
        // What is not understood goes up to the comma, or to where the next begins.
        while !ends(tokens) && !begins_constraint(tokens) {
            if tokens.group().is_none() {
                tokens.next();
            }
        }
        let end = tokens.end();
        constraint.span.end = end;
        constraint.body.end = end;
        Item::Constraint(constraint)
    } else {
        Item::Column(column(tokens)?)
    };
    let span = begin..tokens.end();
    let comma = if tokens.at_mark(",") {
        tokens.next()
    } else {
        None
    };
    Some(Part { span, comma, item })
}

fn ends(tokens: &Tokens<'_>) -> bool {
    tokens.peek().is_none() || tokens.at_mark(",") || tokens.at_mark(")")
}

fn column(tokens: &mut Tokens<'_>) -> Option<ColumnText> {
    let name = tokens.name()?;
    let begin = tokens.start();
    let place = tokens.place();
    while !begins(tokens) && tokens.peek_name().is_some() {
        tokens.next();
    }
    if tokens.place() > place {
        tokens.group();
    }
    let ty = (tokens.place() > place).then(|| begin..tokens.end());
    let mut clauses = Vec::new();
    while !ends(tokens) {
        clauses.push(clause(tokens));
    }
    Some(ColumnText { name, ty, clauses })
}
