//! What the database said, in words for the user.

use std::path::Path;

use crate::dialect::{DatabaseError, ErrorKind, Unanswered};
use crate::script::Statement;
use crate::{Code, Diagnostic, Place};

/// A database that could not be asked.
pub(super) fn unanswered(error: &Unanswered) -> Diagnostic {
    let fault = Diagnostic::new(Code::ConnectFailed, format!("cannot connect: {error}"));
    match error {
        Unanswered::NotBuilt(backend) => fault.help(format!(
            "add the feature `{}` to revision-core in `Cargo.toml`",
            backend.name()
        )),
        _ => fault,
    }
}

/// A question or a note of our own that failed.
pub(super) fn ours(error: &DatabaseError, doing: &str) -> Diagnostic {
    let code = match error.kind {
        ErrorKind::Lost => Code::ConnectFailed,
        _ => Code::StatementFailed,
    };
    let mut fault = Diagnostic::new(code, format!("cannot {doing}: {}", error.message));
    fault.help.extend(said(error));
    if error.kind == ErrorKind::ReadOnly {
        fault = fault.help("this database, or this connection to it, takes no changes");
    }
    fault
}

/// A statement of a revision that failed.
pub(super) fn statement(error: &DatabaseError, statement: &Statement) -> Diagnostic {
    let code = match error.kind {
        ErrorKind::Lost => Code::ConnectFailed,
        _ => Code::StatementFailed,
    };
    let mut fault = Diagnostic::new(code, error.message.clone());
    if let Some(place) = &statement.place {
        fault = fault.at(within(place, statement, error.position));
    }
    fault.help.extend(said(error));
    fault
}

/// What else the server says.
fn said(error: &DatabaseError) -> Vec<String> {
    let detail = error.detail.iter().map(|detail| format!("detail: {detail}"));
    let hint = error.hint.iter().map(|hint| format!("hint: {hint}"));
    detail.chain(hint).collect()
}

/// The place of the word at `position` in a statement; of the whole statement where that is not known, or the statement
/// does not stand in its file letter by letter.
fn within(place: &Place, statement: &Statement, position: Option<usize>) -> Place {
    let span = place.span();
    let verbatim = place.text().get(span.start..span.start + statement.sql.len()) == Some(&statement.sql);
    let Some(position) = position.filter(|position| verbatim && *position < statement.sql.len()) else {
        return place.clone();
    };
    let rest = &statement.sql[position..];
    let quoted = rest.chars().next().filter(|first| matches!(first, '"' | '`' | '\''));
    let length = match quoted {
        Some(quote) => rest[1..].find(quote).map_or(1, |end| end + 2),
        None => rest
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(rest.len())
            .max(1),
    };
    let start = span.start + position;
    place.with_span(start..start + length)
}

/// A file, shown.
pub(super) fn shown(path: &Path) -> String {
    format!("`{}`", path.display())
}
