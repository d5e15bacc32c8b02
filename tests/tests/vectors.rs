//! The chain against `../shared/vectors/graph/`: questions about revision graphs with the answers that Alembic gives.
//!
//! Each query of each case is put to the chain, to the command where it answers without a database, and gone on real databases. What differs from the answer must stand in `vectors/deviations.rs` with the
//! reason why, and what stands there must differ.

#![expect(
    clippy::print_stderr,
    clippy::disallowed_macros,
    reason = "what a test run measured is told beside its result"
)]

mod vectors {
    pub(crate) mod answer;
    pub(crate) mod case;
    pub(crate) mod command;
    pub(crate) mod database;
    pub(crate) mod deviations;
    pub(crate) mod graph;
}

use std::collections::BTreeMap;

use revision_core::runtime::Sending;
use revision_tests::{Kind, servers};
use vectors::answer::{Outcome, answer};
use vectors::case::{Case, cases, elsewhere};
use vectors::command::{Laid, program};
use vectors::database;
use vectors::deviations::DEVIATIONS;

#[test]
fn every_query_has_the_answer_it_should_have() {
    let Some(cases) = cases_if_there() else {
        return;
    };
    let mut asked = 0;
    let mut reordered = Vec::new();
    let mut failures = Vec::new();
    let mut deviating: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        for query in &case.queries {
            asked += 1;
            let place = format!("{} {query}", case.name);
            match answer(case, query) {
                Outcome::Same => {}
                Outcome::Reordered => reordered.push(place),
                Outcome::Differs(how) => match deviation(case, query) {
                    Some(name) => *deviating.entry(name).or_default() += 1,
                    None => failures.push(format!("{place}\n    {how}")),
                },
            }
        }
    }
    for deviation in DEVIATIONS {
        if !elsewhere() && !deviating.contains_key(deviation.name) {
            failures.push(format!("deviation `{}` no longer happens", deviation.name));
        }
    }
    eprintln!(
        "{asked} queries of {} cases; another order than Alembic's: {}; deviations: {deviating:?}",
        cases.len(),
        reordered.len()
    );
    // Nothing binds the order beyond what its revisions need; that it is Alembic's to the last case is kept so on purpose.
    if !elsewhere() {
        failures.extend(
            reordered
                .iter()
                .map(|place| format!("another order: {place}")),
        );
    }
    assert!(
        failures.is_empty(),
        "{} of {asked} queries fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn the_command_answers_as_the_chain_does() {
    let Some(cases) = cases_if_there() else {
        return;
    };
    let program = program();
    let check = |cases: &[Case]| {
        let (mut asked, mut failures) = (0, Vec::new());
        for case in cases {
            let mut laid = Laid::new(&program, case);
            for query in &case.queries {
                let how = match laid.answer(query) {
                    None => continue,
                    Some(Outcome::Same) => None,
                    Some(Outcome::Reordered) => Some("another order".to_owned()),
                    Some(Outcome::Differs(how)) => Some(how),
                };
                asked += 1;
                if let Some(how) = how.filter(|_| deviation(case, query).is_none()) {
                    failures.push(format!("{} {query}\n    {how}", case.name));
                }
            }
        }
        (asked, failures)
    };
    let (one, other) = cases.split_at(cases.len() / 2);
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| check(one));
        let other = check(other);
        (one.join().expect("no panic"), other)
    });
    let (asked, failures) = (one.0 + other.0, [one.1, other.1].concat());
    eprintln!("{asked} queries put to the command");
    assert!(elsewhere() || asked > 1_500, "only {asked} queries");
    assert!(
        failures.is_empty(),
        "{} of {asked} queries fail:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[tokio::test]
async fn databases_go_where_the_vectors_lead() {
    let Some(cases) = cases_if_there() else {
        return;
    };
    for kind in servers::all() {
        // On servers a sample, which shifts from one to the next.
        let one_in = match kind {
            Kind::Sqlite => 1,
            _ if servers::thorough() => 1,
            _ => 397,
        };
        let began = std::time::Instant::now();
        let (mut asked, mut went, mut failures) = (0, 0, Vec::new());
        let mut place = None;
        for case in &cases {
            let Some(laid) = database::Laid::new(case, kind) else {
                continue;
            };
            for query in &case.queries {
                asked += 1;
                if asked % one_in != 0 {
                    continue;
                }
                if place.is_none() {
                    place = Some(database::Place::new(kind).await);
                }
                let Some(place) = &place else { continue };
                let sending = match asked % 2 {
                    0 => Sending::Batched,
                    _ => Sending::Stepwise,
                };
                let deviates = deviation(case, query).is_some();
                let Some(how) = laid.go(place, query, sending, deviates).await else {
                    continue;
                };
                went += 1;
                if let Err(how) = how {
                    failures.push(format!("{kind:?} {} {query}\n    {how}", case.name));
                }
            }
        }
        eprintln!("{kind:?}: went {went} ways in {:?}", began.elapsed());
        assert!(elsewhere() || went * one_in > 5_000, "only {went} ways");
        assert!(
            failures.is_empty(),
            "{} of {went} ways fail:\n{}",
            failures.len(),
            failures.join("\n")
        );
    }
}

fn cases_if_there() -> Option<Vec<Case>> {
    let cases = cases();
    if cases.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "the vectors are missing: expected them in ../shared/vectors/graph"
        );
        eprintln!("skipped: there is no ../shared/vectors/graph");
    }
    cases
}

fn deviation(case: &Case, query: &vectors::case::Query) -> Option<&'static str> {
    DEVIATIONS
        .iter()
        .find(|deviation| (deviation.applies)(case, query))
        .map(|deviation| deviation.name)
}
