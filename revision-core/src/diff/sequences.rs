//! Counters that stand for themselves.

use super::taken::{Taken, free};
use super::touched::Touched;
use super::{Pair, Steps};
use crate::operation::{Commented, Operation, SequenceChange};
use crate::schema::{Name, QualifiedName, Schema, Sequence, Type};

pub(super) fn diff(pair: Pair<&Schema>, touched: &Touched<'_>, taken: &Taken, steps: &mut Steps) {
    let sequences = pair.map(|schema| &schema.sequences);
    // With its column a counter goes by itself.
    let goes_with = |(table, column): &(QualifiedName, Name)| {
        let after = pair.after.tables.get(table);
        after.is_none_or(|after| after.columns.named(column).is_none())
            || touched.is_anew(table, column)
    };
    let counts = |(table, column): &(QualifiedName, Name)| {
        let after = pair.after.tables.get(table);
        let column = after.and_then(|after| after.columns.named(column));
        column.is_some_and(|column| column.identity.is_some())
    };
    for (name, one) in sequences.added() {
        let mut sequence = one.clone();
        sequence.owned_by = None;
        steps.made_before.push(Operation::CreateSequence {
            name: name.clone(),
            sequence,
            if_not_exists: false,
        });
        // Its column may be only just made.
        if one.owned_by.is_some() {
            steps.counted.push(own(name, one.owned_by.as_ref()));
        }
    }
    for (name, pair) in sequences.kept() {
        let Pair { before, after } = pair;
        let usual = Type::BigInt { unsigned: false };
        let change = SequenceChange {
            ty: (before.ty != after.ty).then(|| after.ty.clone().unwrap_or(usual)),
            options: (before.options != after.options).then(|| after.options.clone()),
            owned_by: None,
        };
        if change != SequenceChange::default() {
            steps.made_before.push(Operation::AlterSequence {
                name: name.clone(),
                change,
            });
        }
        let goes = before.owned_by.as_ref().is_some_and(goes_with);
        if goes {
            steps.freed.push(own(name, None));
        }
        if goes && after.owned_by.is_some()
            || before.owned_by != after.owned_by && !(goes && after.owned_by.is_none())
        {
            steps.counted.push(own(name, after.owned_by.as_ref()));
        }
        comment(name, pair, steps);
    }
    for (name, one) in sequences.removed() {
        let owner = one.owned_by.as_ref();
        // Unless its name is wanted before that.
        if owner.is_some_and(goes_with) && !taken.is(name) {
            continue;
        }
        if taken.is(name) {
            let to = free(name, pair);
            let old = name.beside(&to);
            steps.freed.push(Operation::RenameSequence {
                from: name.clone(),
                to,
            });
            if !owner.is_some_and(goes_with) {
                steps.dropped_sequences.push(drop(&old));
            }
        } else if owner.is_some_and(counts) {
            // The column has a counter of its own from then on, which takes the name.
            steps.made_constraints.push(drop(name));
        } else {
            steps.dropped_sequences.push(drop(name));
        }
    }
}

fn own(name: &QualifiedName, owner: Option<&(QualifiedName, Name)>) -> Operation {
    Operation::AlterSequence {
        name: name.clone(),
        change: SequenceChange {
            owned_by: Some(owner.cloned()),
            ..SequenceChange::default()
        },
    }
}

fn drop(name: &QualifiedName) -> Operation {
    Operation::DropSequence {
        name: name.clone(),
        if_exists: false,
    }
}

fn comment(name: &QualifiedName, pair: Pair<&Sequence>, steps: &mut Steps) {
    if pair.before.comment != pair.after.comment {
        steps.made_before.push(Operation::Comment {
            on: Commented::Sequence(name.clone()),
            comment: pair.after.comment.clone(),
        });
    }
}
