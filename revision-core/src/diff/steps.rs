//! The operations by what has to run before what.

use std::collections::BTreeSet;

use crate::operation::Operation;
use crate::schema::{Name, QualifiedName};

/// A list for each stage, in the order in which they run.
#[derive(Default)]
pub(super) struct Steps {
    /// Triggers, policies and views that go or change: they hold on to tables.
    pub(super) dropped_dependents: Vec<Operation>,
    /// Counters that lose the column that they go with, so that they do not go with it.
    pub(super) freed: Vec<Operation>,
    /// Foreign keys: they hold on to other tables.
    pub(super) dropped_foreign_keys: Vec<Operation>,
    /// Counting that ends: some databases count only what a key has.
    pub(super) uncounted: Vec<Operation>,
    /// Constraints and indexes.
    pub(super) dropped_constraints: Vec<Operation>,
    /// Names of constraints and indexes, once those that go have left theirs.
    pub(super) renamed_constraints: Vec<Operation>,
    /// Defaults that are a value which its enum loses.
    pub(super) changed_defaults: Vec<Operation>,
    /// The columns that these are of.
    pub(super) without_default: BTreeSet<(QualifiedName, Name)>,
    /// Values of enums that go. All that was there of their type is there still.
    pub(super) dropped_values: Vec<Operation>,
    /// Columns that are made anew, or whose name another one takes.
    pub(super) dropped_computed: Vec<Operation>,
    /// Tables and other things whose name something else takes.
    pub(super) dropped_early: Vec<Operation>,
    /// Namespaces and extensions.
    pub(super) made_namespaces: Vec<Operation>,
    /// Enums and counters: what columns are made of.
    pub(super) made_before: Vec<Operation>,
    /// The columns whose type and default are made as they will be among these.
    pub(super) retyped: BTreeSet<(QualifiedName, Name)>,
    /// Functions that tables call.
    pub(super) made_functions: Vec<Operation>,
    pub(super) made_tables: Vec<Operation>,
    pub(super) changed_tables: Vec<Operation>,
    /// Columns that are computed from others.
    pub(super) made_computed: Vec<Operation>,
    pub(super) dropped_columns: Vec<Operation>,
    pub(super) made_constraints: Vec<Operation>,
    /// Counting that begins, and counters that get a column to go with.
    pub(super) counted: Vec<Operation>,
    pub(super) made_foreign_keys: Vec<Operation>,
    pub(super) dropped_tables: Vec<Operation>,
    /// Views, and functions that no table calls: each may be made of tables and of each other.
    pub(super) made_dependents: Vec<Operation>,
    /// Triggers and policies: they call functions.
    pub(super) made_triggers: Vec<Operation>,
    pub(super) dropped_functions: Vec<Operation>,
    pub(super) dropped_sequences: Vec<Operation>,
    /// Domains and composite types: enums may be in them.
    pub(super) dropped_types: Vec<Operation>,
    pub(super) dropped_enums: Vec<Operation>,
    pub(super) dropped_extensions: Vec<Operation>,
    /// Once all that lies in them has gone.
    pub(super) dropped_namespaces: Vec<Operation>,
}

impl Steps {
    pub(super) fn in_order(self) -> Vec<Operation> {
        [
            self.dropped_dependents,
            self.freed,
            self.dropped_foreign_keys,
            self.uncounted,
            self.dropped_constraints,
            self.renamed_constraints,
            self.changed_defaults,
            self.dropped_values,
            self.dropped_computed,
            self.dropped_early,
            self.made_namespaces,
            self.made_before,
            self.made_functions,
            self.made_tables,
            self.changed_tables,
            self.made_computed,
            self.dropped_columns,
            self.made_constraints,
            self.counted,
            self.made_foreign_keys,
            self.dropped_tables,
            self.made_dependents,
            self.made_triggers,
            self.dropped_functions,
            self.dropped_sequences,
            self.dropped_types,
            self.dropped_enums,
            self.dropped_extensions,
            self.dropped_namespaces,
        ]
        .concat()
    }
}
