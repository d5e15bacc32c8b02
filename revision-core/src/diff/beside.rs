//! What stands beside a diff: what one side does not know, and what no operation says.

use std::collections::BTreeSet;
use std::fmt;

use super::{Pair, types};
use crate::schema::{Name, QualifiedName, Schema, Table};

/// Something that the diff leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Beside {
    /// Of this object something was done that could not be read, so it is not compared, or not as a whole.
    Opaque(QualifiedName),
    /// The table is divided otherwise, and would have to be made anew.
    Divided(QualifiedName),
    /// The table inherits from others than it did.
    Inherits(QualifiedName),
    /// The type is made of something else, and would have to be made anew.
    Defined(QualifiedName),
    /// An option of the table is no longer said, and there is no way to say nothing.
    Unsaid(QualifiedName, &'static str),
    /// The extension has another version, which the server's own files decide.
    Version(Name),
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opaque(name) => write!(f, "cannot tell what all of `{name}` is like"),
            Self::Divided(name) => write!(f, "`{name}` is partitioned otherwise"),
            Self::Inherits(name) => write!(f, "`{name}` inherits from other tables"),
            Self::Defined(name) => write!(f, "the type `{name}` is made of something else"),
            Self::Unsaid(name, what) => write!(f, "`{name}` has another {what} than none said"),
            Self::Version(name) => write!(f, "the extension `{name}` has another version"),
        }
    }
}

/// What differs, or may differ, and is not among the operations of [`diff`](super::diff).
#[must_use]
pub fn beside(pair: Pair<&Schema>) -> Vec<Beside> {
    let opaque = pair.before.opaque.union(&pair.after.opaque);
    let mut found: BTreeSet<Beside> = opaque.cloned().map(Beside::Opaque).collect();
    let hidden = hidden(pair);
    for (name, tables) in pair.map(|schema| &schema.tables).kept() {
        if !hidden.contains(name) {
            found.extend(of_table(name, tables));
        }
    }
    for (name, pair) in pair.map(|schema| &schema.types).kept() {
        if types::is_another(pair) {
            found.insert(Beside::Defined(name.clone()));
        }
    }
    for (name, pair) in pair.map(|schema| &schema.extensions).kept() {
        if pair.before.version != pair.after.version {
            found.insert(Beside::Version(name.clone()));
        }
    }
    found.into_iter().collect()
}

fn of_table(name: &QualifiedName, pair: Pair<&Table>) -> Vec<Beside> {
    let options = pair.map(|table| &table.options);
    let mut found = Vec::new();
    if options.before.partition_by != options.after.partition_by {
        found.push(Beside::Divided(name.clone()));
    }
    if options.before.inherits != options.after.inherits {
        found.push(Beside::Inherits(name.clone()));
    }
    let unsaid =
        |before: &Option<String>, after: &Option<String>| before.is_some() && after.is_none();
    for (what, before, after) in [
        ("engine", &options.before.engine, &options.after.engine),
        (
            "character set",
            &options.before.charset,
            &options.after.charset,
        ),
        (
            "collation",
            &options.before.collation,
            &options.after.collation,
        ),
    ] {
        if unsaid(before, after) {
            found.push(Beside::Unsaid(name.clone(), what));
        }
    }
    found
}

/// What one side knows nothing of. What it knows in part, and says so, is compared as far as that goes.
fn hidden(pair: Pair<&Schema>) -> BTreeSet<QualifiedName> {
    let of = |schema: &Schema| -> BTreeSet<QualifiedName> {
        let unknown = |name: &&QualifiedName| {
            !schema.tables.contains_key(*name)
                && !schema.views.contains_key(*name)
                && !schema.sequences.contains_key(*name)
                && !schema.enums.contains_key(*name)
                && !schema.types.contains_key(*name)
        };
        schema.opaque.iter().filter(unknown).cloned().collect()
    };
    let (before, after) = (of(pair.before), of(pair.after));
    before.union(&after).cloned().collect()
}

/// Both schemas without what one of them knows nothing of. What a table is divided into is no difference.
pub(super) fn known(pair: Pair<&Schema>) -> Pair<Schema> {
    let hidden = hidden(pair);
    let mut known = pair.map(|schema| {
        let mut schema = schema.clone();
        let known = |name: &QualifiedName| !hidden.contains(name);
        schema.tables.retain(|name, _| known(name));
        schema.views.retain(|name, _| known(name));
        schema.sequences.retain(|name, _| known(name));
        schema.enums.retain(|name, _| known(name));
        schema.types.retain(|name, _| known(name));
        schema.functions.retain(|name, _| known(name));
        schema.triggers.retain(|(table, _), _| known(table));
        schema.policies.retain(|(table, _), _| known(table));
        schema.opaque.clone_from(&hidden);
        schema
    });
    for (name, table) in &mut known.before.tables {
        if let Some(after) = known.after.tables.get(name) {
            table.partitions.clone_from(&after.partitions);
        }
    }
    known
}
