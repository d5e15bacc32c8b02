//! The header of an SQL revision, in the comments that the file begins with, and the sections below it.
//!
//! The first paragraph of comments is the message. The paragraph with `-- revision: …` in it holds the keys, a line
//! each; other paragraphs are prose. What follows lies in sections, each begun by a line of its own: `-- upgrade`,
//! `-- downgrade`, or narrowed to one database, `-- upgrade: postgres`. Within a section a line `-- rebuild: …` names tables
//! that its statements make anew.

use std::collections::HashSet;
use std::ops::Range;

use crate::header::{Fault, Header, List, Literal};
use crate::nearest;
use crate::scanned::{self, Scanned};

/// Which way a section goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// `-- upgrade`
    Upgrade,
    /// `-- downgrade`
    Downgrade,
}

impl Direction {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Upgrade => "upgrade",
            Self::Downgrade => "downgrade",
        }
    }
}

/// A part of the file that is run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Which way it goes.
    pub direction: Direction,
    /// The database it is narrowed to, as written.
    pub database: Option<Literal<Range<usize>>>,
    /// The tables that it makes anew: those of its lines `-- rebuild: …`, and where the first of these stands.
    pub rebuild: List<Range<usize>>,
    /// The line that begins it.
    pub marker: Range<usize>,
    /// The statements: from the line below the marker to the next section.
    pub body: Range<usize>,
}

/// A line of comment, without its dashes.
struct Comment<'a> {
    text: &'a str,
    start: usize,
}

/// Reads the header of an SQL revision, and checks that its sections make sense.
#[must_use]
pub fn scan(text: &str) -> Scanned {
    let sections = sections(text);
    let head = &text[..sections
        .first()
        .map_or(text.len(), |first| first.marker.start)];
    let (comments, after) = comments(head);
    let mut scanned = Scanned {
        header: None,
        message: String::new(),
        created: None,
        faults: Vec::new(),
    };
    if let Some(line) = lines(text).find(|line| scanned::is_conflict_marker(text, line.start)) {
        scanned.faults.push(scanned::conflict(line));
        return scanned;
    }
    let keys = revision_line(text).and_then(|line| key_lines(&comments, line));
    let Some(keys) = keys else {
        scanned.faults.push(no_revision_line(text, &comments));
        return scanned;
    };
    let prose: Vec<&str> = comments[..keys.start]
        .iter()
        .map(|line| line.text)
        .collect();
    scanned.message = scanned::first_paragraph(&prose);
    read_keys(&comments[keys], &mut scanned);
    if let Some(stray) = after {
        scanned.faults.push(
            Fault::new(stray, "a statement before the first section")
                .help("write `-- upgrade` on a line of its own above it"),
        );
    }
    check_sections(text, &sections, &mut scanned.faults);
    let first = sections.first().map_or(text.len(), |one| one.marker.start);
    check_rebuilds(text, first, &sections, &mut scanned.faults);
    scanned
}

/// The sections of an SQL revision, in the order written.
#[must_use]
pub fn sections(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    // Above the keys stands the message, and a message may be the word `upgrade`.
    let keys = revision_line(text).unwrap_or_default();
    for line in lines(text).skip_while(|line| line.start < keys) {
        let Some((direction, database)) = marker(text, &line) else {
            if let (Some(section), Some(tables)) = (sections.last_mut(), rebuild(text, &line)) {
                section.rebuild.items.extend(tables.items);
                section.rebuild.span = section.rebuild.span.take().or(tables.span);
            }
            continue;
        };
        if let Some(previous) = sections.last_mut() {
            previous.body.end = line.start;
        }
        let body = (line.end + 1).min(text.len())..text.len();
        sections.push(Section {
            direction,
            database,
            rebuild: List::default(),
            marker: line.start..scanned::line_end(text, line.start),
            body,
        });
    }
    sections
}

/// Where the line `-- revision: …` begins, among the comments that the file begins with. Where several of the first
/// block that has one are such, it is the last: the keys stand below the message, and a message may look like one.
fn revision_line(text: &str) -> Option<usize> {
    let mut found = None;
    for line in lines(text) {
        let written = text[line.clone()].trim_start_matches('\u{feff}').trim();
        match written.strip_prefix("--") {
            Some(comment) if key_of(comment.trim()) == Some("revision") => found = Some(line.start),
            Some(_) => {}
            None if written.is_empty() && found.is_none() => {}
            None => break,
        }
    }
    found
}

