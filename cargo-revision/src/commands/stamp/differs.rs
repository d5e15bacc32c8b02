//! Whether a database is what the revisions make that it is said to have: those that are skipped by a mistake show here,
//! and not with the first revision that fails.
//!
//! It is a warning and nothing else, since whoever stamps may know better. What no revision makes is nobody's business.

use revision_core::chain::Id;
use revision_core::compare::{Unsure, View, compare, in_words_of};
use revision_core::config::Text;
use revision_core::diff::{Dropped, Pair, Sides, diff, managed, spare};
use revision_core::runner::present::wait;
use revision_core::runtime::{self, Respelt, Scope, respelt};
use revision_core::schema::{Name, Schema};
use revision_core::source::{Filter, replay};
use revision_core::{Code, Diagnostic, Operation};

use super::Stamp;
use crate::commands::found;
use crate::database::Database;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;

/// How many operations are shown.
const SHOWN: usize = 5;

/// Why nothing is said of a database.
enum Untold {
    /// What it should be like cannot be known.
    Unknown(String),
    /// It, or the targets, cannot be asked: the stamp itself says why.
    Failed,
}

impl From<Failure> for Untold {
    fn from(_: Failure) -> Self {
        Self::Failed
    }
}

impl From<runtime::Error> for Untold {
    fn from(_: runtime::Error) -> Self {
        Self::Failed
    }
}

impl From<revision_core::chain::Error> for Untold {
    fn from(_: revision_core::chain::Error) -> Self {
        Self::Failed
    }
}

/// Warns where the database differs from what it will be said to be.
pub(super) fn warn(
    project: &Project,
    report: &Report,
    database: &Database,
    stamp: &Stamp<'_>,
    verbose: bool,
) {
    let (heads, operations) = match lacking(project, database, stamp) {
        Ok(found) => found,
        Err(Untold::Unknown(why)) if verbose => {
            let unsure = format!("cannot tell whether it is what the revisions make: {why}");
            report.say("Unsure", unsure);
            return;
        }
        Err(_) => return,
    };
    if operations.is_empty() {
        return;
    }
    let names: Vec<String> = heads.iter().map(|head| format!("`{head}`")).collect();
    let count = match operations.len() {
        1 => "1 operation leads".to_owned(),
        count => format!("{count} operations lead"),
    };
    let message = format!(
        "the database is not what the revisions up to {} make: {count} there",
        names.join(", ")
    );
    let fault = Diagnostic::new(Code::OutOfSync, message);
    let lines = found::lines(&operations);
    let fault = lines.lines().take(SHOWN).fold(fault, Diagnostic::help);
    let fault = match operations.len().saturating_sub(SHOWN) {
        0 => fault,
        more => fault.help(format!("and {more} more")),
    };
    report.warn(&match &*heads {
        [one] => fault.help(format!(
            "`cargo revision diff database revisions@{one}` compares them"
        )),
        _ => fault,
    });
}

/// The rows that the database will have, and what leads from what it holds to what these say.
fn lacking(
    project: &Project,
    database: &Database,
    stamp: &Stamp<'_>,
) -> Result<(Vec<Id>, Vec<Operation>), Untold> {
    let config = &project.config;
    let heads = heads(project, database, stamp)?;
    if heads.is_empty() {
        return Ok((heads, Vec::new()));
    }
    let schemas = config.autogenerate.schemas.as_deref();
    let schemas: Option<Vec<Name>> =
        schemas.map(|all| all.iter().map(|one| Name::from(one.raw())).collect());
    let scope = match &schemas {
        Some(names) => Scope::Namespaces(names),
        None => Scope::Everything,
    };
    let waiting = wait::runtime()?;
    let held = waiting.block_on(runtime::held(
        database.named.open(),
        scope,
        &config.settings,
    ))?;
    let server = held.server;
    let targets: Vec<&str> = heads.iter().map(Id::as_str).collect();
    let external: Vec<&str> = config.external.iter().map(Text::raw).collect();
    let replayed = replay(&project.revisions, &targets, server, &external)?;
    let unknown = replayed.faults.first();
    let unknown = unknown.or(replayed.opaque.first().filter(|_| replayed.unsure));
    if let Some(unknown) = unknown {
        return Err(Untold::Unknown(unknown.message.clone()));
    }
    let mut own = Pair::new(held.schema, replayed.schema);
    Filter::new(config).apply(&mut own);
    let mut view = View::new(server, own.clone());
    let held = Some(&own.before);
    let asked = respelt(database.named.open(), &config.settings, &own.after, held);
    match waiting.block_on(asked)? {
        Respelt::Schema(spelt) => view.schemas.after = *spelt,
        Respelt::InPart(spelt, _) => {
            view.schemas.after = *spelt;
            view.unsure = Unsure::Objects;
        }
        Respelt::CannotTell(_) => view.unsure = Unsure::Everything,
    }
    own.before = in_words_of(&own.after, &own.before, server);
    Ok((heads, operations(&own, view)))
}

/// The rows that the database will have.
fn heads(project: &Project, database: &Database, stamp: &Stamp<'_>) -> Result<Vec<Id>, Untold> {
    let mut rows = if stamp.purge {
        Vec::new()
    } else {
        project.standing_of(database)?.told.heads
    };
    let targets: Vec<&str> = stamp.targets.iter().map(String::as_str).collect();
    for step in project.chain().stamp(&rows, &targets)?.steps {
        rows.retain(|row| !step.removed.contains(row));
        rows.extend(step.added);
    }
    rows.sort_unstable();
    Ok(rows)
}

/// What leads from what the database holds of ours to what the revisions make.
fn operations(own: &Pair<Schema>, view: View) -> Vec<Operation> {
    let schemas = compare(own.as_ref(), &[view]);
    let sides = Sides {
        models: &schemas.after,
        revisions: &own.after,
        database: &schemas.before,
    };
    let ours = managed(sides, &Dropped::default()).database;
    let mut operations = diff(Pair::new(&ours, &schemas.after));
    spare(&mut operations, &schemas.before, &ours);
    operations
}
