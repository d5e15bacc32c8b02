//! Finding the first finger that stands above a revision: the only step of ordering that is not plainly linear.
//!
//! Fingers only ever move down, and new ones come behind the others. So the first finger above a revision never becomes an
//! earlier one, and what was once found is a lower bound for good. The search climbs towards the least bound, and falls back
//! only when what it finds is worse than the next best elsewhere. The path is kept for the next search, which mostly begins
//! below the same revision, with only the top of the path taken away.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::{Graph, Set};
use super::order::NONE;

/// What is searched.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) graph: &'a Graph,
    /// What is not taken yet.
    pub(super) left: &'a Set,
    /// The finger on each revision.
    pub(super) on: &'a [usize],
}

/// Bounds with the revisions that have them, the least first.
type Heap = BinaryHeap<Reverse<(usize, usize)>>;

pub(super) struct Climb {
    /// The first finger on or above each revision is this one or a later one.
    bound: Vec<usize>,
    /// Those that stand on each and may be left, by bound; a bound may have grown since.
    above: Vec<Option<Heap>>,
    /// From the revision that the last search was for, up to where it ended.
    path: Vec<Reached>,
    /// The place of each revision on the path.
    depth: Vec<usize>,
}

/// A revision on the path.
#[derive(Clone, Copy)]
struct Reached {
    one: usize,
    /// No finger that stands above the path's beginning otherwise than through this revision comes before this one.
    limit: usize,
}

impl Climb {
    pub(super) fn new(len: usize) -> Self {
        Self {
            bound: vec![NONE; len],
            above: vec![None; len],
            path: Vec::new(),
            depth: vec![NONE; len],
        }
    }

    /// Sets the bounds, once the first fingers are down.
    pub(super) fn survey(&mut self, place: Place<'_>) {
        for &one in place.graph.topological.iter().rev() {
            if place.left.has(one) {
                let above = place.graph.needed_by[one].iter();
                let bound = above.map(|&above| self.bound[above]).min();
                self.bound[one] = place.on[one].min(bound.unwrap_or(NONE));
            }
        }
    }

    /// The first finger on a revision that stands on `one`.
    pub(super) fn first_above(&mut self, one: usize, place: Place<'_>) -> usize {
        if self.path.first().is_none_or(|first| first.one != one) {
            self.cut(0);
            self.push(one, NONE);
        }
        while let Some(&Reached { one: at, limit }) = self.path.last() {
            if !place.left.has(at) {
                self.cut(self.path.len() - 1);
                continue;
            }
            let own = if at == one { NONE } else { place.on[at] };
            let (above, bound, second) = self.best_two(at, place);
            let found = own.min(bound);
            if at != one {
                self.bound[at] = self.bound[at].max(found);
            }
            if found > limit {
                self.cut(self.path.len() - 1);
            } else if found == own {
                return found;
            } else {
                self.push(above, limit.min(own).min(second));
            }
        }
        NONE
    }

    /// A finger came to a revision: whatever the path says about what is above may be out of date.
    pub(super) fn landed_on(&mut self, one: usize) {
        if self.depth[one] != NONE {
            self.cut(self.depth[one] + 1);
        }
    }

    fn push(&mut self, one: usize, limit: usize) {
        self.depth[one] = self.path.len();
        self.path.push(Reached { one, limit });
    }

    fn cut(&mut self, len: usize) {
        for reached in self.path.drain(len..) {
            self.depth[reached.one] = NONE;
        }
    }

    /// Of those left that stand directly on `one`: which has the least bound, that bound, and the next.
    fn best_two(&mut self, one: usize, place: Place<'_>) -> (usize, usize, usize) {
        let bound = &self.bound;
        let heap = self.above[one].get_or_insert_with(|| {
            let above = place.graph.needed_by[one].iter();
            above.map(|&above| Reverse((bound[above], above))).collect()
        });
        let Some(Reverse((best, above))) = pop(heap, bound, place.left) else {
            return (NONE, NONE, NONE);
        };
        let second = pop(heap, bound, place.left);
        let next = second.map_or(NONE, |Reverse((next, _))| next);
        heap.push(Reverse((best, above)));
        heap.extend(second);
        (above, best, next)
    }
}

/// The least entry of those that are left, its bound brought up to date.
fn pop(heap: &mut Heap, bound: &[usize], left: &Set) -> Option<Reverse<(usize, usize)>> {
    while let Some(Reverse((known, above))) = heap.pop() {
        if !left.has(above) {
            continue;
        }
        if bound[above] <= known {
            return Some(Reverse((known, above)));
        }
        heap.push(Reverse((bound[above], above)));
    }
    None
}
