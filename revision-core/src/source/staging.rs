//! What tables say of themselves while a script is written that makes them anew: all that the revisions before it do is done in
//! memory, since a schema holds what a table's text means, and not the text.
//!
//! It goes along the plan, and is begun only where a table is made anew.

use std::borrow::Cow;
use std::cell::RefCell;

use super::check::Revisions;
use super::replay::{self, Along};
use super::script::{going_along, of_rust, replayed_before};
use crate::chain::{Direction, Id};
use crate::config::Format;
use crate::dialect::rebuild::Framed;
use crate::dialect::statement::statements;
use crate::dialect::{Rebuild, Refusal, Stage};
use crate::script::{Asked, Piece, Script, from_sections, refused};
use crate::{Diagnostic, Place, Server};

/// The stage, for the revisions of a plan.
pub(super) struct Staging<'r> {
    revisions: &'r Revisions,
    reached: RefCell<Option<Reached>>,
    along: RefCell<Option<Along<'r>>>,
}

/// How far it has come.
struct Reached {
    stage: Stage,
    server: Server,
    done: Vec<Id>,
    /// The revision that is being done, and how many of its pieces are.
    within: Option<(Id, Direction, usize)>,
}

impl Reached {
    fn is_within(&self, asked: Asked<'_>) -> bool {
        let mut within = self.within.iter();
        self.server == asked.server
            && within.any(|(id, direction, _)| id == asked.id && *direction == asked.direction)
    }

    /// Does what is left of these pieces.
    fn run(&mut self, pieces: &[Piece]) {
        let Some((_, _, from)) = &mut self.within else {
            return;
        };
        for piece in pieces.iter().skip(*from) {
            match piece {
                Piece::Statement(statement) => self.stage.run(&statement.sql),
                Piece::Run(work) => {
                    let sql = work.sql.as_deref().unwrap_or_default();
                    let found = statements(self.server.backend(), sql).into_iter();
                    found.for_each(|one| self.stage.run(one.text));
                }
                // It was done when it was written.
                Piece::Late(_) => {}
            }
        }
        *from = pieces.len().max(*from);
    }
}

impl<'r> Staging<'r> {
    pub(super) fn new(revisions: &'r Revisions) -> Self {
        Self {
            revisions,
            reached: RefCell::new(None),
            along: RefCell::new(None),
        }
    }

    /// The statements that make a table anew, behind these pieces of a revision.
    pub(super) fn rebuild(
        &self,
        asked: Asked<'_>,
        pieces: &[Piece],
        rebuild: &Rebuild,
    ) -> Result<Option<Vec<String>>, Refusal> {
        let Some(mut reached) = self.reach(asked) else {
            return Ok(None);
        };
        reached.run(pieces);
        let written = reached.stage.rebuild(rebuild);
        *self.reached.borrow_mut() = Some(reached);
        written.map(Some)
    }

    /// What a script has around the statements of a revision that makes tables anew by itself.
    pub(super) fn framed(
        &self,
        asked: Asked<'_>,
        script: &Script,
    ) -> Result<Option<Framed>, Diagnostic> {
        if !asked.is_whole || script.frame.is_empty() {
            return Ok(None);
        }
        let Some(mut reached) = self.reach(asked) else {
            return Ok(None);
        };
        let framed = frame(&mut reached, script, asked);
        *self.reached.borrow_mut() = Some(reached);
        framed.map(Some)
    }

    /// Does what is left of a revision, if it is at one.
    pub(super) fn finish(&self, asked: Asked<'_>, script: &Script) {
        let reached = self.reached.borrow_mut().take();
        let Some(mut reached) = reached else { return };
        if reached.is_within(asked) {
            reached.run(&script.pieces);
            reached.stage.put_back();
            reached.within = None;
            if asked.direction == Direction::Downgrade {
                // Where that leads to is no upgrade's beginning, to the byte.
                return;
            }
            reached.done.push(asked.id.clone());
        }
        *self.reached.borrow_mut() = Some(reached);
    }

    /// Goes to where a revision begins, or is in the midst of it already; none where there is no such database.
    fn reach(&self, asked: Asked<'_>) -> Option<Reached> {
        let reached = self.reached.borrow_mut().take();
        let reached = match reached {
            Some(reached) if reached.is_within(asked) => return Some(reached),
            other => other.filter(|one| one.within.is_none() && one.server == asked.server),
        };
        let mut ids = replay::below(self.revisions, asked.id).ok()?;
        if asked.direction == Direction::Downgrade {
            ids.push(asked.id.clone());
        }
        let mut reached = match reached.filter(|one| ids.starts_with(&one.done)) {
            Some(reached) => reached,
            None => Reached {
                stage: Stage::open(asked.server)?,
                server: asked.server,
                done: Vec::new(),
                within: None,
            },
        };
        for id in &ids[reached.done.len()..] {
            reached = self.upgrade(reached, id)?;
        }
        reached.within = Some((asked.id.clone(), asked.direction, 0));
        Some(reached)
    }

    /// Does one revision.
    fn upgrade(&self, mut reached: Reached, id: &Id) -> Option<Reached> {
        let asked = Asked {
            is_whole: true,
            ..Asked::new(id, Direction::Upgrade, reached.server)
        };
        reached.within = Some((id.clone(), Direction::Upgrade, 0));
        *self.reached.borrow_mut() = Some(reached);
        let script = self.script(asked);
        let mut reached = self.reached.borrow_mut().take()?;
        match script {
            Ok(script) => {
                reached.run(&script.pieces);
            }
            Err(fault) => reached.stage.is_unsure(&fault.message),
        }
        reached.stage.put_back();
        reached.within = None;
        reached.done.push(id.clone());
        Some(reached)
    }

    /// The script of a revision that is at hand in the midst of it.
    fn script(&self, asked: Asked<'_>) -> Result<Script, Diagnostic> {
        let file = self.revisions.file(asked.id);
        let file = file.ok_or_else(|| asked.unknown())?;
        match file.format {
            Format::Sql => {
                let mut script = from_sections(&file.source, asked)?;
                script.framed = self.framed(asked, &script)?;
                Ok(script)
            }
            Format::Rust => of_rust(
                file,
                asked,
                &[],
                &|| {
                    let mut along = self.along.borrow_mut();
                    let along = going_along(&mut along, self.revisions, asked.server);
                    replayed_before(along, asked).map(Cow::Owned)
                },
                &|pieces, rebuild| self.rebuild(asked, pieces, rebuild),
            ),
        }
    }
}

/// What stands around the statements of a revision, which are done.
fn frame(reached: &mut Reached, script: &Script, asked: Asked<'_>) -> Result<Framed, Diagnostic> {
    let names: Vec<&str> = script.frame.iter().map(|(name, _)| &**name).collect();
    let texts = script.pieces.iter().enumerate();
    let texts = texts.filter_map(|(number, piece)| match piece {
        Piece::Statement(statement) => Some((number, &*statement.sql)),
        Piece::Late(_) | Piece::Run(_) => None,
    });
    let framed = reached.stage.frame(&names, &texts.collect::<Vec<_>>());
    if let Some((_, _, from)) = &mut reached.within {
        *from = script.pieces.len();
    }
    framed.map_err(|(operation, why)| {
        let places = script.frame.iter().map(|(_, place)| place.clone());
        let places: Vec<Place> = places.collect();
        refused(&Refusal { operation, why }, &places, asked)
    })
}
