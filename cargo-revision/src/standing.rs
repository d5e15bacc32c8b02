//! Where a database stands in the chain.

use std::collections::HashSet;

use revision_core::chain::{Chain, Id};

use crate::failure::Failure;

/// What is applied, and what of it is on top.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    /// The rows of the version table.
    pub(crate) rows: Vec<Id>,
    /// The last applied revision of each branch.
    pub(crate) heads: HashSet<Id>,
    applied: HashSet<Id>,
}

impl Standing {
    /// Where these rows are. Rows that the chain does not know are an error.
    pub(crate) fn new(chain: &Chain, rows: Vec<Id>) -> Result<Self, Failure> {
        let current = chain.current(&rows)?;
        let ids = |revisions: &[&revision_core::chain::Revision]| -> HashSet<Id> {
            revisions.iter().map(|one| one.id.clone()).collect()
        };
        let heads = ids(&current.heads);
        let pending = ids(&current.pending);
        let all = chain.revisions().iter().map(|revision| revision.id.clone());
        Ok(Self {
            heads,
            applied: all.filter(|id| !pending.contains(id)).collect(),
            rows,
        })
    }

    pub(crate) fn is_applied(&self, id: &Id) -> bool {
        self.applied.contains(id)
    }
}
