//! Schemas and operations that nobody chose, for laws.
//!
//! What is generated is valid: each operation of a sequence makes sense where it stands. It comes from a list of numbers
//! ([`Draw`]), so that what proptest makes smaller stays valid, and a list of zeros is the smallest there is.
//!
//! [`Taste::everything`] has all that a schema can hold, [`Taste::on`] what one database takes.

mod columns;
mod defined;
mod draw;
mod names;
mod objects;
mod operations;
mod pairs;
mod renamed;
mod tables;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::Config;
use revision_core::operation::invert;
use revision_core::schema::Schema;
use revision_core::{Backend, Operation};

pub use draw::Draw;
pub use names::{quoted, spelt};
pub use operations::operation;
pub use pairs::pairs;
pub use renamed::{Of, renamed};

/// What kind of things are wanted.
#[derive(Clone, Copy, Debug)]
pub struct Taste {
    /// The database that has to take them; none for whatever a schema can hold.
    pub on: Option<Backend>,
    /// Whether names and texts are as bad as they can be.
    pub nasty: bool,
}

impl Taste {
    /// All that a schema can hold.
    #[must_use]
    pub fn everything() -> Self {
        Self {
            on: None,
            nasty: true,
        }
    }

    /// What one database takes.
    #[must_use]
    pub fn on(backend: Backend) -> Self {
        Self {
            on: Some(backend),
            nasty: true,
        }
    }
}

/// As many cases as this run wants: a sample, or with `--thorough` the full number.
#[must_use]
pub fn cases() -> Config {
    Config::with_cases(if crate::servers::thorough() {
        10_000
    } else {
        256
    })
}

/// A schema.
pub fn schemas(taste: Taste) -> impl Strategy<Value = Schema> {
    entropy().prop_map(move |entropy| schema(&mut Draw::new(&entropy, taste)))
}

/// A schema, and operations that go on from there, one after the other.
pub fn changes(taste: Taste) -> impl Strategy<Value = (Schema, Vec<Operation>)> {
    let steps = vec(vec(any::<u32>(), 0..60), 0..8);
    (entropy(), steps).prop_map(move |(entropy, steps)| {
        let before = schema(&mut Draw::new(&entropy, taste));
        let mut now = before.clone();
        let mut operations = Vec::new();
        for entropy in steps {
            let operation = operation(&mut Draw::new(&entropy, taste), &now);
            let went = now.apply(&operation).is_ok();
            operations.push(operation);
            // The test that goes through them will find out, too.
            if !went {
                break;
            }
        }
        (before, operations)
    })
}

/// Operations of every kind, one after the other: what changes a schema, what undoes that, and what makes its tables.
pub fn lists() -> impl Strategy<Value = Vec<Operation>> {
    let list = |nasty| {
        changes(Taste { on: None, nasty }).prop_map(|(before, operations)| {
            let mut now = before;
            let mut all = Vec::new();
            for operation in operations {
                all.extend(invert(Some(&now), &operation).unwrap_or_default());
                let went = now.apply(&operation);
                all.push(operation);
                if went.is_err() {
                    break;
                }
            }
            all.extend(
                now.tables
                    .into_iter()
                    .map(|(name, table)| Operation::CreateTable {
                        name,
                        table: Box::new(table),
                        if_not_exists: false,
                    }),
            );
            all
        })
    };
    prop_oneof![list(true), list(false)]
}

/// A schema, and an operation that is meant for another, but often by the same names.
pub fn mismatched() -> impl Strategy<Value = (Schema, Operation)> {
    (entropy(), entropy(), vec(any::<u32>(), 0..60)).prop_map(|(here, other, step)| {
        let taste = Taste {
            on: None,
            nasty: false,
        };
        let other = schema(&mut Draw::new(&other, taste));
        let operation = operation(&mut Draw::new(&step, taste), &other);
        (schema(&mut Draw::new(&here, taste)), operation)
    })
}

fn entropy() -> impl Strategy<Value = Vec<u32>> {
    vec(any::<u32>(), 0..300)
}

/// A schema that is drawn.
#[must_use]
pub fn schema(draw: &mut Draw<'_>) -> Schema {
    let mut schema = Schema::default();
    if draw.takes_namespaces() && draw.one_in(3) {
        let name = names::fresh(draw, |name| schema.namespaces.contains_key(name));
        schema.namespaces.insert(name, draw.comment());
    }
    for _ in 0..draw.below(3) {
        let name = names::of_type(draw, &schema);
        schema.enums.insert(name, objects::an_enum(draw));
    }
    if draw.is_on(Backend::Postgres) && draw.one_in(2) {
        let name = names::of_type(draw, &schema);
        schema.types.insert(name, defined::defined(draw));
    }
    for _ in 0..draw.below(4) {
        let name = names::relation(draw, &schema);
        let table = tables::table(draw, &schema, &name);
        schema.tables.insert(name, table);
    }
    objects::add(draw, &mut schema);
    schema
}
