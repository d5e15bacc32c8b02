//! What `--json` prints and the runner has no word for. These types are the contract with other programs: they are made
//! from ours at the edge, so that ours may change.

use std::path::PathBuf;

use revision_core::chain::Id;
use revision_core::schema::QualifiedName;
use revision_core::source::told;
use serde::Serialize;

use crate::comparing::Compared;
use crate::project::Project;

pub(crate) use revision_core::runner::present::json::{Revision, Revisions, Script, Stands};

/// The answer of `ensure-version`.
#[derive(Serialize)]
pub(crate) struct Ensured {
    /// Whether the tables were not there before.
    pub(crate) created: bool,
}

/// An operation that a comparison has found.
#[derive(Serialize)]
pub(crate) struct Operation {
    /// Its word in a revision file.
    kind: &'static str,
    /// The table or other object that it belongs to.
    table: Option<String>,
    /// The column, index or other part of that.
    name: Option<String>,
    /// The whole of it in a line.
    text: String,
}

impl From<&revision_core::Operation> for Operation {
    fn from(operation: &revision_core::Operation) -> Self {
        let told = told(operation);
        Self {
            kind: told.kind,
            text: told.to_string(),
            table: told.about.map(|name| name.to_string()),
            name: told.name.map(|name| name.to_string()),
        }
    }
}

fn operations(found: &[revision_core::Operation]) -> Vec<Operation> {
    found.iter().map(Operation::from).collect()
}

/// The answer of `new`, `merge` and `rebase`.
#[derive(Serialize)]
pub(crate) struct Written<'a> {
    /// The revision that was written or moved; none where there was nothing to write.
    revision: Option<Revision<'a>>,
    /// What it does, as far as it was found.
    operations: Vec<Operation>,
}

impl<'a> Written<'a> {
    pub(crate) fn new(project: &'a Project, id: &Id, found: &[revision_core::Operation]) -> Self {
        Self {
            revision: Revision::new(project.view(), id),
            operations: operations(found),
        }
    }

    /// Where there was nothing to write.
    pub(crate) fn nothing() -> Self {
        Self {
            revision: None,
            operations: Vec::new(),
        }
    }
}

/// The answer of `diff`.
#[derive(Serialize)]
pub(crate) struct Differs {
    /// Whether nothing differs.
    in_sync: bool,
    /// What leads from the one to the other.
    operations: Vec<Operation>,
    /// Not asked for.
    pending: [(); 0],
    /// Not asked for.
    edited: [(); 0],
    /// What no revision made.
    unmanaged: Vec<Unmanaged>,
    /// Tables that a revision made and that nothing asks for any more.
    kept: Vec<Unmanaged>,
}

/// Something that no revision made.
#[derive(Serialize)]
struct Unmanaged {
    kind: &'static str,
    table: Option<String>,
    name: String,
}

/// What a revision made and nothing asks for any more.
fn kept(tables: &[QualifiedName]) -> Vec<Unmanaged> {
    let tables = tables.iter().map(|table| Unmanaged {
        kind: "table",
        table: None,
        name: table.to_string(),
    });
    tables.collect()
}

fn unmanaged(found: &[revision_core::diff::Unmanaged]) -> Vec<Unmanaged> {
    let found = found.iter().map(|one| Unmanaged {
        kind: one.kind,
        table: one.table.as_ref().map(ToString::to_string),
        name: one.name.to_string(),
    });
    found.collect()
}

/// What has to be answered before something is found, beside the errors.
#[derive(Serialize)]
pub(crate) struct Questions {
    questions: Vec<Question>,
}

#[derive(Serialize)]
struct Question {
    kind: &'static str,
    table: Option<String>,
    from: String,
    to: Vec<String>,
}

impl Questions {
    pub(crate) fn new(questions: &[revision_core::diff::Question]) -> Self {
        let questions = questions.iter().map(|one| Question {
            kind: one.kind,
            table: one.table.as_ref().map(ToString::to_string),
            from: one.from.clone(),
            to: one.to.iter().map(|to| to.name.clone()).collect(),
        });
        Self {
            questions: questions.collect(),
        }
    }
}

impl Differs {
    pub(crate) fn new(compared: &Compared) -> Self {
        Self {
            in_sync: compared.operations.is_empty(),
            operations: operations(&compared.operations),
            pending: [],
            edited: [],
            unmanaged: unmanaged(&compared.unmanaged),
            kept: kept(&compared.unnamed),
        }
    }
}

/// The answer of `check`.
#[derive(Serialize)]
pub(crate) struct Checked<'a> {
    /// Whether nothing was found wrong.
    in_sync: bool,
    /// What leads from the database to the models.
    operations: Vec<Operation>,
    /// What is not applied, in the order in which it would be.
    pending: Vec<Revision<'a>>,
    /// The applied revisions whose files have changed since.
    edited: Vec<Revision<'a>>,
    /// What no revision made.
    unmanaged: Vec<Unmanaged>,
    /// Tables that a revision made and that nothing asks for any more.
    kept: Vec<Unmanaged>,
}

impl<'a> Checked<'a> {
    pub(crate) fn new(project: &'a Project, compared: Option<&Compared>, in_sync: bool) -> Self {
        let told = project.standing.as_ref().map(|standing| &standing.told);
        let shown = |ids: &[Id]| {
            let ids = ids.iter();
            ids.filter_map(|id| Revision::new(project.view(), id))
                .collect()
        };
        Self {
            in_sync,
            operations: operations(compared.map_or(&[], |one| &one.operations)),
            pending: shown(told.map_or(&[], |told| &told.pending)),
            edited: shown(told.map_or(&[], |told| &told.edited)),
            unmanaged: unmanaged(compared.map_or(&[], |one| &one.unmanaged)),
            kept: kept(compared.map_or(&[], |one| &one.unnamed)),
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
