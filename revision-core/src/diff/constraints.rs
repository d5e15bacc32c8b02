//! Constraints and indexes that come, go and are called otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::order::mentions;
use super::{Pair, Steps};
use crate::operation::{Commented, Operation};
use crate::schema::{
    Check, Constraint, Exclusion, ForeignKey, Index, IndexKey, Name, PrimaryKey, QualifiedName,
    Table, Unique,
};

/// `anew` are the columns that are dropped and made again, which takes along all that holds on to them.
pub(super) fn diff(
    table: &QualifiedName,
    pair: Pair<&Table>,
    anew: &BTreeSet<&Name>,
    steps: &mut Steps,
) {
    let context = Context { table, anew };
    let sets = pair.map(|table| &table.foreign_keys);
    for change in context.changes(sets) {
        change.carry_out(table, &mut steps.dropped_keys, &mut steps.made_keys);
    }
    let keys = pair.map(|table| table.primary_key.iter().cloned().collect::<BTreeSet<_>>());
    let (dropped, made) = (&mut steps.dropped_constraints, &mut steps.made_constraints);
    for change in context.changes(Pair::new(&keys.before, &keys.after)) {
        change.carry_out(table, dropped, made);
    }
    for change in context.changes(pair.map(|table| &table.unique)) {
        change.carry_out(table, dropped, made);
    }
    for change in context.changes(pair.map(|table| &table.checks)) {
        change.carry_out(table, dropped, made);
    }
    for change in context.changes(pair.map(|table| &table.exclusions)) {
        change.carry_out(table, dropped, made);
    }
    indexes(table, pair.map(|table| &table.indexes), anew, steps);
}

/// A constraint, as far as kinds are alike here.
trait Like: Clone + Ord {
    fn wrapped(&self) -> Constraint;

    /// The same without its name, and whether it is known to hold.
    fn bare(&self) -> Self;

    fn is_valid(&self) -> bool;

    /// Whether it holds on to a column.
    fn is_about(&self, column: &Name) -> bool;
}

struct Context<'c> {
    table: &'c QualifiedName,
    anew: &'c BTreeSet<&'c Name>,
}

enum Change {
    Drop(Constraint),
    Add(Constraint),
    Rename(Name, Name),
    Validate(Name),
}

impl Context<'_> {
    fn changes<C: Like>(&self, pair: Pair<&BTreeSet<C>>) -> Vec<Change> {
        let touched = |one: &&C| self.anew.iter().any(|column| one.is_about(column));
        let both = pair.before.intersection(pair.after).filter(touched);
        let both: Vec<&C> = both.collect();
        let Pair { before, after } = pair.differences();
        let mut removed: Vec<&C> = before.into_iter().chain(both.iter().copied()).collect();
        let mut changes = Vec::new();
        let mut added = Vec::new();
        for one in after {
            let same = removed
                .iter()
                .position(|other| !touched(other) && other.bare() == one.bare());
            let stays = same.and_then(|index| renamed(removed[index], one).map(|how| (index, how)));
            match stays {
                Some((index, how)) => {
                    removed.remove(index);
                    changes.extend(how);
                }
                None => added.push(one),
            }
        }
        added.extend(both);
        changes.extend(removed.into_iter().map(|one| Change::Drop(one.wrapped())));
        changes.extend(added.into_iter().map(|one| Change::Add(one.wrapped())));
        changes
    }
}

/// How one becomes the other, which is like it but for the name and whether it is known to hold.
fn renamed<C: Like>(before: &C, after: &C) -> Option<Vec<Change>> {
    if before.is_valid() && !after.is_valid() {
        return None;
    }
    let (from, to) = (before.wrapped(), after.wrapped());
    let (from, to) = (from.name()?, to.name()?);
    let mut how = Vec::new();
    if from != to {
        how.push(Change::Rename(from.clone(), to.clone()));
    }
    if before.is_valid() != after.is_valid() {
        how.push(Change::Validate(to.clone()));
    }
    Some(how)
}

impl Change {
    fn carry_out(
        self,
        table: &QualifiedName,
        dropped: &mut Vec<Operation>,
        made: &mut Vec<Operation>,
    ) {
        let table = table.clone();
        match self {
            Self::Drop(one) => dropped.push(Operation::DropConstraint {
                table,
                name: one.name().cloned(),
                kind: one.kind(),
                if_exists: false,
            }),
            Self::Add(one) => made.push(Operation::AddConstraint {
                table,
                constraint: Box::new(one),
            }),
            Self::Rename(from, to) => {
                dropped.push(Operation::RenameConstraint { table, from, to });
            }
            Self::Validate(name) => made.push(Operation::ValidateConstraint { table, name }),
        }
    }
}

