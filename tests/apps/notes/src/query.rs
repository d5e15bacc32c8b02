//! What the page shows.

/// The notes, a row each.
pub const NOTES: &str = "SELECT text FROM notes ORDER BY text";
