//! Revisions as people read them: a line each, in columns, or all that is known of one.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use revision_core::chain::{Id, Revision};
use revision_core::source::RevisionFile;

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
        let revision = project.chain.get(id)?;
        let file = project.file(id)?;
        let marks = marks(project, revision);
        Some(Self {
            id: revision.id.as_str(),
            message: first_line(&file.message),
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
    let chain = &project.chain;
    let revision = chain.get(id)?;
    let file = project.file(id)?;
    let down: Vec<_> = revision.down_revisions.iter().map(Id::as_str).collect();
    let up: Vec<_> = chain.children(id).map(|child| child.id.as_str()).collect();
    let labels: Vec<_> = chain.labels_of(id).iter().map(AsRef::as_ref).collect();
    let depends: Vec<_> = revision.depends_on.iter().map(String::as_str).collect();
    let path = file.path().display().to_string();
    let mut text = format!("{DIM}revision{DIM:#}  {ID}{id}{ID:#}");
    let marks = marks(project, revision);
    if !marks.is_empty() {
        let _ = write!(text, " {MARK}({}){MARK:#}", marks.join(", "));
    }
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
    if !file.message.is_empty() {
        text.push('\n');
        for line in width::printable(&file.message).lines() {
            text.push_str(format!("    {line}").trim_end());
            text.push('\n');
        }
    }
    Some(text)
}

/// The revisions that lines branch off from, each with those that stand on it.
pub(crate) fn branches<'a>(project: &Project, ids: impl IntoIterator<Item = &'a Id>) -> String {
    let mut text = String::new();
    for id in ids {
        text.push_str(&lines(project, [id]));
        let children: Vec<_> = project.chain.children(id).map(|child| &child.id).collect();
        for line in lines(project, children).lines() {
            let _ = writeln!(text, "  -> {line}");
        }
    }
    text
}

/// What is special about a revision: its branch's labels, then its place in the chain.
fn marks(project: &Project, revision: &Revision) -> Vec<String> {
    let chain = &project.chain;
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
    if let Some(standing) = &project.standing {
        if standing.heads.contains(&revision.id) {
            mark("current");
        } else if standing.is_applied(&revision.id) {
            mark("applied");
        }
    }
    marks
}

/// What a line has room for: the first of the message's own, without the full stop that ends a sentence.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    width::printable(line.trim_end_matches('.'))
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
            anstream::adapter::strip_str(&line).to_string()
        };
        let whole = "a1b2c3  Add email to users  2026-11-21  (head)\n";
        assert_eq!(shown(None), whole);
        assert_eq!(shown(Some(46)), whole);
        assert_eq!(shown(Some(45)), "a1b2c3  Add email to users  (head)\n");
        assert_eq!(shown(Some(30)), "a1b2c3  Add email to…   (head)\n");
        assert_eq!(shown(Some(10)), "a1b2c3  Add email t…  (head)\n");
    }
}
