//! What the chain knows of a revision: the part of its header that links it to others.

use super::{Id, Label};

/// The header of one revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its own id.
    pub id: Id,
    /// What it stands on: none for a base, several for a merge.
    pub down_revisions: Vec<Id>,
    /// Names of the branch that begins here.
    pub branch_labels: Vec<Label>,
    /// What must be applied before it without being on its branch: ids, or labels, which mean the revision that has the
    /// label in its header.
    pub depends_on: Vec<String>,
}

impl Revision {
    /// A revision that stands on others, or on nothing.
    #[must_use]
    pub fn new(id: impl Into<Id>, down_revisions: impl IntoIterator<Item = Id>) -> Self {
        Self {
            id: id.into(),
            down_revisions: down_revisions.into_iter().collect(),
            branch_labels: Vec::new(),
            depends_on: Vec::new(),
        }
    }
}
