//! Operations that are written only when they run: their statements say anew what they do not change, so the database is
//! asked what that is.

use super::outcome::Error;
use super::session::Session;
use super::{reflect, told};
use crate::dialect::{Scope, Step, lower};
use crate::script::{Late, Statement};

/// The statement of an operation, as the tables are now; several in one text, where it takes several.
pub(super) async fn written(session: &mut Session<'_>, late: &Late) -> Result<Statement, Error> {
    let facts = &session.facts;
    let driver = session.link.driver();
    let scope = Scope::Tables(&late.tables);
    let mut known = reflect::within(driver, facts, scope, session.is_open).await?;
    known.enums.extend(late.enums.clone());
    let operations = std::slice::from_ref(&late.operation);
    let lowered = lower(facts.server, &known, operations)
        .map_err(|refusal| told::refused(&refusal.why, &late.place))?;
    let texts = lowered
        .into_iter()
        .filter_map(|lowered| match lowered.step {
            Step::Sql(sql) => Some(sql),
            Step::Rebuild(_) => None,
        });
    let texts: Vec<_> = texts.collect();
    Ok(Statement {
        sql: texts.join(";\n"),
        place: Some(late.place.clone()),
    })
}
