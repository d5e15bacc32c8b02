//! Operations that are written only when they run: their statements say anew what they do not change, so the database is
//! asked what that is.

use super::outcome::Error;
use super::session::Session;
use super::{reflect, told};
use crate::dialect::{Scope, Step, lower};
use crate::script::{Late, Statement};

/// The statements of an operation, as the tables are now.
pub(super) async fn written(
    session: &mut Session<'_>,
    late: &Late,
) -> Result<Vec<Statement>, Error> {
    let facts = &session.facts;
    let driver = session.link.driver();
    let scope = Scope::Tables(&late.tables);
    let mut known = reflect::within(driver, facts, scope, session.is_open).await?;
    known.enums.extend(late.enums.clone());
    let operations = std::slice::from_ref(&late.operation);
    let lowered = lower(facts.server, &known, operations)
        .map_err(|refusal| told::refused(&refusal.why, &late.place))?;
    let statements = lowered
        .into_iter()
        .filter_map(|lowered| match lowered.step {
            Step::Sql(sql) => Some(Statement {
                sql,
                place: Some(late.place.clone()),
            }),
            Step::Rebuild(_) => None,
        });
    Ok(statements.collect())
}
