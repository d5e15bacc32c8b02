//! The dependency on `revision-core`, for the crate and for its build script.

use std::path::Path;

use revision_core::Backend;
use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value};

use super::change::Changes;
use super::package::Package;
use super::runner;
use crate::failure::Failure;

const CORE: &str = "revision-core";

/// The feature that a build script needs.
const BUILD: &str = "build";

pub(super) fn plan(
    package: &Package,
    core: Option<&Path>,
    backend: Option<Backend>,
    runner: Option<&str>,
    changes: &mut Changes,
) -> Result<(), Failure> {
    let source = Source::new(package, core)?;
    let mut manifest = package.manifest.clone();
    let before = manifest.to_string();
    // The feature of a database has its name.
    let mut features: Vec<_> = backend.map(Backend::name).into_iter().collect();
    if let Some(name) = runner {
        features.push("runner");
        runner::keep_default(package, name, &mut manifest);
    }
    for (name, features) in [
        ("dependencies", &features[..]),
        ("build-dependencies", &[BUILD]),
    ] {
        let table = manifest
            .entry(name)
            .or_insert_with(|| Item::Table(Table::new()));
        let Some(table) = table.as_table_like_mut() else {
            let path = package.manifest_path();
            let message = format!("`{name}` in `{}` is no table", path.display());
            return Err(Failure::usage(message).into());
        };
        depend(table, &source, features);
    }
    let after = manifest.to_string();
    if after != before {
        changes.edit(package.manifest_path(), after);
    }
    Ok(())
}

/// Where the library comes from.
enum Source {
    Registry,
    Workspace,
    Path(String),
}

impl Source {
    fn new(package: &Package, core: Option<&Path>) -> Result<Self, Failure> {
        if let Some(path) = core {
            let path = std::fs::canonicalize(path).map_err(|error| {
                Failure::usage(format!(
                    "`--core {}` cannot be used: {error}",
                    path.display()
                ))
            })?;
            return Ok(Self::Path(path.display().to_string()));
        }
        let workspace = package
            .workspace()
            .unwrap_or_else(|| package.manifest.clone());
        let shared = workspace
            .get("workspace")
            .and_then(|workspace| workspace.get("dependencies")?.get(CORE));
        Ok(match shared {
            Some(_) => Self::Workspace,
            None => Self::Registry,
        })
    }

    fn dependency(&self, features: &[&str]) -> Item {
        let mut table = InlineTable::new();
        match self {
            // The command and the library are released together.
            Self::Registry if features.is_empty() => {
                return Item::Value(env!("CARGO_PKG_VERSION").into());
            }
            Self::Registry => table.insert("version", env!("CARGO_PKG_VERSION").into()),
            Self::Workspace => table.insert("workspace", true.into()),
            Self::Path(path) => table.insert("path", path.as_str().into()),
        };
        if !features.is_empty() {
            table.insert("features", Value::Array(features.iter().copied().collect()));
        }
        Item::Value(Value::InlineTable(table))
    }
}

/// Adds the dependency, or the features that an existing one lacks.
fn depend(table: &mut dyn TableLike, source: &Source, features: &[&str]) {
    let Some(present) = table.get_mut(CORE) else {
        let keys: Vec<_> = table.iter().map(|(key, _)| key.to_owned()).collect();
        table.insert(CORE, source.dependency(features));
        if keys.is_sorted() {
            table.sort_values();
        }
        return;
    };
    if features.is_empty() {
        return;
    }
    if let Some(version) = present.as_str().map(str::to_owned) {
        let mut detailed = InlineTable::new();
        detailed.insert("version", version.into());
        // A comment behind the version stays.
        let decor = present.as_value().map(|value| value.decor().clone());
        *detailed.decor_mut() = decor.unwrap_or_default();
        *present = Item::Value(Value::InlineTable(detailed));
    }
    let Some(detailed) = present.as_table_like_mut() else {
        return;
    };
    let listed = detailed
        .entry("features")
        .or_insert_with(|| Item::Value(Value::Array(Array::new())));
    let Some(listed) = listed.as_array_mut() else {
        return;
    };
    for feature in features {
        if !listed.iter().any(|one| one.as_str() == Some(feature)) {
            listed.push(*feature);
        }
    }
}
