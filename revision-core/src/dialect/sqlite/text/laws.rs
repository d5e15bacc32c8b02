//! What holds for the reader of texts, whatever the text.

use proptest::prelude::*;
use proptest::sample::select;

use super::{
    Clause, IndexText, Item, Span, TableText, Tokens, TriggerText, ViewText, What, is_virtual,
};

const PIECES: &[&str] = &[
    "CREATE ",
    "TABLE ",
    "t",
    "a",
    "(",
    ")",
    ",",
    " INTEGER",
    " \"q\"",
    " [b c]",
    " `d`",
    " 'e'",
    " CONSTRAINT ",
    " PRIMARY KEY",
    " AUTOINCREMENT",
    " NOT",
    " NULL",
    " DEFAULT ",
    " -5",
    " +",
    "'x'",
    " COLLATE nocase",
    " CHECK (a > 0)",
    " UNIQUE",
    " REFERENCES p",
    " ON DELETE CASCADE",
    " ON CONFLICT IGNORE",
    " DEFERRABLE INITIALLY DEFERRED",
    " GENERATED ALWAYS AS (a + 1)",
    " AS (b)",
    " STORED",
    " FOREIGN KEY",
    " (a, b)",
    " DESC",
    " ASC",
    " -- c\n",
    "/* d */",
    "\n",
    " ",
    " WITHOUT ROWID",
    " STRICT",
    "(10, 2)",
    ";",
    "\"",
    "'",
    "[",
    "--",
    "/*",
    "é",
    " INDEX ",
    " VIEW ",
    " TRIGGER ",
    " ON ",
    " WHERE ",
    " UPDATE OF ",
    ".",
    " IF NOT EXISTS ",
    " MATCH FULL",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(select(PIECES), 0..30).prop_map(|pieces| pieces.concat());
    let column = prop::collection::vec(select(PIECES), 0..8).prop_map(|pieces| pieces.concat());
    let columns = prop::collection::vec(column, 1..6)
        .prop_map(|columns| format!("CREATE TABLE t(a {})", columns.join(",")));
    prop_oneof![pieces, columns, ".{0,40}"]
}

/// The places that a table consists of, in their order: no byte between them is anything but white space, a comment, a
/// comma.
fn places(table: &TableText) -> Vec<Span> {
    let mut places = vec![table.name.span.clone(), table.open.clone()];
    for part in &table.parts {
        match &part.item {
            Item::Column(column) => {
                places.push(column.name.span.clone());
                places.extend(column.ty.clone());
                places.extend(column.clauses.iter().map(|clause| clause.span.clone()));
            }
            Item::Constraint(constraint) => places.push(constraint.span.clone()),
        }
        places.extend(part.comma.clone());
    }
    places.push(table.close.clone());
    places
}

fn inner(clause: &Clause) -> Vec<Span> {
    let mut inner = vec![clause.body.clone()];
    inner.extend(clause.name.iter().map(|name| name.span.clone()));
    inner.extend(clause.on_conflict.clone());
    match &clause.what {
        What::PrimaryKey {
            keys,
            autoincrement,
            ..
        } => {
            inner.extend(
                keys.iter()
                    .flat_map(|key| [key.span.clone(), key.sql.clone()]),
            );
            inner.extend(autoincrement.clone());
        }
        What::Unique(keys) => inner.extend(keys.iter().map(|key| key.span.clone())),
        What::Check(span) | What::Default(span) | What::Generated { sql: span, .. } => {
            inner.push(span.clone());
        }
        What::Collate(name) => inner.push(name.span.clone()),
        What::ForeignKey(columns, references) => {
            inner.extend(columns.iter().map(|name| name.span.clone()));
            inner.push(references.table.span.clone());
            inner.extend(references.columns.iter().map(|name| name.span.clone()));
        }
        What::Null | What::NotNull | What::Other => {}
    }
    inner
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_makes_it_panic(text in text()) {
        IndexText::read(&text);
        ViewText::read(&text);
        TriggerText::read(&text);
        is_virtual(&text);
        if let Some(table) = TableText::read(&text) {
            table.rowid(&text);
        }
    }

    #[test]
    fn every_token_belongs_to_one_place(text in text()) {
        let Some(table) = TableText::read(&text) else { return Ok(()) };
        let places = places(&table);
        for pair in places.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{pair:?}");
        }
        let mut tokens = Tokens::new(&text);
        while let Some(token) = tokens.next() {
            if token.start < table.name.span.start || token.start >= table.close.end {
                continue;
            }
            let within = |place: &&Span| place.start <= token.start && token.end <= place.end;
            prop_assert_eq!(places.iter().filter(within).count(), 1, "{:?}", &text[token]);
        }
        for part in &table.parts {
            let clauses = match &part.item {
                Item::Column(column) => &*column.clauses,
                Item::Constraint(constraint) => std::slice::from_ref(constraint),
            };
            for clause in clauses {
                for inner in inner(clause) {
                    let outer = &clause.span;
                    prop_assert!(outer.start <= inner.start && inner.end <= outer.end, "{clause:?}");
                    prop_assert!(text.get(inner).is_some());
                }
            }
        }
    }
}
