//! What is left alone needs more than itself: the types that its columns are made of, and the schema that it lies in. Those
//! stay too, whoever made them.

use std::collections::BTreeSet;

use crate::operation::{Operation, type_name};
use crate::schema::{Name, QualifiedName, Schema, Type};

/// Leaves out of the operations what would take from the database something that what is left alone needs: all of the
/// `database` that is not `ours`.
pub fn spare(operations: &mut Vec<Operation>, database: &Schema, ours: &Schema) {
    let mut needed = Needed::of(database, ours);
    needed.follow(database);
    needed.renamed(operations);
    let anew: BTreeSet<QualifiedName> = operations.iter().filter_map(made).cloned().collect();
    operations.retain(|operation| match operation {
        Operation::DropEnum { name, .. } | Operation::DropType { name, .. } => {
            anew.contains(name) || !needed.types.contains(name)
        }
        Operation::DropNamespace { name, .. } => !needed.namespaces.contains(name),
        _ => true,
    });
}

/// The type that an operation makes, if one of that name was dropped for it.
fn made(operation: &Operation) -> Option<&QualifiedName> {
    match operation {
        Operation::CreateEnum { name, .. } | Operation::CreateType { name, .. } => Some(name),
        _ => None,
    }
}

#[derive(Debug, Default)]
struct Needed {
    types: BTreeSet<QualifiedName>,
    namespaces: BTreeSet<Name>,
}

impl Needed {
    /// What the database has and is not ours, needs at first hand.
    fn of(database: &Schema, ours: &Schema) -> Self {
        let mut needed = Self::default();
        for (name, table) in &database.tables {
            let own = ours.tables.get(name);
            if own.is_none() {
                needed.lies_in(name);
            }
            for column in table.columns.iter() {
                if own.is_some_and(|own| own.columns.named(&column.name).is_some()) {
                    continue;
                }
                let on = column.on.values().filter_map(|on| on.ty.as_ref());
                needed.made_of(std::iter::once(&column.ty).chain(on));
            }
        }
        for (name, one) in &database.types {
            if !ours.types.contains_key(name) {
                needed.lies_in(name);
                needed.made_of(one.types());
            }
        }
        macro_rules! lie {
            ($($map:ident),+) => {$(
                for name in database.$map.keys().filter(|name| !ours.$map.contains_key(name)) {
                    needed.lies_in(name);
                }
            )+};
        }
        lie!(enums, sequences, views, functions);
        for (name, one) in &database.extensions {
            if !ours.extensions.contains_key(name) {
                needed.namespaces.extend(one.namespace.clone());
            }
        }
        needed
    }

    fn lies_in(&mut self, name: &QualifiedName) {
        self.namespaces.extend(name.namespace.clone());
    }

    fn made_of<'t>(&mut self, types: impl IntoIterator<Item = &'t Type>) {
        self.types.extend(types.into_iter().filter_map(type_name));
    }

    /// Adds what is needed by what is needed.
    fn follow(&mut self, database: &Schema) {
        let mut left: Vec<_> = self.types.iter().cloned().collect();
        while let Some(name) = left.pop() {
            if !database.types.contains_key(&name) && !database.enums.contains_key(&name) {
                continue;
            }
            self.lies_in(&name);
            let types = database
                .types
                .get(&name)
                .into_iter()
                .flat_map(|one| one.types());
            for one in types.filter_map(type_name) {
                if self.types.insert(one.clone()) {
                    left.push(one);
                }
            }
        }
    }

    /// Adds the names that types go by when others take theirs.
    fn renamed(&mut self, operations: &[Operation]) {
        for operation in operations {
            if let Operation::RenameEnum { from, to } | Operation::RenameType { from, to, .. } =
                operation
                && self.types.contains(from)
            {
                self.types.insert(from.beside(to));
            }
        }
    }
}
