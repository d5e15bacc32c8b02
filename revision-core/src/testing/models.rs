//! Whether models and revisions agree, as a test.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::error::Error;
use crate::chain::Id;
use crate::config::Config;
use crate::source::{in_sync, read};
use crate::{Backend, EmbeddedChain};

/// Whether the revisions do all that the models ask for: a struct that was changed and has no revision yet fails the test,
/// with the operations that are missing, where they are asked for, and the command that writes them.
///
/// It compares what `cargo revision check --offline` does, for each of the `databases` in `revision.toml`, and asks none of
/// them. That expressions differ in their texts alone is passed over, for databases write them in words of their own. The
/// test stands in the package that compiles the chain, since it reads the configuration, the revisions and the models where
/// that package has them. It wants the feature `source`.
///
/// ```no_run
/// # mod revisions {
/// #     use revision_core::{EmbeddedChain, config::Settings};
/// #     pub static CHAIN: EmbeddedChain = EmbeddedChain::new(&[], Settings::DEFAULT);
/// # }
/// #[test]
/// fn every_change_of_a_model_has_a_revision() {
///     revision_core::testing::models_match(&revisions::CHAIN).unwrap();
/// }
/// ```
///
/// The same as a compile error is `models_in_sync` in `revision.toml`.
pub fn models_match(chain: &EmbeddedChain) -> Result<(), Error> {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    match_in(chain, &package)
}

fn match_in(chain: &EmbeddedChain, package: &Path) -> Result<(), Error> {
    let config = Config::for_package(package).map_err(Error::Models)?;
    let revisions = read(&config).map_err(Error::Models)?;
    let own: BTreeSet<&str> = chain.revisions().iter().map(|one| one.id).collect();
    let found = revisions.chain.revisions().iter();
    let found: BTreeSet<&str> = found.map(|one| one.id.as_str()).collect();
    if own != found {
        return Err(Error::OtherChain(config.root));
    }
    let compiled = |id: &Id, backend: Backend| {
        let mut revisions = chain.revisions().iter();
        let revision = revisions.find(|one| one.id == id.as_str());
        revision.and_then(|one| one.upgrade(backend))
    };
    let faults = in_sync(&config, &revisions, Some(&compiled)).faults;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(Error::Models(faults))
    }
}

#[cfg(test)]
mod tests;
