//! Drawing a diagnostic: the file and the line, the literal underlined, and what helps below it.

use annotate_snippets::{
    AnnotationKind, Element, Group, Origin, Renderer, Snippet, level::ERROR, level::HELP,
};
use revision_core::{Diagnostic, Place};

use crate::width::{self, printable};

pub(crate) fn error(fault: &Diagnostic) -> String {
    // A message may quote what somebody else wrote; nothing in it may steer the terminal.
    let message = printable(&fault.message);
    let help: Vec<_> = fault.help.iter().map(|line| printable(line)).collect();
    let mut group = Group::with_title(ERROR.primary_title(message));
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
    for line in help {
        group = group.element(HELP.message(line));
    }
    let renderer = Renderer::styled().term_width(width::terminal().unwrap_or(140));
    let mut drawn = renderer.render(&[group]);
    drawn.push('\n');
    drawn
}

fn element<'a>(
    place: &'a Place,
    word: Option<&'a String>,
    beside: &[&'a (Place, String)],
) -> Element<'a> {
    let path = place.path().display().to_string();
    if place.text().is_empty() {
        // Of a file as a whole there is no line to tell.
        let origin = Origin::path(path);
        return match (place.line(), place.column()) {
            (1, 1) => origin.into(),
            (line, column) => origin.line(line).char_column(column).into(),
        };
    }
    let kind = match word {
        None => AnnotationKind::Primary,
        Some(_) => AnnotationKind::Context,
    };
    let snippet = Snippet::source(place.text())
        .path(path)
        .annotation(kind.span(place.span()).label(word.map(String::as_str)));
    let beside = beside
        .iter()
        .map(|(other, word)| AnnotationKind::Context.span(other.span()).label(word));
    snippet.annotations(beside).into()
}
