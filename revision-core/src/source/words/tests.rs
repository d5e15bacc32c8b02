//! Writing and reading are each other's inverse, and rustfmt has nothing to change.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use super::*;
use crate::schema::{Column, Constraint, ForeignKey, Name, QualifiedName, Type, Unique};
use crate::source::body;
use crate::{Backend, Source};

/// A file with these functions.
fn file(functions: &str) -> String {
    format!("use revision_core::prelude::*;\n\nrevision! {{\n    id: \"a\",\n}}\n\n{functions}")
}

/// What a function of a text does.
fn read(text: &str, name: &str) -> Vec<Operation> {
    let source = Arc::new(Source {
        path: "a.rs".into(),
        text: text.to_owned(),
    });
    match body::read(&source, name, Backend::Sqlite) {
        Ok(recorded) => recorded.operations,
        Err(unread) => panic!("{unread:?}: {}\n{text}", &text[unread.span.clone()]),
    }
}

/// The text as rustfmt leaves it.
fn formatted(text: &str) -> String {
    let mut rustfmt = Command::new("rustfmt")
        .args(["--edition", "2024", "--emit", "stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("rustfmt is there, where the project is tested");
    let mut input = rustfmt.stdin.take().expect("it is piped");
    input.write_all(text.as_bytes()).expect("it listens");
    drop(input);
    let output = rustfmt.wait_with_output().expect("it ends");
    String::from_utf8(output.stdout).expect("it writes text")
}

/// Writes operations, and checks all that holds of what is written.
fn written(operations: &[Operation]) -> String {
    let text = file(&functions(operations, None));
    let back = read(&text, "upgrade");
    for (operation, back) in operations.iter().zip(&back) {
        assert_eq!(operation, back, "{text}");
    }
    assert_eq!(operations.len(), back.len(), "{text}");
    assert_eq!(text, file(&functions(&back, None)));
    text
}

#[test]
fn every_word_is_written_as_it_is_read() {
    let every = include_str!("../../../tests/files/every_word.rs");
    let text = written(&read(every, "upgrade"));
    pretty_assertions(&formatted(&text), &text);
    let both = file(&functions(
        &read(every, "upgrade"),
        Some(&read(every, "downgrade")),
    ));
    assert_eq!(read(&both, "downgrade"), read(every, "downgrade"));
}

/// Chains and lists of every width around the limits.
#[test]
fn rustfmt_leaves_every_width() {
    let mut operations = Vec::new();
    for width in 1..28 {
        for count in 1..6 {
            let columns: Vec<Name> = (0..count)
                .map(|n| Name::from(format!("{}{n}", "c".repeat(width))))
                .collect();
            let table = QualifiedName::from("t".repeat(width).as_str());
            let mut unique = Unique::new(columns.clone());
            unique.include.clone_from(&columns);
            let key = ForeignKey::new(columns[..1].to_vec(), table.clone(), columns[1..].to_vec());
            for constraint in [Constraint::Unique(unique), Constraint::ForeignKey(key)] {
                let constraint = Box::new(constraint);
                operations.push(Operation::AddConstraint {
                    table: table.clone(),
                    constraint,
                });
            }
            let values = columns.iter().map(ToString::to_string).collect();
            let mut column = Column::new(columns[0].clone(), Type::InlineEnum(values));
            for _ in 0..2 {
                operations.push(Operation::AddColumn {
                    table: table.clone(),
                    column: Box::new(column.clone()),
                    if_not_exists: count == 2,
                    place: None,
                });
                column.comment = Some("x".repeat(width * 2));
            }
        }
    }
    let text = written(&operations);
    pretty_assertions(&formatted(&text), &text);
}

/// Compares texts by their lines, so that what differs is seen.
fn pretty_assertions(left: &str, right: &str) {
    for (number, (left, right)) in left.lines().zip(right.lines()).enumerate() {
        assert_eq!(left, right, "in line {}", number + 1);
    }
    assert_eq!(left, right);
}
