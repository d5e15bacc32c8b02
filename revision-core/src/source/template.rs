//! A project's own text for new revisions: `template = "revision.rs.jinja"`.

use std::path::Path;
use std::sync::Arc;

use minijinja::{Environment, Error, UndefinedBehavior, context};

use crate::config::Format;
use crate::{Code, Diagnostic, Place, Source};

use super::Draft;

/// A template, for the format that its name has before `.jinja`.
///
/// It knows `message`, `created`, `id`, `down_revisions`, `branch_labels` and `depends_on`, and, complete as they stand
/// in a file, `documentation` (the message and the date as comments), `header` and `body` (the functions, or the sections).
#[derive(Clone, Debug)]
pub struct Template {
    source: Arc<Source>,
}

impl Template {
    /// A template's text, and the path that it is shown by.
    #[must_use]
    pub fn new(path: &Path, text: String) -> Self {
        let path = path.to_owned();
        Self {
            source: Arc::new(Source { path, text }),
        }
    }

    /// Whether a file of this format is made from it. A name that does not tell serves both.
    #[must_use]
    pub fn serves(&self, format: Format) -> bool {
        let inner = self.source.path.file_stem().map(Path::new);
        inner.and_then(Format::of).is_none_or(|its| its == format)
    }

    /// The text of a new revision.
    pub fn text(&self, draft: &Draft, format: Format) -> Result<String, Diagnostic> {
        let mut environment = Environment::new();
        // A misspelt name is an error: an empty place in a revision would be found much later.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        let message: Vec<&str> = draft.message.lines().collect();
        let values = context! {
            message => message.join("\n"),
            created => draft.created.to_string(),
            id => &draft.id,
            down_revisions => &draft.down_revisions,
            branch_labels => &draft.branch_labels,
            depends_on => &draft.depends_on,
            documentation => draft.documentation(format),
            header => draft.header(format),
            body => draft.body(format),
        };
        let text = environment.render_str(&self.source.text, values);
        let mut text = text.map_err(|error| self.fault(&error))?;
        // The engine drops the last line's end.
        if !text.ends_with('\n') {
            text.push('\n');
        }
        Ok(text)
    }

    fn fault(&self, error: &Error) -> Diagnostic {
        let message = match error.detail() {
            Some(detail) => format!("the template has an error: {}, {detail}", error.kind()),
            None => format!("the template has an error: {}", error.kind()),
        };
        let line = error.line().unwrap_or(1).max(1);
        let text = &self.source.text;
        let start: usize = text
            .split_inclusive('\n')
            .take(line - 1)
            .map(str::len)
            .sum();
        let written = text[start..].lines().next().unwrap_or_default();
        let blank = written.len() - written.trim_start().len();
        let span = start + blank..start + written.trim_end().len();
        Diagnostic::new(Code::Config, message)
            .at(Place::new(&self.source, span))
            .help("a template knows `message`, `created`, `id`, `down_revisions`, `branch_labels`, `depends_on`, `documentation`, `header` and `body`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Body, Created, Message};

    fn draft() -> Draft {
        Draft {
            id: "a1".to_owned(),
            down_revisions: vec!["b2".to_owned()],
            branch_labels: Vec::new(),
            depends_on: Vec::new(),
            message: Message::new("add {{ email }} <b>").expect("a message"),
            created: Created::parse("2026-11-21 09:30 UTC").expect("a date"),
            body: Body::Empty,
        }
    }

    fn template(text: &str) -> Template {
        Template::new(Path::new("revision.rs.jinja"), text.to_owned())
    }

    #[test]
    fn a_template_is_filled_in_word_for_word() {
        let text = "{{ documentation }}\n\n{{ header }}\n{% for down in down_revisions %}// {{ down }}{% endfor %}\n";
        let written = template(text)
            .text(&draft(), Format::Rust)
            .expect("written");
        let expected = "\
//! add {{ email }} <b>
//!
//! Created 2026-11-21 09:30 UTC.

revision! {
    id: \"a1\",
    down_revision: \"b2\",
}
// b2
";
        assert_eq!(written, expected);
    }

    #[test]
    fn an_error_is_shown_at_its_line() {
        let at = |text: &str| {
            let fault = template(text)
                .text(&draft(), Format::Rust)
                .expect_err("an error");
            let place = fault.place.expect("a place");
            (place.line(), place.text()[place.span()].to_owned())
        };
        assert_eq!(at("one\n  {{ mesage }}\n"), (2, "{{ mesage }}".to_owned()));
        assert_eq!(at("one\ntwo\n{% if %}"), (3, "{% if %}".to_owned()));
        assert_eq!(at("{{"), (1, "{{".to_owned()));
    }

    #[test]
    fn the_name_tells_the_format() {
        let serves =
            |name: &str, format| Template::new(Path::new(name), String::new()).serves(format);
        assert!(serves("a/revision.rs.jinja", Format::Rust));
        assert!(!serves("revision.rs.jinja", Format::Sql));
        assert!(serves("revision.jinja", Format::Sql));
    }
}
