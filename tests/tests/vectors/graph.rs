//! The graph of a case, worked out the plain and slow way: what the chain's answers are measured by.

use std::collections::{BTreeMap, BTreeSet};

use super::case::Case;

/// What each revision stands on, dependencies counted and labels looked up.
pub(crate) struct Graph<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Graph<'a> {
    pub(crate) fn of(case: &'a Case) -> Self {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        for header in &case.revisions {
            names.insert(&header.id, &header.id);
            for label in &header.labels {
                names.insert(label, &header.id);
            }
        }
        let needs = case.revisions.iter().map(|header| {
            let wanted = header.down.iter().chain(&header.depends_on);
            let needs = wanted.map(|name| names[name.as_str()]).collect();
            (header.id.as_str(), needs)
        });
        Self(needs.collect())
    }

    pub(crate) fn needs(&self, id: &str) -> &[&'a str] {
        &self.0[id]
    }

    pub(crate) fn knows(&self, id: &str) -> bool {
        self.0.contains_key(id)
    }

    /// The ancestors of `ids`, themselves among them.
    pub(crate) fn closure(&self, ids: &'a [String]) -> BTreeSet<&'a str> {
        let mut closure = BTreeSet::new();
        let mut todo: Vec<&str> = ids.iter().map(String::as_str).collect();
        while let Some(id) = todo.pop() {
            if closure.insert(id) {
                todo.extend(self.needs(id));
            }
        }
        closure
    }

    /// Those of `applied` that nothing else of it stands on.
    pub(crate) fn rows(&self, applied: &BTreeSet<&'a str>) -> Vec<&'a str> {
        let below: BTreeSet<_> = applied.iter().flat_map(|id| self.needs(id)).collect();
        let rows = applied.iter().filter(|id| !below.contains(id));
        rows.copied().collect()
    }
}
