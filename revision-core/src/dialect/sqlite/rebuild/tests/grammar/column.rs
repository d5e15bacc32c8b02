//! Columns that nobody chose.

use std::ops::Range;

use super::dice::Dice;
use super::table::{Key, Kind, Shape};

/// A column.
pub(super) struct Column {
    pub(super) name: String,
    pub(super) spelt: String,
    /// Of all of it.
    pub(super) span: Range<usize>,
    /// Of its type; nothing behind the name where it has none.
    pub(super) ty: Range<usize>,
    pub(super) clauses: Vec<Clause>,
    pub(super) is_generated: bool,
    /// What it holds in each row, in SQL.
    pub(super) values: Vec<String>,
}

/// A clause of a column or a constraint of a table.
pub(super) struct Clause {
    pub(super) kind: Kind,
    pub(super) name: Option<String>,
    pub(super) span: Range<usize>,
}

impl Column {
    pub(super) fn clause(&self, kind: Kind) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.kind == kind)
    }
}

/// How many rows there are.
pub(super) const ROWS: usize = 3;

/// Writes a column behind what is there of the text.
pub(super) fn column(
    dice: &mut Dice<'_>,
    sql: &mut String,
    number: usize,
    shape: &Shape,
    before: &[Column],
) -> Column {
    let start = sql.len();
    let (name, spelt) = dice.name("c", number);
    sql.push_str(&spelt);
    let first = number == 0;
    let is_alias = first && shape.is_counted();
    let target = before.iter().find(|one| !one.is_generated);
    let is_generated = !shape.is_key(number) && target.is_some() && dice.one_in(5);
    let refers = !first && !is_generated && dice.one_in(4);
    let declared = if is_alias {
        "INTEGER"
    } else if refers {
        dice.of(&["INTEGER", "TEXT"])
    } else if is_generated {
        dice.of(&["TEXT", "ANY"])
    } else if shape.strict {
        dice.of(&["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"])
    } else {
        dice.of(&[
            "INTEGER",
            "TEXT",
            "",
            "odd type (3, -4)",
            "[odd, type]",
            "\"b(\"",
            "VARCHAR(20)",
            "UNSIGNED BIG INT",
            "DECIMAL /* , */ (10,2)",
            "BLOB",
            "Double",
        ])
    };
    let end = sql.len();
    let ty = if declared.is_empty() {
        end..end
    } else {
        sql.push_str(dice.gap());
        let at = sql.len();
        sql.push_str(declared);
        at..sql.len()
    };
    let mut clauses = Vec::new();
    let mut clause = |dice: &mut Dice<'_>, sql: &mut String, kind, text: &str| {
        // SQLite takes a comment between a type and `GENERATED` for a part of the type.
        let gap = dice.gap();
        let is_taken = kind == Kind::Generated && clauses.is_empty();
        sql.push_str(if is_taken { " " } else { gap });
        let at = sql.len();
        let mut named = None;
        if dice.one_in(3) {
            let (name, spelt) = dice.name("k", number * 10 + clauses.len());
            let gap = dice.gap();
            let words = dice.words("CONSTRAINT");
            sql.extend([words.as_str(), gap, &spelt, dice.gap()]);
            named = Some(name);
        }
        sql.push_str(text);
        clauses.push(Clause {
            kind,
            name: named,
            span: at..sql.len(),
        });
    };
    let quoted = super::super::super::over::quoted(&name);
    if is_alias || (first && shape.key == Key::Own) {
        let order = if is_alias {
            ""
        } else {
            dice.of(&["", " DESC"])
        };
        let mut text = dice.words(&format!("PRIMARY KEY{order}"));
        text.push_str(&dice.on_conflict(shape.otherwise));
        if is_alias && shape.key == (Key::Counted { for_ever: true }) {
            text.push_str(dice.gap());
            text.push_str(&dice.words("AUTOINCREMENT"));
        }
        clause(dice, sql, Kind::Key, &text);
    }
    let mut is_not_null = shape.is_key(number);
    for kind in order(dice) {
        if dice.below(3) < 2 {
            continue;
        }
        let text = match kind {
            Kind::NotNull if dice.one_in(4) && !shape.is_key(number) => {
                let text = dice.words("NULL") + &dice.any_conflict();
                clause(dice, sql, Kind::Null, &text);
                continue;
            }
            Kind::NotNull => {
                is_not_null = true;
                dice.words("NOT NULL") + &dice.any_conflict()
            }
            Kind::Default if !is_generated => dice.words("DEFAULT") + dice.gap() + default(dice),
            Kind::Collate => format!("COLLATE {}", dice.of(&["nocase", "BINARY", "\"rtrim\""])),
            Kind::Check => format!(
                "{}{}({})",
                dice.words("CHECK"),
                dice.gap(),
                check(dice, &quoted)
            ),
            Kind::Unique if !is_generated => {
                dice.words("UNIQUE") + &dice.on_conflict(shape.otherwise)
            }
            _ => continue,
        };
        clause(dice, sql, kind, &text);
    }
    if refers {
        let what = if declared == "TEXT" { "code" } else { "id" };
        let text = references(dice, what);
        clause(dice, sql, Kind::Foreign, &text);
    }
    if let Some(target) = target.filter(|_| is_generated) {
        let start = dice.of(&["GENERATED ALWAYS AS ", "AS"]);
        let text = format!(
            "{start}(coalesce(hex({}), ',') || ')' /* ) */){}",
            target.spelt,
            dice.of(&["", " STORED", " virtual"])
        );
        clause(dice, sql, Kind::Generated, &text);
    }
    let value = |row: usize| {
        // It may be the number of the row.
        if is_alias || (shape.is_key(number) && declared == "INTEGER" && !refers) {
            return format!("{}", row * 7 + 2);
        }
        if refers {
            let empty = row == 1 && !is_not_null;
            return match (empty, declared) {
                (true, _) => "NULL".to_owned(),
                (false, "TEXT") => format!("'c{}'", row + 1),
                (false, _) => format!("{}", row + 1),
            };
        }
        any_value(
            shape.strict,
            declared,
            is_not_null,
            number + row,
            number * 10 + row,
        )
    };
    Column {
        values: (0..ROWS).map(value).collect(),
        name,
        spelt,
        span: start..sql.len(),
        ty,
        clauses,
        is_generated,
    }
}

