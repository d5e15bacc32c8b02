//! The comparison itself, unless it was made before and nothing has changed since.

use revision_syntax::handover::{At, Handed};

use super::super::hand_over::{at_chain, text};
use super::cached::Cached;
use super::compiled::Compiled;
use super::{Guard, Guarded, in_a_line};
use crate::source::models::folders;
use crate::source::{InSync, check, in_sync, revisions};
use crate::{Diagnostic, Place};

impl Guard<'_> {
    pub(super) fn found(&self) -> Guarded {
        let config = self.config;
        let mut found = Guarded {
            watched: folders(config)
                .iter()
                .map(|path| config.root.join(path))
                .collect(),
            ..Guarded::default()
        };
        // What stands on nothing leads nowhere, and is said already.
        let Some(chain) = check(self.loaded).ok().filter(|_| self.is_sound) else {
            return found;
        };
        let cached = Cached::new(self.out, config, self.loaded);
        if let Some(warnings) = cached.warnings() {
            found.warnings = warnings;
            return found;
        }
        let revisions = revisions(config, chain, self.loaded.files.clone());
        let InSync { faults, warnings } = in_sync(config, &revisions, None);
        found.warnings = warnings.iter().map(in_a_line).collect();
        if faults.is_empty() {
            cached.write(&found.warnings);
        }
        let compiled = Compiled::new(self.package, config);
        let handed = faults.iter().map(|fault| self.handed(&compiled, fault));
        found.faults = handed.collect();
        found
    }

    /// At the token of a model, if a derive of this package sees it.
    fn handed(&self, compiled: &Compiled<'_>, fault: &Diagnostic) -> Handed {
        let config = self.config;
        let place = fault.place.as_ref();
        let place = place.filter(|place| !self.is_revision(place) && is_of_struct(place));
        let file = place.and_then(|place| Some((place, compiled.file(place.path())?)));
        let Some((place, file)) = file else {
            return at_chain(config, fault);
        };
        Handed {
            at: At::Model {
                file: file.to_string_lossy().into_owned(),
                line: place.line(),
                column: place.column(),
            },
            message: text(config, fault),
        }
    }

    fn is_revision(&self, place: &Place) -> bool {
        let mut files = self.loaded.files.iter();
        files.any(|file| file.path() == place.path())
    }
}

/// Whether a place is within what a derive is given; it is not given its own name.
fn is_of_struct(place: &Place) -> bool {
    let text = place.text().get(place.span()).unwrap_or_default();
    let last = text.rsplit("::").next().unwrap_or_default().trim();
    !matches!(last, "" | "Table" | "SqlEnum")
}
