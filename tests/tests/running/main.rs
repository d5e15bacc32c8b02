//! Revisions run on databases.

mod support;

mod lent;
mod locking;
mod moving;
mod offline;
