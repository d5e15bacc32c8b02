//! Putting things into an order in which each comes after what it needs.

use std::collections::{BTreeMap, BTreeSet};

/// The keys, each after those that it needs, else in their own order; where they need each other in a circle, the circle
/// is broken somewhere, the same way each time.
pub(super) fn after_needs<K: Ord + Clone>(needs: &BTreeMap<K, BTreeSet<K>>) -> Vec<K> {
    let mut done = BTreeSet::new();
    let mut order = Vec::with_capacity(needs.len());
    for key in needs.keys() {
        visit(key, needs, &mut done, &mut order);
    }
    order
}

/// Depth first, on a stack of our own: chains of tables may be long.
fn visit<'k, K: Ord + Clone>(
    start: &'k K,
    needs: &'k BTreeMap<K, BTreeSet<K>>,
    done: &mut BTreeSet<&'k K>,
    order: &mut Vec<K>,
) {
    if !done.insert(start) {
        return;
    }
    let of = |key: &'k K| needs.get(key).into_iter().flatten();
    let mut stack = vec![(start, of(start))];
    while let Some((key, rest)) = stack.last_mut() {
        match rest.find(|need| needs.contains_key(*need) && !done.contains(*need)) {
            Some(need) => {
                done.insert(need);
                stack.push((need, of(need)));
            }
            None => {
                order.push((*key).clone());
                stack.pop();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_after_what_it_needs() {
        let needs = BTreeMap::from([
            ("a", BTreeSet::from(["c"])),
            ("b", BTreeSet::from(["a", "elsewhere"])),
            ("c", BTreeSet::new()),
        ]);
        assert_eq!(after_needs(&needs), ["c", "a", "b"]);
    }

    #[test]
    fn a_circle_is_broken() {
        let needs = BTreeMap::from([
            ("a", BTreeSet::from(["b"])),
            ("b", BTreeSet::from(["a", "b"])),
        ]);
        assert_eq!(after_needs(&needs), ["b", "a"]);
    }
}
