//! One query put to the chain, and its answer compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use revision_core::chain::{Chain, Direction, Error, Id, Plan, Revision};

use super::case::{Case, Query};
use super::graph::Graph;

pub(crate) enum Outcome {
    Same,
    /// The same revisions and rows in another order that is just as right.
    Reordered,
    Differs(String),
}

pub(crate) fn answer(case: &Case, query: &Query) -> Outcome {
    let revisions: Vec<_> = case.revisions.iter().map(revision).collect();
    if query.kind == "load" {
        return load(revisions, query);
    }
    let chain = match Chain::new(revisions) {
        Ok(chain) => chain,
        Err(faults) => return Outcome::Differs(format!("does not load: {faults:?}")),
    };
    let from = ids(query.from.as_deref().unwrap_or_default());
    let target = query.target.as_deref().unwrap_or_default();
    match query.kind.as_str() {
        "heads" => same(&sorted(chain.heads()), &query.ids),
        "heads_resolved" => same(&sorted(chain.real_heads()), &query.ids),
        "bases" => same(&sorted(chain.bases()), &query.ids),
        "merge_points" => same(&sorted(chain.merge_points()), &query.ids),
        "branch_points" => {
            let points: BTreeMap<_, _> = chain
                .branch_points()
                .map(|point| (point.id.to_string(), sorted(chain.children(&point.id))))
                .collect();
            same(&points, &lists(&query.points))
        }
        "effective_labels" => {
            let labels: BTreeMap<_, _> = chain
                .revisions()
                .iter()
                .map(|one| (one.id.to_string(), chain.labels_of(&one.id)))
                .filter(|(_, labels)| !labels.is_empty())
                .map(|(id, labels)| (id, labels.iter().map(ToString::to_string).collect()))
                .collect();
            same(&labels, &lists(&query.labels))
        }
        "resolve" => compare(query, chain.resolve(target), |found| {
            same(&sorted(found), &resolved(query))
        }),
        "current" => compare(query, chain.current(&from), |current| {
            let found = (sorted(current.heads), current.at_heads);
            same(&found, &(query.ids.clone(), query.at_heads))
        }),
        "stamp" => {
            let targets: Vec<_> = query.targets.iter().map(String::as_str).collect();
            compare(query, chain.stamp(&from, &targets), |plan| {
                same(&texts(&plan.heads()), &query.heads_after)
            })
        }
        "revision" => {
            let head = query.head.as_deref().unwrap_or("head");
            let depends_on: Vec<_> = query.want_depends_on.iter().map(String::as_str).collect();
            let placed = chain.place(&[head], query.splice, &depends_on);
            compare(query, placed, |placement| {
                let mut down = texts(&placement.down_revisions);
                down.sort();
                let found = (down, placement.depends_on);
                same(&found, &(query.down.clone(), query.depends_on.clone()))
            })
        }
        "history" => {
            let shown = chain.history(query.range.as_deref(), Some(&from));
            compare(query, shown, |shown| {
                let shown: Vec<_> = shown.iter().map(|one| one.id.to_string()).collect();
                history(case, query, &shown)
            })
        }
        "upgrade" => compare(query, chain.upgrade(&from, &[target]), |plan| {
            steps(case, query, &plan, Direction::Upgrade)
        }),
        "downgrade" => compare(query, chain.downgrade(&from, target), |plan| {
            steps(case, query, &plan, Direction::Downgrade)
        }),
        other => Outcome::Differs(format!("what is `{other}`?")),
    }
}

fn compare<T>(
    query: &Query,
    result: Result<T, Error>,
    found: impl FnOnce(T) -> Outcome,
) -> Outcome {
    let result = result.map_err(|error| Refused {
        code: error.code().to_string(),
        message: error.to_string(),
    });
    judge(query, result, found)
}

/// An error, as far as the vectors know of it.
pub(super) struct Refused {
    pub(super) code: String,
    pub(super) message: String,
}

/// Errors by their code; what was found by `found`.
pub(super) fn judge<T>(
    query: &Query,
    result: Result<T, Refused>,
    found: impl FnOnce(T) -> Outcome,
) -> Outcome {
    match (result, query.error.as_deref()) {
        // The plan that was cut short is there, with the rows as they should have been.
        (Ok(value), Some("crash")) if query.ideal.is_some() => found(value),
        // Any proper answer is better.
        (_, Some("crash")) if query.ideal.is_none() => Outcome::Same,
        (_, Some(_)) if query.order_sensitive.as_deref() == Some("result") => Outcome::Same,
        (Err(_), _) if query.lenient.is_some() => Outcome::Same,
        (Err(refused), Some(expected)) if expected == refused.code => Outcome::Same,
        (Err(Refused { code, message }), expected) => Outcome::Differs(format!(
            "`{code}` ({message}), expected {}",
            expected.unwrap_or("an answer")
        )),
        (Ok(_), Some(expected)) => Outcome::Differs(format!("an answer, expected `{expected}`")),
        (Ok(value), None) => found(value),
    }
}

