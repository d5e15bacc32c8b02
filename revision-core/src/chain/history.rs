//! What lies between two places, for showing.

use super::graph::{Lines, Set};
use super::order::newest_first;
use super::resolve::walked_too_far;
use super::target::{Place, Target, Way};
use super::upgrade::Length;
use super::walk::Walked;
use super::{Chain, Error, Given, Id, Revision};

/// Whether a history range needs to know where the database stands.
#[must_use]
pub fn mentions_current(range: &str) -> bool {
    split(range).is_ok_and(|(from, to)| from == CURRENT || to == CURRENT)
}

const CURRENT: &str = "current";

/// `a:b`, `a:` or `:b`; an end that is left out is empty.
fn split(range: &str) -> Result<(&str, &str), Error> {
    match range.trim().split_once(':') {
        Some((from, to)) if !to.contains(':') => Ok((from, to)),
        _ => Err(Error::BadRange {
            range: range.to_owned(),
        }),
    }
}

impl Chain {
    /// The revisions of a range, newest first, both ends included; all without a range.
    ///
    /// `rows` is what `current` stands for. A database that was not asked has none.
    pub fn history(
        &self,
        range: Option<&str>,
        rows: Option<&[Id]>,
    ) -> Result<Vec<&Revision>, Error> {
        let (from, to) = range.map_or(Ok(("", "")), split)?;
        let current = match range {
            Some(range) if mentions_current(range) => self.known(rows.unwrap_or_default())?,
            _ => Vec::new(),
        };
        let (from, to) = (
            if from.is_empty() { "base" } else { from },
            if to.is_empty() { "heads" } else { to },
        );
        let upper = self.upper_end(to, from, &current)?;
        let upper = self.on_branch_of(from, upper)?;
        self.no_overlap(&upper, Given::Targets)?;
        let mut shown = self.graph.ancestors(&upper, Lines::All);
        let lower = self.lower_end(from, &current, to)?;
        if lower.iter().any(|&one| !shown.has(one)) {
            return Err(not_ancestor(from, to));
        }
        self.no_overlap(&lower, Given::Targets)?;
        if !lower.is_empty() {
            shown = shown.and(&self.graph.descendants(&lower, Lines::Down));
        }
        Ok(self.at(newest_first(&self.graph, &shown)))
    }

    fn upper_end(&self, to: &str, from: &str, current: &[usize]) -> Result<Vec<usize>, Error> {
        if to == CURRENT {
            return Ok(current.to_vec());
        }
        let target = Target::parse(to);
        let start = match target.place {
            Place::Relative { from: None, .. } => self.lower_end(from, current, to)?,
            _ => Vec::new(),
        };
        self.upgrade_targets(&target, &start, Length::AtMost)
    }

    fn lower_end(&self, from: &str, current: &[usize], to: &str) -> Result<Vec<usize>, Error> {
        if from == CURRENT {
            return Ok(current.to_vec());
        }
        let target = Target::parse(from);
        let Place::Relative {
            from: None,
            way: Way::Down,
            steps: steps @ 1..,
        } = target.place
        else {
            return self.fixed(&target);
        };
        let below = self.below_heads(&target, steps)?;
        if below.contains(&Walked::Base) {
            // Nothing is left to begin at.
            return Err(not_ancestor(from, to));
        }
        let found = below.into_iter().map(|walked| match walked {
            Walked::At(one) => Ok(one),
            Walked::Base | Walked::Past(_) => Err(walked_too_far(&target)),
        });
        found.collect()
    }

    /// `label@base:` leaves those ends that are on that branch.
    fn on_branch_of(&self, from: &str, upper: Vec<usize>) -> Result<Vec<usize>, Error> {
        let Some(branch) = Target::parse(from).branch else {
            return Ok(upper);
        };
        let root = self.find(branch)?;
        let on_branch: Set = self.branch_members(branch, root);
        Ok(upper
            .into_iter()
            .filter(|&one| on_branch.has(one))
            .collect())
    }

    /// Those that carry a label; for a revision that stands for its branch, those that carry its label if it has one only.
    fn branch_members(&self, branch: &str, root: usize) -> Set {
        let carries = |name: &str| {
            let members: Vec<_> = self
                .graph
                .all()
                .filter(|&one| self.labels[one].iter().any(|label| *label == name))
                .collect();
            Set::of(self.len(), &members)
        };
        if self.revisions[root].id != branch {
            return carries(branch);
        }
        match &self.labels[root][..] {
            [label] => carries(label.as_str()),
            _ => self.graph.lineage(root, Lines::Down),
        }
    }
}

fn not_ancestor(from: &str, to: &str) -> Error {
    Error::NotAncestor {
        lower: from.to_owned(),
        upper: Some(to.to_owned()),
    }
}
