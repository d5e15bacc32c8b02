//! What is said under a statement: `-- schema: op.rename_index("users", "a", "b");`.

use std::ops::Range;
use std::sync::Arc;

use crate::op::{Call, Recorded};
use crate::source::body;
use crate::source::file::RevisionFile;
use crate::source::script::told;
use crate::{Backend, Diagnostic, Place, Source};

const WORD: &str = "schema:";

/// What stands around the words of a hint in a file of Rust.
const HEAD: &str = "use revision_core::prelude::*; pub fn upgrade(op: &mut Op) { ";

/// The hints below the statement that ends at a byte: in the comments between it and what comes next.
pub(super) fn below(text: &str, end: usize) -> Vec<Range<usize>> {
    let mut hints = Vec::new();
    let mut start = end;
    for line in text[end..].split_inclusive('\n') {
        let said = line.trim().trim_start_matches(';').trim_start();
        if let Some(comment) = said.strip_prefix("--") {
            let comment = comment.trim_start();
            if ["upgrade", "downgrade"]
                .iter()
                .any(|word| comment.starts_with(word))
            {
                break;
            }
            if let Some(hint) = comment.strip_prefix(WORD) {
                let hint = hint.trim();
                let at = start + line.find(hint).unwrap_or_default();
                hints.push(at..at + hint.len());
            }
        } else if !said.is_empty() {
            break;
        }
        start += line.len();
    }
    hints
}

/// What a hint records. Its places are those of the file.
pub(super) fn read(
    file: &RevisionFile,
    span: Range<usize>,
    backend: Backend,
) -> Result<Recorded<Place>, Diagnostic> {
    let hint = &file.source.text[span.clone()];
    let source = Arc::new(Source {
        path: file.source.path.clone(),
        text: format!("{HEAD}{hint} }}"),
    });
    let place = |at: Range<usize>| {
        let inside = |byte: usize| span.start + byte.saturating_sub(HEAD.len()).min(hint.len());
        Place::new(&file.source, inside(at.start)..inside(at.end))
    };
    match body::read(&source, "upgrade", backend) {
        Ok(recorded) => {
            let calls = recorded.calls.into_iter().map(|call| Call {
                place: place(call.place.span()),
                beside: call.beside,
            });
            Ok(Recorded {
                operations: recorded.operations,
                calls: calls.collect(),
                refused: None,
            })
        }
        Err(mut unread) => {
            unread.span = place(unread.span).span();
            Err(told(unread, file))
        }
    }
}
