//! Revisions run on databases.

mod moving;
mod offline;
