//! What the reader finds in texts as people write them.

use super::{IndexText, Item, Span, TableText, TriggerText, ViewText, What, is_virtual, mentions};
use crate::schema::Action;

const EVERYTHING: &str = r#"CREATE TABLE "my t" ( -- all of it
  id INTEGER CONSTRAINT pk PRIMARY KEY ON CONFLICT ABORT AUTOINCREMENT,
  [a b] UNSIGNED BIG INT (10, 2) NOT NULL ON CONFLICT FAIL DEFAULT -5 /* five */ CHECK ([a b] < ')'),
  `c` 'odd type' DEFAULT (1 + (2)) COLLATE "nocase" CONSTRAINT cu UNIQUE ON CONFLICT REPLACE,
  'd', -- no type
  e REFERENCES p ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED NOT NULL,
  f TEXT GENERATED ALWAYS AS (c || ',') STORED,
  g AS (1),
  CONSTRAINT ck CHECK (e > 0) UNIQUE (c COLLATE nocase DESC, lower(d)) ON CONFLICT IGNORE
  CONSTRAINT fk FOREIGN KEY ("c", d) REFERENCES q (x, y) ON DELETE CASCADE MATCH FULL
) STRICT"#;

fn at(text: &str, span: &Span) -> String {
    text[span.clone()].to_owned()
}

fn read(text: &str) -> TableText {
    TableText::read(text).expect("it is a table")
}

/// Name, type, clauses.
fn column(text: &str, name: &str) -> (String, Vec<String>) {
    let table = read(text);
    let column = table.column(name).expect("it is there");
    let ty = column.ty.as_ref().map(|span| at(text, span));
    let clauses = column.clauses.iter().map(|clause| at(text, &clause.span));
    (ty.unwrap_or_default(), clauses.collect())
}

#[test]
fn columns_fall_apart_into_clauses() {
    let expect = |name: &str, ty: &str, clauses: &[&str]| {
        let (found, found_clauses) = column(EVERYTHING, name);
        assert_eq!(
            (&*found, found_clauses),
            (ty, clauses.iter().map(|c| (*c).to_owned()).collect())
        );
    };
    expect(
        "ID",
        "INTEGER",
        &["CONSTRAINT pk PRIMARY KEY ON CONFLICT ABORT AUTOINCREMENT"],
    );
    expect(
        "a b",
        "UNSIGNED BIG INT (10, 2)",
        &[
            "NOT NULL ON CONFLICT FAIL",
            "DEFAULT -5",
            "CHECK ([a b] < ')')",
        ],
    );
    expect(
        "c",
        "'odd type'",
        &[
            "DEFAULT (1 + (2))",
            "COLLATE \"nocase\"",
            "CONSTRAINT cu UNIQUE ON CONFLICT REPLACE",
        ],
    );
    expect("d", "", &[]);
    expect(
        "e",
        "",
        &[
            "REFERENCES p ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED",
            "NOT NULL",
        ],
    );
    expect("f", "TEXT", &["GENERATED ALWAYS AS (c || ',') STORED"]);
    expect("g", "", &["AS (1)"]);
}

#[test]
fn constraints_need_no_commas() {
    let table = read(EVERYTHING);
    let found: Vec<_> = table
        .constraints()
        .map(|clause| at(EVERYTHING, &clause.span))
        .collect();
    let expected = [
        "CONSTRAINT ck CHECK (e > 0)",
        "UNIQUE (c COLLATE nocase DESC, lower(d)) ON CONFLICT IGNORE",
        "CONSTRAINT fk FOREIGN KEY (\"c\", d) REFERENCES q (x, y) ON DELETE CASCADE MATCH FULL",
    ];
    assert_eq!(found, expected);
    let last = table.constraints().last().map(|clause| clause.what.clone());
    let Some(What::ForeignKey(columns, references)) = last else {
        panic!("it is a foreign key")
    };
    assert_eq!(
        columns
            .iter()
            .map(|one| one.name.as_str())
            .collect::<Vec<_>>(),
        ["c", "d"]
    );
    assert_eq!(references.on_delete, Action::Cascade);
    assert_eq!(references.columns.len(), 2);
}

