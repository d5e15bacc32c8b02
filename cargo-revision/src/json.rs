//! What `--json` prints. These types are the contract with other programs: they are made from ours at the edge, so that
//! ours may change.

use std::path::PathBuf;

use revision_core::chain::Id;
use revision_core::runtime::Outcome;
use revision_core::{Diagnostic, Place};
use serde::Serialize;

use crate::project::Project;
use crate::standing::instant;

/// A failure, and what was done before it.
#[derive(Serialize)]
#[expect(
    clippy::struct_field_names,
    reason = "the contract with other programs names each"
)]
pub(crate) struct Errors<T> {
    #[serde(flatten)]
    pub(crate) done: T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<Fault>,
    pub(crate) errors: Vec<Fault>,
}

/// An answer, and what should be known beside it.
#[derive(Serialize)]
pub(crate) struct Answer<T> {
    #[serde(flatten)]
    pub(crate) answer: T,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) warnings: Vec<Fault>,
}

/// Nothing was.
#[derive(Serialize)]
pub(crate) struct Nothing {}

/// One fault.
#[derive(Serialize)]
pub(crate) struct Fault {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) file: Option<String>,
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
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
pub(crate) struct Revisions<'a> {
    pub(crate) revisions: Vec<Revision<'a>>,
}

/// One revision.
#[derive(Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    clippy::struct_field_names,
    reason = "the contract with other programs names each"
)]
pub(crate) struct Revision<'a> {
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
    pub(crate) fn new(project: &'a Project, id: &Id) -> Option<Self> {
        let chain = project.chain();
        let revision = chain.get(id)?;
        let file = project.file(id)?;
        let children = chain.children(id).len();
        Some(Self {
            revision: revision.id.as_str(),
            down_revisions: revision.down_revisions.iter().map(Id::as_str).collect(),
            branch_labels: chain.labels_of(id).iter().map(AsRef::as_ref).collect(),
            depends_on: revision.depends_on.iter().map(String::as_str).collect(),
            message: &file.message,
            created: file.created.as_deref(),
            path: file.path().display().to_string(),
            format: file.format.name(),
            is_head: children == 0,
            is_base: revision.down_revisions.is_empty(),
            is_branch_point: children > 1,
            is_merge_point: revision.down_revisions.len() > 1,
            applied_at: project
                .standing
                .as_ref()
                .and_then(|standing| standing.applied_at(id)),
        })
    }
}

impl<'a> Revisions<'a> {
    pub(crate) fn new<'b>(project: &'a Project, ids: impl IntoIterator<Item = &'b Id>) -> Self {
        let revisions = ids.into_iter().filter_map(|id| Revision::new(project, id));
        Self {
            revisions: revisions.collect(),
        }
    }
}

/// The answer of `current` and `status`.
#[derive(Serialize)]
pub(crate) struct Stands<'a> {
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
    pub(crate) fn new<'b>(project: &'a Project, heads: impl IntoIterator<Item = &'b Id>) -> Self {
        let standing = project.standing.as_ref().map(|standing| &standing.told);
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
            revisions: Revisions::new(project, heads).revisions,
            unknown: unknown.collect(),
            pending: Revisions::new(project, pending).revisions,
        }
    }
}

/// The answer of `upgrade`, `downgrade`, `stamp` and what is made of them.
#[derive(Serialize)]
pub(crate) struct Ran<'a> {
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
    pub(crate) fn new(outcome: &'a Outcome) -> Self {
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
pub(crate) struct Script<'a> {
    pub(crate) sql: &'a str,
}

/// The answer of `ensure-version`.
#[derive(Serialize)]
pub(crate) struct Ensured {
    /// Whether the tables were not there before.
    pub(crate) created: bool,
}

/// The answer of `new`, `merge` and `rebase`.
#[derive(Serialize)]
pub(crate) struct Written<'a> {
    /// The revision that was written or moved.
    pub(crate) revision: Option<Revision<'a>>,
    /// What it does. A revision made by these commands does nothing yet.
    pub(crate) operations: [(); 0],
}

impl<'a> Written<'a> {
    pub(crate) fn new(project: &'a Project, id: &Id) -> Self {
        Self {
            revision: Revision::new(project, id),
            operations: [],
        }
    }
}

/// The answer of `fmt`.
#[derive(Serialize)]
pub(crate) struct Formatted {
    /// The files that were not formatted before.
    unformatted: Vec<String>,
}

impl Formatted {
    pub(crate) fn new(files: &[PathBuf]) -> Self {
        Self {
            unformatted: files
                .iter()
                .map(|file| file.display().to_string())
                .collect(),
        }
    }
}

/// The answer of `init`.
#[derive(Default, Serialize)]
pub(crate) struct Initialised {
    /// Files and folders that were not there.
    pub(crate) created: Vec<String>,
    /// Files to which something was added.
    pub(crate) changed: Vec<String>,
}

impl Initialised {
    pub(crate) fn is_empty(&self) -> bool {
        self.created.is_empty() && self.changed.is_empty()
    }
}
