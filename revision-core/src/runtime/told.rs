//! What the database said, in words for the user.

use crate::dialect::{DatabaseError, ErrorKind, Unanswered, Why};
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
        ErrorKind::LockTimeout => Code::Locked,
        _ => Code::StatementFailed,
    };
    let mut fault = Diagnostic::new(code, format!("cannot {doing}: {}", error.message));
    fault.help.extend(said(error));
    fault
}

/// An operation that the database, as it is now, cannot do.
pub(super) fn refused(why: &Why, place: &Place) -> Diagnostic {
    let code = match why {
        Why::Unsupported(_) => Code::Unsupported,
        Why::Invalid(_) | Why::Unknown(_) => Code::InvalidOperation,
    };
    let message = match why {
        Why::Unknown(name) => format!("there is no `{name}` in the database"),
        why => why.to_string(),
    };
    Diagnostic::new(code, message).at(place.clone())
}

/// A statement of a revision that failed.
pub(super) fn statement(error: &DatabaseError, statement: &Statement) -> Diagnostic {
    let code = match error.kind {
        ErrorKind::Lost => Code::ConnectFailed,
        _ => Code::StatementFailed,
    };
    let mut fault = Diagnostic::new(code, error.message.clone());
    let place = match error.position {
        Some(byte) => statement.place_at(byte),
        None => statement.place.clone(),
    };
    if let Some(place) = place {
        fault = fault.at(place);
    }
    fault.help.extend(said(error));
    fault
}

/// What else the server says.
fn said(error: &DatabaseError) -> Vec<String> {
    let detail = error
        .detail
        .iter()
        .map(|detail| format!("detail: {detail}"));
    let hint = error.hint.iter().map(|hint| format!("hint: {hint}"));
    let is_read_only = error.kind == ErrorKind::ReadOnly;
    let read_only = is_read_only
        .then(|| "this database, or this connection to it, takes no changes".to_owned());
    detail.chain(hint).chain(read_only).collect()
}