fn indexes(
    table: &QualifiedName,
    pair: Pair<&BTreeMap<Name, Index>>,
    anew: &BTreeSet<&Name>,
    steps: &mut Steps,
) {
    let touched = |index: &Index| anew.iter().any(|column| index_is_about(index, column));
    let mut removed: Vec<(&Name, &Index)> = pair.removed().collect();
    let mut added = Vec::new();
    for (name, index) in pair.added() {
        let same = removed
            .iter()
            .position(|(_, other)| *other == index && !touched(other));
        match same {
            Some(at) => {
                let (from, _) = removed.remove(at);
                steps.dropped_constraints.push(Operation::RenameIndex {
                    table: table.clone(),
                    from: from.clone(),
                    to: name.clone(),
                });
            }
            None => added.push((name, index)),
        }
    }
    for (name, pair) in pair.kept() {
        let mut before = pair.before.clone();
        before.comment.clone_from(&pair.after.comment);
        if before != *pair.after || touched(pair.before) {
            removed.push((name, pair.before));
            added.push((name, pair.after));
        } else if pair.before.comment != pair.after.comment {
            steps.changed_tables.push(Operation::Comment {
                on: Commented::Index(table.clone(), name.clone()),
                comment: pair.after.comment.clone(),
            });
        }
    }
    let dropped = removed.into_iter().map(|(name, _)| drop_index(table, name));
    steps.dropped_constraints.extend(dropped);
    let made = added
        .into_iter()
        .map(|(name, index)| create_index(table, name, index));
    steps.made_constraints.extend(made);
}

pub(super) fn drop_index(table: &QualifiedName, name: &Name) -> Operation {
    Operation::DropIndex {
        name: name.clone(),
        table: table.clone(),
        concurrently: false,
        if_exists: false,
    }
}

pub(super) fn create_index(table: &QualifiedName, name: &Name, index: &Index) -> Operation {
    Operation::CreateIndex {
        name: Some(name.clone()),
        table: table.clone(),
        index: Box::new(index.clone()),
        concurrently: false,
        if_not_exists: false,
    }
}

fn index_is_about(index: &Index, column: &Name) -> bool {
    let mut keys = index.columns.iter().map(|one| &one.key);
    keys.any(|key| key_is_about(key, column))
        || index.include.contains(column)
        || index.predicate.iter().any(|sql| mentions(sql, column))
}

fn key_is_about(key: &IndexKey, column: &Name) -> bool {
    match key {
        IndexKey::Column(name) => name == column,
        IndexKey::Sql(sql) => mentions(sql, column),
    }
}

impl Like for PrimaryKey {
    fn wrapped(&self) -> Constraint {
        Constraint::PrimaryKey(self.clone())
    }

    fn bare(&self) -> Self {
        Self {
            name: None,
            ..self.clone()
        }
    }

    fn is_valid(&self) -> bool {
        true
    }

    fn is_about(&self, column: &Name) -> bool {
        self.columns.contains(column) || self.include.contains(column)
    }
}

impl Like for Unique {
    fn wrapped(&self) -> Constraint {
        Constraint::Unique(self.clone())
    }

    fn bare(&self) -> Self {
        Self {
            name: None,
            ..self.clone()
        }
    }

    fn is_valid(&self) -> bool {
        true
    }

    fn is_about(&self, column: &Name) -> bool {
        self.columns.contains(column) || self.include.contains(column)
    }
}

impl Like for Check {
    fn wrapped(&self) -> Constraint {
        Constraint::Check(self.clone())
    }

    fn bare(&self) -> Self {
        Self {
            name: None,
            not_valid: false,
            ..self.clone()
        }
    }

    fn is_valid(&self) -> bool {
        !self.not_valid
    }

    fn is_about(&self, column: &Name) -> bool {
        mentions(&self.sql, column)
    }
}

impl Like for ForeignKey {
    fn wrapped(&self) -> Constraint {
        Constraint::ForeignKey(self.clone())
    }

    fn bare(&self) -> Self {
        Self {
            name: None,
            not_valid: false,
            ..self.clone()
        }
    }

    fn is_valid(&self) -> bool {
        !self.not_valid
    }

    fn is_about(&self, column: &Name) -> bool {
        self.columns.contains(column)
    }
}

impl Like for Exclusion {
    fn wrapped(&self) -> Constraint {
        Constraint::Exclusion(self.clone())
    }

    fn bare(&self) -> Self {
        Self {
            name: None,
            ..self.clone()
        }
    }

    fn is_valid(&self) -> bool {
        true
    }

    fn is_about(&self, column: &Name) -> bool {
        let mut keys = self.elements.iter().map(|one| &one.key);
        keys.any(|key| key_is_about(key, column))
            || self.predicate.iter().any(|sql| mentions(sql, column))
    }
}
