//! Going up or down a number of revisions, which is possible where there is one way to go.

use super::graph::Set;
use super::target::Target;
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
