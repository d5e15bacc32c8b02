//! What names mean in a module: what it brings in by `use`, and what it has itself.

use std::collections::{HashMap, HashSet};

use revision_syntax::models::Named;
use syn::ext::IdentExt as _;
use syn::{Path, UseTree};

/// The library, by the name under which an application knows it.
const LIBRARY: &str = "revision_core";

/// What names mean in a module.
#[derive(Default)]
pub(super) struct Scope {
    /// The number of its file.
    pub(super) file: usize,
    /// The paths that `use` brings in, by the names they go by.
    uses: HashMap<String, Vec<String>>,
    /// The types that it has itself.
    pub(super) own: HashSet<String>,
    /// Those of them that are other names for a type.
    pub(super) aliases: HashSet<String>,
}

impl Scope {
    /// One of the file of a number.
    pub(super) fn of_file(file: usize) -> Self {
        Self {
            file,
            ..Self::default()
        }
    }

    /// Takes an import.
    pub(super) fn import(&mut self, tree: &UseTree) {
        self.imported(tree, &mut Vec::new());
    }

    fn imported(&mut self, tree: &UseTree, path: &mut Vec<String>) {
        match tree {
            UseTree::Path(step) => {
                path.push(step.ident.unraw().to_string());
                self.imported(&step.tree, path);
                path.pop();
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.imported(tree, path);
                }
            }
            UseTree::Name(name) => {
                let name = name.ident.unraw().to_string();
                self.add(name.clone(), path, name);
            }
            UseTree::Rename(name) => {
                let goes_by = name.rename.unraw().to_string();
                self.add(goes_by, path, name.ident.unraw().to_string());
            }
            UseTree::Glob(_) => {}
        }
    }

    fn add(&mut self, goes_by: String, path: &[String], name: String) {
        let mut whole = path.to_vec();
        whole.push(name);
        self.uses.insert(goes_by, whole);
    }

    /// Whether a path in `derive(…)` is the library's derive of this name. One by itself is, unless it was brought in from
    /// elsewhere: nobody derives what is not in scope.
    pub(super) fn is_derive(&self, path: &Path, name: &str) -> bool {
        let segments = path
            .segments
            .iter()
            .map(|segment| segment.ident.unraw().to_string());
        let segments: Vec<String> = segments.collect();
        match segments.as_slice() {
            [one] => match self.uses.get(one) {
                Some(whole) => is_library(whole, name),
                None => one == name,
            },
            whole => is_library(whole, name),
        }
    }

    /// Whether a name that sqlx's types have is here one of the application's own.
    pub(super) fn has(&self, name: &str) -> bool {
        let brought_in = self.uses.get(name).and_then(|path| path.first());
        let inner =
            brought_in.is_some_and(|first| ["crate", "self", "super"].contains(&first.as_str()));
        inner || self.own.contains(name)
    }

    /// What a type is called where it is made.
    pub(super) fn real_name<'a>(&'a self, named: &'a Named) -> &'a str {
        match (named.path.as_slice(), self.uses.get(named.name())) {
            ([_], Some(whole)) => whole.last().map_or(named.name(), String::as_str),
            _ => named.name(),
        }
    }
}

fn is_library(path: &[String], name: &str) -> bool {
    matches!(path, [library, found] if library == LIBRARY && found == name)
}
