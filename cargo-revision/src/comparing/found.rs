//! What a comparison comes to: operations, what is left alone, and questions.

use std::collections::BTreeSet;

use revision_core::diff::{
    Dropped, Managed, Pair, Question, Rename, Renamed, Renames, Sides, Unmanaged,
    diff_with_renames, managed, spare,
};
use revision_core::schema::{QualifiedName, Schema, Table};
use revision_core::source::told;
use revision_core::{Code, Diagnostic, Operation, Server};

use super::Decisions;
use crate::ask::Answers;
use crate::failure::Failure;
use crate::report::Report;

/// What came of a comparison.
#[derive(Debug)]
pub(crate) struct Compared {
    /// The two schemas, each in its own words, and alike in all that no database tells apart.
    pub(crate) schemas: Pair<Schema>,
    /// What leads from the one to the other.
    pub(crate) operations: Vec<Operation>,
    /// What has to be answered before: without that nothing of it loses data, and it does not lead there.
    pub(crate) questions: Vec<Question>,
    /// What no revision made, and is left alone.
    pub(crate) unmanaged: Vec<Unmanaged>,
    /// Tables that a revision made and that are wanted no longer, also left alone.
    pub(crate) unnamed: Vec<QualifiedName>,
    /// Tables that are changed and that no revision made: replaying the revisions does not know them.
    pub(crate) unmade: Vec<QualifiedName>,
    /// What the models say of old names that are none any more.
    pub(crate) stale: Vec<Rename>,
    /// What is to be said of it.
    pub(crate) warnings: Vec<Diagnostic>,
    /// The databases with whose eyes it was seen, the one that was asked first.
    pub(crate) servers: Vec<Server>,
}

/// What somebody answered.
pub(crate) enum Answered {
    /// All of it.
    All,
    /// Not all, so that nothing is to be done.
    Stop,
    /// Nobody is there.
    Nobody,
}

impl Compared {
    /// Asks whoever sits at the terminal, and takes the answers for decisions.
    pub(crate) fn ask(
        &self,
        report: &Report,
        answers: &Answers,
        decisions: &mut Decisions,
    ) -> Answered {
        for question in &self.questions {
            let (what, from) = asked(question);
            let why = format!("the {what} `{from}` is gone");
            let mut is_found = false;
            for to in &question.to {
                let alike = to.why.join(", ");
                let text = format!("is it `{}` now ({alike})?", to.name);
                match answers.decide(report, &why, &text) {
                    None => return Answered::Nobody,
                    Some(false) => {}
                    Some(true) => {
                        decisions.renames.push(format!("{from}={}", to.name));
                        is_found = true;
                        break;
                    }
                }
            }
            if !is_found {
                match answers.decide(report, &why, "drop it, with all that it holds?") {
                    None => return Answered::Nobody,
                    Some(false) => return Answered::Stop,
                    Some(true) => decisions.drops.push(from),
                }
            }
        }
        Answered::All
    }

    /// Asks whoever sits at the terminal whether the tables go that nothing wants any more, and says whether one does.
    pub(crate) fn ask_of_kept(
        &self,
        report: &Report,
        answers: &Answers,
        decisions: &mut Decisions,
    ) -> bool {
        let before = decisions.drops.len();
        for table in &self.unnamed {
            let why = format!("nothing asks for the table `{table}` any more");
            match answers.decide(report, &why, "drop it, with all that it holds?") {
                None => break,
                Some(false) => {}
                Some(true) => decisions.drops.push(table.to_string()),
            }
        }
        decisions.drops.len() > before
    }

    /// Says its warnings, but for those that were said.
    pub(crate) fn warn(&self, report: &Report, said: &[Diagnostic]) {
        for warning in self.warnings.iter().filter(|one| !said.contains(one)) {
            report.warn(warning);
        }
    }

    /// What has to be said before the operations are all, and how.
    pub(crate) fn ambiguous(&self) -> Failure {
        let faults = self.questions.iter().map(|question| {
            let (kind, from) = asked(question);
            let message = format!("the {kind} `{from}` is gone, and may be called otherwise now");
            let fault = Diagnostic::new(Code::AmbiguousRename, message);
            let fault = question.to.iter().fold(fault, |fault, to| {
                let why = match &*to.why {
                    [] => String::new(),
                    why => format!(" ({})", why.join(", ")),
                };
                fault.help(format!(
                    "it is `{}`{why}: `--rename {from}={}`",
                    to.name, to.name
                ))
            });
            fault.help(format!("it goes, with all that it holds: `--drop {from}`"))
        });
        faults.collect::<Vec<_>>().into()
    }
}

/// What a question is about, in words: what kind of thing, and how it is named in options.
fn asked(question: &Question) -> (String, String) {
    let from = match &question.table {
        Some(table) => format!("{table}.{}", question.from),
        None => question.from.clone(),
    };
    (question.kind.replace('_', " "), from)
}

