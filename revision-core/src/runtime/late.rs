//! What is written only when it runs: statements that say anew what they do not change, and tables that are made anew. The
//! database is asked what is there.

use super::each::Stop;
use super::outcome::Error;
use super::prepare::Prepared;
use super::run::Runner;
use super::session::Session;
use super::{reflect, told};
use crate::dialect::{Part, Rebuild, Row, Scope, Step, lower, rebuild};
use crate::script::{Late, Statement, What};
use crate::{Code, Diagnostic, Place};

/// How many rows that are in the way are shown.
const MOST_ROWS: usize = 5;

/// The statement of an operation, as the tables are now; several in one text, where it takes several.
pub(super) async fn written(session: &mut Session<'_>, late: &Late) -> Result<Statement, Error> {
    let What::Operation {
        operation,
        tables,
        enums,
    } = &late.what
    else {
        let message = "a table is made anew within a transaction, and there is none";
        return Err(Diagnostic::new(Code::InvalidOperation, message)
            .at(late.place.clone())
            .into());
    };
    let facts = &session.facts;
    let driver = session.link.driver();
    let scope = Scope::Tables(tables);
    let mut known = reflect::within(driver, facts, scope, session.is_open).await?;
    known.enums.extend(enums.clone());
    let lowered = lower(facts.server, &known, std::slice::from_ref(&**operation))
        .map_err(|refusal| told::refused(&refusal.why, &late.place))?;
    let mut texts = Vec::new();
    for lowered in lowered {
        match lowered.step {
            Step::Sql(sql) => texts.push(sql),
            Step::Rebuild(rebuild) => return Err(cannot_be_made(session, &rebuild, late).await),
        }
    }
    Ok(Statement {
        sql: texts.join(";\n"),
        place: Some(late.place.clone()),
    })
}

/// Why an operation is not carried out that turns out, now that its table is known, to take making it anew: the settings
/// for that have their place before the transaction. Mostly it would be refused there, too.
async fn cannot_be_made(session: &mut Session<'_>, rebuild: &Rebuild, late: &Late) -> Error {
    match planned(session, rebuild, late).await {
        Err(error) => error,
        Ok(_) => {
            let message = format!(
                "`{}` has to be made anew for this, which is not known before it runs",
                rebuild.table
            );
            Diagnostic::new(Code::Unsupported, message)
                .at(late.place.clone())
                .help("say it without `if_exists` and `if_not_exists`, or write it as SQL: `op.execute_on(…, \"…\")`")
                .into()
        }
    }
}

/// The parts of making a table anew, as it is now; none where it is no such piece.
pub(super) async fn rebuild(
    session: &mut Session<'_>,
    late: &Late,
) -> Result<Option<Vec<rebuild::Part>>, Error> {
    match &late.what {
        What::Rebuild(rebuild) => planned(session, rebuild, late).await.map(Some),
        _ => Ok(None),
    }
}

async fn planned(
    session: &mut Session<'_>,
    rebuild: &Rebuild,
    late: &Late,
) -> Result<Vec<rebuild::Part>, Error> {
    let server = session.facts.server;
    let asked: Vec<_> = rebuild::questions(server)
        .into_iter()
        .map(Part::ask)
        .collect();
    let sent = session.link.driver().send(&asked, false).await;
    let answers = sent.map_err(|stopped| told::ours(&stopped.error, "look at the table"))?;
    let planned = rebuild::plan(server, answers, rebuild);
    let plan = planned.map_err(|refusal| told::refused(&refusal.why, &late.place))?;
    Ok(plan.inside)
}

impl Runner<'_> {
    /// Sees to it that tables of these revisions can be made anew: some settings cannot be changed in a transaction.
    pub(super) async fn before_rebuilds(
        &mut self,
        session: &mut Session<'_>,
        all: &[Prepared],
    ) -> Result<(), Stop> {
        let Some(setting) = session.dialect.before_dropping() else {
            return Ok(());
        };
        if !all.iter().any(Prepared::rebuilds) {
            return Ok(());
        }
        let mut parts = Vec::new();
        if session.is_open {
            // Nothing of the revision is done in it so far.
            parts.extend(session.commit());
            session.is_open = false;
        }
        parts.push(Part::execute(setting));
        session.set();
        let sent = session.link.driver().send(&parts, false).await;
        sent.map(drop)
            .map_err(|stopped| Stop::Refused(None, stopped.error))
    }

    /// Puts the settings back, once the transaction has ended.
    pub(super) async fn after_rebuilds(
        &mut self,
        session: &mut Session<'_>,
        all: &[Prepared],
    ) -> Result<(), Error> {
        if session.is_open || !all.iter().any(Prepared::rebuilds) {
            return Ok(());
        }
        let parts = session.restore(true);
        let sent = session.link.driver().send(&parts, false).await;
        sent.map(drop)
            .map_err(|stopped| told::ours(&stopped.error, "put the session's settings back").into())
    }
}

/// What is said of rows that are in the way of making a table anew.
pub(super) fn in_the_way(message: &str, rows: &[Row], place: &Place) -> Diagnostic {
    shown(
        Diagnostic::new(Code::StatementFailed, message).at(place.clone()),
        rows,
    )
}

/// What is said of rows that refer to nothing after a revision: their table, their number, and where they refer to.
pub(super) fn broken(one: &Prepared, rows: &[Row]) -> Diagnostic {
    let message = format!(
        "`{}` makes tables anew, for which foreign keys are off, and leaves rows that refer to nothing",
        one.step.revision
    );
    let fault = Diagnostic::new(Code::StatementFailed, message).help(
        "put statements that rely on `ON DELETE` or `ON UPDATE` into a revision of their own",
    );
    shown(fault, rows)
}

fn shown(mut fault: Diagnostic, rows: &[Row]) -> Diagnostic {
    for row in rows.iter().take(MOST_ROWS) {
        let values = row.iter().map(|value| value.as_deref().unwrap_or("NULL"));
        let values = values.collect::<Vec<_>>().join(", ");
        fault = fault.help(format!("row: {values}"));
    }
    match rows.len().saturating_sub(MOST_ROWS) {
        0 => fault,
        more => fault.help(format!("and {more} more")),
    }
}
