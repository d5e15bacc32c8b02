//! Accepting an edit of a revision that is applied: the log is told what its file holds now.

use std::time::Duration;

use super::ledger::{self, Line};
use super::log::ACCEPT;
use super::outcome::Error;
use super::{state, told};
use crate::chain::Id;
use crate::config::Settings;
use crate::dialect::{Database, Driver, Part, Purpose, dialect};
use crate::script::Revisions;
use crate::{Code, Diagnostic};

pub(super) async fn accept(
    revisions: &dyn Revisions,
    settings: &Settings,
    database: Database<'_>,
    revision: &str,
    tool: &str,
) -> Result<Id, Error> {
    let found = revisions.chain().resolve(revision)?;
    let [one] = &*found else {
        let message = format!("`{revision}` does not stand for one revision");
        return Err(Diagnostic::new(Code::Usage, message).into());
    };
    let id = one.id.clone();
    let opened = database.open(Purpose::Look).await;
    let mut driver = opened.map_err(|error| told::unanswered(&error))?;
    let noted = note(&mut *driver, revisions, settings, &id, tool).await;
    driver.close().await;
    noted.map(|()| id)
}

async fn note(
    driver: &mut (dyn Driver + '_),
    revisions: &dyn Revisions,
    settings: &Settings,
    id: &Id,
    tool: &str,
) -> Result<(), Error> {
    let dialect = dialect(driver.backend());
    let facts = state::facts(driver, dialect, settings).await?;
    let chain = settings.version_table.to_string();
    let found = state::state(driver, dialect, &facts, &chain).await?;
    if !revisions.chain().is_applied(&found.rows, id)? {
        let message = format!("`{id}` is not applied, so there is nothing to accept");
        return Err(Diagnostic::new(Code::NothingToDo, message).into());
    }
    let checksum = revisions.checksum(id, dialect.backend());
    let line = Line {
        chain: &chain,
        revision: id,
        direction: ACCEPT,
        outcome: "done",
        checksum: checksum.as_deref(),
        statement: None,
        statements: 0,
        error: None,
        took: Some(Duration::ZERO),
        tool,
    };
    let line = ledger::log(dialect, &facts, &line).filter(|_| facts.has_log);
    let Some(line) = line else {
        return Err(Diagnostic::new(
            Code::NothingToDo,
            "there is no log, so that no edit is noticed and none has to be accepted",
        )
        .into());
    };
    let sent = driver.send(&[Part::execute(line)], false).await;
    sent.map(drop)
        .map_err(|stopped| told::ours(&stopped.error, "write the log").into())
}
