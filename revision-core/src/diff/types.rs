//! Domains and composite types. What stands on them stays, so they are changed where they are.

use std::collections::{BTreeMap, BTreeSet};

use super::taken::{Taken, free};
use super::{Pair, Steps, order};
use crate::operation::{Commented, Operation, TypeChange, type_has};
use crate::schema::{Composite, Defined, Domain, QualifiedName, Schema};

pub(super) fn diff(pair: Pair<&Schema>, taken: &Taken, steps: &mut Steps) {
    let types = pair.map(|schema| &schema.types);
    let added: BTreeMap<_, _> = types.added().collect();
    for name in order::after_needs(&needs(&added)) {
        if let Some(one) = added.get(name) {
            steps.made_before.push(Operation::CreateType {
                name: name.clone(),
                definition: Box::new((*one).clone()),
            });
        }
    }
    for (name, one) in types.kept() {
        let changes = match (one.before, one.after) {
            _ if is_another(one) => continue,
            (Defined::Domain(before), Defined::Domain(after)) => of_domain(before, after),
            (Defined::Composite(before), Defined::Composite(after)) => of_composite(before, after),
            _ => continue,
        };
        let changes = changes.into_iter().map(|change| Operation::AlterType {
            name: name.clone(),
            change: Box::new(change),
        });
        steps.made_before.extend(changes);
        if one.before.comment() != one.after.comment() {
            steps.made_before.push(Operation::Comment {
                on: Commented::Type(name.clone(), one.after.is_domain()),
                comment: one.after.comment().cloned(),
            });
        }
    }
    let removed: BTreeMap<_, _> = types.removed().collect();
    let order = order::after_needs(&needs(&removed));
    for name in order.into_iter().rev() {
        let domain = removed.get(name).is_some_and(|one| one.is_domain());
        // Columns have this type until late.
        let name = if taken.is(name) {
            let to = free(name, pair);
            let old = name.beside(&to);
            steps.dropped_early.push(Operation::RenameType {
                from: name.clone(),
                to,
                domain,
            });
            old
        } else {
            name.clone()
        };
        steps.dropped_types.push(Operation::DropType {
            name,
            domain,
            if_exists: false,
        });
    }
}

/// Whether a type would have to be made anew.
pub(super) fn is_another(pair: Pair<&Defined>) -> bool {
    match (pair.before, pair.after) {
        (Defined::Domain(before), Defined::Domain(after)) => before.base != after.base,
        (Defined::Composite(_), Defined::Composite(_)) => false,
        _ => true,
    }
}

fn needs<'s>(
    types: &BTreeMap<&'s QualifiedName, &'s Defined>,
) -> BTreeMap<&'s QualifiedName, BTreeSet<&'s QualifiedName>> {
    let of = |one: &Defined| {
        let made_of = one.types();
        let others = types.keys().copied();
        let needed = others.filter(|other| made_of.iter().any(|ty| type_has(ty, other)));
        needed.collect()
    };
    types.iter().map(|(name, one)| (*name, of(one))).collect()
}

fn of_domain(before: &Domain, after: &Domain) -> Vec<TypeChange> {
    let mut changes = Vec::new();
    for (name, sql) in &before.checks {
        if after.checks.get(name) != Some(sql) {
            changes.push(TypeChange::DropCheck(name.clone()));
        }
    }
    if before.default != after.default {
        changes.push(TypeChange::Default(after.default.clone()));
    }
    if before.not_null != after.not_null {
        changes.push(TypeChange::NotNull(after.not_null));
    }
    for (name, sql) in &after.checks {
        if before.checks.get(name) != Some(sql) {
            changes.push(TypeChange::AddCheck(name.clone(), sql.clone()));
        }
    }
    changes
}

fn of_composite(before: &Composite, after: &Composite) -> Vec<TypeChange> {
    let mut changes = Vec::new();
    for (name, _) in &before.attributes {
        if after.attribute(name).is_none() {
            changes.push(TypeChange::DropAttribute(name.clone()));
        }
    }
    for (name, ty) in &after.attributes {
        match before.attribute(name) {
            None => changes.push(TypeChange::AddAttribute(name.clone(), ty.clone())),
            Some(old) if old != ty => {
                changes.push(TypeChange::AlterAttribute(name.clone(), ty.clone()));
            }
            Some(_) => {}
        }
    }
    changes
}
