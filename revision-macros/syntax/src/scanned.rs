//! What reading a revision file's text for its header gives, whatever its format.

use std::ops::Range;

use crate::header::{Fault, Header};

/// What the text of a revision file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scanned {
    /// The header, as far as it could be read; its places are bytes of the text.
    pub header: Option<Header<Range<usize>>>,
    /// The first paragraph of the file's documentation, on one line.
    pub message: String,
    /// When the revision was made, as written.
    pub created: Option<String>,
    /// Everything that is wrong with the writing of the header.
    pub faults: Vec<Fault<Range<usize>>>,
}

/// The paragraph that lines of prose begin with, on one line.
pub(crate) fn first_paragraph(lines: &[&str]) -> String {
    let lines = lines.iter().skip_while(|line| line.is_empty());
    let paragraph: Vec<&str> = lines.take_while(|line| !line.is_empty()).copied().collect();
    paragraph.join(" ")
}

pub(crate) fn no_header(text: &str, wanted: &str) -> Fault<Range<usize>> {
    let (message, end) = if text.trim().is_empty() {
        ("the file is empty".to_owned(), 0)
    } else {
        (
            format!("the file has no {wanted} header"),
            line_end(text, 0),
        )
    };
    Fault::new(0..end, message)
        .help("every file in this folder is a revision: `cargo revision new` writes a complete one")
}

pub(crate) fn conflict(span: Range<usize>) -> Fault<Range<usize>> {
    Fault::new(span, "git left a conflict here").help(
        "keep what belongs here; where both sides made a revision, give each a file and call `cargo revision rebase`",
    )
}

/// Whether a line that git marks a conflict with begins here.
pub(crate) fn is_conflict_marker(text: &str, start: usize) -> bool {
    let at_line_start = start == 0 || text.as_bytes()[start - 1] == b'\n';
    let rest = &text[start..];
    at_line_start && (rest.starts_with("<<<<<<< ") || rest.starts_with(">>>>>>> "))
}

/// The end of the line that `start` is on, white space left out.
pub(crate) fn line_end(text: &str, start: usize) -> usize {
    let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    start + text[start..end].trim_end().len()
}
