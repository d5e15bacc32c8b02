//! What was found, as whoever compiles is told of it: a fault a place, with the command that helps.

use super::place::{place, whole};
use super::{Compared, InSync, in_words};
use crate::diff::Question;
use crate::operation::{Object, Operation};
use crate::schema::QualifiedName;
use crate::{Code, Diagnostic, Place};

/// What writes a revision down, whatever the database is like.
const NEW: &str = "cargo revision new -a --offline";

impl Compared {
    pub(super) fn told(&self) -> InSync {
        let mut found = InSync::default();
        let is_opaque = |one: &Operation| {
            let about = one.about();
            about.is_some_and(|name| self.opaque.contains(name))
        };
        let (in_part, sure): (Vec<_>, Vec<_>) = self.sure.iter().partition(|one| is_opaque(one));
        for question in &self.questions {
            found.faults.push(self.asked(question));
        }
        let left: Vec<_> = sure
            .into_iter()
            .filter(|one| !self.is_in_question(one))
            .collect();
        // A table is dropped when somebody names it, so that it is there is no fault.
        let (unwanted, left): (Vec<_>, Vec<_>) = left.into_iter().partition(|one| {
            matches!(one, Operation::DropTable { .. }) && place(&self.models, one).is_none()
        });
        found.faults.extend(self.lacking(&left));
        found.faults.sort_by_key(|fault| {
            let place = fault.place.as_ref();
            let place = place.map(|place| (place.path().to_path_buf(), place.span().start));
            // What has no place comes last.
            (place.is_none(), place)
        });
        if let Some(unknown) = self.unknown.clone().filter(|_| !found.faults.is_empty()) {
            found.warnings.push(cannot_tell(unknown));
            found.warnings.append(&mut found.faults);
        }
        let unwanted = unwanted.into_iter().filter_map(Operation::about);
        found.warnings.extend(unwanted.map(unasked));
        for name in &self.opaque {
            let message =
                format!("a revision does something to `{name}` that nobody can read from its text");
            let mut fault = Diagnostic::new(Code::OpaqueStatement, message);
            let may_differ = in_part.iter().filter(|one| one.about() == Some(name));
            fault.help.extend(may_differ.map(|one| line(one)));
            found
                .warnings
                .push(fault.help("say it below the statement: `-- schema: op.…;`"));
        }
        found.warnings.extend(self.by_text());
        found
    }

    /// What is lacking, a fault a place.
    fn lacking(&self, operations: &[&Operation]) -> Vec<Diagnostic> {
        let mut by_place: Vec<(Option<&Place>, Vec<&Operation>)> = Vec::new();
        for &operation in operations {
            let place = place(&self.models, operation);
            match by_place.iter_mut().find(|(other, _)| *other == place) {
                Some((_, group)) => group.push(operation),
                None => by_place.push((place, vec![operation])),
            }
        }
        let told = by_place.into_iter().map(|(place, group)| {
            let message = match place {
                Some(_) => "no revision does what this model asks for",
                None => "no revision does what the models ask for",
            };
            let mut fault = Diagnostic::new(Code::OutOfSync, message);
            fault.place = place.cloned();
            fault.help.extend(group.into_iter().map(line));
            fault.help(format!("write it down: `{NEW} MESSAGE`"))
        });
        told.collect()
    }

    /// What may be no difference at all, since databases write expressions in words of their own.
    fn by_text(&self) -> Option<Diagnostic> {
        let mut operations = self.unsure.iter();
        let first = operations.clone().next()?;
        let message = "the text of an expression is another in the models than in the revisions";
        let mut fault = Diagnostic::new(Code::OutOfSync, message);
        fault.place = place(&self.models, first).cloned();
        fault.help.extend(operations.by_ref().map(line));
        Some(fault.help(format!(
            "if it means something else now, write it down: `{NEW} MESSAGE`"
        )))
    }

    /// Something that is gone, and may be called otherwise: at what may be its new name.
    fn asked(&self, question: &Question) -> Diagnostic {
        let from = match &question.table {
            Some(table) => format!("{table}.{}", question.from),
            None => question.from.clone(),
        };
        let kind = question.kind.replace('_', " ");
        let message = format!("the {kind} `{from}` is gone, and may be called otherwise now");
        let mut fault = Diagnostic::new(Code::AmbiguousRename, message);
        fault.place = self.candidate(question).cloned();
        let fault = question.to.iter().fold(fault, |fault, to| {
            let why = match &*to.why {
                [] => String::new(),
                why => format!(" ({})", why.join(", ")),
            };
            fault.help(format!(
                "it is `{}`{why}: `{NEW} --rename {from}={} MESSAGE`",
                to.name, to.name
            ))
        });
        fault.help(format!(
            "it goes, with all that it holds: `{NEW} --drop {from} MESSAGE`"
        ))
    }

    fn candidate(&self, question: &Question) -> Option<&Place> {
        let to = &*question.to.first()?.name;
        match &question.table {
            None => whole(&self.models, &QualifiedName::from(to)),
            Some(of) => {
                let column = Object::Column(of.clone(), to.into());
                let column = self.models.place(&column);
                column.or_else(|| whole(&self.models, of))
            }
        }
    }

    /// Whether an operation makes what may be the new name of something.
    fn is_in_question(&self, operation: &Operation) -> bool {
        let is_one = |kind: &str, of: Option<&QualifiedName>, name: &str| {
            let mut questions = self.questions.iter();
            questions.any(|question| {
                question.kind == kind
                    && question.table.as_ref() == of
                    && question.to.iter().any(|to| to.name == name)
            })
        };
        let in_new_table = operation
            .about()
            .is_some_and(|about| is_one("table", None, &about.to_string()));
        in_new_table
            || match operation {
                Operation::AddColumn { table, column, .. } => {
                    is_one("column", Some(table), &column.name)
                }
                Operation::AddEnumValue { name, value, .. } => {
                    is_one("enum_value", Some(name), value)
                }
                _ => false,
            }
    }
}

fn line(operation: &Operation) -> String {
    in_words(operation).to_string()
}

/// A table that a revision made and no model speaks of.
fn unasked(name: &QualifiedName) -> Diagnostic {
    let message = format!("no model is the table `{name}`, which the revisions make");
    Diagnostic::new(Code::OutOfSync, message)
        .help(format!("drop it: `{NEW} --drop {name} MESSAGE`"))
        .help(format!(
            "or leave it alone, in `revision.toml` under `[autogenerate]`: `exclude = [\"{name}\"]`"
        ))
}

/// What is said where anything may have been made.
fn cannot_tell(unknown: Diagnostic) -> Diagnostic {
    let message =
        "whether the revisions do all that the models ask for cannot be told from here on";
    let mut fault = Diagnostic::new(Code::OpaqueStatement, message);
    fault.place = unknown.place;
    fault.help(unknown.message)
}
