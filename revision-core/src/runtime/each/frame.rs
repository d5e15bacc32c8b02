//! The frame around a revision whose own SQL makes tables anew: what there is before it is noted, and what has gone with a
//! table is made again behind it, all in the revision's transaction.

use super::{Origin, Stop};
use crate::dialect::rebuild::{self, Frame};
use crate::dialect::{Answers, Part};
use crate::runtime::prepare::Prepared;
use crate::runtime::run::Runner;
use crate::runtime::session::Session;
use crate::runtime::told;
use crate::script::Piece;
use crate::{Code, Diagnostic};

impl Runner<'_> {
    /// Looks at the tables that a revision makes anew, and notes what they are like; none where it makes none.
    pub(super) async fn frame_opens(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
    ) -> Result<Option<Frame>, Stop> {
        let Some((_, place)) = one.frame.first() else {
            return Ok(None);
        };
        let answers = asked(session).await?;
        let names: Vec<&str> = one.frame.iter().map(|(name, _)| &**name).collect();
        let frame = Frame::new(answers, &names, &statements(one));
        let frame = frame.map_err(|(number, why)| {
            let place = one.frame.get(number).map_or(place, |(_, place)| place);
            Stop::InTheWay(told::refused(&why, place))
        })?;
        self.rebuild(session, one, Origin::Ours, place, frame.before())
            .await?;
        Ok(Some(frame))
    }

    /// Makes again what has gone with a table, and looks at the rows.
    pub(super) async fn frame_closes(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        frame: &Frame,
    ) -> Result<(), Stop> {
        let Some((_, place)) = one.frame.first() else {
            return Ok(());
        };
        let answers = asked(session).await?;
        let after = frame.after(answers);
        let after = after.map_err(|why| Stop::InTheWay(told::refused(&why, place)))?;
        for lost in after.lost {
            let parts = vec![(Origin::Ours, Part::execute(lost.sql))];
            self.send(session, one, parts, false)
                .await
                .map_err(|stop| match stop {
                    Stop::Refused(_, error) => {
                        let (kind, name, table) = (lost.kind, &lost.name, &lost.table);
                        let message = format!(
                            "the {kind} `{name}` stood on `{table}` and cannot be made again: {}",
                            error.message
                        );
                        let fault = Diagnostic::new(Code::StatementFailed, message);
                        Stop::InTheWay(fault.at(place.clone()).help(format!(
                            "drop it by its name before the table, or make it as it is to be: `DROP {} {name}`",
                            kind.to_uppercase()
                        )))
                    }
                    stop => stop,
                })?;
        }
        self.rebuild(session, one, Origin::Ours, place, after.rest)
            .await
    }
}

/// The statements of a revision.
fn statements(one: &Prepared) -> Vec<&str> {
    let pieces = one.pieces.iter().filter_map(|piece| match piece {
        Piece::Statement(statement) => Some(&*statement.sql),
        Piece::Late(_) | Piece::Run(_) => None,
    });
    pieces.collect()
}

async fn asked(session: &mut Session<'_>) -> Result<Answers, Stop> {
    let asked = rebuild::questions(session.facts.server);
    let asked: Vec<_> = asked.into_iter().map(Part::ask).collect();
    let sent = session.link.driver().send(&asked, false).await;
    sent.map_err(|stopped| Stop::Refused(None, stopped.error))
}
