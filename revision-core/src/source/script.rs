//! What the revisions of a project's files run: SQL by its sections, Rust read from its text.

use std::borrow::Cow;
use std::cell::RefCell;

use revision_syntax::rust::has_words;

use super::body::{self, Unread, Why};
use super::check::Revisions;
use super::file::RevisionFile;
use super::replay::{self, Along, Replayed};
use super::staging::Staging;
use crate::chain::{Chain, Direction, Id};
use crate::config::Format;
use crate::dialect::changed_in_columns;
use crate::op::Recorded;
use crate::operation::{At, Irreversible, Operation, invert_all};
use crate::script::{
    self, About, Anew, Asked, Of, Script, Scripts, checksum, from_operations, from_sections,
    has_downgrade,
};
use crate::{Backend, Code, Diagnostic, Place, Server};

impl script::Revisions for Revisions {
    fn chain(&self) -> &Chain {
        &self.chain
    }

    fn about(&self, id: &Id) -> Option<About<'_>> {
        self.file(id).map(|file| About {
            message: &file.message,
            transaction: file.header.transaction,
            created: file.created.as_deref(),
        })
    }

    fn script(&self, asked: Asked<'_>) -> Result<Script, Diagnostic> {
        self.scripts()(asked)
    }

    fn scripts(&self) -> Scripts<'_> {
        let along = RefCell::new(None);
        let staging = Staging::new(self);
        Box::new(move |asked| {
            let file = self.file(asked.id).ok_or_else(|| asked.unknown())?;
            let script = match file.format {
                Format::Sql => {
                    let mut script = from_sections(&file.source, asked)?;
                    script.framed = staging.framed(asked, &script)?;
                    Ok(script)
                }
                Format::Rust => of_rust(
                    file,
                    asked,
                    &self.external(),
                    &|| {
                        let mut along = along.borrow_mut();
                        let along = going_along(&mut along, self, asked.server);
                        replayed_before(along, asked).map(Cow::Owned)
                    },
                    &|pieces, rebuild| staging.rebuild(asked, pieces, rebuild),
                ),
            }?;
            staging.finish(asked, &script);
            Ok(script)
        })
    }

    fn is_irreversible(&self, id: &Id, server: Server) -> bool {
        let Some(file) = self.file(id) else {
            return false;
        };
        let text = &file.source.text;
        match file.format {
            Format::Sql => !has_downgrade(text),
            // Only what reverses something has to be read to know.
            Format::Rust if has_words(text, &["reverse"]) => {
                match recorded(file, Direction::Downgrade, server.backend()) {
                    Ok(recorded) => recorded.refused.is_some() || has_no_inverse(&recorded),
                    Err(_) => false,
                }
            }
            Format::Rust => !has_words(text, &["fn", "downgrade"]),
        }
    }

    fn checksum(&self, id: &Id, backend: Backend) -> Option<String> {
        let file = self.file(id)?;
        let text = &file.source.text;
        Some(match file.format {
            Format::Rust => revision_syntax::checksum::rust(text),
            Format::Sql => checksum::sql(text, backend),
        })
    }

    fn place(&self, id: &Id) -> Option<Place> {
        let file = self.file(id)?;
        Some(file.place(&file.header.id))
    }
}

/// Whether something is reversed for which there is no inverse, whatever the schema was like.
fn has_no_inverse(recorded: &Recorded<Place>) -> bool {
    inverses(recorded)
        .any(|inverse| inverse.is_err_and(|fault| !matches!(fault.why, Irreversible::NeedsSchema)))
}

/// Whether something is reversed whose inverse follows from what the schema was like.
pub(super) fn needs_schema(recorded: &Recorded<Place>) -> bool {
    inverses(recorded)
        .any(|inverse| inverse.is_err_and(|fault| matches!(fault.why, Irreversible::NeedsSchema)))
}

/// What undoes each of those that are reversed, as far as that is known without a schema.
fn inverses(
    recorded: &Recorded<Place>,
) -> impl Iterator<Item = Result<Vec<Operation>, At<Irreversible>>> {
    let operations = recorded.operations.iter();
    operations.filter_map(|operation| match operation {
        Operation::Reverse(forward) => Some(invert_all(None, forward)),
        _ => None,
    })
}

