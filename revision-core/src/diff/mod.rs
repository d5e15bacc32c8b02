//! What leads from one schema to another.
//!
//! The diff asks no database anything: both sides arrive in normal form, and what is equal there is the same. Applying the
//! operations it gives to the one schema makes the other, in an order in which a database can run them: what depends on
//! something is dropped before it and made after it, and what can be lost goes last.

mod columns;
mod constraints;
mod objects;
mod order;
mod pair;
mod seen;
mod tables;

use crate::operation::Operation;
use crate::schema::Schema;

pub use pair::Pair;
pub use seen::seen;

/// The operations that lead from `pair.before` to `pair.after`.
///
/// Renames are not found here: what goes by another name is dropped and made anew, unless the operation that renames it was
/// applied to `before` first.
#[must_use]
pub fn diff(pair: Pair<&Schema>) -> Vec<Operation> {
    let mut steps = Steps::default();
    objects::diff(pair, &mut steps);
    tables::diff(pair, &mut steps);
    steps.in_order()
}

/// The operations by what has to run before what.
#[derive(Default)]
struct Steps {
    /// Triggers, policies and views that go or change: they hold on to tables.
    dropped_dependents: Vec<Operation>,
    dropped_keys: Vec<Operation>,
    dropped_constraints: Vec<Operation>,
    dropped_computed: Vec<Operation>,
    /// Values of enums, which gives columns a new type.
    dropped_values: Vec<Operation>,
    /// Namespaces, extensions, enums, sequences: what tables are made of.
    made_before: Vec<Operation>,
    /// Functions that tables call.
    made_functions: Vec<Operation>,
    made_tables: Vec<Operation>,
    changed_tables: Vec<Operation>,
    made_computed: Vec<Operation>,
    dropped_columns: Vec<Operation>,
    made_constraints: Vec<Operation>,
    made_keys: Vec<Operation>,
    dropped_tables: Vec<Operation>,
    /// Functions that no table calls: they may be made of tables.
    made_late_functions: Vec<Operation>,
    /// Views.
    made_dependents: Vec<Operation>,
    /// Triggers and policies.
    made_triggers: Vec<Operation>,
    /// Functions, enums, sequences, extensions.
    dropped_after: Vec<Operation>,
    dropped_last: Vec<Operation>,
}

impl Steps {
    fn in_order(self) -> Vec<Operation> {
        [
            self.dropped_dependents,
            self.dropped_keys,
            self.dropped_constraints,
            self.dropped_computed,
            self.dropped_values,
            self.made_before,
            self.made_functions,
            self.made_tables,
            self.changed_tables,
            self.made_computed,
            self.dropped_columns,
            self.made_constraints,
            self.made_keys,
            self.dropped_tables,
            self.made_late_functions,
            self.made_dependents,
            self.made_triggers,
            self.dropped_after,
            self.dropped_last,
        ]
        .concat()
    }
}
