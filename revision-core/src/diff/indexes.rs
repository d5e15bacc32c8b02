//! Indexes of tables that come, go and are called otherwise.

use super::keys::{Gone, of_index};
use super::touched::Touched;
use super::{Pair, Steps};
use crate::operation::{Commented, Operation};
use crate::schema::{Index, Name, QualifiedName, Table};

pub(super) fn diff(
    table: &QualifiedName,
    pair: Pair<&Table>,
    touched: &Touched<'_>,
    gone: &mut Gone,
    steps: &mut Steps,
) {
    let constraints = pair.before.constraints();
    let taken = |name: &Name| constraints.iter().any(|one| one.name() == Some(name));
    let indexes = pair.map(|table| &table.indexes);
    let mut removed: Vec<(&Name, &Index)> = indexes.removed().collect();
    let mut added = Vec::new();
    for (name, index) in indexes.added() {
        let same = removed
            .iter()
            .position(|(_, other)| *other == index && !touched.reaches_index(table, other));
        match same.filter(|_| !taken(name)) {
            Some(at) => {
                let (from, _) = removed.remove(at);
                steps.renamed_constraints.push(Operation::RenameIndex {
                    table: table.clone(),
                    from: from.clone(),
                    to: name.clone(),
                });
            }
            None => added.push((name, index)),
        }
    }
    for (name, pair) in indexes.kept() {
        let mut before = pair.before.clone();
        before.comment.clone_from(&pair.after.comment);
        if before != *pair.after || touched.reaches_index(table, pair.before) {
            removed.push((name, pair.before));
            added.push((name, pair.after));
        } else if pair.before.comment != pair.after.comment {
            steps.changed_tables.push(Operation::Comment {
                on: Commented::Index(table.clone(), name.clone()),
                comment: pair.after.comment.clone(),
            });
        }
    }
    for (name, index) in removed {
        gone.note(table, of_index(index));
        steps.dropped_constraints.push(drop_index(table, name));
    }
    let made = added.into_iter();
    let made = made.map(|(name, index)| create_index(table, name, index));
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
