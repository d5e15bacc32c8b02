//! `op.reverse(upgrade)`: what undoes the upgrade, derived from the schema before it.

use super::Replayed;
use crate::chain::Id;
use crate::op::{Beside, Call, Recorded};
use crate::operation::{Irreversible, Operation, invert_all};
use crate::{Code, Diagnostic, Place};

/// What was recorded with each `op.reverse` resolved. `before` is what the revision stands on.
///
/// What brings something back stands where it is reversed, so that a fault of it shows there.
pub(crate) fn resolve(
    before: &Replayed,
    id: &Id,
    recorded: Recorded<Place>,
) -> Result<Recorded<Place>, Diagnostic> {
    let mut resolved = Recorded {
        refused: recorded.refused,
        ..Recorded::default()
    };
    for (operation, call) in recorded.operations.into_iter().zip(recorded.calls) {
        let (Operation::Reverse(forward), Beside::Reversed(calls)) = (&operation, &call.beside)
        else {
            resolved.operations.push(operation);
            resolved.calls.push(call);
            continue;
        };
        for operation in inverse(before, id, forward, calls, &call.place)? {
            resolved.operations.push(operation);
            resolved.calls.push(Call {
                place: call.place.clone(),
                beside: Beside::Nothing,
            });
        }
    }
    Ok(resolved)
}

/// What undoes operations, which were recorded by `calls` and are reversed at a place.
pub(in crate::source) fn inverse(
    before: &Replayed,
    id: &Id,
    forward: &[Operation],
    calls: &[Call<Place>],
    reverse: &Place,
) -> Result<Vec<Operation>, Diagnostic> {
    invert_all(Some(&before.schema), forward).map_err(|at| {
        let place = calls.get(at.operation).map(|call| call.place.clone());
        refused(before, id, &at.why, reverse, place)
    })
}

fn refused(
    before: &Replayed,
    id: &Id,
    why: &Irreversible,
    reverse: &Place,
    place: Option<Place>,
) -> Diagnostic {
    let code = match why {
        Irreversible::Fault(_) => Code::InvalidOperation,
        Irreversible::Opaque(_) => Code::OpaqueStatement,
        _ => Code::Irreversible,
    };
    let line = place.as_ref().unwrap_or(reverse).line();
    let message = format!("`{id}` cannot be reversed in line {line}: {why}");
    let mut told = Diagnostic::new(code, message).at(reverse.clone());
    if let Some(place) = place {
        told = told.related(place, "cannot be reversed");
    }
    if let Irreversible::Opaque(name) = why
        && let Some(place) = before.made_opaque(name)
    {
        told = told.related(place, "this could not be read");
    }
    told.help("write what undoes it in place of `op.reverse(…)`")
}
