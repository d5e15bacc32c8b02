//! Revisions run on databases.

mod support;

mod dropped;
mod lent;
mod locking;
mod moving;
mod offline;
mod racing;
mod trips;
