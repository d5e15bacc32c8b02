//! The schema before one revision after the other. What one of them stands on, the next mostly stands on too, and that is
//! replayed once: otherwise a chain in which each is reversed would be replayed as often as it is long.

use super::{Replayed, Replaying, below};
use crate::Server;
use crate::chain::{Error, Id};
use crate::source::Revisions;

/// A replay that goes on from where it was.
pub(in crate::source) struct Along<'r> {
    revisions: &'r Revisions,
    server: Server,
    external: &'r [&'r str],
    /// What was replayed.
    done: Vec<Id>,
    replaying: Replaying<'r>,
}

impl<'r> Along<'r> {
    pub(in crate::source) fn new(
        revisions: &'r Revisions,
        server: Server,
        external: &'r [&'r str],
    ) -> Self {
        Self {
            revisions,
            server,
            external,
            done: Vec::new(),
            replaying: Replaying::new(server, external),
        }
    }

    /// Replays all that a revision stands on, and not the revision.
    pub(in crate::source) fn before(&mut self, id: &Id) -> Result<&Replayed, Error> {
        let below = below(self.revisions, id)?;
        if !below.starts_with(&self.done) {
            self.done.clear();
            self.replaying = Replaying::new(self.server, self.external);
        }
        let more = &below[self.done.len()..];
        self.replaying.all(self.revisions, more, |_, _, _| {});
        self.done = below;
        Ok(&self.replaying.replayed)
    }
}
