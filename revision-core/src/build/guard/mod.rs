//! `models_in_sync`: a model that was changed without a revision does not compile.
//!
//! It is a matter of those who write the models: a copy of the package that was published, or its documentation elsewhere,
//! compiles whatever its models are like. Nor does it stand in the way of the command, which builds the runner to apply
//! revisions, or of writing the one that is missing.

#[cfg(feature = "build-models")]
mod cached;
#[cfg(feature = "build-models")]
mod compiled;
#[cfg(feature = "build-models")]
mod models;

#[cfg(all(test, feature = "build-models"))]
mod tests;

use std::env;
use std::path::{Path, PathBuf};

use revision_syntax::handover::Handed;

use super::FOR_COMMAND;
use crate::Diagnostic;
use crate::config::Config;
use crate::source::Loaded;

/// What came of it.
#[derive(Default)]
pub(super) struct Guarded {
    /// What the macros are to raise.
    pub(super) faults: Vec<Handed>,
    /// What is only said.
    pub(super) warnings: Vec<String>,
    /// What cargo is to watch beside the revisions.
    pub(super) watched: Vec<PathBuf>,
    /// Whether it makes a difference who has the package built.
    pub(super) asks_who: bool,
}

/// Who has the package built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Whoever is at work on it.
    Anyone,
    /// The command, which needs the runner.
    Command,
    /// The place where all crates have their documentation.
    DocsRs,
}

impl By {
    pub(super) fn now() -> Self {
        if env::var_os("DOCS_RS").is_some() {
            Self::DocsRs
        } else if env::var_os(FOR_COMMAND).is_some() {
            Self::Command
        } else {
            Self::Anyone
        }
    }
}

/// What a guard looks at.
pub(super) struct Guard<'a> {
    pub(super) by: By,
    pub(super) package: &'a Path,
    /// Where the build script writes.
    pub(super) out: &'a Path,
    pub(super) config: &'a Config,
    pub(super) loaded: &'a Loaded,
    /// Whether the chain is in order, without which it leads nowhere.
    pub(super) is_sound: bool,
}

impl Guard<'_> {
    /// Does what the configuration asks for.
    pub(super) fn guarded(&self) -> Guarded {
        let is_elsewhere = self.by == By::DocsRs || is_copy(self.package);
        if !self.config.guard.models_in_sync || is_elsewhere {
            return Guarded::default();
        }
        let mut found = self.found();
        if found.faults.is_empty() {
            return found;
        }
        found.asks_who = true;
        if self.by == By::Command {
            let faults = std::mem::take(&mut found.faults).into_iter();
            let warnings = faults.map(|fault| fault.message.replace('\n', "; "));
            found.warnings.extend(warnings);
        }
        found
    }

    #[cfg(not(feature = "build-models"))]
    fn found(&self) -> Guarded {
        let message = "`models_in_sync` needs the feature `build-models` of `revision-core`";
        let fault = Diagnostic::new(crate::Code::Config, message).help(
            "in `Cargo.toml`, under `[build-dependencies]`: `features = [\"build\", \"build-models\"]`",
        );
        Guarded {
            faults: vec![super::hand_over::at_chain(self.config, &fault)],
            ..Guarded::default()
        }
    }
}

/// Whether this is a copy of the package that somebody else has got.
fn is_copy(package: &Path) -> bool {
    // A packaged copy has the first, a vendored one the second; within a repository that cargo has got lies the third.
    let of_copies = ["Cargo.toml.orig", ".cargo-checksum.json"];
    of_copies.iter().any(|file| package.join(file).exists())
        || package
            .ancestors()
            .any(|folder| folder.join(".cargo-ok").exists())
}

/// A fault in one line, as cargo shows warnings.
#[cfg(feature = "build-models")]
fn in_a_line(fault: &Diagnostic) -> String {
    let mut text = match &fault.place {
        Some(place) => format!(
            "{}:{}:{}: ",
            place.path().display(),
            place.line(),
            place.column()
        ),
        None => String::new(),
    };
    text.push_str(&fault.message);
    for line in &fault.help {
        text.push_str("; ");
        text.push_str(line);
    }
    text.replace(['\n', '\r'], " ")
}
