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

#[cfg(test)]
mod tests {
    use revision_core::Code;

    use super::*;

    fn drawn(place: Place) -> String {
        let fault = Diagnostic::new(Code::StatementFailed, "it failed").at(place);
        anstream::adapter::strip_str(&error(&fault)).to_string()
    }

    #[test]
    fn a_line_is_told_where_its_text_is_not_at_hand() {
        let at = drawn(Place::at_line("revisions/a.rs", 12, 5));
        assert!(at.contains("--> revisions/a.rs:12:5\n"), "{at}");
        let whole = drawn(Place::file("revisions/a.rs"));
        assert!(whole.contains("--> revisions/a.rs\n"), "{whole}");
    }
}
