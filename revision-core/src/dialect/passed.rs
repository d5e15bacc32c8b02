//! What an operation says and a server passes over, so that whoever applies it is told.
//!
//! What would be missed is refused by [`lower`](super::lower). An option that one database alone has (`engine`, `strict`)
//! is meant for that one, and says nothing to others. Here is the rest: comments, how things are stored, and what is
//! looked at when. `docs/options.md` has all options, written by the tests of this module.

#[cfg(test)]
mod fields;
#[cfg(test)]
mod page;
#[cfg(test)]
mod tests;

use super::mysql;
use crate::operation::{Commented, Operation, TableChange};
use crate::schema::{Constraint, Index, Table};
use crate::{Product, Server};

/// What the server passes over of an operation: a sentence each.
pub(crate) fn passed_over(server: Server, operation: &Operation) -> Vec<String> {
    let mut told = Vec::new();
    each_said(operation, &mut |said| told.extend(passes(server, &said)));
    told.sort();
    told.dedup();
    told
}

/// Something that an operation says, and not every server heeds.
enum Said<'a> {
    Comment(On),
    /// How the texts of a whole table are sorted.
    Collation,
    /// A parameter of storage.
    Parameter(&'a str),
    /// That no parameters are left.
    NoParameters,
    /// That rows which are there are not looked at.
    NotValid,
    /// That large comes before small in an index.
    Descending,
}

/// What is commented on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum On {
    Enum,
    Namespace,
    View,
    Constraint,
    Other,
}

fn passes(server: Server, said: &Said<'_>) -> Option<String> {
    let name = match server.product {
        Product::Postgres => "PostgreSQL",
        Product::MySql => "MySQL",
        Product::MariaDb => "MariaDB",
        Product::Sqlite => "SQLite",
    };
    let why = match (server.product, said) {
        (Product::Sqlite, Said::Comment(_)) => "keeps no comments".to_owned(),
        (Product::MySql | Product::MariaDb, Said::Comment(On::Enum)) => {
            "keeps no comments on enums".to_owned()
        }
        (Product::MySql | Product::MariaDb, Said::Comment(On::View)) => {
            "keeps no comments on views".to_owned()
        }
        (Product::MySql | Product::MariaDb, Said::Comment(On::Constraint)) => {
            "keeps no comments on constraints".to_owned()
        }
        (Product::MySql, Said::Comment(On::Namespace)) => "keeps no comments on schemas".to_owned(),
        (Product::Postgres | Product::Sqlite, Said::Collation) => {
            "sorts texts as their columns say, and not as `collate` of a table".to_owned()
        }
        (Product::Sqlite, Said::Parameter(_)) => "has no parameters of storage".to_owned(),
        (Product::MySql | Product::MariaDb, Said::Parameter(key)) if !mysql::has_parameter(key) => {
            format!("has no parameter of storage `{key}`")
        }
        (Product::MySql | Product::MariaDb, Said::NoParameters) => {
            "leaves parameters of storage as they are until they are given another value".to_owned()
        }
        (Product::MySql | Product::MariaDb | Product::Sqlite, Said::NotValid) => {
            "looks at the rows that are there, `not_valid` or not".to_owned()
        }
        (Product::MariaDb, Said::Descending) if !server.is_at_least(10, 8) => {
            "has descending indexes from version 10.8 on: the order is ascending here".to_owned()
        }
        _ => return None,
    };
    Some(format!("{name} {why}"))
}

fn each_said(operation: &Operation, tell: &mut impl FnMut(Said<'_>)) {
    match operation {
        Operation::CreateTable { table, .. } => of_table(table, tell),
        Operation::AlterTable { change, .. } => of_change(change, tell),
        Operation::AddColumn { column, .. } => {
            comment(column.comment.as_deref(), On::Other, tell);
        }
        Operation::AlterColumn { change, .. } => {
            let said = change.comment.as_ref().and_then(Option::as_deref);
            comment(said, On::Other, tell);
        }
        Operation::AddConstraint { constraint, .. } => of_constraint(constraint, tell),
        Operation::CreateIndex { index, .. } => of_index(index, tell),
        Operation::CreateView { view, .. } => {
            comment(view.comment.as_deref(), On::View, tell);
            for index in view.indexes.values() {
                of_index(index, tell);
            }
        }
        Operation::CreateEnum { definition, .. } => {
            comment(definition.comment.as_deref(), On::Enum, tell);
        }
        Operation::CreateSequence { sequence, .. } => {
            comment(sequence.comment.as_deref(), On::Other, tell);
        }
        Operation::Comment { on, comment: said } => {
            let on = match on {
                Commented::Namespace(_) => On::Namespace,
                Commented::Enum(_) => On::Enum,
                // Elsewhere there are none.
                Commented::Type(..) => return,
                Commented::View(..) => On::View,
                Commented::Constraint(..) => On::Constraint,
                Commented::Sequence(_) | Commented::Index(..) => On::Other,
            };
            comment(said.as_deref(), on, tell);
        }
        _ => {}
    }
}

/// To say nothing, or no longer anything, asks for nothing.
fn comment(said: Option<&str>, on: On, tell: &mut impl FnMut(Said<'_>)) {
    if said.is_some_and(|said| !said.is_empty()) {
        tell(Said::Comment(on));
    }
}

fn parameters(storage: &[(String, String)], tell: &mut impl FnMut(Said<'_>)) {
    for (key, _) in storage {
        tell(Said::Parameter(key));
    }
}

fn of_table(table: &Table, tell: &mut impl FnMut(Said<'_>)) {
    comment(table.comment.as_deref(), On::Other, tell);
    for column in table.columns.iter() {
        comment(column.comment.as_deref(), On::Other, tell);
    }
    if table.options.collation.is_some() {
        tell(Said::Collation);
    }
    parameters(&table.options.storage, tell);
    for constraint in table.constraints() {
        of_constraint(&constraint, tell);
    }
    for index in table.indexes.values() {
        of_index(index, tell);
    }
}

fn of_change(change: &TableChange, tell: &mut impl FnMut(Said<'_>)) {
    let said = change.comment.as_ref().and_then(Option::as_deref);
    comment(said, On::Other, tell);
    if change.collation.is_some() {
        tell(Said::Collation);
    }
    match change.storage.as_deref() {
        Some([]) => tell(Said::NoParameters),
        Some(storage) => parameters(storage, tell),
        None => {}
    }
}

fn of_constraint(constraint: &Constraint, tell: &mut impl FnMut(Said<'_>)) {
    let said = constraint.comment().map(String::as_str);
    comment(said, On::Constraint, tell);
    let not_valid = match constraint {
        Constraint::Check(check) => check.not_valid,
        Constraint::ForeignKey(key) => key.not_valid,
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclusion(_) => false,
    };
    if not_valid {
        tell(Said::NotValid);
    }
}

fn of_index(index: &Index, tell: &mut impl FnMut(Said<'_>)) {
    comment(index.comment.as_deref(), On::Other, tell);
    parameters(&index.storage, tell);
    if index.columns.iter().any(|column| column.descending) {
        tell(Said::Descending);
    }
}
