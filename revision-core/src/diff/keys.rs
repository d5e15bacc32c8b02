//! The keys by which foreign keys find rows, and which of them go.

use std::collections::BTreeMap;

use crate::schema::{Index, IndexKey, Name, QualifiedName, Table};

/// The columns of keys that go, by their table.
#[derive(Default)]
pub(super) struct Gone(BTreeMap<QualifiedName, Vec<Vec<Name>>>);

impl Gone {
    pub(super) fn note(&mut self, table: &QualifiedName, columns: Vec<Name>) {
        if !columns.is_empty() {
            self.0.entry(table.clone()).or_default().push(columns);
        }
    }

    /// Whether a key goes by which these columns are found.
    pub(super) fn has(&self, table: &QualifiedName, columns: &[Name]) -> bool {
        let keys = self.0.get(table);
        keys.is_some_and(|keys| keys.iter().any(|key| begins(key, columns)))
    }
}

/// Whether a key begins with these columns, in any order.
pub(super) fn begins(key: &[Name], columns: &[Name]) -> bool {
    let head = &key[..columns.len().min(key.len())];
    head.len() == columns.len() && columns.iter().all(|column| head.contains(column))
}

/// The columns that an index begins with.
pub(super) fn of_index(index: &Index) -> Vec<Name> {
    let keys = index.columns.iter().map_while(|column| match &column.key {
        IndexKey::Column(name) => Some(name.clone()),
        IndexKey::Sql(_) => None,
    });
    keys.collect()
}

/// The keys of a table that are made with it.
pub(super) fn made_with(table: &Table) -> Vec<&[Name]> {
    let primary = table.primary_key.iter().map(|key| key.columns.as_slice());
    let unique = table.unique.iter().map(|key| key.columns.as_slice());
    primary.chain(unique).collect()
}
