//! Laws of the chain, on graphs that nobody chose.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, subsequence};
use revision_core::chain::{Chain, Id, Plan, Revision};

/// How a revision stands on earlier ones: by `down_revision`, and by dependency.
type Links = (Vec<Index>, Vec<Index>, bool);

fn links() -> impl Strategy<Value = Vec<Links>> {
    let some = |most| vec(any::<Index>(), 0..=most);
    let one = (some(2), some(1), prop::bool::weighted(0.15));
    vec(one, 1..24)
}

/// A graph without circles. Parents may well be ancestors of other parents.
fn revisions(links: &[Links]) -> Vec<Revision> {
    let id = |number: usize| format!("r{number:03}");
    let header = |(number, (down, depends, label)): (usize, &Links)| {
        let earlier = |list: &[Index]| -> BTreeSet<String> {
            let numbers = list.iter().filter(|_| number > 0);
            numbers.map(|index| id(index.index(number))).collect()
        };
        Revision {
            id: Id::from(id(number)),
            down_revisions: earlier(down).into_iter().map(Id::from).collect(),
            branch_labels: label
                .then(|| format!("l{number:03}").into())
                .into_iter()
                .collect(),
            depends_on: earlier(depends).into_iter().collect(),
        }
    };
    links.iter().enumerate().map(header).collect()
}

fn chain(links: &[Links]) -> Chain {
    Chain::new(revisions(links)).expect("no fault")
}

/// The ancestors of `ids`, themselves among them, worked out the plain way.
fn closure(chain: &Chain, ids: &[Id]) -> BTreeSet<Id> {
    let mut closure = BTreeSet::new();
    let mut todo = ids.to_vec();
    while let Some(id) = todo.pop() {
        if closure.insert(id.clone()) {
            let needs = chain.parents(&id).chain(chain.dependencies(&id));
            todo.extend(needs.map(|one| one.id.clone()));
        }
    }
    closure
}

/// The rows of a database that has what `chosen` stand for.
fn rows(chain: &Chain, chosen: &[Index]) -> Vec<Id> {
    let all = chain.revisions();
    let ids: Vec<_> = chosen
        .iter()
        .map(|index| index.get(all).id.clone())
        .collect();
    let applied = closure(chain, &ids);
    let below = |one: &Id| applied.iter().any(|other| chain.is_ancestor(one, other));
    applied.iter().filter(|one| !below(one)).cloned().collect()
}

fn is_antichain(chain: &Chain, rows: &[Id]) -> bool {
    rows.iter()
        .all(|one| rows.iter().all(|other| !chain.is_ancestor(one, other)))
}

fn taken(plan: &Plan) -> Vec<Id> {
    plan.steps
        .iter()
        .map(|step| step.revision.clone())
        .collect()
}

/// Text that looks like a target more often than chance would have it.
fn target() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("head".to_owned()),
        Just("heads".to_owned()),
        Just("base".to_owned()),
        Just("current".to_owned()),
        Just(String::new()),
        "r0[0-2][0-9]",
        "r0{0,2}",
        "l00[0-9]",
        ".{0,4}",
        "[+-][0-9]{1,22}",
        "[@+:-]{1,3}",
    ];
    vec(word, 1..4).prop_flat_map(|words| {
        prop_oneof![
            Just(words.concat()),
            Just(words.join("@")),
            Just(words.join(":"))
        ]
    })
}

