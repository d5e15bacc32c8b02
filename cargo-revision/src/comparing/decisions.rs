//! What the user has said of what a comparison cannot know: what was renamed, and what is to go.

use std::collections::BTreeSet;

use revision_core::diff::{Rename, Renames};
use revision_core::nearest;
use revision_core::schema::{QualifiedName, Schema};

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

    /// Refuses to drop what is not there: who errs in a name would take it for dropped.
    pub(super) fn known(&self, before: &Schema) -> Result<(), Failure> {
        let names = names(before);
        let mut said = self.drops.iter();
        let Some(unknown) = said.find(|one| *one != "*" && !names.contains(*one)) else {
            return Ok(());
        };
        let message = format!("`--drop {unknown}`: nothing of that name is compared");
        let fault = Failure::usage(message);
        let near = nearest(unknown, names.iter().map(String::as_str));
        Err(match near {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => {
                fault.help("a table: `--drop audit`; a column or an index: `--drop users.name`")
            }
        }
        .into())
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

/// What a user can mean with a name.
fn names(schema: &Schema) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (name, table) in &schema.tables {
        names.insert(name.to_string());
        let columns = table.columns.iter().map(|column| &column.name);
        names.extend(columns.map(|column| format!("{name}.{column}")));
        names.extend(table.indexes.keys().map(ToString::to_string));
        names.extend(table.indexes.keys().map(|index| format!("{name}.{index}")));
    }
    for (name, definition) in &schema.enums {
        names.insert(name.to_string());
        let values = definition.values.iter();
        names.extend(values.map(|value| format!("{name}.{value}")));
    }
    for (table, name) in schema.triggers.keys().chain(schema.policies.keys()) {
        names.insert(name.to_string());
        names.insert(format!("{table}.{name}"));
    }
    names.extend(schema.views.keys().map(ToString::to_string));
    names.extend(schema.functions.keys().map(ToString::to_string));
    names.extend(schema.sequences.keys().map(ToString::to_string));
    names.extend(schema.namespaces.keys().map(ToString::to_string));
    names.extend(schema.extensions.keys().map(ToString::to_string));
    names
}
