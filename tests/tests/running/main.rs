//! Revisions run on databases.

mod crash;
mod faults;
mod journal;
mod moving;
mod resume;

use std::io::Write as _;

/// What a test run measured, told beside its result.
fn told(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
