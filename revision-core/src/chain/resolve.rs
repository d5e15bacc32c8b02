//! From target expressions to revisions, as far as that does not depend on a database.

use super::graph::{Lines, Set};
use super::target::{Place, Symbol, Target, Way};
use super::walk::Walked;
use super::{Chain, Error, Id, Revision};

impl Chain {
    /// The revisions that `target` stands for; none for `base`.
    ///
    /// A target relative to a database is not understood here, but for `-N`: `N` below each head.
    pub fn resolve(&self, target: &str) -> Result<Vec<&Revision>, Error> {
        let found = self.fixed(&Target::parse(target))?;
        Ok(self.at(found))
    }

    /// What a target stands for wherever a database stands.
    pub(super) fn fixed(&self, target: &Target<'_>) -> Result<Vec<usize>, Error> {
        match target.place {
            Place::At(symbol) => self.all_at(target, symbol),
            Place::Relative {
                from: None,
                way: Way::Down,
                steps,
            } if steps > 0 => {
                let mut found = Vec::new();
                for walked in self.below_heads(target, steps)? {
                    match walked {
                        Walked::At(one) if found.contains(&one) => {}
                        Walked::At(one) => found.push(one),
                        Walked::Base => {}
                        Walked::Past(_) => return Err(walked_too_far(target)),
                    }
                }
                Ok(found)
            }
            Place::Relative { .. } => {
                if let Some(branch) = target.branch {
                    self.branch(branch)?;
                }
                Err(self.cant_locate(target))
            }
        }
    }

    /// The revisions at a symbol: `heads` means all, `base` none.
    pub(super) fn all_at(
        &self,
        target: &Target<'_>,
        symbol: Symbol<'_>,
    ) -> Result<Vec<usize>, Error> {
        match (symbol, target.branch) {
            (Symbol::Base, _) => Ok(Vec::new()),
            (Symbol::Heads, None) => Ok(self.real_heads.clone()),
            (Symbol::Heads, Some(branch)) => self.heads_of(branch),
            (Symbol::Head, branch) => {
                let heads = match branch {
                    // All heads are no branch, and do not narrow anything.
                    None | Some("heads") => self.heads.clone(),
                    Some(branch) => self.heads_of(branch)?,
                };
                match (heads.len(), branch) {
                    (0 | 1, Some("heads")) => self.branch("heads").map(|_| heads),
                    (0 | 1, _) => Ok(heads),
                    _ => Err(self.multiple_heads(target, &heads)),
                }
            }
            (Symbol::Named(name), None) => Ok(vec![self.find(name)?]),
            (Symbol::Named(name), Some(branch)) => Ok(vec![self.find_on(name, branch)?]),
        }
    }

    /// The one revision at a symbol, or none for `base`.
    pub(super) fn one_at(
        &self,
        target: &Target<'_>,
        symbol: Symbol<'_>,
    ) -> Result<Option<usize>, Error> {
        let found = self.all_at(target, symbol)?;
        match found[..] {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            _ => Err(self.multiple_heads(target, &found)),
        }
    }

    /// `steps` below each head, or below those that carry the label.
    pub(super) fn below_heads(
        &self,
        target: &Target<'_>,
        steps: usize,
    ) -> Result<Vec<Walked>, Error> {
        self.real_heads
            .iter()
            .filter(|&&head| {
                target
                    .branch
                    .is_none_or(|branch| self.labels[head].iter().any(|label| *label == branch))
            })
            .map(|&head| self.walk_down(target, Some(head), steps))
            .collect()
    }

    /// The revision that a name stands for: an id, a label, or the only one that begins so.
    pub(super) fn find(&self, name: &str) -> Result<usize, Error> {
        self.names.find(name, |_| true)
    }

    /// The revision of the branch that a name stands for, and what is on one line with it.
    pub(super) fn branch(&self, branch: &str) -> Result<(usize, Set), Error> {
        let root = self.names.find(branch, |_| true).map_err(|error| {
            let mut labels: Vec<_> = self.own_labels().map(str::to_owned).collect();
            labels.sort_unstable();
            Error::NoSuchBranch {
                branch: branch.to_owned(),
                labels,
                nearest: match error {
                    Error::CantLocate { nearest, .. } => nearest,
                    _ => None,
                },
            }
        })?;
        Ok((root, self.graph.lineage(root, Lines::Down)))
    }

    /// The revision that a name stands for on a branch.
    fn find_on(&self, name: &str, branch: &str) -> Result<usize, Error> {
        let (_, lineage) = self.branch(branch)?;
        let found = self.names.find(name, |index| lineage.has(index))?;
        if lineage.has(found) {
            return Ok(found);
        }
        Err(Error::NotMemberOfBranch {
            revision: self.id(found),
            branch: branch.to_owned(),
        })
    }

    /// What is on one line with a branch, if one is named.
    pub(super) fn lineage_of(&self, branch: Option<&str>) -> Result<Option<Set>, Error> {
        branch
            .map(|branch| Ok(self.graph.lineage(self.find(branch)?, Lines::Down)))
            .transpose()
    }

    fn heads_of(&self, branch: &str) -> Result<Vec<usize>, Error> {
        let lineage = self.graph.lineage(self.find(branch)?, Lines::Down);
        let heads = self.heads.iter().copied();
        Ok(heads.filter(|&head| lineage.has(head)).collect())
    }

    pub(super) fn multiple_heads(&self, target: &Target<'_>, heads: &[usize]) -> Error {
        Error::MultipleHeads {
            target: target.text.to_owned(),
            heads: self.ids(heads),
        }
    }

    pub(super) fn cant_locate(&self, target: &Target<'_>) -> Error {
        Error::CantLocate {
            name: target.text.to_owned(),
            nearest: self.names.nearest(target.text),
        }
    }

    /// The numbers of version rows, once each.
    pub(super) fn known(&self, rows: &[Id]) -> Result<Vec<usize>, Error> {
        let mut known = Vec::new();
        let mut unknown = Vec::new();
        for row in rows {
            match self.position(row) {
                Some(index) => known.push(index),
                None => unknown.push(row.clone()),
            }
        }
        if !unknown.is_empty() {
            unknown.sort_unstable();
            unknown.dedup();
            return Err(Error::UnknownVersion { unknown });
        }
        known.sort_unstable();
        known.dedup();
        Ok(known)
    }
}

pub(super) fn walked_too_far(target: &Target<'_>) -> Error {
    Error::WalkedTooFar {
        target: target.text.to_owned(),
    }
}
