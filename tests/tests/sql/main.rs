//! The SQL that operations become: side by side for all databases, and run on all of them.

mod alembic;
mod by_runtime;
mod case;
#[expect(
    unreachable_pub,
    reason = "revision files are written as for a crate that compiles them"
)]
#[path = "../../conformance/mod.rs"]
mod conformance;
mod drawn;
mod every;
mod fifty;
mod nasty;
mod rebuilt;
mod run;
mod side_by_side;
mod told;
