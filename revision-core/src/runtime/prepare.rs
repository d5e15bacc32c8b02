//! What a plan will run, found and judged before anything is touched.

use super::outcome::Error;
use crate::chain::{Direction, Id, Plan, Step};
use crate::config::{Settings, Transaction};
use crate::dialect::rebuild::Framed;
use crate::dialect::statement::{self, Refusal};
use crate::dialect::{Facts, dialect};
use crate::script::{Asked, Piece, Revisions, Scripts, Statement};
use crate::{Backend, Code, Diagnostic, Place, Server};

/// A step with all that it runs.
#[derive(Debug)]
pub(super) struct Prepared {
    pub(super) step: Step,
    pub(super) message: String,
    pub(super) pieces: Vec<Piece>,
    /// What the revision says and the database passes over.
    pub(super) passed_over: Vec<Diagnostic>,
    /// The tables that its own statements make anew.
    pub(super) frame: Vec<(String, Place)>,
    /// What a script has around its statements for that.
    pub(super) framed: Option<Framed>,
    pub(super) checksum: Option<String>,
    /// Whether one transaction holds all of it.
    pub(super) in_transaction: bool,
}

/// What is known of the database that the plan is for; offline, no more than its kind.
#[derive(Clone, Copy)]
pub(super) struct For<'a> {
    pub(super) server: Server,
    pub(super) settings: &'a Settings,
    pub(super) facts: Option<&'a Facts>,
    /// Whether functions of Rust can be given the connection.
    pub(super) runs_rust: bool,
    /// Whether the lock is one that only a transaction holds.
    pub(super) only_transactions: bool,
    /// Whether a script is written, and nothing run.
    pub(super) is_offline: bool,
}

