//! Revisions run on databases.

mod moving;
