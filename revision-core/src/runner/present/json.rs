//! What `--json` prints. These types are the contract with other programs: they are made from ours at the edge, so that
//! ours may change.

use std::path::Path;

use crate::chain::Id;
use crate::runtime::Outcome;
use crate::{Diagnostic, Place};
use serde::Serialize;

use super::standing::instant;
use super::view::View;

/// A failure, and what was done before it.
#[derive(Serialize)]
pub struct Errors<T> {
    #[serde(flatten)]
    pub done: T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Fault>,
    pub errors: Vec<Fault>,
}

/// An answer, and what should be known beside it.
#[derive(Serialize)]
pub struct Answer<T> {
    #[serde(flatten)]
    pub answer: T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Fault>,
}

/// Nothing was.
#[derive(Serialize)]
pub struct Nothing {}

/// One fault.
#[derive(Serialize)]
pub struct Fault {
    pub code: &'static str,
    pub message: String,
    pub help: Option<String>,
    pub file: Option<String>,
    pub line: Option<usize>,
    pub column: Option<usize>,
}

impl From<&Diagnostic> for Fault {
    fn from(fault: &Diagnostic) -> Self {
        let place = fault.place.as_ref();
        Self {
            code: fault.code.as_str(),
            message: fault.message.clone(),
            help: (!fault.help.is_empty()).then(|| fault.help.join("\n")),
            file: place.map(|place| place.path().display().to_string()),
            line: place.map(Place::line),
            column: place.map(Place::column),
        }
    }
}

/// Answers of `history`, `heads`, `branches` and `show`.
#[derive(Serialize)]
pub struct Revisions<'a> {
    pub revisions: Vec<Revision<'a>>,
}

/// One revision.
#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "the contract with other programs names each"
)]
pub struct Revision<'a> {
    revision: &'a str,
    down_revisions: Vec<&'a str>,
    /// Those of the branch, inherited ones included.
    branch_labels: Vec<&'a str>,
    depends_on: Vec<&'a str>,
    message: &'a str,
    created: Option<&'a str>,
    path: String,
    format: &'static str,
    is_head: bool,
    is_base: bool,
    is_branch_point: bool,
    is_merge_point: bool,
    /// Not known without a database.
    applied_at: Option<String>,
}

impl<'a> Revision<'a> {
    /// None where the chain does not have it.
    pub fn new(view: View<'a>, id: &Id) -> Option<Self> {
        let chain = view.chain();
        let revision = chain.get(id)?;
        let path = view.path(id);
        let children = chain.children(id).len();
        Some(Self {
            revision: revision.id.as_str(),
            down_revisions: revision.down_revisions.iter().map(Id::as_str).collect(),
            branch_labels: chain.labels_of(id).iter().map(AsRef::as_ref).collect(),
            depends_on: revision.depends_on.iter().map(String::as_str).collect(),
            message: view.message(id),
            created: view.created(id),
            format: format(&path),
            path: path.display().to_string(),
            is_head: children == 0,
            is_base: revision.down_revisions.is_empty(),
            is_branch_point: children > 1,
            is_merge_point: revision.down_revisions.len() > 1,
            applied_at: view.standing.and_then(|standing| standing.applied_at(id)),
        })
    }
}

/// What a file is written in, by its ending.
fn format(path: &Path) -> &'static str {
    match path.extension() {
        Some(ending) if ending == "sql" => "sql",
        _ => "rust",
    }
}

impl<'a> Revisions<'a> {
    /// Those of them that the chain has.
    pub fn new<'b>(view: View<'a>, ids: impl IntoIterator<Item = &'b Id>) -> Self {
        let revisions = ids.into_iter().filter_map(|id| Revision::new(view, id));
        Self {
            revisions: revisions.collect(),
        }
    }
}

/// The answer of `current` and `status`.
#[derive(Serialize)]
pub struct Stands<'a> {
    /// The last applied revision of each branch.
    revisions: Vec<Revision<'a>>,
    /// Rows that the chain does not know.
    unknown: Vec<Unknown<'a>>,
    /// What is not applied, in the order in which it would be.
    pending: Vec<Revision<'a>>,
}

/// A row that the chain does not know, with what the log says of it.
#[derive(Serialize)]
struct Unknown<'a> {
    revision: &'a str,
    applied_at: Option<String>,
    who: Option<&'a str>,
    host: Option<&'a str>,
    tool: Option<&'a str>,
}

impl<'a> Stands<'a> {
    /// The applied heads are given in the order in which they are shown.
    pub fn new<'b>(view: View<'a>, heads: impl IntoIterator<Item = &'b Id>) -> Self {
        let standing = view.standing.map(|standing| &standing.told);
        let pending = standing.map_or(&[][..], |told| &told.pending);
        let unknown = standing.map_or(&[][..], |told| &told.unknown);
        let unknown = unknown.iter().map(|row| {
            let log = row.log.as_ref();
            Unknown {
                revision: row.revision.as_str(),
                applied_at: log.map(|line| instant(&line.started_at)),
                who: log.and_then(|line| line.who.as_deref()),
                host: log.and_then(|line| line.host.as_deref()),
                tool: log.and_then(|line| line.tool.as_deref()),
            }
        });
        Self {
            revisions: Revisions::new(view, heads).revisions,
            unknown: unknown.collect(),
            pending: Revisions::new(view, pending).revisions,
        }
    }
}

/// The answer of `upgrade`, `downgrade`, `stamp` and what is made of them.
#[derive(Serialize)]
pub struct Ran<'a> {
    steps: Vec<Step<'a>>,
    /// The version rows afterwards.
    heads: Vec<&'a str>,
    dry_run: bool,
}

#[derive(Serialize)]
struct Step<'a> {
    revision: &'a str,
    direction: &'static str,
    heads_after: Vec<&'a str>,
}

impl<'a> Ran<'a> {
    /// What a run did.
    pub fn new(outcome: &'a Outcome) -> Self {
        let steps = outcome.steps.iter().map(|step| Step {
            revision: step.revision.as_str(),
            direction: step.direction.as_str(),
            heads_after: step.heads_after.iter().map(Id::as_str).collect(),
        });
        Self {
            steps: steps.collect(),
            heads: outcome.heads.iter().map(Id::as_str).collect(),
            dry_run: outcome.dry_run,
        }
    }
}

/// The answer of `sql` and of `--sql`.
#[derive(Serialize)]
pub struct Script<'a> {
    pub sql: &'a str,
}
