//! Models: the schema that structs of the application say.
//!
//! They are found by reading sources, never by compiling. `find` walks through folders, `file` through what a file holds,
//! where `cfg` decides what counts and `names` what a name means. What a struct says is read by the grammar that the derives
//! use too (`revision_syntax::models`); `column`, `part`, `table` and `assemble` make a [`Schema`] of it, and `check` finds what a
//! database does not take. What cannot be read is an error, and never a table that is missing without a word.

mod assemble;
mod cfg;
mod check;
mod column;
mod file;
mod find;
mod names;
mod part;
mod table;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use revision_syntax::models::Fault;

use super::body::depth::with_room;
use crate::config::Config;
use crate::operation::Object;
use crate::schema::{Name, QualifiedName, Schema};
use crate::{Code, Diagnostic, Place, Source};

#[cfg(feature = "build-models")]
pub(crate) use find::{below, folders};

/// What the models of a project say.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Models {
    /// The schema that they describe.
    pub schema: Schema,
    /// What was called otherwise before.
    pub renamed: Vec<Renamed>,
    /// The files that have models in them, as they are shown.
    pub files: Vec<PathBuf>,
    tables: BTreeMap<QualifiedName, TablePlaces>,
    enums: BTreeMap<QualifiedName, Place>,
}

/// That something was called otherwise before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Renamed {
    /// A table.
    Table {
        /// What it was called.
        from: QualifiedName,
        /// What it is called.
        to: QualifiedName,
    },
    /// A column.
    Column {
        /// The table, as it is called.
        table: QualifiedName,
        /// What the column was called.
        from: Name,
        /// What it is called.
        to: Name,
    },
}

/// Where a table's struct and its fields stand.
#[derive(Clone, Debug)]
struct TablePlaces {
    table: Place,
    columns: BTreeMap<Name, Place>,
}

/// Reads the models of the configured folders: `src`, unless `models` says otherwise.
///
/// All that is wrong is reported, each with its place. That there is no model is wrong too.
pub fn models(config: &Config) -> Result<Models, Vec<Diagnostic>> {
    with_room(|| read(config)).unwrap_or_else(|error| {
        let message = format!("there is no room to read the models: {error}");
        Err(vec![Diagnostic::new(Code::InvalidModel, message)])
    })
}

fn read(config: &Config) -> Result<Models, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let looked = find::find(config, &mut faults);
    let mut found = file::Found::default();
    for source in &looked.files {
        file::read(source, &mut found, &mut faults);
    }
    if found.is_empty() && faults.is_empty() {
        return Err(vec![find::nothing(&looked)]);
    }
    let models = assemble::assemble(config, &found, &mut faults);
    if faults.is_empty() {
        Ok(models)
    } else {
        faults.sort_by_key(|fault| {
            fault
                .place
                .as_ref()
                .map(|place| (place.path().to_path_buf(), place.span().start))
        });
        Err(faults)
    }
}

impl Models {
    /// Where something stands in the sources: a column at its field, all else of a table at the struct.
    #[must_use]
    pub fn place(&self, object: &Object) -> Option<&Place> {
        match object {
            Object::Column(table, column) => {
                let places = self.tables.get(table)?;
                Some(places.columns.get(column).unwrap_or(&places.table))
            }
            Object::Enum(name) | Object::EnumValue(name, _) => self.enums.get(name),
            Object::Table(name)
            | Object::PrimaryKey(name)
            | Object::Constraint(name, _)
            | Object::Index(name, _)
            | Object::View(name)
            | Object::MaterializedView(name) => Some(&self.tables.get(name)?.table),
            _ => None,
        }
    }
}

/// A fault of the grammar's, in a file.
fn told(source: &Arc<Source>, fault: Fault) -> Diagnostic {
    let place = Place::new(source, fault.span.byte_range());
    let told = Diagnostic::new(Code::InvalidModel, fault.message).at(place);
    match fault.help {
        Some(help) => told.help(help),
        None => told,
    }
}
