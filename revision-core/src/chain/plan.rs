//! What a command will do to a database, step by step.

use std::collections::BTreeSet;

use super::Id;

/// Steps through the chain, from where a database stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The version rows before the first step, in alphabetical order.
    pub start: Vec<Id>,
    /// What is done, in this order.
    pub steps: Vec<Step>,
}

/// One step: a revision, and what becomes of the version rows with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The revision that is applied, undone or marked.
    pub revision: Id,
    /// Which of these.
    pub direction: Direction,
    /// The rows that go, in alphabetical order.
    pub removed: Vec<Id>,
    /// The rows that come, in alphabetical order.
    pub added: Vec<Id>,
}

/// What is done with a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// It is applied.
    Upgrade,
    /// It is undone.
    Downgrade,
    /// The rows are set as if it had been; nothing of it runs.
    Stamp,
}

impl Direction {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
            Self::Stamp => "stamp",
        }
    }
}

impl Plan {
    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The version rows after the last step, in alphabetical order.
    #[must_use]
    pub fn heads(&self) -> Vec<Id> {
        let mut rows: BTreeSet<&Id> = self.start.iter().collect();
        for step in &self.steps {
            step.apply(&mut rows);
        }
        rows.into_iter().cloned().collect()
    }

    /// Each step with the version rows after it, in alphabetical order.
    ///
    /// They are made one after the other: a plan over many branches would be large if it held them all.
    #[must_use]
    pub fn with_heads(&self) -> impl ExactSizeIterator<Item = (&Step, Vec<Id>)> {
        let mut rows: BTreeSet<&Id> = self.start.iter().collect();
        self.steps.iter().map(move |step| {
            step.apply(&mut rows);
            (step, rows.iter().copied().cloned().collect())
        })
    }
}

impl Step {
    fn apply<'a>(&'a self, rows: &mut BTreeSet<&'a Id>) {
        for gone in &self.removed {
            rows.remove(gone);
        }
        rows.extend(&self.added);
    }
}
