//! Revisions run on databases.

mod crash;
mod moving;

use std::io::Write as _;

/// What a test run measured, told beside its result.
fn told(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
