//! What the page shows.

/// The notes, a row each; those that are done are marked.
pub const NOTES: &str =
    "SELECT CASE done WHEN 0 THEN text ELSE text || ' (done)' END FROM notes ORDER BY text";
