//! How far branch labels reach.
//!
//! A label in a header belongs to all that stands on that revision by `down_revision`. It also belongs to what lies below,
//! down to the first fork or merge, as long as nothing forks or merges above either: one line has one name. A revision that
//! another depends on counts as a fork there.

use super::graph::{Graph, Lines, Set};
use super::{Label, Revision};

/// The labels of each revision, each list in alphabetical order.
pub(super) fn spread(revisions: &[Revision], graph: &Graph) -> Vec<Vec<Label>> {
    let mut labels = vec![Vec::new(); revisions.len()];
    for (index, revision) in revisions.iter().enumerate() {
        if revision.branch_labels.is_empty() {
            continue;
        }
        for reached in reach(graph, index).iter() {
            labels[reached].extend(revision.branch_labels.iter().cloned());
        }
    }
    for list in &mut labels {
        list.sort_unstable();
        list.dedup();
    }
    labels
}

fn reach(graph: &Graph, labelled: usize) -> Set {
    let mut reached = graph.descendants(&[labelled], Lines::Down);
    if reached.iter().all(|one| on_a_line(graph, one)) {
        let mut below = labelled;
        while let [next] = graph.down[below][..]
            && on_a_line(graph, next)
        {
            reached.insert(next);
            below = next;
        }
    }
    reached
}

/// Neither a fork, dependencies counted, nor a merge.
fn on_a_line(graph: &Graph, one: usize) -> bool {
    graph.named_by[one] < 2 && graph.down[one].len() < 2
}
