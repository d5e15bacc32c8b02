//! The script of an SQL revision: the statements of the section that counts.

use std::sync::Arc;

use revision_syntax::sql::{self, Section};

use super::split::statements;
use super::{Asked, Piece, Script, Statement};
use crate::chain::Direction;
use crate::{Backend, Code, Diagnostic, Place, Source};

/// What a file of SQL runs.
pub(crate) fn from_sections(source: &Arc<Source>, asked: Asked<'_>) -> Result<Script, Diagnostic> {
    let direction = match asked.direction {
        Direction::Upgrade => sql::Direction::Upgrade,
        Direction::Downgrade => sql::Direction::Downgrade,
        Direction::Stamp => return Ok(Script::default()),
    };
    let mut sections = sql::sections(&source.text);
    sections.retain(|section| section.direction == direction);
    let Some(section) = counts(&sections, asked.backend) else {
        return Err(missing(source, &sections, asked));
    };
    let body = section.body.clone();
    let text = &source.text[body.clone()];
    let pieces = statements(asked.backend, text).into_iter().map(|span| {
        let place = Place::new(source, body.start + span.start..body.start + span.end);
        Piece::Statement(Statement {
            sql: text[span].to_owned(),
            place: Some(place),
        })
    });
    Ok(Script {
        pieces: pieces.collect(),
    })
}

/// The section for a database: the one narrowed to it, else the general one.
fn counts(sections: &[Section], backend: Backend) -> Option<&Section> {
    let narrowed = |section: &&Section| {
        let name = section.database.as_ref();
        name.is_some_and(|name| Backend::from_name(&name.value) == Some(backend))
    };
    let general = |section: &&Section| section.database.is_none();
    sections
        .iter()
        .find(narrowed)
        .or_else(|| sections.iter().find(general))
}

/// Why there is no section: none for any database, or none for this one.
fn missing(source: &Arc<Source>, sections: &[Section], asked: Asked<'_>) -> Diagnostic {
    let Some(other) = sections.first() else {
        return asked
            .irreversible(
                "write a `-- downgrade` section; an empty one says that there is nothing to undo",
            )
            .at(Place::file(&source.path));
    };
    let direction = asked.direction.as_str();
    let backend = asked.backend.name();
    let message = format!("`{}` has no {direction} for {backend}", asked.id);
    Diagnostic::new(Code::Unsupported, message)
        .at(Place::new(source, other.marker.clone()))
        .help(format!(
            "write a section `-- {direction}: {backend}`, or one for all databases: `-- {direction}`"
        ))
}
