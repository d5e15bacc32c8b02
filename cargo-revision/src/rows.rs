//! Revisions as people read them: a line each, in columns, or all that is known of one.

use std::fmt::Write as _;

use anstream::adapter::strip_str;
use anstyle::{AnsiColor, Style};
use revision_core::chain::{Id, Revision};
use revision_core::runtime::Unknown;
use revision_core::source::RevisionFile;

use crate::log;
use crate::project::Project;
use crate::width;

const ID: Style = AnsiColor::Yellow.on_default();
const MARK: Style = AnsiColor::Cyan.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// What stands between two columns.
const GAP: &str = "  ";

/// The columns that a message keeps on the narrowest terminal.
const NARROWEST: usize = 12;

/// A line for each revision: id, message, day, marks. On a narrow terminal the day goes first, then the message is cut.
pub(crate) fn lines<'a>(project: &Project, ids: impl IntoIterator<Item = &'a Id>) -> String {
    table(project, ids, width::terminal())
}

fn table<'a>(
    project: &Project,
    ids: impl IntoIterator<Item = &'a Id>,
    columns: Option<usize>,
) -> String {
    let rows: Vec<_> = ids
        .into_iter()
        .filter_map(|id| Row::new(project, id))
        .collect();
    let widest = |of: fn(&Row<'_>) -> usize| rows.iter().map(of).max().unwrap_or(0);
    let id = widest(|row| width::of(row.id));
    let mut message = widest(|row| width::of(&row.message));
    let mut day = widest(|row| width::of(row.day));
    if let Some(columns) = columns {
        let marks = widest(|row| width::of(&row.marks));
        let gap = |width: usize| if width == 0 { 0 } else { GAP.len() + width };
        if id + gap(message) + gap(day) + gap(marks) > columns {
            day = 0;
        }
        let left = columns.saturating_sub(id + GAP.len() + gap(marks));
        message = message.min(left.max(NARROWEST));
    }
    let mut text = String::new();
    for row in &rows {
        row.write(&mut text, [id, message, day]);
    }
    text
}

struct Row<'a> {
    id: &'a str,
    message: String,
    day: &'a str,
    marks: String,
}

impl<'a> Row<'a> {
    fn new(project: &'a Project, id: &Id) -> Option<Self> {
        let revision = project.chain().get(id)?;
        let file = project.file(id)?;
        let marks = marks(project, revision);
        Some(Self {
            id: revision.id.as_str(),
            message: width::first_line(&file.message),
            day: day(file),
            marks: if marks.is_empty() {
                String::new()
            } else {
                format!("({})", marks.join(", "))
            },
        })
    }

