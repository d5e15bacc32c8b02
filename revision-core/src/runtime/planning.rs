//! From where a database stands to what is to be done.

use super::outcome::Error;
use super::running::Request;
use super::state::State;
use crate::chain::{Chain, Id, Plan};
use crate::config::Settings;
use crate::{Code, Diagnostic};

/// What a request comes to.
pub(super) enum Found {
    /// The database has all of this chain, and more.
    Ahead(Diagnostic),
    Plan(Plan),
}

/// The same, once what should be known has been said.
pub(super) enum Planned {
    Ahead,
    Steps(Plan),
}

pub(super) fn plan(
    chain: &Chain,
    request: &Request,
    found: &State,
    settings: &Settings,
) -> Result<Found, Error> {
    let plan = match request {
        Request::Upgrade(targets) => {
            if let Some(ahead) = found.ahead(chain, settings)? {
                return Ok(Found::Ahead(ahead));
            }
            upgrade(chain, &found.rows, targets)?
        }
        Request::Tables | Request::Empty => Plan {
            start: found.rows.clone(),
            steps: Vec::new(),
        },
        Request::Downgrade(target) => downgrade(chain, &found.rows, target)?,
        Request::Stamp { targets, purge } => {
            let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
            if *purge {
                chain.stamp_purged(&found.rows, &targets)?
            } else {
                chain.stamp(&found.rows, &targets)?
            }
        }
    };
    Ok(Found::Plan(plan))
}

pub(super) fn upgrade(chain: &Chain, rows: &[Id], targets: &[String]) -> Result<Plan, Error> {
    if let [range] = targets
        && let Some((from, to)) = range.split_once(':')
    {
        stands_at(chain, rows, from)?;
        let to = if to.is_empty() { "heads" } else { to };
        return Ok(chain.upgrade(rows, &[to])?);
    }
    let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
    Ok(chain.upgrade(rows, &targets)?)
}

fn downgrade(chain: &Chain, rows: &[Id], target: &str) -> Result<Plan, Error> {
    if let Some((from, to)) = target.split_once(':') {
        stands_at(chain, rows, from)?;
        let to = if to.is_empty() { "base" } else { to };
        return Ok(chain.downgrade(rows, to)?);
    }
    Ok(chain.downgrade(rows, target)?)
}

/// A range is for a database that stands where it begins, and for no other.
fn stands_at(chain: &Chain, rows: &[Id], from: &str) -> Result<(), Error> {
    if from == "current" {
        return Ok(());
    }
    let wanted = rows_at(chain, from)?;
    if wanted == rows {
        return Ok(());
    }
    let message = format!(
        "the range begins at {}, and the database stands at {}",
        named(&wanted),
        named(rows)
    );
    Err(Diagnostic::new(Code::BadRange, message)
        .help("without a range the upgrade begins where the database stands")
        .into())
}

/// The version rows of a database that stands where a range begins.
pub(super) fn rows_at(chain: &Chain, from: &str) -> Result<Vec<Id>, Error> {
    if from.is_empty() {
        return Ok(Vec::new());
    }
    let found = chain.resolve(from)?;
    let mut rows: Vec<Id> = found
        .into_iter()
        .map(|revision| revision.id.clone())
        .collect();
    rows.sort_unstable();
    Ok(rows)
}

/// Where a database with these rows stands, in words.
pub(super) fn named(rows: &[Id]) -> String {
    if rows.is_empty() {
        return "base".to_owned();
    }
    let rows: Vec<_> = rows.iter().map(|row| format!("`{row}`")).collect();
    rows.join(", ")
}
