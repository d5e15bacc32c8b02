//! What `--json` prints. These types are the contract with other programs: they are made from ours at the edge, so that
//! ours may change.

use std::path::PathBuf;

use revision_core::chain::Id;
use revision_core::{Diagnostic, Place};
use serde::Serialize;

use crate::project::Project;

/// A failure, and what was done before it.
#[derive(Serialize)]
pub(crate) struct Errors<T> {
    #[serde(flatten)]
    pub(crate) done: T,
    pub(crate) errors: Vec<Fault>,
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
        let chain = &project.chain;
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
            applied_at: None,
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
