//! Going up or down a number of revisions, which is possible where there is one way to go.

use super::graph::Set;
use super::target::{Symbol, Target, Way};
use super::{Chain, Error};

/// Where a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Walked {
    At(usize),
    /// Below the last revision, with the last step.
    Base,
    /// There were not that many steps to go. The last revision on the way, if there was one.
    Past(Option<usize>),
}

impl Chain {
    /// From the revision that `symbol` names, so many steps up or down. A label chooses among the ways up, and among the
    /// revisions to go down from.
    pub(super) fn walk(
        &self,
        target: &Target<'_>,
        symbol: Symbol<'_>,
        way: Way,
        steps: usize,
    ) -> Result<Walked, Error> {
        match way {
            Way::Up => {
                let unbranched = Target {
                    branch: None,
                    ..*target
                };
                let from = self.one_at(&unbranched, symbol)?;
                let lineage = self.lineage_of(target.branch)?;
                self.walk_up(target, from, steps, lineage.as_ref())
            }
            Way::Down => {
                let from = self.one_at(target, symbol)?;
                self.walk_down(target, from, steps)
            }
        }
    }

    /// Up from a revision or from the base, along `down_revision`, within a set of revisions if one is given.
    pub(super) fn walk_up(
        &self,
        target: &Target<'_>,
        from: Option<usize>,
        steps: usize,
        within: Option<&Set>,
    ) -> Result<Walked, Error> {
        let mut at = from;
        for _ in 0..steps {
            let above = match at {
                None => &self.bases,
                Some(one) => &self.graph.up[one],
            };
            let above: Vec<_> = above
                .iter()
                .copied()
                .filter(|&one| within.is_none_or(|set| set.has(one)))
                .collect();
            match above[..] {
                [] => return Ok(Walked::Past(at)),
                [one] => at = Some(one),
                _ => return Err(self.ambiguous_walk(target, &above)),
            }
        }
        Ok(at.map_or(Walked::Base, Walked::At))
    }

    /// Down from a revision or from the base, along `down_revision`.
    pub(super) fn walk_down(
        &self,
        target: &Target<'_>,
        from: Option<usize>,
        steps: usize,
    ) -> Result<Walked, Error> {
        let mut at = from;
        for _ in 0..steps {
            let Some(one) = at else {
                return Ok(Walked::Past(None));
            };
            at = match self.graph.down[one][..] {
                [] => None,
                [below] => Some(below),
                ref several => return Err(self.ambiguous_walk(target, several)),
            };
        }
        Ok(at.map_or(Walked::Base, Walked::At))
    }

    fn ambiguous_walk(&self, target: &Target<'_>, candidates: &[usize]) -> Error {
        Error::AmbiguousWalk {
            target: target.text.to_owned(),
            candidates: self.ids(candidates),
        }
    }
}
