//! How operations are shown that a comparison has found.

use std::fmt::Write as _;

use revision_core::diff::losses;
use revision_core::schema::Schema;
use revision_core::source::told;
use revision_core::{Code, Diagnostic, Operation};

use crate::comparing::Compared;
use crate::report::Report;

/// A line an operation, for results.
pub(super) fn lines(operations: &[Operation]) -> String {
    let mut lines = String::new();
    for operation in operations {
        let _ = writeln!(lines, "{}", told(operation));
    }
    lines
}

/// The same as talk.
pub(super) fn say(report: &Report, operations: &[Operation]) {
    for operation in operations {
        let told = told(operation);
        report.say(told.verb, &told.what);
    }
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

/// Warns of what takes data away, and of what fails for those who read old names.
pub(super) fn warn(report: &Report, before: &Schema, operations: &[Operation]) {
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
