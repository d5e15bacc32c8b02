//! `status`: the database, where it stands, what is pending and what was edited, on one screen. It looks and never fails
//! for what it finds.

use std::fmt::Write as _;

use revision_core::chain::Id;

use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Stands;
use crate::project::Project;
use crate::report::Report;
use crate::rows;

/// The lines that a long list takes of the screen.
const MOST: usize = 10;

pub(crate) fn run(mut project: Project, report: &Report, chosen: &Chosen) -> Result<Exit, Failure> {
    let database = Database::find(&project.config, chosen)?;
    let shown = database.as_ref().map_or_else(
        || "none is named; `--url` does, or DATABASE_URL, or `url` in `revision.toml`".to_owned(),
        ToString::to_string,
    );
    if let Some(database) = &database {
        match project.standing_of(database) {
            Ok(standing) => project.standing = Some(standing),
            Err(failure) => failure.0.iter().for_each(|fault| report.warn(fault)),
        }
    }
    let project = &project;
    let standing = project.standing.as_ref();
    for warning in standing.iter().flat_map(|standing| &standing.told.warnings) {
        report.note(warning);
    }
    let none = Vec::new();
    let at = project.newest_first(standing.map_or(&none, |standing| &standing.told.heads))?;
    let heads: Vec<&Id> = project.chain().heads().map(|head| &head.id).collect();
    let heads = project.newest_first(heads)?;
    project.say_if_empty(report);
    report.answer(
        || Stands::new(project.view(), at.iter().copied()),
        || {
            let mut text = String::new();
            line(&mut text, "database", &shown);
            if let Some(standing) = standing {
                let told = &standing.told;
                let lines = rows::current(project.view(), at.iter().copied(), &told.unknown);
                list(&mut text, "at", &lines, "base: nothing is applied");
                if let Some(partial) = &told.partial {
                    line(&mut text, "half done", partial.as_str());
                }
                list(
                    &mut text,
                    "pending",
                    &rows::current(project.view(), &told.pending, &[]),
                    "nothing",
                );
                list(
                    &mut text,
                    "edited",
                    &rows::current(project.view(), &told.edited, &[]),
                    "nothing",
                );
            }
            list(
                &mut text,
                "heads",
                &rows::current(project.view(), heads.iter().copied(), &[]),
                "none",
            );
            text
        },
    );
    Ok(Exit::Done)
}

fn line(text: &mut String, word: &str, what: &str) {
    let _ = writeln!(text, "{}  {what}", rows::label(&format!("{word:<9}")));
}

/// A word and the lines beside it, or what to say where there are none.
fn list(text: &mut String, word: &str, lines: &str, none: &str) {
    let all: Vec<&str> = lines.lines().collect();
    if all.is_empty() {
        return line(text, word, none);
    }
    // One more line is shown rather than a line that says that there is one more.
    let shown = if all.len() > MOST + 1 {
        MOST
    } else {
        all.len()
    };
    for (index, row) in all[..shown].iter().enumerate() {
        line(text, if index == 0 { word } else { "" }, row);
    }
    if shown < all.len() {
        line(text, "", &format!("and {} more", all.len() - shown));
    }
}
