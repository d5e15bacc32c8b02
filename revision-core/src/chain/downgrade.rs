//! Going down: what stands on the target, and everything that stands on that.

use super::graph::{Lines, Set};
use super::order::newest_first;
use super::resolve::walked_too_far;
use super::rows::Rows;
use super::target::{Place, Symbol, Target, Way};
use super::upgrade::not_enough;
use super::walk::Walked;
use super::{Chain, Direction, Error, Id, Plan};

/// Where a downgrade ends.
struct Aim {
    /// What stays as the last of its line; none for the base.
    at: Option<usize>,
    /// The revision of the branch that alone is left, where several lead up from there.
    branch: Option<usize>,
}

impl Chain {
    /// The steps that undo, on a database with these rows, all that stands on `target`.
    ///
    /// `target` itself stays. What the undone revisions depended on stays as well.
    pub fn downgrade(&self, rows: &[Id], target: &str) -> Result<Plan, Error> {
        let start = self.known(rows)?;
        let target = Target::parse(target);
        let aim = self.aim(&target, &start)?;
        let mut roots = match aim.at {
            None => self.bases.clone(),
            Some(one) => self.graph.up[one].clone(),
        };
        if let (Some(branch), 2..) = (aim.branch, roots.len()) {
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
        let order = newest_first(&self.graph, &undone);
        Ok(self.plan(&start, rows, order, Direction::Downgrade))
    }

    fn aim(&self, target: &Target<'_>, rows: &[usize]) -> Result<Aim, Error> {
        let (walked, branch) = match target.place {
            Place::At(symbol) => return self.aim_at(target, symbol),
            // Neither of these goes down.
            Place::Relative {
                from: None,
                steps: 0,
                ..
            }
            | Place::Relative {
                from: None,
                way: Way::Up,
                ..
            } => {
                return Err(not_enough(target));
            }
            Place::Relative {
                from: None,
                way: Way::Down,
                steps,
            } => {
                let (from, branch) = self.row_to_leave(target, rows)?;
                let walked = self.walk_down(target, Some(from), steps)?;
                if let Walked::Past(_) = walked {
                    return Err(not_enough(target));
                }
                (walked, Some(branch))
            }
            Place::Relative {
                from: Some(symbol),
                way: Way::Up,
                steps,
            } => {
                let unbranched = Target {
                    branch: None,
                    ..*target
                };
                let from = self.one_at(&unbranched, symbol)?;
                let branch = target
                    .branch
                    .map(|branch| self.branch(branch))
                    .transpose()?;
                let lineage = branch.as_ref().map(|(_, lineage)| lineage);
                let walked = self.walk_up(target, from, steps, lineage)?;
                (walked, branch.map(|(root, _)| root))
            }
            Place::Relative {
                from: Some(symbol),
                way: Way::Down,
                steps,
            } => {
                let from = self.one_at(target, symbol)?;
                let branch = target.branch.map(|branch| self.find(branch)).transpose()?;
                (self.walk_down(target, from, steps)?, branch)
            }
        };
        let at = match walked {
            Walked::At(one) => Some(one),
            Walked::Base => None,
            Walked::Past(_) => return Err(walked_too_far(target)),
        };
        Ok(Aim { at, branch })
    }

    fn aim_at(&self, target: &Target<'_>, symbol: Symbol<'_>) -> Result<Aim, Error> {
        let at = self.one_at(target, symbol)?;
        let branch = match target.branch {
            None => None,
            Some(branch) => Some(self.branch(branch)?.0),
        };
        Ok(Aim { at, branch })
    }

    /// `-N`: the only row, or what is applied last on the branch; and the branch on which to go down.
    fn row_to_leave(&self, target: &Target<'_>, rows: &[usize]) -> Result<(usize, usize), Error> {
        let candidates = match target.branch {
            None => rows.to_vec(),
            Some(branch) => {
                let lineage = self.graph.lineage(self.find(branch)?, Lines::Down);
                let on_branch = |list: &[usize]| -> Vec<usize> {
                    let list = list.iter().copied();
                    list.filter(|&one| lineage.has(one)).collect()
                };
                let found = on_branch(rows);
                if found.is_empty() {
                    on_branch(&self.applied_heads(&self.graph.ancestors(rows, Lines::All)))
                } else {
                    found
                }
            }
        };
        match (&candidates[..], target.branch) {
            (&[one], None) => Ok((one, one)),
            (&[one], Some(branch)) => Ok((one, self.find(branch)?)),
            ([], None) => Err(not_enough(target)),
            ([], Some(branch)) => Err(Error::BranchNotInCurrentHeads {
                branch: branch.to_owned(),
            }),
            (several, _) => Err(Error::AmbiguousDowngrade {
                target: target.text.to_owned(),
                candidates: self.ids(several),
            }),
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