    fn write(&self, text: &mut String, [id, message, day]: [usize; 3]) {
        let pad = |of: &str, to: usize| " ".repeat(to.saturating_sub(width::of(of)));
        let shown = width::cut(&self.message, message);
        let mut line = format!(
            "{ID}{}{ID:#}{}{GAP}{shown}{}",
            self.id,
            pad(self.id, id),
            pad(&shown, message),
        );
        if day > 0 {
            let _ = write!(line, "{GAP}{DIM}{}{DIM:#}{}", self.day, pad(self.day, day));
        }
        if !self.marks.is_empty() {
            let _ = write!(line, "{GAP}{MARK}{}{MARK:#}", self.marks);
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
}

/// Everything that is known of each revision, in paragraphs.
pub(crate) fn entries<'a>(project: &Project, ids: impl IntoIterator<Item = &'a Id>) -> String {
    let entries: Vec<_> = ids
        .into_iter()
        .filter_map(|id| entry(project, id))
        .collect();
    entries.join("\n")
}

fn entry(project: &Project, id: &Id) -> Option<String> {
    let chain = project.chain();
    let revision = chain.get(id)?;
    let file = project.file(id)?;
    let down: Vec<_> = revision.down_revisions.iter().map(Id::as_str).collect();
    let up: Vec<_> = chain.children(id).map(|child| child.id.as_str()).collect();
    let labels: Vec<_> = chain.labels_of(id).iter().map(AsRef::as_ref).collect();
    let depends: Vec<_> = revision.depends_on.iter().map(String::as_str).collect();
    let path = file.path().display().to_string();
    let mut text = format!("{DIM}revision{DIM:#}  {ID}{id}{ID:#}");
    text.push_str(&bracketed(&marks(project, revision)));
    text.push('\n');
    let parents = if down.len() > 1 { "merges" } else { "parent" };
    let onto = if up.len() > 1 { "branches" } else { "next" };
    for (word, values) in [
        (parents, down),
        (onto, up),
        ("labels", labels),
        ("needs", depends),
        ("created", file.created.as_deref().into_iter().collect()),
        ("path", vec![path.as_str()]),
    ] {
        if !values.is_empty() {
            let _ = writeln!(text, "{DIM}{word:<8}{DIM:#}  {}", values.join(", "));
        }
    }
    let standing = project.standing.as_ref();
    if let Some(line) = standing.and_then(|standing| standing.logged(id)) {
        let _ = writeln!(
            text,
            "{DIM}{:<8}{DIM:#}  {}",
            log::word(line),
            log::note(line)
        );
    }
    if !file.message.is_empty() {
        text.push('\n');
        for line in width::printable(&file.message).lines() {
            text.push_str(format!("    {line}").trim_end());
            text.push('\n');
        }
    }
    Some(text)
}

/// Where a database stands: a line for each revision it is at, then the rows that the chain does not know.
pub(crate) fn current<'a>(
    project: &Project,
    ids: impl IntoIterator<Item = &'a Id>,
    unknown: &[Unknown],
) -> String {
    let known = ids.into_iter().filter_map(|id| {
        let marks = place_marks(project, project.chain().get(id)?);
        Some((id.as_str(), bracketed(&marks), project.summary(id)))
    });
    let unknown = unknown.iter().map(|row| {
        let note = match &row.log {
            Some(line) => format!("{} {}", log::word(line), log::note(line)),
            None => "neither in the chain nor in the log".to_owned(),
        };
        let mark = bracketed(&["unknown".to_owned()]);
        (row.revision.as_str(), mark, note)
    });
    let rows: Vec<_> = known.chain(unknown).collect();
    let length = |(id, marks, _): &(&str, String, String)| {
        width::of(&width::printable(id)) + width::of(&strip_str(marks).to_string())
    };
    let widest = rows.iter().map(length).max().unwrap_or(0);
    let mut text = String::new();
    for row in &rows {
        let (id, marks, note) = row;
        let id = width::printable(id);
        let pad = " ".repeat(widest - length(row));
        let line = format!("{ID}{id}{ID:#}{marks}{pad}{GAP}{note}");
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// The revisions that lines branch off from, each with those that stand on it.
pub(crate) fn branches<'a>(project: &Project, ids: impl IntoIterator<Item = &'a Id>) -> String {
    let mut text = String::new();
    for id in ids {
        text.push_str(&lines(project, [id]));
        let children: Vec<_> = project
            .chain()
            .children(id)
            .map(|child| &child.id)
            .collect();
        for line in lines(project, children).lines() {
            let _ = writeln!(text, "  -> {line}");
        }
    }
    text
}

/// A word that says what stands beside it.
pub(crate) fn label(word: &str) -> String {
    format!("{DIM}{word}{DIM:#}")
}

/// Marks behind an id.
fn bracketed(marks: &[String]) -> String {
    if marks.is_empty() {
        return String::new();
    }
    format!(" {MARK}({}){MARK:#}", marks.join(", "))
}

/// What is special about a revision: its place in the chain, then whether the database has it.
fn marks(project: &Project, revision: &Revision) -> Vec<String> {
    let mut marks = place_marks(project, revision);
    if let Some(standing) = &project.standing {
        if standing.heads.contains(&revision.id) {
            marks.push("current".to_owned());
        } else if standing.is_applied(&revision.id) {
            marks.push("applied".to_owned());
        }
    }
    marks
}

/// Its branch's labels, then its place in the chain.
fn place_marks(project: &Project, revision: &Revision) -> Vec<String> {
    let chain = project.chain();
    let labels = chain.labels_of(&revision.id).iter();
    let mut marks: Vec<_> = labels.map(ToString::to_string).collect();
    let mut mark = |word: &str| marks.push(word.to_owned());
    let children = chain.children(&revision.id).len();
    if children == 0 {
        // One that another depends on gets no row of its own once that other is applied.
        let needed = !chain.real_heads().any(|head| head.id == revision.id);
        mark(if needed { "effective head" } else { "head" });
    }
    if children > 1 {
        mark("branchpoint");
    }
    if revision.down_revisions.len() > 1 {
        mark("mergepoint");
    }
    marks
}

fn day(file: &RevisionFile) -> &str {
    let created = file.created.as_deref().unwrap_or_default();
    created.split([' ', 'T']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use revision_core::config::Config;

    #[test]
    fn a_narrow_terminal_loses_the_day_first_then_the_end_of_the_message() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("revisions")).unwrap();
        let text = "-- Add email to users\n--\n-- revision: a1b2c3\n-- created: 2026-11-21 09:30 UTC\n\n-- upgrade\n";
        std::fs::write(folder.path().join("revisions/a.sql"), text).unwrap();
        let project = Project::load(Config::at(folder.path())).unwrap();
        let id = Id::from("a1b2c3");
        let shown = |columns| {
            let line = table(&project, [&id], columns);
            strip_str(&line).to_string()
        };
        let whole = "a1b2c3  Add email to users  2026-11-21  (head)\n";
        assert_eq!(shown(None), whole);
        assert_eq!(shown(Some(46)), whole);
        assert_eq!(shown(Some(45)), "a1b2c3  Add email to users  (head)\n");
        assert_eq!(shown(Some(30)), "a1b2c3  Add email to…   (head)\n");
        assert_eq!(shown(Some(10)), "a1b2c3  Add email t…  (head)\n");
    }
}
