//! A revision that is about to be written: what its file will say, in either format.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use revision_syntax::header::{Key, List};

use crate::{Code, Diagnostic, Source};

use crate::config::Format;

use super::{Created, Message, RevisionFile};

/// A revision that is about to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: String,
    /// The ids right below it.
    pub down_revisions: Vec<String>,
    /// Names for the branch that begins here.
    pub branch_labels: Vec<String>,
    /// Ids or labels that must be applied before.
    pub depends_on: Vec<String>,
    /// What it does, in the user's words.
    pub message: Message,
    /// When.
    pub created: Created,
    /// What it does, in ours.
    pub body: Body,
}

/// What a new revision does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing yet: its author fills it in.
    Empty,
    /// Nothing: it brings branches together.
    Merge,
    /// What stands below the header: the functions of a Rust revision, or the sections of an SQL revision.
    Text(String),
}

/// What undoes it is derived, until its author says more.
const EMPTY: &str = "\
pub fn upgrade(op: &mut Op) {}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
";

/// A merge has nothing to undo. Saying so outright spares an application, which cannot derive an inverse, from having to ask
/// for it.
const MERGE: &str = "\
pub fn upgrade(op: &mut Op) {}

pub fn downgrade(op: &mut Op) {}
";

impl Draft {
    /// The text of the file.
    #[must_use]
    pub fn text(&self, format: Format) -> String {
        match format {
            Format::Rust => self.rust(),
            Format::Sql => self.sql(),
        }
    }

    /// The values under a key of the header.
    #[must_use]
    pub fn values(&self, key: Key) -> &[String] {
        match key {
            Key::Id => std::slice::from_ref(&self.id),
            Key::DownRevision => &self.down_revisions,
            Key::BranchLabels => &self.branch_labels,
            Key::DependsOn => &self.depends_on,
            Key::Transaction => &[],
        }
    }

    /// The header as its format writes it: `revision! { … }`, or the lines of comment with the keys.
    #[must_use]
    pub fn header(&self, format: Format) -> String {
        let present = Key::ALL
            .into_iter()
            .filter(|key| !self.values(*key).is_empty());
        let mut text = String::new();
        match format {
            Format::Rust => {
                text.push_str("revision! {\n");
                for key in present {
                    let _ = writeln!(
                        text,
                        "    {}: {},",
                        key.name(),
                        rust_value(self.values(key))
                    );
                }
                text.push('}');
            }
            Format::Sql => {
                for key in present {
                    let _ = writeln!(
                        text,
                        "-- {}: {}",
                        sql_name(key),
                        self.values(key).join(", ")
                    );
                }
                let _ = write!(text, "-- created: {}", self.created);
            }
        }
        text
    }

    /// The message as lines of comment, and in Rust the date below them.
    #[must_use]
    pub fn documentation(&self, format: Format) -> String {
        let dated = format!("Created {}.", self.created);
        let (mark, after) = match format {
            Format::Rust => ("//!", vec!["", &dated]),
            Format::Sql => ("--", vec![]),
        };
        let lines: Vec<String> = self
            .message
            .lines()
            .chain(after)
            .map(|line| format!("{mark} {line}").trim_end().to_owned())
            .collect();
        lines.join("\n")
    }

    fn rust(&self) -> String {
        format!(
            "{}\n\nuse revision_core::prelude::*;\n\n{}\n\n{}",
            self.documentation(Format::Rust),
            self.header(Format::Rust),
            self.body(Format::Rust),
        )
    }

    fn sql(&self) -> String {
        format!(
            "{}\n--\n{}\n\n{}",
            self.documentation(Format::Sql),
            self.header(Format::Sql),
            self.body(Format::Sql),
        )
    }

    /// What stands below the header.
    #[must_use]
    pub fn body(&self, format: Format) -> &str {
        match (&self.body, format) {
            (Body::Text(text), _) => text,
            (Body::Empty, Format::Rust) => EMPTY,
            (Body::Merge, Format::Rust) => MERGE,
            (Body::Empty | Body::Merge, Format::Sql) => "-- upgrade\n\n-- downgrade\n",
        }
    }

