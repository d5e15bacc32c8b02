//! The names of revisions, in alphabetical order: ids, and the labels in their headers.

use super::{Error, Revision};
use crate::nearest;

#[derive(Clone, Debug)]
pub(super) struct Names(Vec<(Box<str>, usize)>);

/// Shorter names are found by their whole text alone.
const SHORTEST_BY_PREFIX: usize = 4;

impl Names {
    pub(super) fn new(revisions: &[Revision]) -> Self {
        let mut names = Vec::with_capacity(revisions.len());
        for (index, revision) in revisions.iter().enumerate() {
            names.push((revision.id.as_str().into(), index));
            let labels = revision.branch_labels.iter();
            names.extend(labels.map(|label| (label.as_str().into(), index)));
        }
        names.sort_unstable();
        Self(names)
    }

    /// The revision of exactly this name.
    pub(super) fn exact(&self, name: &str) -> Option<usize> {
        let place = self.0.binary_search_by(|(text, _)| (**text).cmp(name));
        Some(self.0[place.ok()?].1)
    }

    /// The revision of this name, or of the only name that begins so among the revisions that `within` allows.
    pub(super) fn find(&self, name: &str, within: impl Fn(usize) -> bool) -> Result<usize, Error> {
        if let Some(index) = self.exact(name) {
            return Ok(index);
        }
        let candidates: Vec<_> = self
            .beginning_with(name)
            .filter(|(text, index)| text.chars().count() >= SHORTEST_BY_PREFIX && within(*index))
            .collect();
        match candidates[..] {
            [(_, index)] => Ok(index),
            [] => Err(Error::CantLocate {
                name: name.to_owned(),
                nearest: self.nearest(name),
            }),
            _ => Err(Error::AmbiguousPrefix {
                prefix: name.to_owned(),
                candidates: candidates
                    .iter()
                    .map(|(text, _)| (*text).to_owned())
                    .collect(),
            }),
        }
    }

    /// The name that may have been meant.
    pub(super) fn nearest(&self, name: &str) -> Option<String> {
        let names = self.0.iter().map(|(text, _)| &**text);
        nearest(name, names).map(str::to_owned)
    }

    fn beginning_with(&self, prefix: &str) -> impl Iterator<Item = (&str, usize)> {
        let start = self.0.partition_point(|(text, _)| **text < *prefix);
        self.0[start..]
            .iter()
            .map(|(text, index)| (&**text, *index))
            // Everything begins with an empty text, which names nothing.
            .take_while(move |(text, _)| !prefix.is_empty() && text.starts_with(prefix))
    }
}
