//! Two of a kind: what there was, and what there is to be.

use std::collections::BTreeMap;

/// What there was, and what there is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair<T> {
    /// What there was.
    pub before: T,
    /// What there is to be.
    pub after: T,
}

impl<T> Pair<T> {
    /// Two of a kind.
    pub fn new(before: T, after: T) -> Self {
        Self { before, after }
    }

    /// Both, borrowed.
    pub fn as_ref(&self) -> Pair<&T> {
        Pair {
            before: &self.before,
            after: &self.after,
        }
    }

    /// The same of both.
    pub fn map<U>(self, of: impl Fn(T) -> U) -> Pair<U> {
        Pair {
            before: of(self.before),
            after: of(self.after),
        }
    }
}

impl<T: PartialEq> Pair<T> {
    /// What there is to be, if it is something else.
    pub(super) fn changed(self) -> Option<T> {
        (self.before != self.after).then_some(self.after)
    }
}

impl<'a, K: Ord, V> Pair<&'a BTreeMap<K, V>> {
    /// What is there no longer.
    pub(super) fn removed(self) -> impl Iterator<Item = (&'a K, &'a V)> {
        self.before
            .iter()
            .filter(move |(key, _)| !self.after.contains_key(key))
    }

    /// What was not there.
    pub(super) fn added(self) -> impl Iterator<Item = (&'a K, &'a V)> {
        self.after
            .iter()
            .filter(move |(key, _)| !self.before.contains_key(key))
    }

    /// What stays.
    pub(super) fn kept(self) -> impl Iterator<Item = (&'a K, Pair<&'a V>)> {
        self.before.iter().filter_map(move |(key, before)| {
            let after = self.after.get(key)?;
            Some((key, Pair { before, after }))
        })
    }
}
