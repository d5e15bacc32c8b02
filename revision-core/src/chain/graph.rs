//! The graph itself: revisions as numbers in load order, and the lines between them.
//!
//! Two kinds of line lead from a revision towards the base: its `down_revision`s, and the revisions that it depends on.
//! Every question about the chain is answered by sweeping along one kind or along both, each line once.

/// Which lines to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines {
    /// `down_revision` alone: what makes a branch.
    Down,
    /// Dependencies too: what must be applied first.
    All,
}

/// A set of revisions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set(Vec<bool>);

impl Set {
    pub(super) fn empty(len: usize) -> Self {
        Self(vec![false; len])
    }

    pub(super) fn of(len: usize, members: &[usize]) -> Self {
        let mut set = Self::empty(len);
        for &member in members {
            set.insert(member);
        }
        set
    }

    /// Whether it was not in the set before.
    pub(super) fn insert(&mut self, member: usize) -> bool {
        !std::mem::replace(&mut self.0[member], true)
    }

    /// Whether it was in the set before.
    pub(super) fn remove(&mut self, member: usize) -> bool {
        std::mem::replace(&mut self.0[member], false)
    }

    pub(super) fn has(&self, member: usize) -> bool {
        self.0[member]
    }

    /// The members in load order.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0
            .iter()
            .enumerate()
            .filter_map(|(member, within)| within.then_some(member))
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    /// The members that are in `other` too.
    pub(super) fn and(mut self, other: &Self) -> Self {
        for (within, other) in self.0.iter_mut().zip(&other.0) {
            *within &= other;
        }
        self
    }

    /// The members that are not in `other`.
    pub(super) fn without(mut self, other: &Self) -> Self {
        for (within, other) in self.0.iter_mut().zip(&other.0) {
            *within &= !other;
        }
        self
    }
}

/// Revisions and the lines between them, known to have no circle.
#[derive(Clone, Debug)]
pub(super) struct Graph {
    /// The `down_revision`s of each, as its header lists them.
    pub(super) down: Vec<Vec<usize>>,
    /// Those that name each as a `down_revision`, in load order.
    pub(super) up: Vec<Vec<usize>>,
    /// What each depends on, as its header lists it.
    pub(super) depends: Vec<Vec<usize>>,
    /// What each stands on: its `down_revision`s, and those dependencies that nothing below it on its branch has already.
    pub(super) needs: Vec<Vec<usize>>,
    /// Those that stand on each.
    pub(super) needed_by: Vec<Vec<usize>>,
    /// How many name each, as a `down_revision` or a dependency.
    pub(super) named_by: Vec<usize>,
    /// All, each after what it needs.
    pub(super) topological: Vec<usize>,
}

impl Graph {
    /// `topological` holds every revision after those that `down` and `depends` name for it.
    pub(super) fn new(
        down: Vec<Vec<usize>>,
        depends: Vec<Vec<usize>>,
        topological: Vec<usize>,
    ) -> Self {
        let up = reversed(&down);
        let named_by = reversed(&joined(&down, &depends))
            .iter()
            .map(Vec::len)
            .collect();
        let needs = needs(&down, &up, &depends, &topological);
        let needed_by = reversed(&needs);
        Self {
            down,
            up,
            depends,
            needs,
            needed_by,
            named_by,
            topological,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.down.len()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = usize> + use<> {
        0..self.len()
    }

    /// The revisions that `from` stands on, itself among them.
    pub(super) fn ancestors(&self, from: &[usize], lines: Lines) -> Set {
        reach(
            from,
            match lines {
                Lines::Down => &self.down,
                Lines::All => &self.needs,
            },
        )
    }

    /// The revisions that stand on `from`, itself among them.
    pub(super) fn descendants(&self, from: &[usize], lines: Lines) -> Set {
        reach(
            from,
            match lines {
                Lines::Down => &self.up,
                Lines::All => &self.needed_by,
            },
        )
    }

    /// The revisions that stand on one line with `one`: its ancestors and its descendants.
    pub(super) fn lineage(&self, one: usize, lines: Lines) -> Set {
        let mut set = self.ancestors(&[one], lines);
        for member in self.descendants(&[one], lines).iter() {
            set.insert(member);
        }
        set
    }

    /// Two of `given` of which the first is an ancestor of the second, if there are such.
    pub(super) fn overlap(&self, given: &[usize]) -> Option<(usize, usize)> {
        let below: Vec<_> = given
            .iter()
            .flat_map(|&one| self.needs[one].iter().copied())
            .collect();
        let ancestors = self.ancestors(&below, Lines::All);
        let &lower = given.iter().find(|&&one| ancestors.has(one))?;
        let above = self.descendants(&self.needed_by[lower], Lines::All);
        let &upper = given.iter().find(|&&one| above.has(one))?;
        Some((lower, upper))
    }

    /// Those of `set` that no other of it stands on directly.
    pub(super) fn tips(&self, set: &Set) -> Vec<usize> {
        set.iter()
            .filter(|&one| !self.needed_by[one].iter().any(|&above| set.has(above)))
            .collect()
    }
}

/// One sweep: everything that `edges` lead to from `from`, which is included.
fn reach(from: &[usize], edges: &[Vec<usize>]) -> Set {
    let mut set = Set::of(edges.len(), from);
    let mut todo: Vec<_> = from.to_vec();
    while let Some(one) = todo.pop() {
        todo.extend(edges[one].iter().copied().filter(|&next| set.insert(next)));
    }
    set
}

fn reversed(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut reversed = vec![Vec::new(); edges.len()];
    for (from, to) in edges.iter().enumerate() {
        for &to in to {
            reversed[to].push(from);
        }
    }
    reversed
}

/// Each list of `one` with what the list of `other` adds to it.
fn joined(one: &[Vec<usize>], other: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut seen = Once::new(one.len());
    one.iter()
        .zip(other)
        .enumerate()
        .map(|(list, (one, other))| {
            let both = one.iter().chain(other).copied();
            both.filter(|&next| seen.first(list, next)).collect()
        })
        .collect()
}

/// Tells the first appearance of a number in a list from the later ones, for many lists one after the other.
pub(super) struct Once(Vec<Option<usize>>);

impl Once {
    pub(super) fn new(len: usize) -> Self {
        Self(vec![None; len])
    }

    pub(super) fn first(&mut self, list: usize, number: usize) -> bool {
        self.0[number].replace(list) != Some(list)
    }
}

/// `down` and those of `depends` that no ancestor by `down` depends on already.
///
/// The ancestors of a revision stay the same without such a dependency. Only where several depend on the same revision
/// can one of them stand above another: then one sweep up from that group finds which.
fn needs(
    down: &[Vec<usize>],
    up: &[Vec<usize>],
    depends: &[Vec<usize>],
    topological: &[usize],
) -> Vec<Vec<usize>> {
    let mut kept = depends.to_vec();
    let dependents = reversed(depends);
    for &wanted in topological {
        let group = &dependents[wanted];
        if group.len() < 2 {
            continue;
        }
        let above: Vec<_> = group.iter().flat_map(|&one| up[one].clone()).collect();
        let covered = reach(&above, up);
        for &one in group.iter().filter(|&&one| covered.has(one)) {
            kept[one].retain(|&dependency| dependency != wanted);
        }
    }
    joined(down, &kept)
}