/// The bytes of each line, without its end.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let span = start..start + line.len();
        start = span.end + 1;
        span
    })
}

/// The tables of a line `-- rebuild: …`, and where it stands.
fn rebuild(text: &str, line: &Range<usize>) -> Option<List<Range<usize>>> {
    let names = text[line.clone()]
        .trim_end()
        .strip_prefix("--")?
        .trim_start()
        .strip_prefix("rebuild")?
        .trim_start()
        .strip_prefix(':')?
        .trim();
    let end = scanned::line_end(text, line.start);
    let tables = list(names, end - names.len()..end);
    Some(List {
        items: tables.items,
        span: Some(line.start..end),
    })
}

type Marker = (Direction, Option<Literal<Range<usize>>>);

fn marker(text: &str, line: &Range<usize>) -> Option<Marker> {
    let comment = text[line.clone()]
        .trim_end()
        .strip_prefix("--")?
        .trim_start();
    let (word, database) = match comment.split_once(':') {
        Some((word, database)) => (word.trim_end(), Some(database.trim())),
        None => (comment, None),
    };
    let direction = match word {
        "upgrade" => Direction::Upgrade,
        "downgrade" => Direction::Downgrade,
        _ => return None,
    };
    let end = scanned::line_end(text, line.start);
    let database = database.map(|name| Literal {
        value: name.to_owned(),
        span: end - name.len()..end,
    });
    Some((direction, database))
}

/// The comments that the file begins with, blank lines as empty comments, and the first line that is neither.
fn comments(head: &str) -> (Vec<Comment<'_>>, Option<Range<usize>>) {
    let mut comments = Vec::new();
    for line in lines(head) {
        let written = head[line.clone()].trim_start_matches('\u{feff}').trim();
        let text = match written.strip_prefix("--") {
            Some(comment) => comment.trim(),
            None if written.is_empty() => written,
            None => {
                return (
                    comments,
                    Some(line.start..scanned::line_end(head, line.start)),
                );
            }
        };
        // The text is a part of the line, so its place is the difference of the two.
        let start = text.as_ptr() as usize - head.as_ptr() as usize;
        comments.push(Comment { text, start });
    }
    (comments, None)
}

