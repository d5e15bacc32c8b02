//! The checksum of a revision, as a run on a database takes it.

use revision_syntax::checksum;

use crate::Backend;
use crate::dialect::statement::digest;

/// The checksum of an SQL revision. What a section narrowed to one database says is read as that one reads it, the general
/// sections as the database does on which the revision runs.
pub(crate) fn sql(text: &str, backend: Backend) -> String {
    checksum::sql(text, |database, text, into| {
        let narrowed = database.and_then(Backend::from_name);
        digest(narrowed.unwrap_or(backend), text, into);
    })
}