#[test]
fn options_and_keys_are_told() {
    let table = read(EVERYTHING);
    assert_eq!(table.name.name, "my t");
    assert!(table.strict.is_some() && table.without_rowid.is_none());
    assert!(table.autoincrement().is_some());
    assert!(table.rowid(EVERYTHING).is_some());
    let in_brackets = "CREATE TABLE t(id integer, PRIMARY KEY (id DESC AUTOINCREMENT))";
    let table = read(in_brackets);
    assert!(table.autoincrement().is_some() && table.rowid(in_brackets).is_some());
    let Some(Item::Constraint(key)) = table.parts.last().map(|part| part.item.clone()) else {
        panic!("a key")
    };
    let What::PrimaryKey { keys, .. } = key.what else {
        panic!("a key")
    };
    assert_eq!(
        (at(in_brackets, &keys[0].span), keys[0].descending),
        ("id DESC".to_owned(), true)
    );
    for text in [
        "CREATE TABLE t(id INTEGER PRIMARY KEY DESC)",
        "CREATE TABLE t(id INT PRIMARY KEY)",
        "CREATE TABLE t(id INTEGER PRIMARY KEY) WITHOUT ROWID",
        "CREATE TABLE t(id INTEGER, b, PRIMARY KEY (id, b))",
    ] {
        assert!(read(text).rowid(text).is_none(), "{text}");
    }
}

#[test]
fn what_is_no_table_is_none() {
    for text in [
        "",
        "CREATE TABLE t AS SELECT 1",
        "CREATE VIRTUAL TABLE t USING fts5(a)",
        "CREATE TABLE t(a",
        "SELECT 1",
    ] {
        assert_eq!(TableText::read(text), None, "{text}");
    }
    assert_eq!(
        is_virtual("CREATE VIRTUAL TABLE t USING FTS5(a)").as_deref(),
        Some("fts5")
    );
}

#[test]
fn indexes_views_and_triggers_are_read() {
    let text = "CREATE UNIQUE INDEX \"i\" ON t(a COLLATE nocase DESC, lower(b) ASC, a || b COLLATE binary) WHERE a > 0";
    let index = IndexText::read(text).expect("it is an index");
    let keys: Vec<_> = index.keys.iter().map(|key| at(text, &key.sql)).collect();
    assert_eq!(keys, ["a", "lower(b)", "a || b COLLATE binary"]);
    assert_eq!(
        index.keys[0]
            .collation
            .as_ref()
            .map(|name| name.name.as_str()),
        Some("nocase")
    );
    assert!(
        index.keys[0].descending
            && index.keys[0].column.is_some()
            && index.keys[1].column.is_none()
    );
    assert_eq!(at(text, &index.predicate.expect("it has one")), "a > 0");

    let text = "CREATE VIEW v(x, y) AS\n SELECT 1, 2 -- end\n";
    let view = ViewText::read(text).expect("it is a view");
    assert_eq!(
        (
            at(text, &view.query),
            view.columns.map(|span| at(text, &span))
        ),
        ("SELECT 1, 2".to_owned(), Some("(x, y)".to_owned()))
    );

    let text =
        "CREATE TRIGGER tr BEFORE UPDATE OF a, \"b\" ON main.t WHEN new.a > 0 BEGIN SELECT 1; END";
    let trigger = TriggerText::read(text).expect("it is a trigger");
    assert_eq!((trigger.table.name.as_str(), trigger.of.len()), ("t", 2));
    assert!(text[trigger.rest..].starts_with(" WHEN"));
}

#[test]
fn a_name_is_found_in_every_spelling() {
    let text = "a + \"A\" + [a] + `a` + 'a' + a(1) + ab + t.a -- a";
    let found: Vec<_> = mentions(text, "a")
        .into_iter()
        .map(|span| at(text, &span))
        .collect();
    assert_eq!(found, ["a", "\"A\"", "[a]", "`a`", "a"]);
}
