//! Where a database stands.

use super::graph::Lines;
use super::{Chain, Error, Id, Revision};

/// What is applied to a database.
#[derive(Clone, Debug)]
pub struct Current<'a> {
    /// The last applied revision of each branch, in load order: the rows, and those that have no row of their own because
    /// another applied revision depends on them.
    pub heads: Vec<&'a Revision>,
    /// Whether everything is applied.
    pub at_heads: bool,
    /// What is not applied, in load order.
    pub pending: Vec<&'a Revision>,
}

impl Chain {
    /// Where a database with these rows stands.
    pub fn current(&self, rows: &[Id]) -> Result<Current<'_>, Error> {
        let rows = self.known(rows)?;
        let applied = self.graph.ancestors(&rows, Lines::All);
        let pending = self.at(self.graph.all().filter(|&one| !applied.has(one)));
        Ok(Current {
            heads: self.at(self.applied_heads(&applied)),
            at_heads: pending.is_empty(),
            pending,
        })
    }

    /// Whether a revision is applied to a database with these rows.
    pub fn is_applied(&self, rows: &[Id], id: &Id) -> Result<bool, Error> {
        let rows = self.known(rows)?;
        let applied = self.graph.ancestors(&rows, Lines::All);
        Ok(self.position(id).is_some_and(|index| applied.has(index)))
    }
}
