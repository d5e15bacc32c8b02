//! Where a new revision stands.

use super::target::Target;
use super::{Chain, Error, Given, Id};

/// What the header of a new revision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placement {
    /// Its `down_revision`s.
    pub down_revisions: Vec<Id>,
    /// What it depends on: ids in full, labels as they were given.
    pub depends_on: Vec<String>,
}

impl Chain {
    /// The place on top of `heads`, each a target: `head` for the only head, `base` for a new base, several for a merge.
    ///
    /// What is no head is refused unless `splice` allows a branch to begin there.
    pub fn place(
        &self,
        heads: &[&str],
        splice: bool,
        depends_on: &[&str],
    ) -> Result<Placement, Error> {
        let mut down = Vec::new();
        for head in heads {
            for one in self.fixed(&Target::parse(head))? {
                if !down.contains(&one) {
                    down.push(one);
                }
            }
        }
        let below = down
            .iter()
            .copied()
            .find(|&one| !self.graph.up[one].is_empty());
        if let (Some(one), false) = (below, splice) {
            return Err(Error::NotAHead {
                revision: self.id(one),
            });
        }
        self.no_overlap(&down, Given::Targets)?;
        let depends_on = depends_on.iter().map(|text| self.dependency(text));
        Ok(Placement {
            down_revisions: self.ids(&down),
            depends_on: depends_on.collect::<Result<_, _>>()?,
        })
    }

    fn dependency(&self, text: &str) -> Result<String, Error> {
        let target = Target::parse(text);
        let found = self.fixed(&target)?;
        match found[..] {
            [] => Err(self.cant_locate(&target)),
            // A label goes on meaning its branch when that branch is rebased.
            [one] if self.labels[one].iter().any(|label| *label == text) => Ok(text.to_owned()),
            [one] => Ok(self.revisions[one].id.to_string()),
            _ => Err(self.multiple_heads(&target, &found)),
        }
    }
}
