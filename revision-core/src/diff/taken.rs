//! Names that go from one thing to another. Databases keep tables, views, counters, types and indexes apart by name alone, so
//! that what leaves a name to something else has to leave it first.

use std::collections::{BTreeMap, BTreeSet};

use super::Pair;
use crate::schema::{Name, QualifiedName, Schema};

/// What goes by a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    Table,
    View,
    Sequence,
    Enum,
    Type,
    /// An index or a key of a table, or of a view.
    Index(Name),
}

/// The names that something goes by and something else will go by.
pub(super) struct Taken(BTreeSet<QualifiedName>);

impl Taken {
    pub(super) fn new(pair: Pair<&Schema>) -> Self {
        let owners = pair.map(owners);
        let pair = Pair::new(&owners.before, &owners.after);
        let moved = pair.kept().filter(|(_, pair)| pair.before != pair.after);
        Self(moved.map(|(name, _)| name.clone()).collect())
    }

    /// Whether something else will go by this name.
    pub(super) fn is(&self, name: &QualifiedName) -> bool {
        self.0.contains(name)
    }

    /// Whether something else will go by the name of a table, or of something that goes with it.
    pub(super) fn is_of_table(&self, schema: &Schema, name: &QualifiedName) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let Some(table) = schema.tables.get(name) else {
            return false;
        };
        let constraints = table.constraints();
        let own = constraints.iter().filter_map(|one| one.name());
        let mut owned = schema.sequences.iter().filter(|(_, sequence)| {
            let owner = sequence.owned_by.as_ref();
            owner.is_some_and(|(owner, _)| owner == name)
        });
        self.is(name)
            || owned.any(|(sequence, _)| self.is(sequence))
            || own
                .chain(table.indexes.keys())
                .any(|own| self.is(&name.beside(own)))
    }
}

/// A name that nothing goes by.
pub(super) fn free(name: &QualifiedName, pair: Pair<&Schema>) -> Name {
    let owners = pair.map(owners);
    let is_free = |name: &QualifiedName| {
        !owners.before.contains_key(name) && !owners.after.contains_key(name)
    };
    let mut tries = (1..).map(|number| match number {
        1 => Name::from(format!("{}_old", name.name)),
        _ => Name::from(format!("{}_old{number}", name.name)),
    });
    let found = tries.find(|one| is_free(&name.beside(one)));
    found.unwrap_or_else(|| name.name.clone())
}

fn owners(schema: &Schema) -> BTreeMap<QualifiedName, Owner> {
    let mut owners = BTreeMap::new();
    for (name, table) in &schema.tables {
        for index in table.indexes.keys() {
            owners.insert(name.beside(index), Owner::Index(name.name.clone()));
        }
        let constraints = table.constraints();
        for constraint in constraints.iter().filter_map(|one| one.name()) {
            owners.insert(name.beside(constraint), Owner::Index(name.name.clone()));
        }
    }
    for (name, view) in &schema.views {
        for index in view.indexes.keys() {
            owners.insert(name.beside(index), Owner::Index(name.name.clone()));
        }
    }
    let all = schema.tables.keys().map(|name| (name, Owner::Table));
    let all = all.chain(schema.views.keys().map(|name| (name, Owner::View)));
    let all = all.chain(schema.sequences.keys().map(|name| (name, Owner::Sequence)));
    let all = all.chain(schema.enums.keys().map(|name| (name, Owner::Enum)));
    let all = all.chain(schema.types.keys().map(|name| (name, Owner::Type)));
    owners.extend(all.map(|(name, owner)| (name.clone(), owner)));
    owners
}
