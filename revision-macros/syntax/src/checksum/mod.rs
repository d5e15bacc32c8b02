//! Checksums of revision files, for noticing that one was edited after it was applied. They are taken over tokens, so
//! that a formatter, a line ending or a comment changes nothing.
//!
//! A checksum is written `1:` and 32 hex digits. The number is the scheme: what goes into the checksum and how. A scheme
//! must never change once it was released; what has to differ is a new one, and checksums of different schemes are not
//! compared.

mod digest;
mod normal;

use crate::header;
use crate::rust as rust_file;
use crate::sql as sql_file;

pub use digest::Digest;

/// The checksum of a Rust revision: all of its tokens but comments, `use` items and what rustfmt adds and removes.
///
/// ```
/// use revision_syntax::checksum;
///
/// let written = "use revision_core::prelude::*;\npub fn upgrade(op: &mut Op) { op.execute(\"DROP TABLE t\",); }";
/// let formatted = "pub fn upgrade(op: &mut Op) {\r\n    op.execute(\"DROP TABLE t\"); // Gone.\r\n}\r\n";
/// assert_eq!(checksum::rust(written), checksum::rust(formatted));
/// ```
#[must_use]
pub fn rust(text: &str) -> String {
    let mut digest = Digest::default();
    normal::tokens(text, &rust_file::tokens(text), &mut digest);
    digest.finish()
}

/// The checksum of an SQL revision: what its sections do, and whether in a transaction. `add` adds the statements of a
/// section to the digest, given the database that the section is narrowed to and the section's text; only who knows the
/// database can tell its comments from its statements.
#[must_use]
pub fn sql(text: &str, mut add: impl FnMut(Option<&str>, &str, &mut Digest)) -> String {
    let mut digest = Digest::default();
    let header = sql_file::scan(text).header;
    if header.is_some_and(|header| !header.transaction) {
        digest.token(header::Key::Transaction.name());
        digest.end();
    }
    for section in sql_file::sections(text) {
        let database = section.database.as_ref().map(|name| name.value.as_str());
        digest.token(section.direction.name());
        digest.token(database.unwrap_or_default());
        digest.end();
        if !section.rebuild.items.is_empty() {
            digest.token("rebuild");
            for table in &section.rebuild.items {
                digest.token(&table.value);
            }
            digest.end();
        }
        add(database, &text[section.body], &mut digest);
        digest.end();
    }
    digest.finish()
}
