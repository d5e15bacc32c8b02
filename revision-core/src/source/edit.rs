//! Changing what a header says, and no other byte of the file.

use std::ops::Range;

use revision_syntax::header::{Header, Key, List};

use crate::config::Format;

use super::RevisionFile;
use super::draft::{rust_literal, rust_value, sql_name};

/// The file's text with new values under a key. With as many values as before only the literals change; quotes,
/// brackets and comments around them stay.
#[must_use]
pub fn with_values(file: &RevisionFile, key: Key, values: &[String]) -> String {
    let text = &file.source.text;
    let literals = file.header.literals(key);
    if literals.len() == values.len() {
        let edits = literals
            .iter()
            .zip(values)
            .filter(|(literal, value)| literal.value != **value)
            .map(|(literal, value)| {
                let written = match file.format {
                    Format::Rust => rust_literal(value),
                    Format::Sql => value.clone(),
                };
                (literal.span.clone(), written)
            });
        return spliced(text, edits);
    }
    let value = match file.format {
        Format::Rust => rust_value(values),
        Format::Sql => values.join(", "),
    };
    let edit = match list(&file.header, key).and_then(|list| list.span.clone()) {
        Some(span) => (span, value),
        None => new_entry(file, key, &value),
    };
    spliced(text, [edit])
}

fn list(header: &Header<Range<usize>>, key: Key) -> Option<&List<Range<usize>>> {
    match key {
        Key::DownRevision => Some(&header.down_revision),
        Key::BranchLabels => Some(&header.branch_labels),
        Key::DependsOn => Some(&header.depends_on),
        Key::Id | Key::Transaction => None,
    }
}

/// A key that is not there yet goes below the one that is written before it, on a line that looks the same.
fn new_entry(file: &RevisionFile, key: Key, value: &str) -> (Range<usize>, String) {
    let text = &file.source.text;
    let before = Key::ALL
        .into_iter()
        .take_while(|other| *other != key)
        .filter_map(|other| list(&file.header, other)?.span.clone())
        .last()
        .unwrap_or_else(|| file.header.id.span.clone());
    let line_start = text[..before.start].rfind('\n').map_or(0, |at| at + 1);
    let line = &text[line_start..];
    let newline = if line
        .split('\n')
        .next()
        .is_some_and(|line| line.ends_with('\r'))
    {
        "\r\n"
    } else {
        "\n"
    };
    let lead = |is_lead: fn(char) -> bool| &line[..line.find(|c| !is_lead(c)).unwrap_or(0)];
    match file.format {
        Format::Rust => {
            let indent = lead(char::is_whitespace);
            let name = key.name();
            // Right after a value and before its comma, where there is one: so one comma is enough in either case.
            let entry = if line[indent.len()..].starts_with("revision") {
                format!(", {name}: {value}")
            } else {
                format!(",{newline}{indent}{name}: {value}")
            };
            (before.end..before.end, entry)
        }
        Format::Sql => {
            let dashes = lead(|c| c == '-' || c.is_whitespace());
            let end = line_start
                + line
                    .find('\n')
                    .map_or(line.len(), |at| at + 1 - newline.len());
            (
                end..end,
                format!("{newline}{dashes}{}: {value}", sql_name(key)),
            )
        }
    }
}

/// The text with some of its bytes replaced; the places are in order.
fn spliced(text: &str, edits: impl IntoIterator<Item = (Range<usize>, String)>) -> String {
    let mut new = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for (span, written) in edits {
        new.push_str(&text[at..span.start]);
        new.push_str(&written);
        at = span.end;
    }
    new.push_str(&text[at..]);
    new
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::Source;

    fn check(name: &str, key: Key, values: &[&str], text: &str, expected: &str) {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let format = Format::of(name.as_ref()).expect("a format");
        let read = |text: &str| {
            let source = Arc::new(Source {
                path: name.into(),
                text: text.to_owned(),
            });
            let (file, faults) = RevisionFile::read(&source, format);
            assert_eq!(faults, []);
            file.expect("a header")
        };
        let new = with_values(&read(text), key, &values);
        assert_eq!(new, expected);
        let literals = read(&new).header.literals(key).to_vec();
        let found: Vec<String> = literals.into_iter().map(|literal| literal.value).collect();
        assert_eq!(found, values);
    }

    #[test]
    fn rust_literals_are_replaced_in_place() {
        let text = "revision! {\n    id: \"b\", // second\n    down_revision: \"a\",\n}\nfn x() { \"a\"; }\n";
        check(
            "b.rs",
            Key::DownRevision,
            &["c"],
            text,
            &text.replacen("\"a\"", "\"c\"", 1),
        );
        check(
            "b.rs",
            Key::Id,
            &["c"],
            text,
            &text.replacen("\"b\"", "\"c\"", 1),
        );
        let text = "revision! { id: r#\"b\"#, down_revision: [ /* 1 */ \"a\", \"x\" ] }";
        check(
            "b.rs",
            Key::DownRevision,
            &["a", "y"],
            text,
            &text.replace("\"x\"", "\"y\""),
        );
        check(
            "b.rs",
            Key::DownRevision,
            &["z"],
            text,
            "revision! { id: r#\"b\"#, down_revision: \"z\" }",
        );
        check(
            "b.rs",
            Key::Id,
            &["q"],
            text,
            &text.replace("r#\"b\"#", "\"q\""),
        );
    }

    #[test]
    fn a_rust_key_is_added_below_the_one_before_it() {
        check(
            "b.rs",
            Key::DownRevision,
            &["a"],
            "revision! {\r\n\tid: \"b\",\r\n}",
            "revision! {\r\n\tid: \"b\",\r\n\tdown_revision: \"a\",\r\n}",
        );
        check(
            "b.rs",
            Key::DependsOn,
            &["x", "y"],
            "revision! {\n    id: \"b\",\n    down_revision: \"a\"\n}",
            "revision! {\n    id: \"b\",\n    down_revision: \"a\",\n    depends_on: [\"x\", \"y\"]\n}",
        );
        check(
            "b.rs",
            Key::DownRevision,
            &["a"],
            "revision! { id: \"b\" }",
            "revision! { id: \"b\", down_revision: \"a\" }",
        );
    }

    #[test]
    fn sql_values_are_replaced_and_added() {
        let text = "-- x\n--\n-- revision: b\n-- down_revision: a , c\n\n-- upgrade\nSELECT 'a';\n";
        check(
            "b.sql",
            Key::DownRevision,
            &["a", "d"],
            text,
            &text.replace(", c", ", d"),
        );
        check(
            "b.sql",
            Key::DownRevision,
            &["d"],
            text,
            &text.replace("a , c", "d"),
        );
        check("b.sql", Key::Id, &["q"], text, &text.replace(": b", ": q"));
        check(
            "b.sql",
            Key::DownRevision,
            &["a"],
            "--revision: b  \r\n--created: now\r\n\r\n-- upgrade\r\n",
            "--revision: b  \r\n--down_revision: a\r\n--created: now\r\n\r\n-- upgrade\r\n",
        );
    }

    #[test]
    fn a_revision_can_become_a_base() {
        let text = "revision! {\n    id: \"b\",\n    down_revision: \"a\",\n}\n";
        check(
            "b.rs",
            Key::DownRevision,
            &[],
            text,
            &text.replace("\"a\"", "[]"),
        );
        let text = "-- revision: b\n-- down_revision: a\n\n-- upgrade\n";
        check(
            "b.sql",
            Key::DownRevision,
            &[],
            text,
            &text.replace(": a", ": "),
        );
    }
}