/// What a Rust revision runs. `before` is what it stands on, replayed: mostly nobody has to know.
pub(super) fn of_rust<'r>(
    file: &RevisionFile,
    asked: Asked<'_>,
    external: &[&str],
    before: &dyn Fn() -> Result<Cow<'r, Replayed>, Diagnostic>,
    anew: &Anew<'_>,
) -> Result<Script, Diagnostic> {
    if asked.direction == Direction::Stamp {
        return Ok(Script::default());
    }
    let recorded = recorded(file, asked.direction, asked.server.backend())?;
    // What undoes it mostly follows from what it does.
    let recorded = if needs_schema(&recorded) {
        replay::resolve(before()?.as_ref(), asked.id, recorded)?
    } else {
        recorded
    };
    let mut doubts = Vec::new();
    for (operation, call) in recorded.operations.iter().zip(&recorded.calls) {
        if changed_in_columns(asked.server, operation).is_some()
            && let Ok(before) = before()
        {
            let (server, id) = (asked.server, asked.id);
            let told = replay::doubts(&before, server, external, id, operation, &call.place);
            doubts.extend(told);
        }
    }
    let schema = |of| {
        let mut schema = before()?.into_owned().schema;
        if matches!(of, Of::After | Of::EnumsAfter) {
            let upgrade = self::recorded(file, Direction::Upgrade, asked.server.backend())?;
            let applied = schema.apply_all(&upgrade.operations);
            applied.map_err(|fault| {
                let at = upgrade.calls.get(fault.operation).map(|call| &call.place);
                let fault = Diagnostic::new(Code::InvalidOperation, fault.to_string());
                fault.at(at.cloned().unwrap_or_else(|| Place::file(file.path())))
            })?;
        }
        Ok(schema)
    };
    let at = file.place(&file.header.id);
    let mut script = from_operations(recorded, asked, &schema, anew, at, Place::clone)?;
    script.passed_over.extend(doubts);
    Ok(script)
}

/// What goes along the plan, for this server.
pub(super) fn going_along<'a, 'r>(
    along: &'a mut Option<Along<'r>>,
    revisions: &'r Revisions,
    server: Server,
) -> &'a mut Along<'r> {
    if along.as_ref().is_some_and(|one| !one.is_for(server)) {
        *along = None;
    }
    along.get_or_insert_with(|| Along::new(revisions, server))
}

/// What a revision stands on, if all of that makes sense.
pub(super) fn replayed_before(
    along: &mut Along<'_>,
    asked: Asked<'_>,
) -> Result<Replayed, Diagnostic> {
    let replayed = along.before(asked.id, asked.direction);
    let replayed = replayed.map_err(Diagnostic::from)?;
    match replayed.faults.last() {
        Some(fault) => Err(fault.clone()),
        None => Ok(replayed.clone()),
    }
}

pub(super) fn recorded(
    file: &RevisionFile,
    direction: Direction,
    backend: Backend,
) -> Result<Recorded<Place>, Diagnostic> {
    let recorded = body::read(&file.source, direction.as_str(), backend);
    recorded.map_err(|unread| told(unread, file))
}

impl RevisionFile {
    /// What upgrading with a Rust revision does on a database, read without compiling it; none for an SQL revision, whose statements are
    /// text. What only the compiler knows is an error with the code `needs_compiling`.
    pub fn upgrade(&self, backend: Backend) -> Result<Option<Vec<Operation>>, Diagnostic> {
        self.operations(Direction::Upgrade, backend)
    }

    /// What downgrading with a Rust revision does on a database, read without compiling it; none where there is no way back, and for an
    /// SQL revision.
    pub fn downgrade(&self, backend: Backend) -> Result<Option<Vec<Operation>>, Diagnostic> {
        self.operations(Direction::Downgrade, backend)
    }

    fn operations(
        &self,
        direction: Direction,
        backend: Backend,
    ) -> Result<Option<Vec<Operation>>, Diagnostic> {
        match self.format {
            Format::Rust => recorded(self, direction, backend).map(Recorded::into_operations),
            Format::Sql => Ok(None),
        }
    }
}

pub(super) fn told(unread: Unread, file: &RevisionFile) -> Diagnostic {
    let id = &file.header.id.value;
    let place = Place::new(&file.source, unread.span);
    match unread.why {
        Why::NeedsCompiling(reason) => {
            let message = format!("`{id}` needs compiling: {reason}");
            Diagnostic::new(Code::NeedsCompiling, message).at(place)
        }
        Why::NotRust(reason) => {
            let message = format!("cannot read `{}` as Rust: {reason}", file.path().display());
            Diagnostic::new(Code::UnreadableFile, message).at(place)
        }
        Why::NoUpgrade => {
            let message = format!("`{id}` has no `upgrade` function");
            Diagnostic::new(Code::BadHeader, message)
                .at(file.place(&file.header.id))
                .help("write `pub fn upgrade(op: &mut Op) { … }` below the header")
        }
    }
}

impl Revisions {
    pub(super) fn file(&self, id: &Id) -> Option<&RevisionFile> {
        self.files.get(self.chain.position(id)?)
    }

    /// Patterns of tables that others make.
    pub(super) fn external(&self) -> Vec<&str> {
        self.external.iter().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests;