/// The lines of the paragraph that has `revision: …` in it, from its first key on; `line` is where that one begins.
fn key_lines(comments: &[Comment<'_>], line: usize) -> Option<Range<usize>> {
    let revision = comments.iter().position(|comment| comment.start >= line)?;
    let start = comments[..revision]
        .iter()
        .rposition(|line| key_of(line.text).is_none())
        .map_or(0, |before| before + 1);
    let length = comments[revision..]
        .iter()
        .take_while(|line| !line.text.is_empty())
        .count();
    Some(start..revision + length)
}

/// The word before the colon of a line such as `depends_on: …`.
fn key_of(line: &str) -> Option<&str> {
    let word = line.split_once(':')?.0;
    let is_key = !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    is_key.then_some(word)
}

fn no_revision_line(text: &str, comments: &[Comment<'_>]) -> Fault<Range<usize>> {
    let misspelt = comments.iter().find_map(|line| {
        let word = key_of(line.text)?;
        nearest(word, ["revision", "id"])?;
        Some((word, line.start..line.start + word.len()))
    });
    match misspelt {
        Some((word, span)) => {
            Fault::new(span, format!("unknown key `{word}`")).help("did you mean `revision`?")
        }
        None => scanned::no_header(text, "`-- revision: …`"),
    }
}

fn read_keys(lines: &[Comment<'_>], scanned: &mut Scanned) {
    let mut seen = HashSet::new();
    let mut lists = [(); 4].map(|()| List::default());
    let mut transaction = true;
    for line in lines {
        let Some(key) = key_of(line.text) else {
            let span = line.start..line.start + line.text.len();
            scanned
                .faults
                .push(Fault::new(span, "expected `-- key: value`"));
            continue;
        };
        let key_span = line.start..line.start + key.len();
        if !seen.insert(key) {
            scanned.faults.push(Fault::new(
                key_span.clone(),
                format!("`{key}` is given twice"),
            ));
        }
        let value = line.text[key.len() + 1..].trim();
        let start = line.start + line.text.len() - value.len();
        let span = start..start + value.len();
        match key {
            "created" => scanned.created = Some(value.to_owned()),
            "transaction" => match value {
                "true" => transaction = true,
                "false" => transaction = false,
                _ => scanned
                    .faults
                    .push(Fault::new(span, "expected `true` or `false`")),
            },
            _ => match LISTS.iter().position(|name| *name == key) {
                Some(index) => lists[index] = list(value, span),
                None => scanned.faults.push(unknown_key(key, key_span)),
            },
        }
    }
    let [mut ids, down_revision, branch_labels, depends_on] = lists;
    let whole = whole(lines);
    if ids.items.len() != 1 {
        let span = ids.span.unwrap_or(whole);
        scanned
            .faults
            .push(Fault::new(span, "expected one id after `revision:`"));
        return;
    }
    scanned.header = Some(Header {
        span: whole,
        id: ids.items.remove(0),
        down_revision,
        branch_labels,
        depends_on,
        transaction,
    });
}

/// The keys whose values are lists.
const LISTS: [&str; 4] = ["revision", "down_revision", "branch_labels", "depends_on"];

fn whole(lines: &[Comment<'_>]) -> Range<usize> {
    let start = lines.first().map_or(0, |line| line.start);
    let end = lines.last().map_or(0, |line| line.start + line.text.len());
    start..end
}

/// The values between the commas, each with its place.
fn list(value: &str, span: Range<usize>) -> List<Range<usize>> {
    let mut items = Vec::new();
    let mut start = span.start;
    for part in value.split(',') {
        let text = part.trim();
        let text_start = start + part.len() - part.trim_start().len();
        if !text.is_empty() {
            items.push(Literal {
                value: text.to_owned(),
                span: text_start..text_start + text.len(),
            });
        }
        start += part.len() + 1;
    }
    List {
        items,
        span: Some(span),
    }
}

fn unknown_key(key: &str, span: Range<usize>) -> Fault<Range<usize>> {
    let known = LISTS.into_iter().chain(["transaction", "created"]);
    let help = match nearest(key, known.clone()) {
        Some(key) => format!("did you mean `{key}`?"),
        None => {
            let names: Vec<String> = known.map(|name| format!("`{name}`")).collect();
            format!("the keys are {}", names.join(", "))
        }
    };
    Fault::new(span, format!("unknown key `{key}`")).help(help)
}

/// What is said of tables that are made anew has to be said within a section, and by name.
fn check_rebuilds(
    text: &str,
    first: usize,
    sections: &[Section],
    faults: &mut Vec<Fault<Range<usize>>>,
) {
    let keys = revision_line(text).unwrap_or_default();
    let stray = lines(text)
        .skip_while(|line| line.start < keys)
        .take_while(|line| line.start < first)
        .skip_while(|line| !text[line.clone()].trim().is_empty())
        .find_map(|line| rebuild(text, &line)?.span);
    if let Some(stray) = stray {
        faults.push(
            Fault::new(stray, "`-- rebuild: …` outside of a section")
                .help("write it below the `-- upgrade` or `-- downgrade` that it is about"),
        );
    }
    for section in sections {
        if let List {
            items,
            span: Some(span),
        } = &section.rebuild
            && items.is_empty()
        {
            faults.push(Fault::new(
                span.clone(),
                "expected names of tables after `-- rebuild:`",
            ));
        }
    }
}

fn check_sections(text: &str, sections: &[Section], faults: &mut Vec<Fault<Range<usize>>>) {
    let missing = !sections
        .iter()
        .any(|section| section.direction == Direction::Upgrade);
    if missing {
        faults.push(
            Fault::new(
                0..scanned::line_end(text, 0),
                "the file has no `-- upgrade` section",
            )
            .help("write `-- upgrade` on a line of its own above the statements"),
        );
    }
    let mut seen = HashSet::new();
    for section in sections {
        let database = section.database.as_ref().map(|name| &name.value);
        if !seen.insert((section.direction, database)) {
            let name = section.direction.name();
            let message = format!("a second `{name}` section for the same database");
            faults.push(Fault::new(section.marker.clone(), message));
        }
    }
}
