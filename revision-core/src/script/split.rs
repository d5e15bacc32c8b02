//! A text of SQL as statements.

use std::ops::Range;

use crate::Backend;

/// The bytes of each statement, without comments around it and without the delimiter that ends it.
///
/// It goes by semicolons alone until the databases' own lexers are there.
pub(super) fn statements(_: Backend, text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for part in text.split(';') {
        let written = part.trim_start();
        let begin = start + part.len() - written.len();
        let end = begin + written.trim_end().len();
        if begin < end {
            found.push(begin..end);
        }
        start += part.len() + 1;
    }
    found
}
