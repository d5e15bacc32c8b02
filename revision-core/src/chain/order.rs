//! In which order a set of revisions is shown, undone or, backwards, applied: each before what it needs.
//!
//! Among the many such orders the one is taken that stays on a line for as long as it can. Picture a finger on each tip of
//! the set, the tips in load order. The current finger's revision is taken and the finger moves to the first of what it
//! needs; for the others new fingers are put down behind the last. A finger with nowhere to go is lifted, and the one before
//! it is the next. A finger on a revision that others still stand on waits: the first finger that stands above it takes over.

use super::climb::{Climb, Place};
use super::graph::{Graph, Lines, Set};

/// The revisions of `set`, newest first.
pub(super) fn newest_first(graph: &Graph, set: &Set) -> Vec<usize> {
    let members: Vec<_> = set.iter().collect();
    // What lies between two members has its part in their order, and is passed over.
    let below = graph.ancestors(&members, Lines::All);
    let between = graph.descendants(&members, Lines::All).and(&below);
    Fingers::new(graph, set, between).order()
}

/// No finger.
pub(super) const NONE: usize = usize::MAX;

struct Fingers<'a> {
    graph: &'a Graph,
    /// What is to be ordered.
    members: &'a Set,
    /// Members and what lies between them, as far as not taken yet.
    left: Set,
    /// How many of those left stand on each.
    waits_for: Vec<usize>,
    /// Where each finger is, by the number it was put down with.
    at: Vec<usize>,
    /// The finger before and the finger after each, among those that are down.
    before: Vec<usize>,
    after: Vec<usize>,
    first: usize,
    last: usize,
    /// The finger on each revision.
    on: Vec<usize>,
    climb: Climb,
}

impl<'a> Fingers<'a> {
    fn new(graph: &'a Graph, members: &'a Set, left: Set) -> Self {
        let mut waits_for = vec![0; graph.len()];
        for one in left.iter() {
            for &below in &graph.needs[one] {
                waits_for[below] += 1;
            }
        }
        let mut fingers = Self {
            graph,
            members,
            left,
            waits_for,
            at: Vec::new(),
            before: Vec::new(),
            after: Vec::new(),
            first: NONE,
            last: NONE,
            on: vec![NONE; graph.len()],
            climb: Climb::new(graph.len()),
        };
        for tip in graph.tips(members) {
            fingers.put_down(tip);
        }
        fingers.climb.survey(Place {
            graph,
            left: &fingers.left,
            on: &fingers.on,
        });
        fingers
    }

    fn order(mut self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut finger = self.first;
        while finger != NONE {
            let one = self.at[finger];
            if self.waits_for[one] > 0 {
                let place = Place {
                    graph: self.graph,
                    left: &self.left,
                    on: &self.on,
                };
                finger = self.climb.first_above(one, place);
                continue;
            }
            order.push(one);
            self.take(one);
            finger = self.move_on(finger, one);
        }
        order
    }

    /// Takes a revision, and what lies between the members as soon as nothing above it is left.
    fn take(&mut self, one: usize) {
        self.on[one] = NONE;
        let mut taken = vec![one];
        while let Some(one) = taken.pop() {
            self.left.remove(one);
            for &below in &self.graph.needs[one] {
                self.waits_for[below] -= 1;
                let between = self.left.has(below) && !self.members.has(below);
                if between && self.waits_for[below] == 0 {
                    taken.push(below);
                }
            }
        }
    }

    /// Moves a finger down from `one`, or lifts it. The finger that is the next.
    fn move_on(&mut self, finger: usize, one: usize) -> usize {
        let mut moved = false;
        for &below in &self.graph.needs[one] {
            if !self.members.has(below) || !self.left.has(below) || self.on[below] != NONE {
                continue;
            }
            if moved {
                self.put_down(below);
            } else {
                self.at[finger] = below;
                self.on[below] = finger;
                moved = true;
            }
            self.climb.landed_on(below);
        }
        if moved {
            return finger;
        }
        self.lift(finger);
        match self.before[finger] {
            NONE => self.first,
            before => before,
        }
    }

    fn put_down(&mut self, one: usize) {
        let finger = self.at.len();
        self.at.push(one);
        self.on[one] = finger;
        self.before.push(self.last);
        self.after.push(NONE);
        if self.last == NONE {
            self.first = finger;
        } else {
            self.after[self.last] = finger;
        }
        self.last = finger;
    }

    fn lift(&mut self, finger: usize) {
        let (before, after) = (self.before[finger], self.after[finger]);
        if before == NONE {
            self.first = after;
        } else {
            self.after[before] = after;
        }
        if after == NONE {
            self.last = before;
        } else {
            self.before[after] = before;
        }
    }
}
