//! Revisions as they are shown: whichever program has them, files that were read or a chain that was compiled.

use std::collections::HashSet;
use std::path::PathBuf;

use super::failure::Failure;
use super::standing::Standing;
use super::width;
use crate::Place;
use crate::chain::{Chain, Id};
use crate::runtime::Runtime;

/// The revisions, and where the database stands in them, if it was asked.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// What runs them.
    pub runtime: Runtime<'a>,
    /// Where the database stands.
    pub standing: Option<&'a Standing>,
}

impl<'a> View<'a> {
    /// The revisions, with no database asked.
    #[must_use]
    pub fn new(runtime: Runtime<'a>) -> Self {
        Self {
            runtime,
            standing: None,
        }
    }

    /// The graph of the revisions.
    #[must_use]
    pub fn chain(&self) -> &'a Chain {
        self.runtime.revisions().chain()
    }

    /// What a revision does, in its author's words.
    #[must_use]
    pub fn message(&self, id: &Id) -> &'a str {
        let about = self.runtime.revisions().about(id);
        about.map_or("", |about| about.message)
    }

    /// When a revision was made, as written.
    #[must_use]
    pub fn created(&self, id: &Id) -> Option<&'a str> {
        self.runtime.revisions().about(id)?.created
    }

    /// Where a revision's header stands.
    #[must_use]
    pub fn place(&self, id: &Id) -> Option<Place> {
        self.runtime.revisions().place(id)
    }

    /// A revision's file.
    #[must_use]
    pub fn path(&self, id: &Id) -> PathBuf {
        self.place(id)
            .map_or_else(PathBuf::new, |place| place.path().to_path_buf())
    }

    /// What a revision does, on one line.
    #[must_use]
    pub fn summary(&self, id: &Id) -> String {
        width::first_line(self.message(id))
    }

    /// A revision as a line of talk names it.
    #[must_use]
    pub fn named(&self, id: &Id) -> String {
        let message = self.summary(id);
        format!("{id} {message}").trim_end().to_owned()
    }

    /// The same revisions in the order of `history`.
    pub fn newest_first<'b>(
        &self,
        ids: impl IntoIterator<Item = &'b Id>,
    ) -> Result<Vec<&'b Id>, Failure>
    where
        'a: 'b,
    {
        let wanted: HashSet<&Id> = ids.into_iter().collect();
        // One is in order by itself, which is nearly every answer.
        if wanted.len() < 2 {
            return Ok(wanted.into_iter().collect());
        }
        let all = self.chain().history(None, None)?;
        let ids = all.into_iter().map(|revision| &revision.id);
        Ok(ids.filter(|id| wanted.contains(id)).collect())
    }
}