fn load(revisions: Vec<Revision>, query: &Query) -> Outcome {
    let expected = query.error.as_ref().or(query.meant.as_ref());
    match (Chain::new(revisions), expected) {
        (Ok(chain), None) => same(
            &(sorted(chain.heads()), sorted(chain.bases())),
            &(query.heads.clone(), query.bases.clone()),
        ),
        (Ok(_), Some(expected)) => Outcome::Differs(format!("loads, expected `{expected}`")),
        (Err(faults), expected) => {
            let codes: Vec<_> = faults
                .iter()
                .map(|fault| fault.code().to_string())
                .collect();
            same(&codes, &expected.cloned().into_iter().collect())
        }
    }
}

/// What a target is said to be; `base` is no revision to show.
pub(super) fn resolved(query: &Query) -> Vec<String> {
    let ids = query.ids.iter().filter(|id| *id != "base");
    ids.cloned().collect()
}

pub(super) fn history(case: &Case, query: &Query, shown: &[String]) -> Outcome {
    let graph = Graph::of(case);
    let expected = query.order.clone().unwrap_or_default();
    for (place, newer) in shown.iter().enumerate() {
        let below = graph.closure(std::slice::from_ref(newer));
        if shown[..place]
            .iter()
            .any(|above| below.contains(above.as_str()))
        {
            return Outcome::Differs(format!("`{newer}` comes too late: {shown:?}"));
        }
    }
    ordered(query, shown, &expected)
}

fn steps(case: &Case, query: &Query, plan: &Plan, direction: Direction) -> Outcome {
    let graph = Graph::of(case);
    let from = query.from.clone().unwrap_or_default();
    let mut applied = graph.closure(&from);
    let taken: Vec<_> = plan
        .steps
        .iter()
        .map(|step| step.revision.to_string())
        .collect();
    let mut rows_after = Vec::new();
    for ((step, rows), id) in plan.with_heads().zip(&taken) {
        if step.direction != direction {
            return Outcome::Differs(format!("`{id}` goes the wrong way"));
        }
        let rows = texts(&rows);
        let possible = match direction {
            Direction::Downgrade => {
                graph.rows(&applied).contains(&id.as_str()) && applied.remove(id.as_str())
            }
            _ => graph.needs(id).iter().all(|below| applied.contains(below)) && applied.insert(id),
        };
        if !possible {
            return Outcome::Differs(format!("`{id}` comes too early or too late: {taken:?}"));
        }
        if rows != graph.rows(&applied) {
            return Outcome::Differs(format!(
                "rows after `{id}`: {rows:?}, should be {:?}",
                graph.rows(&applied)
            ));
        }
        rows_after.push(rows);
    }

    let told = query.steps.as_deref().unwrap_or_default();
    let expected = query
        .plan
        .clone()
        .unwrap_or_else(|| told.iter().map(|step| step.id.clone()).collect());
    let expected_rows = query
        .ideal
        .clone()
        .unwrap_or_else(|| told.iter().map(|step| step.heads_after.clone()).collect());
    let outcome = ordered(query, &taken, &expected);
    if let Outcome::Same = outcome
        && taken == expected
    {
        return same(&rows_after, &expected_rows);
    }
    if rows_after.last() != expected_rows.last() {
        return Outcome::Differs(format!(
            "ends at {:?}, expected {:?}",
            rows_after.last(),
            expected_rows.last()
        ));
    }
    outcome
}

/// Compared with the order told, unless that depends on the order of loading.
fn ordered(query: &Query, found: &[String], expected: &[String]) -> Outcome {
    if found == expected {
        return Outcome::Same;
    }
    let (set, expected_set): (BTreeSet<_>, BTreeSet<_>) =
        (found.iter().collect(), expected.iter().collect());
    if set != expected_set || found.len() != expected.len() {
        return Outcome::Differs(format!("{found:?}, expected {expected:?}"));
    }
    if query.order_sensitive.is_some() {
        Outcome::Same
    } else {
        Outcome::Reordered
    }
}

pub(super) fn same<T: PartialEq + Debug>(found: &T, expected: &T) -> Outcome {
    if found == expected {
        Outcome::Same
    } else {
        Outcome::Differs(format!("{found:?}, expected {expected:?}"))
    }
}

fn revision(header: &super::case::Header) -> Revision {
    Revision {
        id: Id::from(header.id.as_str()),
        down_revisions: ids(&header.down),
        branch_labels: header
            .labels
            .iter()
            .map(|label| label.as_str().into())
            .collect(),
        depends_on: header.depends_on.clone(),
    }
}

fn ids(texts: &[String]) -> Vec<Id> {
    texts.iter().map(|text| Id::from(text.as_str())).collect()
}

fn texts(ids: &[Id]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

fn sorted<'a>(revisions: impl IntoIterator<Item = &'a Revision>) -> Vec<String> {
    let mut ids: Vec<_> = revisions
        .into_iter()
        .map(|one| one.id.to_string())
        .collect();
    ids.sort();
    ids
}

pub(super) fn lists(
    map: &serde_json::Map<String, serde_json::Value>,
) -> BTreeMap<String, Vec<String>> {
    map.iter()
        .map(|(id, list)| {
            let list: Vec<String> = serde_json::from_value(list.clone()).expect("a list of names");
            (id.clone(), list)
        })
        .collect()
}
