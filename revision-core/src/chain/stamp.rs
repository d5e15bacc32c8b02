//! Setting the version rows without running anything.

use super::graph::Lines;
use super::target::{Place, Symbol, Target};
use super::{Chain, Direction, Error, Id, Plan, Step};

impl Chain {
    /// The steps that make `targets` rows of a database with these rows, in the place of all rows on one line with them,
    /// dependencies counted. `base` makes none, and `label@base` clears the branch.
    pub fn stamp(&self, rows: &[Id], targets: &[&str]) -> Result<Plan, Error> {
        let start = self.known(rows)?;
        let targets: Vec<_> = targets.iter().map(|text| Target::parse(text)).collect();
        let mut wanted = Vec::new();
        for target in &targets {
            wanted.extend(self.fixed(target)?);
        }
        // What a target stands on is applied with it, and gets no row.
        let needed: Vec<_> = wanted
            .iter()
            .flat_map(|&one| self.graph.needs[one].iter().copied())
            .collect();
        let implied = self.graph.ancestors(&needed, Lines::All);
        wanted.retain(|&one| !implied.has(one));

        let mut left = start.clone();
        let mut steps = Vec::new();
        for target in &targets {
            if let Place::At(Symbol::Base) = target.place {
                let lineage = target
                    .branch
                    .map(|branch| Ok(self.graph.lineage(self.find(branch)?, Lines::All)))
                    .transpose()?;
                let cleared: Vec<_> = left
                    .iter()
                    .copied()
                    .filter(|&row| lineage.as_ref().is_none_or(|lineage| lineage.has(row)))
                    .collect();
                left.retain(|row| !cleared.contains(row));
                steps.extend(cleared.iter().map(|&row| self.cleared(row)));
            }
        }
        for one in wanted {
            if left.contains(&one) {
                continue;
            }
            let lineage = self.graph.lineage(one, Lines::All);
            let (removed, kept): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|&row| lineage.has(row));
            left = kept;
            left.push(one);
            steps.push(Step {
                revision: self.id(one),
                direction: Direction::Stamp,
                removed: self.sorted_ids(&removed),
                added: vec![self.id(one)],
            });
        }
        Ok(Plan {
            start: self.sorted_ids(&start),
            steps,
        })
    }

    /// The steps that make `targets` the only rows, whatever the rows are: they may be unknown to the chain.
    pub fn stamp_purged(&self, rows: &[Id], targets: &[&str]) -> Result<Plan, Error> {
        let mut start = rows.to_vec();
        start.sort_unstable();
        start.dedup();
        let stamped = self.stamp(&[], targets)?;
        let steps = start.iter().map(|row| Step {
            revision: row.clone(),
            direction: Direction::Stamp,
            removed: vec![row.clone()],
            added: Vec::new(),
        });
        Ok(Plan {
            steps: steps.chain(stamped.steps).collect(),
            start,
        })
    }

    fn cleared(&self, row: usize) -> Step {
        Step {
            revision: self.id(row),
            direction: Direction::Stamp,
            removed: vec![self.id(row)],
            added: Vec::new(),
        }
    }
}
