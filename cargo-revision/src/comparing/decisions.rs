//! What the user has said of what a comparison cannot know: what was renamed, and what is to go.

use std::collections::{BTreeMap, BTreeSet};

use revision_core::diff::{Pair, Rename, Renames};
use revision_core::schema::{QualifiedName, Schema};
use revision_core::{Diagnostic, nearest};

use crate::failure::Failure;

/// What was said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decisions {
    /// What was called the one and is now the other: `users.name=full_name`.
    pub(crate) renames: Vec<String>,
    /// Whether nothing was renamed beside.
    pub(crate) no_renames: bool,
    /// What is to go.
    pub(crate) drops: Vec<String>,
}

impl Decisions {
    /// The same with what the models say.
    pub(super) fn renames(&self, mut decided: Vec<Rename>) -> Result<Renames, Failure> {
        for text in &self.renames {
            let Some(rename) = Rename::told(text) else {
                let message = format!("`--rename {text}` is not written as `OLD=NEW`");
                return Err(Failure::usage(message)
                    .help("a table: `--rename users=people`; a column: `--rename users.name=full_name`")
                    .into());
            };
            decided.push(rename);
        }
        Ok(Renames {
            decided,
            drops: self.drops.iter().cloned().collect(),
            none: self.no_renames,
        })
    }

    /// Whether something is to go.
    pub(super) fn drops(&self, name: &QualifiedName) -> bool {
        let name = name.to_string();
        self.drops.iter().any(|one| one == "*" || *one == name)
    }

    /// Whether something is to go by its own name.
    pub(super) fn name(&self, name: &str) -> bool {
        self.drops.iter().any(|one| one == name)
    }

    /// Refuses to drop what is not there, and what is still wanted: who errs in a name would take it for dropped.
    pub(super) fn known(&self, own: Pair<&Schema>) -> Result<(), Failure> {
        let named = self.drops.iter().filter(|one| *one != "*");
        let named: Vec<_> = named.collect();
        if named.is_empty() {
            return Ok(());
        }
        let (before, after) = (names(own.before), names(own.after));
        for name in named {
            let meant = before.get(name);
            let Some(meant) = meant else {
                return Err(unknown(name, &before).into());
            };
            if after.get(name).is_some_and(|after| meant.is_subset(after)) {
                let message = format!("`--drop {name}`: it is wanted, so it stays");
                let fault = Failure::usage(message);
                return Err(fault.help("take it out of the models first").into());
            }
        }
        Ok(())
    }
}

fn unknown(name: &str, names: &BTreeMap<String, BTreeSet<String>>) -> Diagnostic {
    let fault = Failure::usage(format!("`--drop {name}`: nothing of that name is compared"));
    let near = nearest(name, names.keys().map(String::as_str));
    match near {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("a table: `--drop audit`; a column or an index: `--drop users.name`"),
    }
}

/// Refuses an option that says of nothing that it was renamed.
pub(super) fn told(stale: &[Rename]) -> Result<(), Failure> {
    let mut said = stale.iter();
    let is_told = |one: &&Rename| matches!(one, Rename::Told(..));
    let Some(stale) = said.find(is_told) else {
        return Ok(());
    };
    let message = format!(
        "`--rename {stale}`: nothing of the first name is gone, or nothing of the second is new"
    );
    Err(Failure::usage(message)
        .help("a table: `--rename users=people`; a column: `--rename users.name=full_name`")
        .into())
}

/// What a user can say, and what is meant by it: an index is found by its own name too, in whatever tables.
fn names(schema: &Schema) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |name: &str, of: Option<&QualifiedName>| {
        let whole = of.map_or_else(|| name.to_owned(), |of| format!("{of}.{name}"));
        for said in [name, &whole] {
            let meant = names.entry(said.to_owned()).or_default();
            meant.insert(whole.clone());
        }
    };
    for (name, table) in &schema.tables {
        add(&name.to_string(), None);
        for column in table.columns.iter() {
            add(&format!("{name}.{}", column.name), None);
        }
        for index in table.indexes.keys() {
            add(index, Some(name));
        }
    }
    for (name, definition) in &schema.enums {
        add(&name.to_string(), None);
        for value in &definition.values {
            add(&format!("{name}.{value}"), None);
        }
    }
    for (table, name) in schema.triggers.keys().chain(schema.policies.keys()) {
        add(name, Some(table));
    }
    let qualified = schema.views.keys();
    let qualified = qualified
        .chain(schema.types.keys())
        .chain(schema.functions.keys());
    for name in qualified.chain(schema.sequences.keys()) {
        add(&name.to_string(), None);
    }
    for name in schema.namespaces.keys().chain(schema.extensions.keys()) {
        add(name, None);
    }
    names
}
