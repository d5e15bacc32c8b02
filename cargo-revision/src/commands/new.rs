//! `new`: a revision on top of what there is, empty or with what leads from one schema to another.

use revision_core::diff::Pair;
use revision_core::source::{Body, Message};
use revision_core::{Code, Diagnostic};

use super::found;
use crate::ask::Answers;
use crate::comparing::{Answered, Compared, Decisions, Sides, Source};
use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::{Questions, Written};
use crate::project::Project;
use crate::report::Report;
use crate::writing::{self, Content, How};

/// Where it goes, as targets; on the only head when none is named.
pub(crate) struct Place {
    pub(crate) heads: Vec<String>,
    pub(crate) splice: bool,
    pub(crate) depends_on: Vec<String>,
}

/// What it does.
pub(crate) enum What {
    /// Nothing yet.
    Nothing,
    /// What leads from one schema to another.
    Difference(Difference),
}

/// What is to be compared.
pub(crate) struct Difference {
    /// What there is. Where it is not said, it is the database if one is named, else what the revisions make.
    pub(crate) before: Option<Source>,
    /// What there should be.
    pub(crate) after: Source,
    pub(crate) decisions: Decisions,
    pub(crate) answers: Answers,
}

pub(crate) fn run(
    mut project: Project,
    report: &Report,
    chosen: &Chosen,
    message: Message,
    place: &Place,
    what: &What,
    how: How,
) -> Result<Exit, Failure> {
    let mut heads: Vec<&str> = place.heads.iter().map(String::as_str).collect();
    if heads.is_empty() {
        heads.push("head");
    }
    let depends_on: Vec<&str> = place.depends_on.iter().map(String::as_str).collect();
    let placement = project.chain().place(&heads, place.splice, &depends_on)?;
    let content = match what {
        What::Nothing => Content::from(Body::Empty),
        What::Difference(difference) => {
            let before = present(&project, chosen, difference.before.as_ref())?;
            let sources = &Pair::new(before, difference.after.clone());
            if sources.before == Source::Database {
                at_head(&mut project, chosen)?;
            }
            let mut decisions = difference.decisions.clone();
            let sides = Sides::load(&project, report, chosen, sources)?;
            let mut compared = sides.compare(&decisions)?;
            compared.warn(report, &[]);
            let again = |compared: &mut Compared, decisions: &Decisions| {
                let next = sides.compare(decisions)?;
                next.warn(report, &compared.warnings);
                *compared = next;
                Ok::<_, Failure>(())
            };
            found::left(report, &compared);
            while !compared.questions.is_empty() {
                match compared.ask(report, &difference.answers, &mut decisions) {
                    Answered::All => {}
                    Answered::Stop => {
                        let message = "nothing was written";
                        return Err(Diagnostic::new(Code::Unconfirmed, message).into());
                    }
                    Answered::Nobody => {
                        let questions = Questions::new(&compared.questions);
                        return Ok(report.failure_beside(questions, &compared.ambiguous()));
                    }
                }
                again(&mut compared, &decisions)?;
            }
            if compared.ask_of_kept(report, &difference.answers, &mut decisions) {
                again(&mut compared, &decisions)?;
            }
            if compared.operations.is_empty() {
                let (before, after) = (&sources.before, &sources.after);
                let same =
                    format_args!("{before} and {after} do not differ: no revision is written");
                report.say("Unchanged", same);
                report.answer(Written::nothing, String::new);
                return Ok(Exit::Done);
            }
            found::say(report, &compared.operations);
            found::warn(report, &compared);
            writing::generated(
                report,
                &compared,
                how.format.unwrap_or(project.config.format),
            )?
        }
    };
    writing::write(&project, report, placement, message, content, how)
}

/// What there is.
fn present(project: &Project, chosen: &Chosen, said: Option<&Source>) -> Result<Source, Failure> {
    Ok(match said {
        Some(said) => said.clone(),
        None if Database::find(&project.config, chosen)?.is_some() => Source::Database,
        None => Source::Revisions("heads".to_owned()),
    })
}

/// Whether the database has all revisions: what one of them makes must not be found missing, and written once more.
fn at_head(project: &mut Project, chosen: &Chosen) -> Result<(), Failure> {
    let database = Database::needed(&project.config, chosen, "database")?;
    let standing = project.standing_of(&database)?;
    let standing = project.standing.insert(standing);
    if let Some(unknown) = standing.unknown() {
        return Err(unknown.into());
    }
    let pending: Vec<String> = standing
        .told
        .pending
        .iter()
        .map(|id| format!("`{id}`"))
        .collect();
    if pending.is_empty() {
        return Ok(());
    }
    let message = format!(
        "{database} has not all revisions: {} pending",
        pending.join(", ")
    );
    Err(Diagnostic::new(Code::OutOfSync, message)
        .help("apply them: `cargo revision upgrade`")
        .help("or compare with what the revisions make: `--offline`")
        .into())
}
