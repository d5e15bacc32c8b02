//! The graph of revisions: which there are, which stand where, and how to go from one place to another.
//!
//! Pure data: no files, no SQL, no schemas.
