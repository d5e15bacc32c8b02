//! Circles among revisions, found by Tarjan's algorithm: in one sweep, and with a topological order as its by-product.

/// The groups of revisions that reach each other along `edges`, each group after those that it leads to.
///
/// A group of one is a revision in no circle; without circles the groups are a topological order.
pub(super) fn groups(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = Search {
        edges,
        found: vec![None; edges.len()],
        lowest: vec![0; edges.len()],
        open: Vec::new(),
        is_open: vec![false; edges.len()],
        groups: Vec::new(),
    };
    let mut number = 0;
    for root in 0..edges.len() {
        if search.found[root].is_none() {
            search.from(root, &mut number);
        }
    }
    search.groups
}

/// The members of a group in the order in which they follow each other, as far as one path leads.
pub(super) fn around(group: &[usize], edges: &[Vec<usize>]) -> Vec<usize> {
    let mut left: std::collections::BTreeSet<_> = group.iter().copied().collect();
    let mut members = Vec::with_capacity(group.len());
    let mut next = left.first().copied();
    while let Some(one) = next {
        left.remove(&one);
        members.push(one);
        next = edges[one].iter().copied().find(|to| left.contains(to));
    }
    members.extend(left);
    members
}

struct Search<'a> {
    edges: &'a [Vec<usize>],
    /// When each was found.
    found: Vec<Option<usize>>,
    /// The earliest found that is known to be reached from each and to lead back to it.
    lowest: Vec<usize>,
    /// Found, and in no group yet.
    open: Vec<usize>,
    is_open: Vec<bool>,
    groups: Vec<Vec<usize>>,
}

impl Search<'_> {
    /// A long chain is deeper than the stack, so that the path is kept by hand: each with the next of its edges to follow.
    fn from(&mut self, root: usize, number: &mut usize) {
        let mut path = vec![(root, 0)];
        while let Some(&mut (one, ref mut edge)) = path.last_mut() {
            if *edge == 0 {
                self.found[one] = Some(*number);
                self.lowest[one] = *number;
                *number += 1;
                self.open.push(one);
                self.is_open[one] = true;
            }
            if let Some(&next) = self.edges[one].get(*edge) {
                *edge += 1;
                match self.found[next] {
                    None => path.push((next, 0)),
                    Some(found) if self.is_open[next] => {
                        self.lowest[one] = self.lowest[one].min(found);
                    }
                    Some(_) => {}
                }
                continue;
            }
            path.pop();
            if let Some(&(before, _)) = path.last() {
                self.lowest[before] = self.lowest[before].min(self.lowest[one]);
            }
            if self.found[one] == Some(self.lowest[one]) {
                self.close(one);
            }
        }
    }

    fn close(&mut self, first: usize) {
        let start = self
            .open
            .iter()
            .rposition(|&one| one == first)
            .unwrap_or_default();
        let group = self.open.split_off(start);
        for &one in &group {
            self.is_open[one] = false;
        }
        self.groups.push(group);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_groups_and_the_rest_is_in_order() {
        // 0 <- 1 <- 2 <- 3 -> 1 as well, 4 stands on 3.
        let edges = vec![vec![], vec![0, 3], vec![1], vec![2], vec![3]];
        let groups = groups(&edges);
        let mut sizes: Vec<_> = groups.iter().map(Vec::len).collect();
        assert_eq!(groups.first(), Some(&vec![0]));
        assert_eq!(groups.last(), Some(&vec![4]));
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 1, 3]);
        assert_eq!(around(&groups[1], &edges), [1, 3, 2]);
    }
}
