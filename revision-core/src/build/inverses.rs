//! What undoes revisions that reverse what only the schema tells: found by replaying the files, for each database that the
//! chain may run on, and written out as functions and as data beside the chain.
//!
//! What cannot be found is no fault of the build's: the downgrade says so when somebody asks for it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::config::Config;
use crate::source::{Inverse, Loaded, check, inverses, revisions};
use crate::{Product, Server};

/// A revision's inverses, or why there are none.
type Found = Result<Inverse, String>;

/// The modules of the functions, and the list of [`Inverses`](crate::embedded::Inverses).
pub(super) fn code(config: &Config, loaded: &Loaded) -> (String, String) {
    let mut written = Written::default();
    let mut entries = String::new();
    for (id, found) in found(config, loaded) {
        let mut left = found;
        while let Some((_, first)) = left.first() {
            let first = first.clone();
            let (same, others): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|(_, found)| *found == first);
            let products: Vec<Product> = same.into_iter().map(|(product, _)| product).collect();
            written.entry(&id, &products, &first, &mut entries);
            left = others;
        }
    }
    (written.modules, entries)
}

/// What was found for each revision on each database.
fn found(config: &Config, loaded: &Loaded) -> BTreeMap<String, Vec<(Product, Found)>> {
    let mut found: BTreeMap<String, Vec<(Product, Found)>> = BTreeMap::new();
    let Ok(chain) = check(loaded) else {
        return found;
    };
    // Without a file the schema would be another one.
    if !loaded.faults.is_empty() {
        return found;
    }
    let revisions = revisions(config, chain, loaded.files.clone());
    for server in servers(config) {
        for (id, inverse) in inverses(&revisions, server) {
            let inverse = inverse.map_err(|fault| fault.message);
            let of_revision = found.entry(id.to_string()).or_default();
            let same = |(product, _): &&mut (Product, Found)| *product == server.product;
            match of_revision.iter_mut().find(same) {
                None => of_revision.push((server.product, inverse)),
                Some((_, other)) if *other == inverse => {}
                Some((product, other)) => {
                    let name = product.name();
                    *other = Err(format!(
                        "it is not the same on every version of {name} that `databases` names"
                    ));
                }
            }
        }
    }
    found
}

/// The databases that the chain may run on: those that the configuration names, with what else speaks their language; all where
/// it names none, since what an application connects to is not known when it is compiled.
fn servers(config: &Config) -> Vec<Server> {
    let named = &config.databases;
    let mut servers = named.clone();
    for product in Product::ALL {
        let is_served = |one: &Server| one.backend() == product.backend();
        if !named.iter().any(|one| one.product == product)
            && (named.is_empty() || named.iter().any(is_served))
        {
            servers.push(Server::oldest(product));
        }
    }
    servers
}

/// The functions that are written already, by their text.
#[derive(Default)]
struct Written {
    names: BTreeMap<String, String>,
    modules: String,
}

impl Written {
    fn entry(&mut self, id: &str, products: &[Product], found: &Found, entries: &mut String) {
        let products: Vec<String> = products
            .iter()
            .map(|product| format!("::revision_core::Product::{product:?}"))
            .collect();
        let found = match found {
            Ok(inverse) => {
                let texts = inverse.iter();
                let inverses: Vec<String> = texts.map(|text| self.function(text)).collect();
                format!(
                    "::core::result::Result::Ok(::revision_core::__private::Found {{ inverses: &[{}] }})",
                    inverses.join(", ")
                )
            }
            Err(why) => format!("::core::result::Result::Err({why:?})"),
        };
        let _ = writeln!(
            entries,
            "        ::revision_core::__private::Inverses {{ revision: {id:?}, products: &[{}], found: {found} }},",
            products.join(", ")
        );
    }

    /// The path of the function that a text is.
    fn function(&mut self, text: &str) -> String {
        if let Some(name) = self.names.get(text) {
            return name.clone();
        }
        let module = format!("inverse_{}", self.names.len() + 1);
        // No one has written it, so there is nobody to heed what a lint says of it.
        let _ = writeln!(
            self.modules,
            "#[allow(clippy::all, clippy::pedantic, unreachable_pub, unused_imports, unused_variables)]\n\
             mod {module} {{\nuse ::revision_core::prelude::*;\n\n{text}}}"
        );
        let name = format!("{module}::upgrade");
        self.names.insert(text.to_owned(), name.clone());
        name
    }
}

#[cfg(test)]
mod tests;
