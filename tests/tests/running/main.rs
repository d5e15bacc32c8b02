//! Revisions run on databases.

mod support;

mod crash;
mod dropped;
mod journal;
mod lent;
mod locking;
mod moving;
mod offline;
mod racing;
mod resume;
mod trips;

use std::io::Write as _;

/// What a test run measured, told beside its result.
fn told(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
