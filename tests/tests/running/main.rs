//! Revisions run on databases.

mod support;

mod dropped;
mod embedded;
mod lent;
mod locking;
mod moving;
mod offline;
mod proxy;
mod quiet;
mod racing;
mod signals;
mod transactions;
mod trips;
