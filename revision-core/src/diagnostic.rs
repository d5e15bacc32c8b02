//! What went wrong, where it stands, and what helps. Data only: the command draws it, the build script hands it to the
//! compiler, `--json` prints it.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::Code;

/// One fault, as a user is told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of fault it is.
    pub code: Code,
    /// What is wrong, in one line: lower case, no full stop.
    pub message: String,
    /// Where it stands; none for what no file is to blame for.
    pub place: Option<Place>,
    /// Other places that take part in it, each with a word on how.
    pub related: Vec<(Place, String)>,
    /// What puts it right: the nearest valid word, a command to copy.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// A fault that no file is to blame for.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            place: None,
            related: Vec::new(),
            help: Vec::new(),
        }
    }

    /// The same, standing at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same, with another place that takes part in it.
    #[must_use]
    pub fn related(mut self, place: Place, word: impl Into<String>) -> Self {
        self.related.push((place, word.into()));
        self
    }

    /// The same, with one more line of help.
    #[must_use]
    pub fn help(mut self, line: impl Into<String>) -> Self {
        self.help.push(line.into());
        self
    }
}

/// The text of a file, shared by all that points into it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as it is shown: relative where it was configured so.
    pub path: PathBuf,
    /// What the file holds.
    pub text: String,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    source: Arc<Source>,
    span: Range<usize>,
    /// Line and column, where the text they were counted in is not at hand.
    counted: Option<(u32, u32)>,
}

impl Place {
    /// The bytes `span` of `source`, drawn in to the text's end and to whole characters.
    #[must_use]
    pub fn new(source: &Arc<Source>, span: Range<usize>) -> Self {
        let start = source.text.floor_char_boundary(span.start);
        let end = source.text.ceil_char_boundary(span.end.max(start));
        Self {
            source: Arc::clone(source),
            span: start..end,
            counted: None,
        }
    }

    /// A file as a whole: its beginning, of which no text is shown.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self {
            source: Arc::new(Source {
                path: path.into(),
                text: String::new(),
            }),
            span: 0..0,
            counted: None,
        }
    }

    /// A line and a column, counted from one, of a file whose text is not at hand.
    #[must_use]
    pub fn at_line(path: impl Into<PathBuf>, line: u32, column: u32) -> Self {
        Self {
            counted: Some((line, column)),
            ..Self::file(path)
        }
    }

    /// Another place in the same file.
    pub(crate) fn beside(&self, span: Range<usize>) -> Self {
        Self::new(&self.source, span)
    }

    /// The path as it is shown.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.source.path
    }

    /// The whole text of the file; empty where the file as a whole is meant, or its text is not at hand.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// The bytes that are meant.
    #[must_use]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// The line, counted from one.
    #[must_use]
    pub fn line(&self) -> usize {
        match self.counted {
            Some((line, _)) => line as usize,
            None => self.before().matches('\n').count() + 1,
        }
    }

    /// The column in characters, counted from one.
    #[must_use]
    pub fn column(&self) -> usize {
        match self.counted {
            Some((_, column)) => column as usize,
            None => {
                let before = self.before();
                before.chars().rev().take_while(|c| *c != '\n').count() + 1
            }
        }
    }

    fn before(&self) -> &str {
        &self.source.text[..self.span.start]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters_from_one() {
        let source = Arc::new(Source {
            path: "a.rs".into(),
            text: "äb\ncd\n".into(),
        });
        let at = |span| {
            let place = Place::new(&source, span);
            (place.line(), place.column())
        };
        assert_eq!(at(0..1), (1, 1));
        assert_eq!(at(2..3), (1, 2));
        assert_eq!(at(4..5), (2, 1));
        // Within a character, and past the end.
        assert_eq!(at(1..2), (1, 1));
        assert_eq!(at(90..95), (3, 1));
    }

    #[test]
    fn a_place_without_its_text_is_what_was_counted() {
        let place = Place::at_line("a.rs", 12, 5);
        assert_eq!((place.line(), place.column()), (12, 5));
        assert_eq!(place.text(), "");
        assert_ne!(place, Place::file("a.rs"));
    }
}