fn order(dice: &mut Dice<'_>) -> Vec<Kind> {
    let mut kinds = vec![
        Kind::NotNull,
        Kind::Default,
        Kind::Collate,
        Kind::Check,
        Kind::Unique,
    ];
    let by = dice.below(kinds.len());
    kinds.rotate_left(by);
    kinds
}

fn default(dice: &mut Dice<'_>) -> &'static str {
    dice.of(&[
        "-5",
        "+ 1.5e3",
        "'it''s, ('",
        "(abs(-3) + (1))",
        "bare",
        "\"quoted\"",
        "CURRENT_TIMESTAMP",
        "x'00ff'",
        "NULL",
        "true",
    ])
}

/// What is true of any value.
pub(super) fn check(dice: &mut Dice<'_>, column: &str) -> String {
    let check = dice.of(&[
        "# IS NOT 'never'",
        "length(#) < 1000 OR # IS NULL",
        "coalesce(# <> ')', 1) -- )\n",
        "typeof(#) IN ('integer', 'text', 'real', 'blob', 'null')",
    ]);
    check.replace('#', column)
}

/// What is said of a foreign key behind its columns.
pub(super) fn references(dice: &mut Dice<'_>, column: &str) -> String {
    let columns = match column {
        "id" => dice.of(&["", "(id)", " ( \"ID\" )"]),
        _ => " (code)",
    };
    let mut text = format!(
        "{} {}{columns}",
        dice.words("REFERENCES"),
        dice.of(&["p", "\"P\"", "[p]"])
    );
    for more in [
        &[
            "",
            "ON DELETE CASCADE",
            "ON DELETE SET NULL",
            "ON DELETE NO ACTION",
        ][..],
        &["", "ON UPDATE SET DEFAULT", "ON UPDATE RESTRICT"],
        &["", "MATCH SIMPLE", "MATCH FULL"],
        &[
            "",
            "DEFERRABLE",
            "DEFERRABLE INITIALLY DEFERRED",
            "NOT DEFERRABLE INITIALLY IMMEDIATE",
        ],
    ] {
        let more = dice.of(more);
        if !more.is_empty() {
            text.push_str(dice.gap());
            text.push_str(&dice.words(more));
        }
    }
    text
}

/// A value that no other row has, of a type that the column takes.
fn any_value(
    strict: bool,
    declared: &str,
    is_not_null: bool,
    kind: usize,
    number: usize,
) -> String {
    let kinds = if strict {
        match declared {
            "INT" | "INTEGER" => "i",
            "REAL" => "r",
            "TEXT" => "t",
            "BLOB" => "b",
            _ => "irtbnl",
        }
    } else {
        "tirbnl"
    };
    match kinds.as_bytes().get(kind % kinds.len()) {
        Some(b'i') => format!("{number}"),
        Some(b'l') => format!("9223372036854775{number:03}"),
        Some(b'r') => format!("{number}.25"),
        Some(b'b') => format!("x'00{number:04}'"),
        Some(b'n') if !is_not_null => "NULL".to_owned(),
        _ => format!("'v{number} ''ü'"),
    }
}