    /// Reads `text` as the file at `path` and compares it with what the draft wants it to say: a template may have
    /// lost something. So a file that would be wrong is never written.
    pub fn verify(
        &self,
        path: &Path,
        text: &str,
        format: Format,
    ) -> Result<RevisionFile, Vec<Diagnostic>> {
        let source = Arc::new(Source {
            path: path.to_owned(),
            text: text.to_owned(),
        });
        let (file, faults) = RevisionFile::read(&source, format);
        let file = match file {
            Some(file) if faults.is_empty() => file,
            _ => return Err(faults),
        };
        let lost = |what: &str| {
            let message = format!("the new file does not say its {what}");
            Diagnostic::new(Code::BadHeader, message)
                .at(file.place(&file.header.id))
                .help("a `template` of your own writes it as `{{ documentation }}` and `{{ header }}`")
        };
        let header = &file.header;
        let mut faults = Vec::new();
        let lists: [(Key, &List<_>); 3] = [
            (Key::DownRevision, &header.down_revision),
            (Key::BranchLabels, &header.branch_labels),
            (Key::DependsOn, &header.depends_on),
        ];
        if header.id.value != self.id {
            faults.push(lost("`id`"));
        }
        for (key, list) in lists {
            if !list
                .values()
                .eq(self.values(key).iter().map(String::as_str))
            {
                faults.push(lost(&format!("`{}`", sql_or_rust_name(key, format))));
            }
        }
        if file.message != self.message.summary() {
            faults.push(lost("message"));
        }
        if faults.is_empty() {
            Ok(file)
        } else {
            Err(faults)
        }
    }
}

/// One string, or several in brackets.
pub(super) fn rust_value(values: &[String]) -> String {
    match values {
        [one] => rust_literal(one),
        several => {
            let literals: Vec<String> = several.iter().map(|value| rust_literal(value)).collect();
            format!("[{}]", literals.join(", "))
        }
    }
}

/// A string literal that means `value`.
pub(super) fn rust_literal(value: &str) -> String {
    format!("{value:?}")
}

/// The key as an SQL header spells it.
pub(super) fn sql_name(key: Key) -> &'static str {
    match key {
        Key::Id => "revision",
        other => other.name(),
    }
}

fn sql_or_rust_name(key: Key, format: Format) -> &'static str {
    match format {
        Format::Rust => key.name(),
        Format::Sql => sql_name(key),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn draft() -> Draft {
        Draft {
            id: "a1b2c3d4e5f6".to_owned(),
            down_revisions: vec!["9f8e7d6c5b4a".to_owned()],
            branch_labels: Vec::new(),
            depends_on: Vec::new(),
            message: Message::new("Add email to users.").expect("a message"),
            created: Created::parse("2026-11-21 09:30 UTC").expect("a date"),
            body: Body::Empty,
        }
    }

    #[test]
    fn a_rust_revision_says_only_what_it_must() {
        let expected = r#"//! Add email to users.
//!
//! Created 2026-11-21 09:30 UTC.

use revision_core::prelude::*;

revision! {
    id: "a1b2c3d4e5f6",
    down_revision: "9f8e7d6c5b4a",
}

pub fn upgrade(op: &mut Op) {}

pub fn downgrade(op: &mut Op) {
    op.reverse(upgrade);
}
"#;
        assert_eq!(draft().text(Format::Rust), expected);
    }

    #[test]
    fn a_merge_lists_its_parents_and_undoes_nothing() {
        let merge = Draft {
            down_revisions: vec!["a".to_owned(), "b".to_owned()],
            branch_labels: vec!["x".to_owned()],
            body: Body::Merge,
            ..draft()
        };
        let text = merge.text(Format::Rust);
        assert!(
            text.contains("    down_revision: [\"a\", \"b\"],\n    branch_labels: \"x\",\n}"),
            "{text}"
        );
        assert!(
            text.ends_with("pub fn downgrade(op: &mut Op) {}\n"),
            "{text}"
        );
    }

    #[test]
    fn an_sql_revision_has_both_sections() {
        let two = Draft {
            depends_on: vec!["x".to_owned(), "y".to_owned()],
            message: Message::new("Add email.\n\nFor #12.").expect("a message"),
            ..draft()
        };
        let expected = "\
-- Add email.
--
-- For #12.
--
-- revision: a1b2c3d4e5f6
-- down_revision: 9f8e7d6c5b4a
-- depends_on: x, y
-- created: 2026-11-21 09:30 UTC

-- upgrade

-- downgrade
";
        assert_eq!(two.text(Format::Sql), expected);
    }

    #[test]
    fn a_text_that_lost_something_is_refused() {
        let draft = draft();
        let text = draft.text(Format::Rust);
        let verify = |text: &str| draft.verify(Path::new("a.rs"), text, Format::Rust);
        assert!(verify(&text).is_ok());
        let faults = verify(&text.replace("down_revision", "depends_on")).expect_err("two lists");
        assert_eq!(faults.len(), 2, "{faults:?}");
        assert!(faults[0].message.contains("`down_revision`"), "{faults:?}");
        let faults = verify(&text.replace("Add", "Drop")).expect_err("the message");
        assert!(faults[0].message.contains("message"), "{faults:?}");
        assert!(verify("").is_err());
    }
}
