//! How operations are shown that a comparison has found.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use revision_core::diff::losses;
use revision_core::source::{Told, told};
use revision_core::{Code, Diagnostic, Operation};

use crate::comparing::Compared;
use crate::report::Report;

/// A line an operation, for results.
pub(super) fn lines(operations: &[Operation]) -> String {
    let mut lines = String::new();
    for told in grouped(operations) {
        let _ = writeln!(lines, "{told}");
    }
    lines
}

/// The same as talk.
pub(super) fn say(report: &Report, operations: &[Operation]) {
    for told in grouped(operations) {
        report.say(told.verb, &told.what);
    }
}

/// What is about one table together, otherwise in the order in which it is done.
fn grouped(operations: &[Operation]) -> Vec<Told> {
    let mut all: Vec<Told> = operations.iter().map(told).collect();
    let mut order = BTreeMap::new();
    for told in &all {
        let next = order.len();
        order.entry(told.about.clone()).or_insert(next);
    }
    all.sort_by_cached_key(|told| order.get(&told.about).copied());
    all
}

/// Lists what is left alone.
pub(super) fn left(report: &Report, compared: &Compared) {
    for what in &compared.unmanaged {
        report.say("Unmanaged", what);
    }
    for table in &compared.unnamed {
        report.say(
            "Kept",
            format_args!(
                "table {table}, which nothing asks for any more: `--drop {table}` drops it"
            ),
        );
    }
}

/// Warns of what takes data away, of what fails for those who read old names, and of what stands on nothing.
pub(super) fn warn(report: &Report, compared: &Compared) {
    let (before, operations) = (&compared.schemas.before, &compared.operations);
    for table in &compared.unmade {
        let message =
            format!("no revision made `{table}`: the new one cannot run where it is not there");
        report.warn(
            &Diagnostic::new(Code::OutOfSync, message)
                .help("first write down what there is: `cargo revision new \"initial schema\" --from empty --to database`")
                .help("then say that it is there: `cargo revision stamp head`"),
        );
    }
    for (_, lost) in losses(before, operations) {
        let message = format!("{lost}: gone for good once the new revision is applied");
        report.warn(&Diagnostic::new(Code::DataLoss, message));
    }
    let renames = operations.iter().filter_map(|operation| match operation {
        Operation::RenameTable { from, .. } => Some(from.to_string()),
        Operation::RenameColumn { table, from, .. } => Some(format!("{table}.{from}")),
        _ => None,
    });
    for name in renames {
        let message =
            format!("releases that still read `{name}` fail once the new revision is applied");
        report.warn(&Diagnostic::new(Code::DataLoss, message));
    }
}