/// What leads from the one schema to the other. Given what the `revisions` make, what they have not made stays.
pub(super) fn found(
    schemas: Pair<Schema>,
    revisions: Option<&Schema>,
    renames: &Renames,
) -> Compared {
    let Some(revisions) = revisions else {
        let renamed = diff_with_renames(schemas.as_ref(), renames);
        return compared(schemas, renamed, None);
    };
    let sides = Sides {
        models: &schemas.after,
        revisions,
        database: &schemas.before,
    };
    let named = Dropped::of(renames.drops.iter().map(String::as_str));
    let with = |tables: &[QualifiedName]| {
        let mut dropped = named.clone();
        dropped.named.extend(tables.iter().map(ToString::to_string));
        managed(sides, &dropped)
    };
    // A table that is gone may be one that is called otherwise; only then is it not one that is left alone.
    let left = managed(sides, &named);
    let gone = left.unnamed.clone();
    let mut managed = if gone.is_empty() { left } else { with(&gone) };
    let mut pair = Pair::new(managed.database.clone(), schemas.after.clone());
    let mut renamed = diff_with_renames(pair.as_ref(), renames);
    if !renamed.questions.is_empty() {
        return compared(pair, renamed, Some(managed));
    }
    let is_renamed = |name: &QualifiedName| {
        let mut operations = renamed.operations.iter();
        operations.any(|one| matches!(one, Operation::RenameTable { from, .. } | Operation::MoveTable { name: from, .. } if from == name))
    };
    let (called_otherwise, left): (Vec<_>, Vec<_>) = gone.into_iter().partition(is_renamed);
    if !left.is_empty() {
        managed = with(&called_otherwise);
        pair.before.clone_from(&managed.database);
        renamed = diff_with_renames(pair.as_ref(), renames);
    }
    spare(&mut renamed.operations, &schemas.before, &pair.before);
    for operation in &mut renamed.operations {
        if_there(operation, revisions);
    }
    let mut found = compared(pair, renamed, Some(managed));
    found.unmade = unmade(&found, revisions);
    found
}

fn unmade(found: &Compared, revisions: &Schema) -> Vec<QualifiedName> {
    let changes = found.operations.iter();
    let changes = changes.filter(|one| !matches!(one, Operation::DropTable { .. }));
    let about: BTreeSet<_> = changes.filter_map(|one| told(one).about).collect();
    let is_unmade = |name: &QualifiedName| {
        found.schemas.before.tables.contains_key(name)
            && !revisions.tables.contains_key(name)
            && !revisions.opaque.contains(name)
    };
    about.into_iter().filter(is_unmade).collect()
}

/// What no revision made is here, and need not be in another database or when the revisions are replayed.
fn if_there(operation: &mut Operation, revisions: &Schema) {
    let of = |table: &QualifiedName| revisions.tables.get(table);
    let missing = |table: &QualifiedName, has: &dyn Fn(&Table) -> bool| {
        of(table).is_some_and(|one| !has(one))
    };
    let (if_exists, is_missing) = match operation {
        Operation::DropTable { name, if_exists } => {
            (if_exists, !revisions.tables.contains_key(name))
        }
        Operation::DropView {
            name, if_exists, ..
        } => (if_exists, !revisions.views.contains_key(name)),
        Operation::DropSequence { name, if_exists } => {
            (if_exists, !revisions.sequences.contains_key(name))
        }
        Operation::DropExtension { name, if_exists } => {
            (if_exists, !revisions.extensions.contains_key(name))
        }
        Operation::DropEnum { name, if_exists } => (if_exists, !revisions.enums.contains_key(name)),
        Operation::DropType {
            name, if_exists, ..
        } => (if_exists, !revisions.types.contains_key(name)),
        Operation::DropFunction {
            name, if_exists, ..
        } => (if_exists, !revisions.functions.contains_key(name)),
        Operation::DropTrigger {
            name,
            table,
            if_exists,
        } => {
            let key = (table.clone(), name.clone());
            (if_exists, !revisions.triggers.contains_key(&key))
        }
        Operation::DropPolicy {
            name,
            table,
            if_exists,
        } => {
            let key = (table.clone(), name.clone());
            (if_exists, !revisions.policies.contains_key(&key))
        }
        Operation::DropColumn {
            table,
            column,
            if_exists,
        } => {
            let has = |one: &Table| one.columns.named(column).is_some();
            (if_exists, missing(table, &has))
        }
        Operation::DropIndex {
            name,
            table,
            if_exists,
            ..
        } => {
            let has = |one: &Table| one.indexes.contains_key(name);
            (if_exists, missing(table, &has))
        }
        _ => return,
    };
    *if_exists |= is_missing;
}

fn compared(schemas: Pair<Schema>, renamed: Renamed, managed: Option<Managed>) -> Compared {
    let (unmanaged, unnamed) =
        managed.map_or_else(Default::default, |one| (one.unmanaged, one.unnamed));
    Compared {
        schemas,
        operations: renamed.operations,
        questions: renamed.questions,
        stale: renamed.stale,
        unmanaged,
        unnamed,
        unmade: Vec::new(),
        warnings: Vec::new(),
        servers: Vec::new(),
    }
}
