//! The table of types in `docs/types.md`, which is written by a test: `UPDATE_EXPECT=1 cargo test`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::words;
use crate::schema::{Enum, QualifiedName, Size, Type};
use crate::{Product, Server};

const SERVERS: [(&str, Server); 4] = [
    ("PostgreSQL", server(Product::Postgres, [18, 0, 0])),
    ("MySQL", server(Product::MySql, [8, 4, 0])),
    ("MariaDB", server(Product::MariaDb, [11, 8, 0])),
    ("SQLite", server(Product::Sqlite, [3, 50, 0])),
];

const fn server(product: Product, version: [u32; 3]) -> Server {
    Server { product, version }
}

/// The words of revision files, each with a type that it stands for.
fn vocabulary() -> Vec<(&'static str, Type)> {
    let text = |text: &str| text.to_owned();
    let zoned = |precision, zone| Type::Timestamp { precision, zone };
    let [signed, unsigned] = [false, true];
    vec![
        ("boolean()", Type::Boolean),
        ("tinyint()", Type::TinyInt { unsigned: signed }),
        ("smallint()", Type::SmallInt { unsigned: signed }),
        ("mediumint()", Type::MediumInt { unsigned: signed }),
        ("integer()", Type::Integer { unsigned: signed }),
        ("bigint()", Type::BigInt { unsigned: signed }),
        ("bigint().unsigned()", Type::BigInt { unsigned }),
        ("real()", Type::Real),
        ("double()", Type::Double),
        ("numeric(10, 2)", Type::Numeric(Some((10, 2)))),
        ("decimal()", Type::Numeric(None)),
        ("char(2)", Type::Char(2)),
        ("varchar(255)", Type::Varchar(Some(255))),
        ("text()", Type::Text(Size::Plain)),
        ("tinytext()", Type::Text(Size::Tiny)),
        ("mediumtext()", Type::Text(Size::Medium)),
        ("longtext()", Type::Text(Size::Long)),
        ("binary(16)", Type::Binary(16)),
        ("varbinary(255)", Type::Varbinary(255)),
        ("blob()", Type::Blob(Size::Plain)),
        ("longblob()", Type::Blob(Size::Long)),
        ("date()", Type::Date),
        (
            "time()",
            Type::Time {
                precision: None,
                zone: false,
            },
        ),
        (
            "timetz()",
            Type::Time {
                precision: None,
                zone: true,
            },
        ),
        ("timestamp()", zoned(None, false)),
        ("timestamptz()", zoned(None, true)),
        ("timestamp().precision(3)", zoned(Some(3), false)),
        ("interval()", Type::Interval),
        ("uuid()", Type::Uuid),
        ("json()", Type::Json),
        ("jsonb()", Type::Jsonb),
        ("enum_(\"mood\")", Type::Enum("mood".into())),
        (
            "enum_values([\"a\", \"b\"])",
            Type::InlineEnum(vec![text("a"), text("b")]),
        ),
        (
            "array(text())",
            Type::Array(Box::new(Type::Text(Size::Plain))),
        ),
        ("inet()", Type::Inet),
        ("cidr()", Type::Cidr),
        ("custom(\"…\")", Type::Custom(text("…"))),
    ]
}

/// A number for each kind of type: a new one does not compile here until it has a row in the table.
fn kind(ty: &Type) -> usize {
    match ty {
        Type::Boolean => 0,
        Type::TinyInt { .. } => 1,
        Type::SmallInt { .. } => 2,
        Type::MediumInt { .. } => 3,
        Type::Integer { .. } => 4,
        Type::BigInt { .. } => 5,
        Type::Real => 6,
        Type::Double => 7,
        Type::Numeric(_) => 8,
        Type::Char(_) => 9,
        Type::Varchar(_) => 10,
        Type::Text(_) => 11,
        Type::Binary(_) => 12,
        Type::Varbinary(_) => 13,
        Type::Blob(_) => 14,
        Type::Date => 15,
        Type::Time { .. } => 16,
        Type::Timestamp { .. } => 17,
        Type::Interval => 18,
        Type::Uuid => 19,
        Type::Json => 20,
        Type::Jsonb => 21,
        Type::Enum(_) => 22,
        Type::InlineEnum(_) => 23,
        Type::Array(_) => 24,
        Type::Inet => 25,
        Type::Cidr => 26,
        Type::Custom(_) => 27,
    }
}

const KINDS: usize = 28;

/// The enum of the table.
fn enums() -> BTreeMap<QualifiedName, Enum> {
    let values = vec!["ok".to_owned(), "happy".to_owned()];
    BTreeMap::from([("mood".into(), Enum::new(values))])
}

const HEAD: &str = "\
# Types

What a type of a revision file is called on each database. This page is written by a test; do not change it by hand.

A column of one database alone is given its type with `.type_on(…)`, and a type that no word stands for with
`custom(\"…\")`, in the words of that database.

";

fn table() -> String {
    let mut page = HEAD.to_owned();
    let mut notes: Vec<String> = Vec::new();
    page.push_str("| type |");
    for (name, _) in SERVERS {
        let _ = write!(page, " {name} |");
    }
    page.push_str("\n|---|---|---|---|---|\n");
    for (word, ty) in vocabulary() {
        let _ = write!(page, "| `{word}` |");
        for (_, server) in SERVERS {
            let (cell, note) = match words(server, &enums(), &ty) {
                Ok(words) => {
                    let oldest = Server::oldest(server.product);
                    let note = match words_of_oldest(oldest, &ty) {
                        old if old == words => None,
                        old => Some(format!("{old} on the oldest version that is supported")),
                    };
                    (format!("`{words}`"), note)
                }
                Err(why) => (String::new(), Some(why.to_string())),
            };
            let note = note.map(|note| {
                let at = notes.iter().position(|other| *other == note);
                let at = at.unwrap_or_else(|| {
                    notes.push(note);
                    notes.len() - 1
                });
                format!("[{}]", at + 1)
            });
            let cell: Vec<_> = [Some(cell).filter(|cell| !cell.is_empty()), note]
                .into_iter()
                .flatten()
                .collect();
            let _ = write!(page, " {} |", cell.join(" "));
        }
        page.push('\n');
    }
    page.push('\n');
    for (number, note) in notes.iter().enumerate() {
        let _ = writeln!(page, "{}. {note}", number + 1);
    }
    page
}

fn words_of_oldest(oldest: Server, ty: &Type) -> String {
    words(oldest, &enums(), ty).unwrap_or_else(|why| why.to_string())
}

#[test]
fn the_page_says_what_is_rendered() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/types.md");
    let table = table();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &table).expect("the page can be written");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == table,
        "docs/types.md is stale: UPDATE_EXPECT=1 writes it"
    );
}

#[test]
fn every_type_has_a_row() {
    let shown: std::collections::BTreeSet<_> =
        vocabulary().iter().map(|(_, ty)| kind(ty)).collect();
    assert_eq!(shown.len(), KINDS);
}
