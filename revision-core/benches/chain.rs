//! The chain at 100, 1,000 and 10,000 revisions: ten times the revisions may take ten times as long.
//!
//! `cargo bench -p revision-core --bench chain`

use divan::{Bencher, black_box};
use revision_core::chain::{Chain, Id, Label, Revision};

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// The shapes that histories have, and some that are hard on a planner.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// Each on the one before.
    Linear,
    /// Every tenth revision begins two branches that the tenth after it merges.
    Branched,
    /// All on one base.
    Star,
    /// A main line from every revision of which a twig hangs.
    Comb,
    /// Two lines, each revision of the one depends on its neighbour in the other.
    Zip,
    /// Ten bases with a label each, merged in the end.
    Bases,
    /// On one or two of the fifty before, and every fifth depends on any other.
    Tangled,
}

const SHAPES: [Shape; 7] = [
    Shape::Linear,
    Shape::Branched,
    Shape::Star,
    Shape::Comb,
    Shape::Zip,
    Shape::Bases,
    Shape::Tangled,
];

fn cases() -> impl Iterator<Item = (Shape, usize)> {
    SHAPES
        .into_iter()
        .flat_map(|shape| SIZES.map(|size| (shape, size)))
}

fn id(number: usize) -> Id {
    Id::from(format!("{number:06}"))
}

fn revisions((shape, size): (Shape, usize)) -> Vec<Revision> {
    (0..size)
        .map(|number| {
            let mut revision = Revision::new(id(number), []);
            let below = |distance| number.checked_sub(distance).map(id);
            let down: Vec<_> = match shape {
                Shape::Comb if number % 2 == 0 => below(2).into_iter().collect(),
                Shape::Linear | Shape::Comb => below(1).into_iter().collect(),
                Shape::Branched => match number % 10 {
                    0 => below(1).into_iter().chain(below(2)).collect(),
                    1 => below(1).into_iter().collect(),
                    _ => below(2).into_iter().collect(),
                },
                Shape::Star => (number > 0).then(|| id(0)).into_iter().collect(),
                Shape::Zip => {
                    revision.depends_on = (number % 2 == 1)
                        .then(|| id(number - 1).to_string())
                        .into_iter()
                        .collect();
                    below(2).into_iter().collect()
                }
                Shape::Tangled => {
                    // Far from random, and the same in every run.
                    let draw = number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
                    if number > 0 && number % 5 == 0 {
                        revision.depends_on = vec![id(draw % number).to_string()];
                    }
                    let second = (number % 3 == 0).then(|| below(1 + draw / 64 % 50));
                    let first = below(1 + draw % 50).or_else(|| below(1));
                    first.into_iter().chain(second.flatten()).collect()
                }
                Shape::Bases if number + 1 == size => (1..=10).filter_map(below).collect(),
                Shape::Bases => below(10).into_iter().collect(),
            };
            if let Shape::Bases = shape
                && number < 10
            {
                revision.branch_labels = vec![Label::from(format!("branch{number}"))];
            }
            revision.down_revisions = down;
            revision
        })
        .collect()
}

fn chain(case: (Shape, usize)) -> Chain {
    Chain::new(revisions(case)).expect("no fault")
}

fn heads(chain: &Chain) -> Vec<Id> {
    chain.real_heads().map(|head| head.id.clone()).collect()
}

#[divan::bench(args = cases())]
fn build(bencher: Bencher<'_, '_>, case: (Shape, usize)) {
    let revisions = revisions(case);
    bencher
        .with_inputs(|| revisions.clone())
        .bench_values(|revisions| Chain::new(revisions).expect("no fault"));
}

#[divan::bench(args = cases())]
fn upgrade_to_heads(bencher: Bencher<'_, '_>, case: (Shape, usize)) {
    let chain = chain(case);
    bencher.bench(|| chain.upgrade(&[], black_box(&["heads"])).expect("a plan"));
}

#[divan::bench(args = cases())]
fn nothing_to_upgrade(bencher: Bencher<'_, '_>, case: (Shape, usize)) {
    let chain = chain(case);
    let rows = heads(&chain);
    bencher.bench(|| chain.upgrade(&rows, black_box(&["heads"])).expect("a plan"));
}

#[divan::bench(args = cases())]
fn downgrade_to_base(bencher: Bencher<'_, '_>, case: (Shape, usize)) {
    let chain = chain(case);
    let rows = heads(&chain);
    bencher.bench(|| chain.downgrade(&rows, black_box("base")).expect("a plan"));
}

#[divan::bench(args = cases())]
fn history(bencher: Bencher<'_, '_>, case: (Shape, usize)) {
    let chain = chain(case);
    bencher.bench(|| {
        chain
            .history(black_box(None), None)
            .expect("revisions")
            .len()
    });
}
