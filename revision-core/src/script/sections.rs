//! The script of an SQL revision: the statements of the section that counts.

use std::sync::Arc;

use revision_syntax::sql::{self, Section};

use super::{Asked, Piece, Script, Statement};
use crate::chain::Direction;
use crate::dialect::rebuild;
use crate::dialect::statement::statements;
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
    let Some(section) = counts(&sections, asked.backend()) else {
        return Err(missing(source, &sections, asked));
    };
    let body = section.body.clone();
    let text = &source.text[body.clone()];
    let pieces = statements(asked.backend(), text).into_iter().map(|found| {
        let start = body.start + found.start;
        Piece::Statement(Statement {
            sql: found.text.to_owned(),
            place: Some(Place::new(source, start..start + found.text.len())),
        })
    });
    let anew = section.rebuild.items.iter();
    let anew = anew.filter(|_| rebuild::is_known_to(asked.backend()));
    let anew = anew.map(|name| {
        let place = Place::new(source, name.span.clone());
        (rebuild::unquoted(&name.value), place)
    });
    Ok(Script {
        pieces: pieces.collect(),
        passed_over: Vec::new(),
        frame: anew.collect(),
        framed: None,
    })
}

/// Whether a file of SQL says, for any database, what undoes it.
pub(crate) fn has_downgrade(text: &str) -> bool {
    let sections = sql::sections(text);
    let is_back = |section: &Section| section.direction == sql::Direction::Downgrade;
    sections.iter().any(is_back)
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
    let backend = asked.backend().name();
    let message = format!("`{}` has no {direction} for {backend}", asked.id);
    Diagnostic::new(Code::Unsupported, message)
        .at(Place::new(source, other.marker.clone()))
        .help(format!(
            "write a section `-- {direction}: {backend}`, or one for all databases: `-- {direction}`"
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Server;
    use crate::chain::Id;

    fn script(
        text: &str,
        direction: Direction,
        backend: Backend,
    ) -> Result<Vec<String>, Diagnostic> {
        let source = Arc::new(Source {
            path: "a.sql".into(),
            text: format!("-- revision: a\n{text}"),
        });
        let id = Id::from("a");
        let asked = Asked::new(&id, direction, Server::assumed(backend));
        let script = from_sections(&source, asked)?;
        let pieces = script.pieces.into_iter().map(|piece| match piece {
            Piece::Statement(statement) => {
                let place = statement.place.expect("a place");
                assert_eq!(place.text()[place.span()], statement.sql);
                statement.sql
            }
            other => panic!("{other:?}"),
        });
        Ok(pieces.collect())
    }

    #[test]
    fn the_section_of_the_database_wins_over_the_general_one() {
        let text = "-- upgrade: postgresql\nA; B;\n-- upgrade\nC;\n";
        let postgres = script(text, Direction::Upgrade, Backend::Postgres);
        assert_eq!(postgres.expect("a script"), ["A", "B"]);
        let sqlite = script(text, Direction::Upgrade, Backend::Sqlite);
        assert_eq!(sqlite.expect("a script"), ["C"]);
        let stamp = script(text, Direction::Stamp, Backend::Sqlite);
        assert!(stamp.expect("a script").is_empty());
    }

    #[test]
    fn a_section_for_others_only_is_unsupported() {
        let text = "-- upgrade: mysql\nA;\n";
        let fault = script(text, Direction::Upgrade, Backend::Sqlite).expect_err("no script");
        assert_eq!(fault.code, Code::Unsupported);
        assert_eq!(fault.message, "`a` has no upgrade for sqlite");
        let place = fault.place.expect("a place");
        assert_eq!(&place.text()[place.span()], "-- upgrade: mysql");
    }

    #[test]
    fn no_way_back_and_nothing_to_undo_are_two_things() {
        let text = "-- upgrade\nA;\n";
        let fault = script(text, Direction::Downgrade, Backend::Sqlite).expect_err("no script");
        assert_eq!(fault.code, Code::Irreversible);
        assert_eq!(fault.message, "`a` is irreversible: it has no downgrade");
        let text = "-- upgrade\nA;\n-- downgrade\n";
        let nothing = script(text, Direction::Downgrade, Backend::Sqlite);
        assert!(nothing.expect("a script").is_empty());
    }

    #[test]
    fn a_byte_of_a_statement_is_found_in_the_file() {
        let source = Arc::new(Source {
            path: "a.sql".into(),
            text: "-- revision: a\n-- upgrade\n\n  SELECT nöpe + 1;".to_owned(),
        });
        let id = Id::from("a");
        let asked = Asked::new(&id, Direction::Upgrade, Server::assumed(Backend::Sqlite));
        let script = from_sections(&source, asked).expect("a script");
        let Piece::Statement(statement) = &script.pieces[0] else {
            panic!("{script:?}");
        };
        let word = |byte| {
            let place = statement.place_at(byte).expect("a place");
            (place.text()[place.span()].to_owned(), place.line())
        };
        assert_eq!(word(7), ("nöpe".to_owned(), 4));
        assert_eq!(word(13), ("+".to_owned(), 4));
        // Past the end, or within a character, the statement as a whole is meant.
        assert_eq!(word(90).0, statement.sql);
        assert_eq!(word(9).0, statement.sql);
    }
}
