//! What a runner should have been made of: what the files say, and what it has otherwise.

use serde::{Deserialize, Serialize};

use super::present::view::View;
use crate::Backend;
use crate::chain::Id;

/// What the files say. A runner that was made from them says the same.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct MadeOf {
    settings: String,
    revisions: Vec<Made>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Made {
    id: String,
    down_revisions: Vec<String>,
    branch_labels: Vec<String>,
    depends_on: Vec<String>,
    checksum: Option<String>,
}

impl MadeOf {
    pub(super) fn new(view: View<'_>, backend: Backend) -> Self {
        let all = view.chain().revisions().iter();
        let mut revisions: Vec<_> = all
            .map(|revision| {
                let ids = |ids: &[Id]| ids.iter().map(ToString::to_string).collect();
                let labels = revision.branch_labels.iter();
                Made {
                    id: revision.id.to_string(),
                    down_revisions: ids(&revision.down_revisions),
                    branch_labels: labels.map(ToString::to_string).collect(),
                    depends_on: revision.depends_on.clone(),
                    checksum: view.runtime.revisions().checksum(&revision.id, backend),
                }
            })
            .collect();
        revisions.sort_by(|one, other| one.id.cmp(&other.id));
        Self {
            settings: format!("{:?}", view.runtime.settings()),
            revisions,
        }
    }

    /// What `other`, of which the runner was made, has otherwise.
    pub(super) fn differences(&self, other: &Self) -> Vec<String> {
        // Both are sorted.
        let find = |all: &Self, id: &str| {
            let found = all
                .revisions
                .binary_search_by(|made| made.id.as_str().cmp(id));
            found.ok()
        };
        let mut differences = Vec::new();
        for made in &self.revisions {
            match find(other, &made.id) {
                None => differences.push(format!("it lacks `{}`", made.id)),
                Some(at) if other.revisions[at] != *made => {
                    differences.push(format!("`{}` was edited since", made.id));
                }
                Some(_) => {}
            }
        }
        for made in &other.revisions {
            if find(self, &made.id).is_none() {
                differences.push(format!("its `{}` is gone", made.id));
            }
        }
        if self.settings != other.settings {
            differences.push("`revision.toml` was edited since".to_owned());
        }
        differences
    }
}
