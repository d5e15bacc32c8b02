//! Going up: what the targets need and the database does not have.

use super::graph::Lines;
use super::order::newest_first;
use super::resolve::walked_too_far;
use super::rows::Rows;
use super::target::{Place, Target, Way};
use super::walk::Walked;
use super::{Chain, Direction, Error, Given, Id, Plan};

/// Whether a relative target may ask for more steps than there are, which then end at the last revision.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Exact,
    AtMost,
}

impl Chain {
    /// The steps that bring a database with these rows to all of `targets`.
    pub fn upgrade(&self, rows: &[Id], targets: &[&str]) -> Result<Plan, Error> {
        let start = self.known(rows)?;
        let mut wanted = Vec::new();
        for target in targets {
            let target = Target::parse(target);
            wanted.extend(self.upgrade_targets(&target, &start, Length::Exact)?);
        }
        self.no_overlap(&wanted, Given::Targets)?;
        self.no_overlap(&start, Given::Rows)?;
        let rows = Rows::new(&self.graph, &start);
        let needed = self
            .graph
            .ancestors(&wanted, Lines::All)
            .without(rows.applied());
        let order = newest_first(&self.graph, &needed);
        let order = order.into_iter().rev();
        Ok(self.plan(&start, rows, order, Direction::Upgrade))
    }

    /// The revisions that a target stands for, seen from a database with these rows.
    pub(super) fn upgrade_targets(
        &self,
        target: &Target<'_>,
        rows: &[usize],
        length: Length,
    ) -> Result<Vec<usize>, Error> {
        let walked = match target.place {
            Place::At(symbol) => return self.all_at(target, symbol),
            // Neither of these goes up.
            Place::Relative {
                from: None,
                steps: 0,
                ..
            }
            | Place::Relative {
                from: None,
                way: Way::Down,
                ..
            } => {
                return Err(not_enough(target));
            }
            Place::Relative {
                from: None,
                way: Way::Up,
                steps,
            } => {
                return self.above_rows(target, rows, steps, length);
            }
            Place::Relative {
                from: Some(symbol),
                way,
                steps,
            } => self.walk(target, symbol, way, steps)?,
        };
        match walked {
            Walked::At(one) => Ok(vec![one]),
            Walked::Past(Some(last)) if length == Length::AtMost => Ok(vec![last]),
            Walked::Past(_) if length == Length::Exact => Err(walked_too_far(target)),
            Walked::Past(_) | Walked::Base => Err(Error::RelativeTargetIsBase {
                target: target.text.to_owned(),
            }),
        }
    }

    /// `+N`, from the only row, the only row on the branch, or where the branch is left or begins.
    fn above_rows(
        &self,
        target: &Target<'_>,
        rows: &[usize],
        steps: usize,
        length: Length,
    ) -> Result<Vec<usize>, Error> {
        let lineage = self.lineage_of(target.branch)?;
        let mut from = rows.to_vec();
        if let Some(lineage) = &lineage {
            from.retain(|&row| lineage.has(row));
            if from.is_empty() {
                let applied = self.graph.ancestors(rows, Lines::All);
                from = self.graph.tips(&applied.and(lineage));
            }
        }
        let from = match from[..] {
            [] => None,
            [one] => Some(one),
            _ => {
                return Err(Error::AmbiguousUpgrade {
                    target: target.text.to_owned(),
                    candidates: self.ids(&from),
                });
            }
        };
        match self.walk_up(target, from, steps, lineage.as_ref())? {
            Walked::At(one) => Ok(vec![one]),
            Walked::Past(Some(last)) if length == Length::AtMost => Ok(vec![last]),
            Walked::Past(_) | Walked::Base => Err(not_enough(target)),
        }
    }

    pub(super) fn no_overlap(&self, given_ones: &[usize], given: Given) -> Result<(), Error> {
        match self.graph.overlap(given_ones) {
            None => Ok(()),
            Some((lower, upper)) => Err(Error::OverlappingRevisions {
                lower: self.id(lower),
                upper: self.id(upper),
                given,
            }),
        }
    }
}

pub(super) fn not_enough(target: &Target<'_>) -> Error {
    Error::RelativeNotEnoughRevisions {
        target: target.text.to_owned(),
    }
}
