//! Enums whose values lie in the columns that hold them: who gives one another value has to know all of those.

use super::{Replayed, is_external};
use crate::chain::Id;
use crate::dialect::changed_in_columns;
use crate::operation::Operation;
use crate::{Code, Diagnostic, Place, Server};

/// What is to be said of an operation that changes the values of an enum where there is a table of which is not known whether
/// it holds them: it stays as it is.
pub(crate) fn doubts(
    before: &Replayed,
    server: Server,
    external: &[&str],
    id: &Id,
    operation: &Operation,
    place: &Place,
) -> Vec<Diagnostic> {
    let Some(changed) = changed_in_columns(server, operation) else {
        return Vec::new();
    };
    let opaque = before.schema.opaque.iter();
    let opaque = opaque.filter(|name| *name != changed && !is_external(external, name));
    let told = opaque.map(|name| {
        let message = format!(
            "`{id}` changes the values of `{changed}`, and whether `{name}` holds them is not known: it stays as it is"
        );
        let told = Diagnostic::new(Code::OpaqueStatement, message).at(place.clone());
        let told = match before.made_opaque(name) {
            Some(statement) => told.related(statement, "this could not be read"),
            None => told,
        };
        told.help("say what that statement did in a line below it: `-- schema: op.…;`")
    });
    told.collect()
}
