//! What the revisions of a project's files run: SQL by its sections, Rust read from its text.

use super::body::{self, Unread, Why};
use super::check::Revisions;
use super::file::RevisionFile;
use crate::chain::{Chain, Direction, Id};
use crate::config::Format;
use crate::op::Recorded;
use crate::operation::Operation;
use crate::script::{self, About, Asked, Script, checksum, from_operations, from_sections};
use crate::{Backend, Code, Diagnostic, Place};

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

    fn script(
        &self,
        id: &Id,
        direction: Direction,
        backend: Backend,
    ) -> Result<Script, Diagnostic> {
        let asked = Asked {
            id,
            direction,
            backend,
        };
        let file = self.file(id).ok_or_else(|| asked.unknown())?;
        match file.format {
            Format::Sql => from_sections(&file.source, asked),
            Format::Rust => of_rust(file, asked),
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

fn of_rust(file: &RevisionFile, asked: Asked<'_>) -> Result<Script, Diagnostic> {
    if asked.direction == Direction::Stamp {
        return Ok(Script::default());
    }
    let recorded = recorded(file, asked.direction, asked.backend)?;
    from_operations(recorded, asked, file.place(&file.header.id), Place::clone)
}

fn recorded(
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

fn told(unread: Unread, file: &RevisionFile) -> Diagnostic {
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
    fn file(&self, id: &Id) -> Option<&RevisionFile> {
        self.files.get(self.chain.position(id)?)
    }
}

#[cfg(test)]
mod tests;
