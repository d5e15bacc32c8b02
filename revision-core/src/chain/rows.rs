//! The version rows while revisions come and go: always those applied revisions that no other applied one stands on.

use super::graph::{Graph, Lines, Set};
use super::{Chain, Direction, Id, Plan, Step};

/// What is applied, and which of it is a row.
pub(super) struct Rows<'a> {
    graph: &'a Graph,
    applied: Set,
    /// How many applied revisions stand on each.
    above: Vec<usize>,
    is_row: Set,
}

/// The rows that go and those that come.
#[derive(Default)]
struct Moves {
    removed: Vec<usize>,
    added: Vec<usize>,
}

impl Moves {
    /// Takes these rows away too, but for those that would come back at once.
    fn cancel(&mut self, rows: Vec<usize>) {
        for row in rows {
            match self.added.iter().position(|&added| added == row) {
                Some(place) => drop(self.added.remove(place)),
                None => self.removed.push(row),
            }
        }
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(graph: &'a Graph, rows: &[usize]) -> Self {
        let applied = graph.ancestors(rows, Lines::All);
        let mut above = vec![0; graph.len()];
        for one in applied.iter() {
            for &below in &graph.needs[one] {
                above[below] += 1;
            }
        }
        Self {
            graph,
            applied,
            above,
            is_row: Set::of(graph.len(), rows),
        }
    }

    /// What is applied.
    pub(super) fn applied(&self) -> &Set {
        &self.applied
    }

    /// Rows that other applied revisions stand on should not be there, and go with the first step.
    fn drop_redundant(&mut self) -> Vec<usize> {
        let rows = self.is_row.iter();
        let redundant: Vec<_> = rows.filter(|&row| self.above[row] > 0).collect();
        for &row in &redundant {
            self.is_row.remove(row);
        }
        redundant
    }

    /// Everything that a new revision needs is applied, so that of its ancestors only those it stands on directly can
    /// have been rows.
    fn apply(&mut self, one: usize) -> Moves {
        self.applied.insert(one);
        let mut moves = Moves::default();
        for &below in &self.graph.needs[one] {
            self.above[below] += 1;
            if self.is_row.remove(below) {
                moves.removed.push(below);
            }
        }
        self.is_row.insert(one);
        moves.added.push(one);
        moves
    }

    fn undo(&mut self, one: usize) -> Moves {
        self.applied.remove(one);
        let mut moves = Moves::default();
        if self.is_row.remove(one) {
            moves.removed.push(one);
        }
        for &below in &self.graph.needs[one] {
            self.above[below] -= 1;
            if self.above[below] == 0 && self.is_row.insert(below) {
                moves.added.push(below);
            }
        }
        moves
    }
}

impl Chain {
    /// The plan that takes the revisions of `order` one after the other.
    pub(super) fn plan(
        &self,
        start: &[usize],
        mut rows: Rows<'_>,
        order: impl IntoIterator<Item = usize>,
        direction: Direction,
    ) -> Plan {
        let mut redundant = rows.drop_redundant();
        let steps = order.into_iter().map(|one| {
            let mut moves = match direction {
                Direction::Downgrade => rows.undo(one),
                Direction::Upgrade | Direction::Stamp => rows.apply(one),
            };
            moves.cancel(std::mem::take(&mut redundant));
            Step {
                revision: self.id(one),
                direction,
                removed: self.sorted_ids(&moves.removed),
                added: self.sorted_ids(&moves.added),
            }
        });
        Plan {
            steps: steps.collect(),
            start: self.sorted_ids(start),
        }
    }

    pub(super) fn sorted_ids(&self, indices: &[usize]) -> Vec<Id> {
        let mut ids = self.ids(indices);
        ids.sort_unstable();
        ids
    }
}
