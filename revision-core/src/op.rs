//! The words that a revision file calls. They record and run nothing, so that the same function serves running, printing
//! and replaying.

use crate::operation::Operation;

/// Records what a revision does.
///
/// ```
/// use revision_core::prelude::*;
///
/// pub fn upgrade(op: &mut Op) {
///     op.execute("UPDATE users SET email = lower(email)");
/// }
/// # upgrade(&mut Op::default());
/// ```
#[derive(Debug, Default)]
pub struct Op {
    operations: Vec<Operation>,
    irreversible: bool,
}

impl Op {
    /// Runs SQL as it stands.
    pub fn execute(&mut self, sql: &str) -> &mut Self {
        self.operations.push(Operation::Execute(sql.to_owned()));
        self
    }

    /// Undoes what `upgrade` does: the inverse of each of its operations, the last one first, derived from the schema at
    /// that point. A revision that was just made says so in its downgrade, until somebody writes a better one.
    pub fn reverse(&mut self, upgrade: fn(&mut Op)) -> &mut Self {
        let mut forward = Self::default();
        upgrade(&mut forward);
        self.operations.push(Operation::Reverse(forward.operations));
        self
    }

    /// Records that this direction cannot be gone: what a file without a `downgrade` says.
    pub(crate) fn irreversible(&mut self) {
        self.irreversible = true;
    }

    /// What was recorded; none where it cannot be gone.
    pub(crate) fn into_operations(self) -> Option<Vec<Operation>> {
        (!self.irreversible).then_some(self.operations)
    }
}
