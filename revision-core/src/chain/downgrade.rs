//! Going down: what stands on the target, and everything that stands on that.

use super::graph::{Lines, Set};
use super::order::newest_first;
use super::resolve::walked_too_far;
use super::rows::Rows;
use super::target::{Place, Target, Way};
use super::upgrade::not_enough;
use super::walk::Walked;
use super::{Chain, Direction, Error, Id, Plan};

/// Where a downgrade ends.
struct Aim {
    /// What stays as the last of its line; none for the base.
    at: Option<usize>,
    /// The name of the branch that alone is left, where several lead up from there.
    branch: Option<String>,
}

impl Chain {
    /// The steps that undo, on a database with these rows, all that stands on `target`.
    ///
    /// `target` itself stays. What the undone revisions depended on stays as well. A label chooses among the branches that
    /// lead up from the target.
    pub fn downgrade(&self, rows: &[Id], target: &str) -> Result<Plan, Error> {
        let start = self.known(rows)?;
        let target = Target::parse(target);
        let aim = self.aim(&target, &start)?;
        let mut roots = match aim.at {
            None => self.bases.clone(),
            Some(one) => self.graph.up[one].clone(),
        };
        if let (Some(branch), 2..) = (&aim.branch, roots.len()) {
            let (branch, _) = self.branch(branch)?;
            let below = self.graph.ancestors(&[branch], Lines::Down);
            roots.retain(|&root| below.has(root));
            if roots.is_empty() {
                return Err(Error::NotAValidDowngradeTarget {
                    target: target.text.to_owned(),
                });
            }
        }
        let rows = Rows::new(&self.graph, &start);
        let undone = self
            .graph
            .descendants(&roots, Lines::All)
            .and(rows.applied());
        if let Some(one) = aim.at
            && undone.is_empty()
            && !start.contains(&one)
        {
            return Err(Error::NotAncestor {
                lower: target.text.to_owned(),
                upper: None,
            });
        }
        self.no_other_branch(&target, aim.at)?;
        let order = newest_first(&self.graph, &undone);
        Ok(self.plan(&start, rows, order, Direction::Downgrade))
    }

    fn aim(&self, target: &Target<'_>, rows: &[usize]) -> Result<Aim, Error> {
        let branch = target.branch.map(str::to_owned);
        let unbranched = Target {
            branch: None,
            ..*target
        };
        let walked = match target.place {
            Place::At(symbol) => {
                let at = self.one_at(&unbranched, symbol)?;
                return Ok(Aim { at, branch });
            }
            Place::Relative {
                from: None,
                way: Way::Down,
                steps: steps @ 1..,
            } => return self.below_rows(target, rows, steps),
            // Going nowhere, or up, is no downgrade.
            Place::Relative { from: None, .. } => return Err(not_enough(target)),
            Place::Relative {
                from: Some(symbol),
                way,
                steps,
            } => self.walk_from(target, symbol, way, steps)?,
        };
        match walked {
            Walked::At(one) => Ok(Aim {
                at: Some(one),
                branch,
            }),
            Walked::Base => Ok(Aim { at: None, branch }),
            Walked::Past(_) => Err(walked_too_far(target)),
        }
    }

    /// `-N` below the only row, or below what is applied last on the branch.
    ///
    /// From several rows there may be one from which it cannot be done; that does not make another the one that was meant.
    fn below_rows(&self, target: &Target<'_>, rows: &[usize], steps: usize) -> Result<Aim, Error> {
        let mut from = match target.branch {
            None => rows.to_vec(),
            Some(branch) => self.applied_on(branch, rows)?,
        };
        // Of several reasons why it cannot be done, the one given is the same in whatever order the files were loaded.
        from.sort_by_cached_key(|one| self.id(*one));
        let mut aims = from.iter().map(|&row| {
            let at = match self.walk_down(target, Some(row), steps)? {
                Walked::At(one) => Some(one),
                Walked::Base => None,
                Walked::Past(_) => return Err(not_enough(target)),
            };
            let branch = target
                .branch
                .map_or(self.id(row).to_string(), str::to_owned);
            Ok(Aim {
                at,
                branch: Some(branch),
            })
        });
        let first = aims.next().unwrap_or_else(|| Err(not_enough(target)));
        let possible = first.is_ok() || aims.any(|aim| aim.is_ok());
        if from.len() > 1 && (possible || target.branch.is_some()) {
            return Err(Error::AmbiguousDowngrade {
                target: target.text.to_owned(),
                candidates: self.ids(&from),
            });
        }
        first
    }

    /// The rows on a branch, or else what is applied last on it because another row depends on it.
    fn applied_on(&self, branch: &str, rows: &[usize]) -> Result<Vec<usize>, Error> {
        let none = || Error::BranchNotInCurrentHeads {
            branch: branch.to_owned(),
        };
        if rows.is_empty() {
            return Err(none());
        }
        let lineage = self.graph.lineage(self.find(branch)?, Lines::Down);
        let on_branch = |mut list: Vec<usize>| {
            list.retain(|&one| lineage.has(one));
            list
        };
        let mut found = on_branch(rows.to_vec());
        if found.is_empty() {
            let applied = self.graph.ancestors(rows, Lines::All);
            found = on_branch(self.applied_heads(&applied));
        }
        if found.is_empty() {
            return Err(none());
        }
        Ok(found)
    }

    /// `label@rev`: nothing is undone on the word of a label that does not fit.
    fn no_other_branch(&self, target: &Target<'_>, at: Option<usize>) -> Result<(), Error> {
        let Some(name) = target.branch else {
            return Ok(());
        };
        let (_, lineage) = self.branch(name)?;
        match (target.place, at) {
            (Place::At(_), Some(one)) if !lineage.has(one) => Err(Error::NotMemberOfBranch {
                revision: self.id(one),
                branch: name.to_owned(),
            }),
            _ => Ok(()),
        }
    }

    /// The last applied revision of each branch, those included that only another's dependency brought in.
    pub(super) fn applied_heads(&self, applied: &Set) -> Vec<usize> {
        applied
            .iter()
            .filter(|&one| !self.graph.up[one].iter().any(|&above| applied.has(above)))
            .collect()
    }
}