/// Finds what each step runs. Whatever is wrong with any of them is said together.
pub(super) fn prepare(
    plan: &Plan,
    revisions: &dyn Revisions,
    database: &For<'_>,
) -> Result<Vec<Prepared>, Error> {
    let mut faults = Vec::new();
    let mut prepared = Vec::with_capacity(plan.steps.len());
    let mut scripts = revisions.scripts();
    for step in &plan.steps {
        faults.extend(too_long(step, database.facts));
        match one(
            step,
            revisions,
            &mut scripts,
            database,
            plan.steps.len() == 1,
            &mut faults,
        ) {
            Ok(one) => prepared.push(one),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() {
        Ok(prepared)
    } else {
        Err(faults.into())
    }
}

/// The most revisions that a warning names.
const MOST_NAMED: usize = 5;

/// What is about to be applied and cannot be undone: to be known before it is.
pub(super) fn one_way(
    prepared: &[Prepared],
    revisions: &dyn Revisions,
    server: Server,
) -> Option<Diagnostic> {
    let steps = prepared.iter().map(|one| &one.step);
    let ups = steps.filter(|step| step.direction == Direction::Upgrade);
    let one_way = ups.filter(|step| revisions.is_irreversible(&step.revision, server));
    let ids: Vec<&Id> = one_way.map(|step| &step.revision).collect();
    let named: Vec<String> = ids
        .iter()
        .take(MOST_NAMED)
        .map(|id| format!("`{id}`"))
        .collect();
    let more = match ids.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let are = match ids.len() {
        0 => return None,
        1 => "is",
        _ => "are",
    };
    let message = format!(
        "{}{more} {are} irreversible: no `downgrade` leads back",
        named.join(", ")
    );
    Some(Diagnostic::new(Code::Irreversible, message))
}

fn one(
    step: &Step,
    revisions: &dyn Revisions,
    scripts: &mut Scripts<'_>,
    database: &For<'_>,
    is_alone: bool,
    faults: &mut Vec<Diagnostic>,
) -> Result<Prepared, Diagnostic> {
    let backend = database.server.backend();
    let id = &step.revision;
    let about = revisions.about(id);
    let message = about.map_or("", |about| about.message).to_owned();
    let checksum = revisions.checksum(id, backend);
    if step.direction == Direction::Stamp {
        return Ok(Prepared {
            step: step.clone(),
            message,
            pieces: Vec::new(),
            passed_over: Vec::new(),
            frame: Vec::new(),
            framed: None,
            checksum,
            in_transaction: true,
        });
    }
    let script = scripts(Asked {
        id,
        direction: step.direction,
        server: database.server,
        is_whole: database.is_offline,
    })?;
    let wants_transaction = about.is_none_or(|about| about.transaction);
    let before = faults.len();
    if let (false, Some((_, place))) = (wants_transaction, script.frame.first()) {
        faults.push(anew_without_transaction(place));
    }
    for piece in &script.pieces {
        match piece {
            Piece::Statement(statement) => {
                faults.extend(judge(statement, backend, wants_transaction));
            }
            Piece::Late(late) if !wants_transaction && piece.rebuilds() => {
                faults.push(anew_without_transaction(&late.place));
            }
            // It is judged when it is written.
            Piece::Late(_) => {}
            Piece::Run(work) if !database.runs_rust => {
                let message = format!("`{}` cannot run on a connection that is lent", work.name);
                faults.push(located(
                    Diagnostic::new(Code::Unsupported, message)
                        .help("give the run a pool, a connection of its own, or a URL"),
                    revisions.place(id),
                ));
            }
            Piece::Run(work) if database.is_offline => faults.extend(work.printed().err()),
            Piece::Run(work) => faults.extend(work.function().err()),
        }
    }
    let in_transaction = wants_transaction
        && (dialect(database.server.backend()).has_transactional_ddl()
            || script.pieces.iter().all(|piece| match piece {
                Piece::Statement(one) => statement::atomic_alone(backend, &one.sql),
                Piece::Late(_) => false,
                Piece::Run(_) => true,
            }));
    if faults.len() == before && !in_transaction {
        faults.extend(no_transaction(
            id,
            wants_transaction,
            is_alone,
            revisions,
            database,
        ));
    }
    Ok(Prepared {
        step: step.clone(),
        message,
        pieces: script.pieces,
        passed_over: script.passed_over,
        frame: script.frame,
        framed: script.framed,
        checksum,
        in_transaction,
    })
}

fn anew_without_transaction(place: &Place) -> Diagnostic {
    let message = "a table is made anew within a transaction, which this revision has not";
    Diagnostic::new(Code::InvalidOperation, message)
        .at(place.clone())
        .help("put what needs no transaction into a revision of its own")
}

/// Why a statement cannot stand in its revision.
fn judge(one: &Statement, backend: Backend, in_transaction: bool) -> Option<Diagnostic> {
    let told = |code, refusal: Refusal| {
        let mut fault = Diagnostic::new(code, refusal.to_string());
        fault.help.extend(refusal.help.map(str::to_owned));
        located(fault, one.place.clone())
    };
    if let Some(refusal) = statement::refusal(backend, &one.sql) {
        return Some(told(Code::NotInRevision, refusal));
    }
    if in_transaction && let Some(refusal) = statement::needs_no_transaction(backend, &one.sql) {
        let fault = told(Code::InvalidOperation, refusal);
        return Some(fault.help(
            "have the revision run outside a transaction: `transaction: false` in its header",
        ));
    }
    None
}

/// Why a revision cannot run without a transaction here.
fn no_transaction(
    id: &Id,
    wants_transaction: bool,
    is_alone: bool,
    revisions: &dyn Revisions,
    database: &For<'_>,
) -> Option<Diagnostic> {
    let fault = |message: String| {
        located(
            Diagnostic::new(Code::Unsupported, message),
            revisions.place(id),
        )
    };
    if database.settings.transaction == Transaction::All && !is_alone {
        let why = if wants_transaction {
            "this database commits when it changes the schema"
        } else {
            "it says `transaction: false`"
        };
        return Some(
            fault(format!(
                "`{id}` cannot share one transaction with others: {why}"
            ))
            .help("configure `transaction = \"each\"`, or upgrade past it by itself"),
        );
    }
    if database.only_transactions
        && !wants_transaction
        && dialect(database.server.backend()).has_session_locks()
    {
        return Some(
            fault(format!(
                "`{id}` runs outside a transaction, which a connection that is lent cannot do safely"
            ))
            .help("give the run a pool, a connection of its own, or a URL"),
        );
    }
    None
}

/// An id that the version table has no room for: one that Alembic made takes 32 characters.
fn too_long(step: &Step, facts: Option<&Facts>) -> Option<Diagnostic> {
    let facts = facts?;
    let width = facts.width?;
    let long = step
        .added
        .iter()
        .find(|id| id.as_str().chars().count() > width)?;
    let table = &facts.tables.version;
    let message = format!("`{long}` is longer than the {width} characters that `{table}` holds");
    Some(Diagnostic::new(Code::Unsupported, message).help(format!(
        "widen it: ALTER TABLE {table} ALTER COLUMN version_num TYPE varchar(255)"
    )))
}

fn located(fault: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => fault.at(place),
        None => fault,
    }
}

impl Prepared {
    /// The statements and functions, counted.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// Whether tables are made anew.
    pub(super) fn rebuilds(&self) -> bool {
        !self.frame.is_empty() || self.pieces.iter().any(Piece::rebuilds)
    }

    /// Whether all of it is text, so that it can be sent at once, and sent again.
    pub(super) fn is_text(&self) -> bool {
        self.pieces
            .iter()
            .all(|piece| matches!(piece, Piece::Statement(_)))
    }
}
