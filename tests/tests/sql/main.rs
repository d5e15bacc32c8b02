//! The SQL that operations become: side by side for all databases, and run on all of them.

mod alembic;
mod case;
#[path = "../../conformance/mod.rs"]
mod conformance;
mod every;
mod nasty;
mod run;
mod side_by_side;
