//! Each operation of the cases beside the SQL that it becomes on each database: a file a case, in `snapshots`.

use std::fmt::Write as _;

use revision_core::__private::sql::statements;
use revision_core::schema::Schema;
use revision_core::{Operation, Product, Server};

use crate::case::Case;
use crate::conformance::cases;

const SERVERS: [(&str, Product, [u32; 3]); 4] = [
    ("PostgreSQL 18", Product::Postgres, [18, 0, 0]),
    ("MySQL 8.4", Product::MySql, [8, 4, 0]),
    ("MariaDB 11.8", Product::MariaDb, [11, 8, 0]),
    ("SQLite 3.50", Product::Sqlite, [3, 50, 0]),
];

/// What a call becomes on one server.
type Answers = Vec<(u32, String)>;

/// The statements for each line of a case, and why there are none where there are none.
fn answers(case: &Case, server: Server) -> Answers {
    let mut schema = Schema::default();
    for (_, operation) in case.before(server.backend()) {
        schema
            .apply(&operation)
            .expect("what is there before makes sense");
    }
    let (lines, mut operations): (Vec<u32>, Vec<Operation>) =
        case.upgrade(server.backend()).into_iter().unzip();
    let mut answers = Answers::new();
    // What is refused is left out, so that the rest is seen.
    let steps = loop {
        match statements(server, &schema, &operations) {
            Ok(steps) => break steps,
            Err((number, why)) => {
                assert!(
                    !is_nothing(&operations[number]),
                    "nothing is refused: {why}"
                );
                answers.push((lines[number], format!("refused: {why}")));
                operations[number] = Operation::Reverse(Vec::new());
            }
        }
    };
    answers.extend(steps.into_iter().map(|(number, sql)| (lines[number], sql)));
    answers.sort_by_key(|(line, _)| *line);
    answers
}

/// Whether an operation stands in the place of one that was refused.
fn is_nothing(operation: &Operation) -> bool {
    matches!(operation, Operation::Reverse(operations) if operations.is_empty())
}

/// The text of the call that stands in a line, with the lines that follow it up to the next.
fn call(text: &str, line: u32, next: Option<u32>) -> String {
    let lines: Vec<_> = text.lines().collect();
    let start = line as usize - 1;
    let end = next.map_or(lines.len(), |next| next as usize - 1);
    let own = lines[start..end].iter().take_while(|line| **line != "}");
    let own = own.map(|line| line.strip_prefix("    ").unwrap_or(line));
    own.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

fn page(case: &Case) -> String {
    let servers = SERVERS.into_iter().map(|(name, product, version)| {
        let server = Server { product, version };
        (name, server)
    });
    let servers = servers.filter(|(_, server)| {
        let only = case.only_on();
        only.is_none_or(|only| only == server.backend())
    });
    let servers: Vec<_> = servers
        .map(|(name, server)| (name, server, answers(case, server)))
        .collect();
    let mut lines: Vec<u32> = Vec::new();
    for (_, server, _) in &servers {
        lines.extend(case.upgrade(server.backend()).iter().map(|(line, _)| *line));
    }
    lines.sort_unstable();
    lines.dedup();
    let mut page = String::new();
    for (number, line) in lines.iter().enumerate() {
        let call = call(case.text, *line, lines.get(number + 1).copied());
        let _ = writeln!(page, "{call}\n");
        let mut shown: Vec<(String, String)> = Vec::new();
        for (name, _, answers) in &servers {
            let own: Vec<_> = answers
                .iter()
                .filter(|(of, _)| of == line)
                .map(|(_, sql)| sql.as_str())
                .collect();
            let own = match own.as_slice() {
                [] => "nothing".to_owned(),
                own => own.join(";\n"),
            };
            match shown.last_mut() {
                Some((names, last)) if *last == own => {
                    let _ = write!(names, ", {name}");
                }
                _ => shown.push(((*name).to_owned(), own)),
            }
        }
        for (names, sql) in shown {
            let _ = writeln!(page, "-- {names}\n{sql}\n");
        }
    }
    page
}

#[test]
fn each_operation_on_each_database() {
    for case in cases() {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(case.name, page(&case));
        });
    }
}
