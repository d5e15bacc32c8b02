//! What is wrong with revisions that are each well written: an operation on what is not there, a way back that there is not,
//! a thing that a database has not got. All of them are looked at in one replay.

use std::borrow::Cow;

use super::super::script::of_rust;
use super::{Replayed, replay_all};
use crate::chain::{Direction, Error, Id};
use crate::config::Format;
use crate::script::{Asked, from_sections};
use crate::source::{RevisionFile, Revisions};
use crate::{Code, Diagnostic, Place, Server};

/// What was found wrong with revisions.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Linted {
    /// What cannot be applied, or undone as it is written.
    pub faults: Vec<Diagnostic>,
    /// Revisions that have no way back, each with the reason.
    pub irreversible: Vec<Diagnostic>,
    /// What is not known: statements with the code `opaque_statement`, revisions with `needs_compiling`.
    pub opaque: Vec<Diagnostic>,
}

/// Looks at all revisions as a database of that kind would run them, up and down.
pub fn lint(revisions: &Revisions, server: Server) -> Result<Linted, Error> {
    let plan = revisions.chain.upgrade(&[], &["heads"])?;
    let ids: Vec<Id> = plan.steps.into_iter().map(|step| step.revision).collect();
    let mut linted = Linted::default();
    let replayed = replay_all(
        revisions,
        &ids,
        server,
        &revisions.external(),
        |before, file, id| linted.revision(before, file, id, server),
    );
    // The replay tells of an upgrade that makes no sense at its line, and one that looks back at it no more than that.
    let told = |fault: &Diagnostic| {
        let path = fault.place.as_ref().map(Place::path);
        let mut known = replayed.faults.iter();
        fault.code == Code::InvalidOperation
            && known.any(|one| one.place.as_ref().map(Place::path) == path)
    };
    linted.faults.retain(|fault| !told(fault));
    for fault in replayed.faults {
        if !linted.faults.contains(&fault) {
            linted.faults.push(fault);
        }
    }
    linted.opaque = replayed.opaque;
    Ok(linted)
}

impl Linted {
    fn revision(&mut self, before: &Replayed, file: &RevisionFile, id: &Id, server: Server) {
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            let asked = Asked::new(id, direction, server);
            let script = match file.format {
                Format::Sql => from_sections(&file.source, asked),
                Format::Rust => {
                    let before = || Ok(Cow::Borrowed(before));
                    of_rust(file, asked, &[], &before, &|_, _| Ok(None))
                }
            };
            let Err(fault) = script else { continue };
            match fault.code {
                // The replay says so too.
                Code::NeedsCompiling => {}
                Code::Irreversible | Code::OpaqueStatement => self.irreversible.push(fault),
                _ => self.faults.push(fault),
            }
            // What cannot be done need not be undone.
            if direction == Direction::Upgrade {
                break;
            }
        }
    }
}
