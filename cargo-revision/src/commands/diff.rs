//! `diff`: what leads from one schema to another, wherever they come from.

use revision_core::diff::Pair;
use revision_core::source::statements;

use super::found;
use crate::comparing::{self, Decisions, Source};
use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::{Differs, Questions};
use crate::project::Project;
use crate::report::Report;

/// How the difference is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Show {
    /// A line an operation.
    Operations,
    /// The statements that a database would run.
    Sql,
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    sources: &Pair<Source>,
    decisions: &Decisions,
    show: Show,
) -> Result<Exit, Failure> {
    let compared = comparing::run(project, report, chosen, sources, decisions)?;
    found::left(report, &compared);
    if !compared.questions.is_empty() {
        let questions = Questions::new(&compared.questions);
        return Ok(report.failure_beside(questions, &compared.ambiguous()));
    }
    let operations = &compared.operations;
    let text = match show {
        Show::Operations => found::lines(operations),
        Show::Sql => {
            let before = &compared.schemas.before;
            let server = compared.servers.first().copied();
            match server {
                Some(server) => statements(server, before, operations)?,
                None => String::new(),
            }
        }
    };
    let is_same = operations.is_empty();
    if is_same {
        report.say(
            "Same",
            format_args!("{} and {}", sources.before, sources.after),
        );
    }
    report.answer(|| Differs::new(&compared), || text.clone());
    Ok(if is_same { Exit::Done } else { Exit::Refused })
}
