//! What the revisions of a project's files run: SQL by its sections, Rust read from its text.

use super::check::Revisions;
use super::file::RevisionFile;
use crate::chain::{Chain, Direction, Id};
use crate::config::Format;
use crate::script::{self, About, Asked, Script, from_sections};
use crate::{Backend, Code, Diagnostic, Place};

impl script::Revisions for Revisions {
    fn chain(&self) -> &Chain {
        &self.chain
    }

    fn about(&self, id: &Id) -> Option<About<'_>> {
        self.file(id).map(|file| About {
            message: &file.message,
            transaction: file.header.transaction,
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
            Format::Rust => Err(Diagnostic::new(Code::NeedsCompiling, "not read yet")),
        }
    }

    fn checksum(&self, _: &Id, _: Backend) -> Option<String> {
        None
    }

    fn place(&self, id: &Id) -> Option<Place> {
        let file = self.file(id)?;
        Some(file.place(&file.header.id))
    }
}

impl Revisions {
    fn file(&self, id: &Id) -> Option<&RevisionFile> {
        self.files.get(self.chain.position(id)?)
    }
}
