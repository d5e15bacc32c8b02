//! What undoes the revisions whose downgrade reverses what only the schema tells, as Rust: for a chain that is compiled,
//! since an application has no files to replay.

use std::sync::Arc;

use revision_syntax::rust::has_words;

use super::body;
use super::check::Revisions;
use super::file::RevisionFile;
use super::replay::{self, Along};
use super::script::{needs_schema, recorded};
use super::words::functions;
use crate::chain::{Direction, Id};
use crate::config::Format;
use crate::op::{Beside, Recorded};
use crate::operation::Operation;
use crate::{Backend, Diagnostic, Place, Server, Source};

/// What stands for each `op.reverse` of a downgrade on a server, in their order. Each text is a function `upgrade`, with those
/// that it needs.
pub(crate) type Inverse = Vec<String>;

/// What undoes each revision of which the operations alone do not tell it; or why nobody can tell.
pub(crate) fn inverses(
    revisions: &Revisions,
    server: Server,
) -> Vec<(Id, Result<Inverse, Diagnostic>)> {
    let Ok(plan) = revisions.chain.upgrade(&[], &["heads"]) else {
        return Vec::new();
    };
    let mut along = Along::new(revisions, server);
    let mut found = Vec::new();
    for step in plan.steps {
        let id = step.revision;
        let Some(file) = revisions.file(&id) else {
            continue;
        };
        if file.format != Format::Rust || !has_words(&file.source.text, &["reverse"]) {
            continue;
        }
        let inverse = match recorded(file, Direction::Downgrade, server.backend()) {
            Ok(recorded) if recorded.refused.is_some() || !needs_schema(&recorded) => continue,
            Ok(recorded) => inverse(&mut along, file, &id, server.backend(), &recorded),
            Err(fault) => Err(fault),
        };
        found.push((id, inverse));
    }
    found
}

fn inverse(
    along: &mut Along<'_>,
    file: &RevisionFile,
    id: &Id,
    backend: Backend,
    recorded: &Recorded<Place>,
) -> Result<Inverse, Diagnostic> {
    let before = along
        .before(id, Direction::Upgrade)
        .map_err(Diagnostic::from)?;
    if let Some(fault) = before.faults.last() {
        return Err(fault.clone());
    }
    let mut inverses = Vec::new();
    for (operation, call) in recorded.operations.iter().zip(&recorded.calls) {
        if let (Operation::Reverse(forward), Beside::Reversed(calls)) = (operation, &call.beside) {
            let inverse = replay::inverse(before, id, forward, calls, &call.place)?;
            let text = written(file, &inverse, backend);
            inverses.push(text.ok_or_else(|| unwritten(id, &call.place))?);
        }
    }
    Ok(inverses)
}

/// Operations as Rust; none where that would not say the same. What holds functions of the user's cannot stand in another file
/// than his.
fn written(file: &RevisionFile, operations: &[Operation], backend: Backend) -> Option<String> {
    let is_elsewhere = |one: &Operation| matches!(one, Operation::Run(_) | Operation::Reverse(_));
    if operations.iter().any(is_elsewhere) {
        return None;
    }
    let text = functions(operations, None);
    let source = Arc::new(Source {
        path: file.source.path.clone(),
        text: format!("use revision_core::prelude::*;\n\n{text}"),
    });
    let read = body::read(&source, Direction::Upgrade.as_str(), backend).ok()?;
    (read.operations == operations).then_some(text)
}

fn unwritten(id: &Id, reverse: &Place) -> Diagnostic {
    let line = reverse.line();
    let message = format!("what `op.reverse` in line {line} of `{id}` comes to cannot be compiled");
    Diagnostic::new(crate::Code::NeedsSource, message).at(reverse.clone())
}
