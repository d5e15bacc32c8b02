//! A function of the user's in the midst of a revision. It may leave the transaction alone, or begin and end its own within
//! it; one that ends the revision's is found out, and so is what became of what ran before.

use super::outcome::Error;
use super::prepare::Prepared;
use super::run::Runner;
use super::session::Session;
use crate::dialect::{DatabaseError, Link, Part};
use crate::script::Work;

/// How a function ended.
pub(super) struct Worked {
    pub(super) result: Result<(), String>,
    /// Whether the transaction that it was given is no longer there.
    pub(super) has_ended: bool,
}

/// A savepoint for notes that the database may refuse.
const NOTES: &str = "revision_notes";

/// Gives the connection to a function. The transaction that is open afterwards is the same, unless it has ended.
pub(super) async fn call(session: &mut Session<'_>, work: &Work) -> Result<Worked, Error> {
    let failed = |message: String| Worked {
        result: Err(message),
        has_ended: false,
    };
    let Link::Own(connection) = &mut session.link else {
        // Refused before anything ran.
        return Ok(failed("the connection is lent".to_owned()));
    };
    let function = work.function()?;
    if let Err(error) = connection.driver.enter_work().await {
        return Ok(failed(error.message));
    }
    let worked = function.call(connection).await;
    let result = worked.map_err(|error| error.to_string());
    Ok(match connection.driver.leave_work(result.is_err()).await {
        Ok(is_same) => Worked {
            result,
            has_ended: !is_same,
        },
        Err(error) => failed(result.err().unwrap_or(error.message)),
    })
}

impl Runner<'_> {
    /// Notes within the open transaction how far a revision has come: should a function end that, the notes are committed
    /// or undone with all else. False where the revision has taken the right to write them away.
    pub(super) async fn note_within(
        &mut self,
        session: &mut Session<'_>,
        entries: Vec<Part<'static>>,
    ) -> Result<bool, DatabaseError> {
        if entries.is_empty() {
            return Ok(false);
        }
        let savepoint = |what: &str| Part::execute(format!("{what} SAVEPOINT {NOTES}"));
        let begin = [Part::execute(format!("SAVEPOINT {NOTES}"))];
        let driver = session.link.driver();
        let sent = driver.send(&begin, false).await;
        sent.map_err(|stopped| stopped.error)?;
        let noted = driver.send(&entries, false).await.is_ok();
        let end = if noted { "RELEASE" } else { "ROLLBACK TO" };
        let sent = driver.send(&[savepoint(end)], false).await;
        sent.map_err(|stopped| stopped.error)?;
        Ok(noted)
    }

    /// Whether the log holds, for good, that a revision has come to this piece.
    pub(super) async fn is_noted(
        &mut self,
        session: &mut Session<'_>,
        one: &Prepared,
        index: usize,
    ) -> Result<bool, Error> {
        let state = self.state(session).await?;
        let journal = state.journal_of(one);
        Ok(journal.is_some_and(|journal| {
            let last = journal.entries.last();
            last.is_some_and(|entry| entry.statement == index + 1)
        }))
    }
}
