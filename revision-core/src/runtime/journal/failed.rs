//! What is said of a revision outside any transaction that stopped: what is committed, what is not known, and how to go on.

use super::{Runner, Stop};
use crate::chain::Direction;
use crate::dialect::{DatabaseError, ErrorKind, statement};
use crate::runtime::outcome::Error;
use crate::runtime::prepare::Prepared;
use crate::runtime::session::Session;
use crate::runtime::told;
use crate::script::{Piece, Statement};
use crate::{Backend, Code, Diagnostic};

/// Whether a piece may have committed a part of what it did when it fails.
pub(super) fn may_be_partial(one: &Statement, backend: Backend) -> bool {
    statement::may_commit_within(backend, &one.sql)
        || statement::statements(backend, &one.sql).len() > 1
}

impl Runner<'_> {
    /// What is said of a piece that did not run through.
    pub(super) fn stopped_short(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
        is_partial: bool,
        stop: Stop,
    ) -> Error {
        let (error, refused) = match stop {
            Stop::Error(error) => return error,
            Stop::Moved => return self.stopped_at(one, index, false),
            Stop::Unnoted(error) if error.kind != ErrorKind::Lost => {
                return unnoted(one, index, &error);
            }
            Stop::Unnoted(error) | Stop::Before(error) => (error, false),
            Stop::Refused(error) => (error, true),
        };
        if error.kind == ErrorKind::Lost {
            session.is_locked = false;
            session.is_open = false;
            return self.lost_in(one, index, &error);
        }
        let is_partial = is_partial && refused;
        if error.kind == ErrorKind::Cancelled && self.stop.is_asked() {
            return self.stopped_at(one, index, is_partial);
        }
        let fault = match &one.pieces[index] {
            Piece::Statement(statement) if refused => told::statement(&error, statement),
            _ => told::ours(&error, &format!("begin with statement {}", index + 1)),
        };
        self.failed(one, index, is_partial, fault)
    }

    /// A piece failed. What ran before it is committed, and a part of it may be.
    pub(super) fn failed(
        &self,
        one: &Prepared,
        index: usize,
        may_be_partial: bool,
        fault: Diagnostic,
    ) -> Error {
        let id = &one.step.revision;
        let has_log = self.has_log();
        let fault = match (index, may_be_partial) {
            (0, false) => {
                return fault
                    .help(format!(
                        "`{id}` runs without a transaction; this was its first statement, and nothing of it is committed"
                    ))
                    .into();
            }
            (0, true) => fault.help(format!(
                "`{id}` runs without a transaction; this was its first statement"
            )),
            _ => fault.help(format!(
                "`{id}` runs without a transaction: {}, {} of {} failed",
                committed(index),
                index + 1,
                one.len()
            )),
        };
        let fault = if may_be_partial {
            fault.help(PARTIAL).help(tell(one, has_log))
        } else {
            fault.help(go_on("correct it and go on", one, has_log))
        };
        fault.into()
    }

    /// The connection broke in the midst of a piece.
    pub(super) fn lost_in(&self, one: &Prepared, index: usize, error: &DatabaseError) -> Error {
        let message = format!(
            "the connection was lost in statement {} of {} of `{}`: {}",
            index + 1,
            one.len(),
            one.step.revision,
            error.message
        );
        let how = "once the database answers again";
        Diagnostic::new(Code::ConnectFailed, message)
            .help(go_on(how, one, self.has_log()))
            .into()
    }

    /// A stop was asked for, before a piece or in the midst of one that may have committed a part.
    pub(super) fn stopped_at(&self, one: &Prepared, index: usize, may_be_partial: bool) -> Error {
        let stands = if may_be_partial { "in" } else { "before" };
        let message = format!(
            "interrupted: `{}` runs without a transaction and stands {stands} statement {} of {}",
            one.step.revision,
            index + 1,
            one.len()
        );
        let fault = Diagnostic::new(Code::Interrupted, message);
        let fault = if may_be_partial {
            fault.help(PARTIAL).help(tell(one, self.has_log()))
        } else {
            fault.help(go_on("go on", one, self.has_log()))
        };
        fault.into()
    }
}

/// A statement ran, and the log could not be told.
pub(super) fn unnoted(one: &Prepared, index: usize, error: &DatabaseError) -> Error {
    let message = format!(
        "statement {} of {} of `{}` took effect, and cannot be noted in the log: {}",
        index + 1,
        one.len(),
        one.step.revision,
        error.message
    );
    let command = one.step.direction.as_str();
    Diagnostic::new(Code::StatementFailed, message)
        .help(format!(
            "go on behind it: `cargo revision {command} --resume=done`"
        ))
        .into()
}

pub(in crate::runtime) const PARTIAL: &str =
    "it may have committed a part of what it did before it failed: look";

fn committed(index: usize) -> String {
    if index == 1 {
        "statement 1 is committed".to_owned()
    } else {
        format!("statements 1 to {index} are committed")
    }
}

/// How to say what became of a statement of which only a person can tell.
pub(in crate::runtime) fn tell(one: &Prepared, has_log: bool) -> String {
    if !has_log {
        return go_on("", one, has_log);
    }
    let command = one.step.direction.as_str();
    format!(
        "say that it is finished, `cargo revision {command} --resume=done`, or that nothing of it is left, `--resume=again`"
    )
}

/// How to go on. What is not in a log, nobody remembers.
pub(in crate::runtime) fn go_on(how: &str, one: &Prepared, has_log: bool) -> String {
    let command = one.step.direction.as_str();
    if has_log {
        return format!("{how}: `cargo revision {command} --resume`");
    }
    let stamp = match one.step.direction {
        Direction::Downgrade => "stamp what remains".to_owned(),
        _ => format!("`cargo revision stamp {}`", one.step.revision),
    };
    format!(
        "there is no log that says how far it came: undo by hand what is committed, or finish it by hand and {stamp}"
    )
}
