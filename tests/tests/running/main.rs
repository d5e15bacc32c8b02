//! Revisions run on databases.

mod support;

mod anew_offline;
mod collated;
mod crash;
mod create;
mod dropped;
mod embedded;
mod empty;
mod faults;
mod framed;
mod functions;
mod journal;
mod lent;
mod locking;
mod log;
mod moving;
mod offline;
mod once;
mod proxy;
mod quiet;
mod racing;
mod resume;
mod settings;
mod shown;
mod signals;
mod transactions;
mod trips;

use std::io::Write as _;

/// What a test run measured, told beside its result.
fn told(message: &str) {
    let _ = writeln!(std::io::stderr(), "{message}");
}
