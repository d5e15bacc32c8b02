//! Drawing a diagnostic: the file and the line, the literal underlined, and what helps below it.

use crate::{Diagnostic, Place};
use annotate_snippets::{
    AnnotationKind, Element, Group, Level, Message, Origin, Renderer, Snippet,
    level::{ERROR, HELP, NOTE, WARNING},
};
use anstream::adapter::strip_str;

use super::password::blanked;
use super::width::{self, printable};

/// What lines of help begin with that give no advice but say more of what happened.
const NOTES: [&str; 5] = [
    "detail",
    "hint",
    "applied before",
    "undone before",
    "stamped before",
];

pub fn error(fault: &Diagnostic) -> String {
    draw(fault, ERROR)
}

pub fn warning(fault: &Diagnostic) -> String {
    draw(fault, WARNING)
}

fn draw(fault: &Diagnostic, level: Level<'static>) -> String {
    // A message may quote what somebody else wrote; nothing in it may steer the terminal.
    let message = printable(&fault.message);
    let mut group = Group::with_title(level.primary_title(message));
    if let Some(place) = &fault.place {
        let (beside, elsewhere): (Vec<_>, Vec<_>) = fault
            .related
            .iter()
            .partition(|(other, _)| other.path() == place.path() && !place.text().is_empty());
        group = group.element(element(place, None, &beside));
        for (other, word) in elsewhere {
            group = group.element(element(other, Some(word), &[]));
        }
    }
    for line in &fault.help {
        group = group.element(help(line));
    }
    let renderer = Renderer::styled().term_width(width::terminal().unwrap_or(140));
    aligned(&renderer.render(&[group]))
}

fn help(line: &str) -> Message<'static> {
    for name in NOTES {
        let rest = line.strip_prefix(name);
        if let Some(rest) = rest.and_then(|rest| rest.strip_prefix(": ")) {
            return NOTE.with_name(name).message(printable(rest));
        }
    }
    HELP.message(printable(line))
}

fn element<'a>(
    place: &'a Place,
    word: Option<&'a String>,
    beside: &[&'a (Place, String)],
) -> Element<'a> {
    let path = place.path().display().to_string();
    if place.text().is_empty() {
        let origin = Origin::path(path);
        // A file as a whole is meant, unless a line of it is.
        return match (place.line(), place.column()) {
            (1, 1) => origin.into(),
            (line, column) => origin.line(line).char_column(column).into(),
        };
    }
    let kind = match word {
        None => AnnotationKind::Primary,
        Some(_) => AnnotationKind::Context,
    };
    let snippet = Snippet::source(blanked(place.text()))
        .path(path)
        .annotation(kind.span(place.span()).label(word.map(String::as_str)));
    let beside = beside
        .iter()
        .map(|(other, word)| AnnotationKind::Context.span(other.span()).label(word));
    snippet.annotations(beside).into()
}

/// A place of which no text is shown leaves no columns for line numbers: from there on, all is moved to where it would
/// stand beside the shortest of them.
fn aligned(drawn: &str) -> String {
    let mut text = String::with_capacity(drawn.len());
    let mut moved = false;
    for line in drawn.lines() {
        moved |= strip_str(line).to_string().starts_with("--> ");
        if moved && !line.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn a_place_without_text_stands_where_others_do() {
        let fault = Diagnostic::new(Code::UnreadableFile, "cannot read `revisions`")
            .at(Place::file("revisions"))
            .help("make it a folder");
        assert_eq!(
            strip_str(&error(&fault)).to_string(),
            "error: cannot read `revisions`\n --> revisions\n  = help: make it a folder\n"
        );
    }

    #[test]
    fn what_the_server_adds_is_no_advice() {
        let fault = Diagnostic::new(Code::StatementFailed, "no")
            .help("detail: Key (id)=(1) exists.")
            .help("applied before: nothing; `a1` rolled back")
            .help("look");
        let drawn = strip_str(&error(&fault)).to_string();
        assert!(drawn.contains("= detail: Key (id)"), "{drawn}");
        assert!(drawn.contains("= applied before: nothing"), "{drawn}");
        assert!(drawn.contains("= help: look"), "{drawn}");
    }

    #[test]
    fn a_line_is_told_where_its_text_is_not_at_hand() {
        let drawn = |place: Place| {
            let fault = Diagnostic::new(Code::StatementFailed, "it failed").at(place);
            strip_str(&error(&fault)).to_string()
        };
        let at = drawn(Place::at_line("revisions/a.rs", 12, 5));
        assert!(at.contains("--> revisions/a.rs:12:5\n"), "{at}");
        let whole = drawn(Place::file("revisions/a.rs"));
        assert!(whole.contains("--> revisions/a.rs\n"), "{whole}");
    }
}