proptest! {
    #[test]
    fn an_upgrade_brings_what_is_missing_in_a_possible_order(
        links in links(), from in vec(any::<Index>(), 0..3), to in any::<Index>(),
    ) {
        let chain = chain(&links);
        let from = rows(&chain, &from);
        let goal = to.get(chain.revisions()).id.clone();
        let plan = chain.upgrade(&from, &[goal.as_str()]).expect("a plan");
        let before = closure(&chain, &from);
        let mut applied = before.clone();
        for (step, rows) in plan.with_heads() {
            let below = closure(&chain, std::slice::from_ref(&step.revision));
            prop_assert!(below.iter().all(|id| *id == step.revision || applied.contains(id)));
            prop_assert!(applied.insert(step.revision.clone()));
            prop_assert!(is_antichain(&chain, &rows));
            prop_assert_eq!(&closure(&chain, &rows), &applied);
        }
        prop_assert!(applied.contains(&goal));
        let needed = closure(&chain, &[goal]);
        prop_assert!(taken(&plan).iter().all(|id| needed.contains(id)));
        prop_assert_eq!(closure(&chain, &plan.heads()), applied);
    }

    #[test]
    fn a_downgrade_undoes_what_stands_on_the_target_and_nothing_else(
        links in links(), from in vec(any::<Index>(), 1..3), to in any::<Index>(),
    ) {
        let chain = chain(&links);
        let from = rows(&chain, &from);
        let applied: Vec<_> = closure(&chain, &from).into_iter().collect();
        let goal = to.get(&applied).clone();
        let Ok(plan) = chain.downgrade(&from, goal.as_str()) else {
            // Nothing stands on it, and it has no row: another depends on it.
            prop_assert!(!from.contains(&goal));
            return Ok(());
        };
        let mut applied = closure(&chain, &from);
        for (step, rows) in plan.with_heads() {
            prop_assert!(applied.remove(&step.revision));
            prop_assert!(is_antichain(&chain, &rows));
            prop_assert_eq!(&closure(&chain, &rows), &applied);
        }
        prop_assert!(applied.contains(&goal));
        for id in taken(&plan) {
            prop_assert!(chain.is_ancestor(&goal, &id));
        }
    }

    #[test]
    fn down_undoes_up(links in links(), from in vec(any::<Index>(), 0..3)) {
        let chain = chain(&links);
        let from = rows(&chain, &from);
        let up = chain.upgrade(&[], &["heads"]).expect("a plan");
        prop_assert_eq!(up.steps.len(), chain.len());
        let down = chain.downgrade(&up.heads(), "base").expect("a plan");
        prop_assert_eq!(down.steps.len(), chain.len());
        prop_assert!(down.heads().is_empty());
        // Undone in any order in which they can be, the steps of a plan lead back to where it began.
        let up = chain.upgrade(&from, &["heads"]).expect("a plan");
        let mut rows = up.heads();
        for step in up.steps.iter().rev() {
            rows.retain(|row| !step.added.contains(row));
            rows.extend(step.removed.iter().cloned());
        }
        rows.sort();
        prop_assert_eq!(rows, from);
    }

    #[test]
    fn the_last_rows_do_not_depend_on_the_order_of_loading(
        (links, order) in links().prop_flat_map(|links| {
            let numbers: Vec<_> = (0..links.len()).collect();
            (Just(links), Just(numbers).prop_shuffle())
        }),
        from in vec(any::<Index>(), 0..3), to in target(),
    ) {
        let one = chain(&links);
        let headers = revisions(&links);
        let other = Chain::new(order.iter().map(|&number| headers[number].clone()).collect()).expect("no fault");
        let from = rows(&one, &from);
        let plans = [
            (one.upgrade(&from, &[&to]), other.upgrade(&from, &[&to])),
            (one.downgrade(&from, &to), other.downgrade(&from, &to)),
            (one.stamp(&from, &[&to]), other.stamp(&from, &[&to])),
        ];
        for (plan, shuffled) in plans {
            let end = |plan: Result<Plan, revision_core::chain::Error>| plan
                .map(|plan| (plan.heads(), taken(&plan).into_iter().collect::<BTreeSet<_>>()))
                .map_err(|error| error.code());
            prop_assert_eq!(end(plan), end(shuffled));
        }
        for revision in one.revisions() {
            prop_assert_eq!(one.labels_of(&revision.id), other.labels_of(&revision.id));
        }
    }

    #[test]
    fn a_history_shows_each_before_what_it_needs(links in links(), ends in subsequence(vec![0, 1], 0..=2), a in any::<Index>(), b in any::<Index>()) {
        let chain = chain(&links);
        let end = |wanted, index: &Index| if ends.contains(&wanted) { index.get(chain.revisions()).id.as_str() } else { "" };
        let range = format!("{}:{}", end(0, &a), end(1, &b));
        if let Ok(shown) = chain.history(Some(&range), None) {
            for (place, newer) in shown.iter().enumerate() {
                prop_assert!(shown[..place].iter().all(|one| one.id != newer.id && !chain.is_ancestor(&one.id, &newer.id)));
            }
        }
    }

    #[test]
    fn no_text_is_too_strange(links in links(), from in vec(any::<Index>(), 0..3), one in target(), other in target()) {
        let chain = chain(&links);
        let from = rows(&chain, &from);
        let _ = chain.resolve(&one);
        let _ = chain.upgrade(&from, &[&one, &other]);
        let _ = chain.downgrade(&from, &one);
        let _ = chain.history(Some(&one), Some(&from));
        let _ = chain.history(Some(&format!("{one}:{other}")), Some(&from));
        let _ = chain.place(&[&one, &other], true, &[&other]);
        if let Ok(plan) = chain.stamp(&from, &[&one, &other]) {
            prop_assert!(is_antichain(&chain, &plan.heads()));
        }
        if let Err(error) = chain.upgrade(&[Id::from(one.as_str())], &[&other]) {
            let message = error.to_string();
            prop_assert!(!message.contains('\n'), "{}", message);
            let _ = error.help();
        }
    }

    #[test]
    fn any_headers_are_a_chain_or_faults(
        headers in vec(("[a-d]{0,2}|.{0,3}", vec("[a-d]{0,2}", 0..3), vec("[a-d]|head|.", 0..2), vec("[a-d]{1,2}", 0..2)), 0..12),
    ) {
        let headers: Vec<_> = headers.into_iter().map(|(id, down, labels, depends_on)| Revision {
            id: Id::from(id),
            down_revisions: down.into_iter().map(Id::from).collect(),
            branch_labels: labels.into_iter().map(Into::into).collect(),
            depends_on,
        }).collect();
        match Chain::new(headers.clone()) {
            Ok(chain) => prop_assert_eq!(chain.upgrade(&[], &["heads"]).expect("a plan").steps.len(), headers.len()),
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    let at = fault.at();
                    prop_assert!(at.revision < headers.len());
                    prop_assert!(!fault.to_string().contains('\n'));
                    let _ = (fault.help(), fault.related(), fault.code());
                }
            }
        }
    }
}
