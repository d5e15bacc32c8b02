//! One revision file, as far as its header tells.

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use revision_syntax::header::{Fault, Header, Literal};
use revision_syntax::{Scanned, rust, sql};

use crate::config::Format;
use crate::dialect::rebuild;
use crate::{Backend, Code, Diagnostic, Place, Source, nearest};

/// A revision file whose header could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionFile {
    /// The text, and the path as it is shown.
    pub source: Arc<Source>,
    /// How it is written.
    pub format: Format,
    /// What its header says; the places are bytes of the text.
    pub header: Header<Range<usize>>,
    /// What the revision does, in its author's words, on one line.
    pub message: String,
    /// When it was made, as written.
    pub created: Option<String>,
}

impl RevisionFile {
    /// Reads the header of a file's text. The faults are all there are; there may be a file beside them, when it is
    /// clear at least which revision it is.
    #[must_use]
    pub fn read(source: &Arc<Source>, format: Format) -> (Option<Self>, Vec<Diagnostic>) {
        let text = &source.text;
        let Scanned {
            header,
            message,
            created,
            faults,
        } = match format {
            Format::Rust => rust::scan(text),
            Format::Sql => sql::scan(text),
        };
        let mut diagnostics: Vec<Diagnostic> = faults
            .into_iter()
            .map(|fault| diagnostic(source, fault))
            .collect();
        if format == Format::Sql {
            diagnostics.extend(unknown_databases(source));
            diagnostics.extend(not_made_anew(source));
        }
        keep_the_first(&mut diagnostics, source);
        let file = header.map(|header| Self {
            source: Arc::clone(source),
            format,
            header,
            message,
            created,
        });
        (file, diagnostics)
    }

    /// The path as it is shown.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.source.path
    }

    /// The place of a literal of the header.
    #[must_use]
    pub fn place(&self, literal: &Literal<Range<usize>>) -> Place {
        Place::new(&self.source, literal.span.clone())
    }
}

fn diagnostic(source: &Arc<Source>, fault: Fault<Range<usize>>) -> Diagnostic {
    let mut diagnostic =
        Diagnostic::new(Code::BadHeader, fault.message).at(Place::new(source, fault.span));
    diagnostic.help.extend(fault.help);
    diagnostic
}

/// What is shown of one file's faults. Nobody reads more, and finding the line of each takes the time of reading the file.
const MOST: usize = 100;

fn keep_the_first(diagnostics: &mut Vec<Diagnostic>, source: &Arc<Source>) {
    let more = diagnostics.len().saturating_sub(MOST);
    if more > 0 {
        diagnostics.truncate(MOST);
        let message = format!("{more} more faults in the same file");
        let end = source.text.len();
        let place = Place::new(source, end..end);
        diagnostics.push(Diagnostic::new(Code::BadHeader, message).at(place));
    }
}

/// Sections for a database that alters its tables in place, and that say of tables that they are made anew.
fn not_made_anew(source: &Arc<Source>) -> Vec<Diagnostic> {
    let sections = sql::sections(&source.text).into_iter();
    let faults = sections.filter_map(|section| {
        let backend = Backend::from_name(&section.database?.value)?;
        let span = section.rebuild.span?;
        let message = format!(
            "`-- rebuild` in a section for {}, which alters its tables in place",
            backend.name()
        );
        let is_needless = !rebuild::is_known_to(backend);
        is_needless.then(|| {
            Diagnostic::new(Code::BadHeader, message)
                .at(Place::new(source, span))
                .help("take the line away")
        })
    });
    faults.collect()
}

fn unknown_databases(source: &Arc<Source>) -> Vec<Diagnostic> {
    let sections = sql::sections(&source.text).into_iter();
    let named = sections.filter_map(|section| section.database);
    named
        .filter(|name| Backend::from_name(&name.value).is_none())
        .map(|name| {
            let known = Backend::ALL.map(Backend::name);
            let help = match nearest(&name.value, known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the databases are {}", known.join(", ")),
            };
            let message = format!("unknown database `{}`", name.value);
            Diagnostic::new(Code::BadHeader, message)
                .at(Place::new(source, name.span))
                .help(help)
        })
        .collect()
}
