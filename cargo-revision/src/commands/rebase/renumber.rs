//! New numbers for revisions that moved: in a sequential chain they say the order.

use std::collections::{HashMap, HashSet};

use revision_core::chain::Chain;
use revision_core::source::{next_number, number};

use super::Entry;
use super::line::Line;

/// Gives the moved revisions the numbers after all others, unless they have such already, and has everything that names
/// them follow.
pub(super) fn renumber(entries: &mut [Entry], chain: &Chain, line: &Line) {
    let moved: HashSet<usize> = line.moved.iter().copied().collect();
    let labels = chain
        .revisions()
        .iter()
        .flat_map(|revision| &revision.branch_labels);
    let labels: HashSet<String> = labels.map(|label| label.as_str().to_owned()).collect();
    let stay: Vec<String> = (0..entries.len())
        .filter(|index| !moved.contains(index))
        .map(|index| entries[index].id.clone())
        .collect();
    let numbers: Vec<_> = line
        .moved
        .iter()
        .filter_map(|index| number(&entries[*index].id))
        .collect();
    let highest = stay.iter().filter_map(|id| number(id)).max();
    let in_order = numbers.is_sorted() && numbers.first().copied() > highest;
    if in_order || numbers.is_empty() {
        return;
    }
    let mut used = stay;
    let mut renamed: HashMap<String, String> = HashMap::new();
    for &index in &line.moved {
        let old = &entries[index].id;
        if number(old).is_some() {
            let new = next_number(used.iter().map(String::as_str), |id| labels.contains(id));
            used = vec![new.clone()];
            renamed.insert(old.clone(), new);
        }
    }
    for entry in entries {
        for id in std::iter::once(&mut entry.id)
            .chain(&mut entry.down)
            .chain(&mut entry.depends_on)
        {
            if let Some(new) = renamed.get(id) {
                id.clone_from(new);
            }
        }
    }
}
