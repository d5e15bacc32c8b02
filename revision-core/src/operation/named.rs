//! Operations with a name for everything: what a file leaves unnamed goes by the naming convention.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Operation;
use crate::schema::naming::{Naming, named};
use crate::schema::{Constraint, Index, IndexKey, Name, QualifiedName, Table};

impl Operation {
    /// The operation without the names that its parts have anyway.
    #[must_use]
    pub fn without_usual_names(&self) -> Self {
        let mut bare = self.clone();
        match &mut bare {
            Self::CreateTable { name, table, .. } => unname_all(name, table),
            Self::AddConstraint { table, constraint } if is_usual(table, constraint) => {
                **constraint = constraint.without_name();
            }
            _ => {}
        }
        // Of two that would have one name the second has another, so that the order counts.
        if *bare.named() == *self.named() {
            bare
        } else {
            self.clone()
        }
    }

    /// The operation with a name for each constraint and index.
    pub(crate) fn named(&self) -> Cow<'_, Self> {
        match self {
            Self::CreateTable { name, table, .. } if has_unnamed(table) => {
                let mut operation = self.clone();
                if let Self::CreateTable { table, .. } = &mut operation {
                    name_all(name, table, &Naming::default());
                }
                Cow::Owned(operation)
            }
            Self::AddConstraint { table, constraint } if constraint.name().is_none() => {
                let mut constraint = constraint.clone();
                name_constraint(table, &mut constraint, &Naming::default());
                Cow::Owned(Self::AddConstraint {
                    table: table.clone(),
                    constraint,
                })
            }
            Self::CreateIndex {
                name: None,
                table,
                index,
                ..
            } => {
                let made = index_name(table, index, &Naming::default());
                let mut operation = self.clone();
                if let Self::CreateIndex { name, .. } = &mut operation {
                    *name = Some(made);
                }
                Cow::Owned(operation)
            }
            _ => Cow::Borrowed(self),
        }
    }
}

fn has_unnamed(table: &Table) -> bool {
    let keys = table.primary_key.iter().any(|one| one.name.is_none());
    keys || table.unique.iter().any(|one| one.name.is_none())
        || table.checks.iter().any(|one| one.name.is_none())
        || table.foreign_keys.iter().any(|one| one.name.is_none())
        || table.exclusions.iter().any(|one| one.name.is_none())
}

/// Whether a constraint is called what it would be called without a name.
fn is_usual(table: &QualifiedName, constraint: &Constraint) -> bool {
    let unnamed = constraint.without_name();
    let named = names(table, std::iter::once(unnamed), &Naming::default());
    named
        .first()
        .is_some_and(|name| name.as_ref() == constraint.name())
}

fn unname_all(name: &QualifiedName, table: &mut Table) {
    macro_rules! unname_each {
        ($($set:ident: $kind:ident),+) => {$(
            let all = std::mem::take(&mut table.$set).into_iter().map(|mut one| {
                if is_usual(name, &Constraint::$kind(one.clone())) {
                    one.name = None;
                }
                one
            });
            table.$set = all.collect();
        )+};
    }
    unname_each!(unique: Unique, checks: Check, foreign_keys: ForeignKey, exclusions: Exclusion);
    if let Some(key) = &mut table.primary_key
        && is_usual(name, &Constraint::PrimaryKey(key.clone()))
    {
        key.name = None;
    }
}

/// The name that a convention gives an index.
pub(crate) fn index_name(table: &QualifiedName, index: &Index, naming: &Naming) -> Name {
    let columns = index.columns.iter().map(|column| word(&column.key));
    named(&naming.index, table, &columns.collect::<Vec<_>>())
}

/// Gives each constraint of a table that has no name the one of a convention.
pub(crate) fn name_all(name: &QualifiedName, table: &mut Table, naming: &Naming) {
    macro_rules! name_each {
        ($($set:ident: $kind:ident),+) => {$(
            let all: Vec<_> = std::mem::take(&mut table.$set).into_iter().collect();
            let called = names(name, all.iter().cloned().map(Constraint::$kind), naming);
            let named = all.into_iter().zip(called).map(|(mut one, name)| {
                one.name = name;
                one
            });
            table.$set = named.collect();
        )+};
    }
    name_each!(unique: Unique, checks: Check, foreign_keys: ForeignKey, exclusions: Exclusion);
    if let Some(key) = &mut table.primary_key
        && key.name.is_none()
    {
        key.name = Some(named(&naming.primary_key, name, &[]));
    }
}

/// What the constraints of one kind that a table has go by, in their order. Those of one name get numbers.
pub(crate) fn names(
    table: &QualifiedName,
    constraints: impl Iterator<Item = Constraint> + Clone,
    naming: &Naming,
) -> Vec<Option<Name>> {
    let own = constraints.clone();
    let mut taken: BTreeSet<Name> = own.filter_map(|one| one.name().cloned()).collect();
    let names = constraints.map(|mut one| {
        if one.name().is_none() {
            name_constraint(table, &mut one, naming);
            let name = one.name().map(|name| numbered(name, &taken));
            taken.extend(name.clone());
            return name;
        }
        one.name().cloned()
    });
    names.collect()
}

/// The name, or the first with a number behind it that is free.
fn numbered(name: &Name, taken: &BTreeSet<Name>) -> Name {
    let mut tries = (1..).map(|number| Name::from(format!("{name}{number}")));
    if taken.contains(name) {
        let free = tries.find(|name| !taken.contains(name));
        free.unwrap_or_else(|| name.clone())
    } else {
        name.clone()
    }
}

fn name_constraint(table: &QualifiedName, constraint: &mut Constraint, naming: &Naming) {
    let words =
        |columns: &[Name]| -> Vec<String> { columns.iter().map(ToString::to_string).collect() };
    let (name, template, columns) = match constraint {
        Constraint::PrimaryKey(one) => (&mut one.name, &naming.primary_key, Vec::new()),
        Constraint::Unique(one) => (&mut one.name, &naming.unique, words(&one.columns)),
        Constraint::Check(one) => (&mut one.name, &naming.check, Vec::new()),
        Constraint::ForeignKey(one) => (&mut one.name, &naming.foreign_key, words(&one.columns)),
        Constraint::Exclusion(one) => {
            let columns = one
                .elements
                .iter()
                .map(|element| word(&element.key).to_owned());
            (&mut one.name, &naming.exclusion, columns.collect())
        }
    };
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    *name = Some(named(template, table, &columns));
}

/// What stands for a part of an index in its name.
fn word(key: &IndexKey) -> &str {
    match key {
        IndexKey::Column(name) => name,
        IndexKey::Sql(_) => "expr",
    }
}
