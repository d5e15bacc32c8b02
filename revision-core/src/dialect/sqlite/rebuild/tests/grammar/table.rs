//! Tables that nobody chose, with all that SQLite's grammar has, as text of whose pieces the places are known; with rows, and
//! with other objects that hold on to them.

use std::ops::Range;

use super::super::super::over::quoted;
use super::column::{Clause, Column, ROWS, check, column, references};
use super::dice::Dice;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    NotNull,
    Null,
    Default,
    Collate,
    Check,
    Unique,
    Key,
    Foreign,
    Generated,
}

/// What kind of table it is.
pub(super) struct Shape {
    pub(super) strict: bool,
    pub(super) without_rowid: bool,
    pub(super) key: Key,
    /// What becomes of rows that have a key of another.
    pub(super) otherwise: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    None,
    /// The first column is the number of the row.
    Counted {
        for_ever: bool,
    },
    /// The first column says by itself that it is the key.
    Own,
    /// So many columns are the key, which is said behind them.
    OfTable(usize),
}

impl Shape {
    fn draw(dice: &mut Dice<'_>) -> Self {
        let strict = dice.one_in(3);
        let key = match dice.below(5) {
            0 => Key::Counted { for_ever: false },
            1 => Key::Counted { for_ever: true },
            2 => Key::None,
            3 => Key::Own,
            _ => Key::OfTable(1 + dice.below(2)),
        };
        let may_be_without = matches!(key, Key::Own | Key::OfTable(_));
        Self {
            strict,
            without_rowid: may_be_without && dice.one_in(2),
            key,
            otherwise: dice.conflict(),
        }
    }

    pub(super) fn is_counted(&self) -> bool {
        matches!(self.key, Key::Counted { .. })
    }

    /// How many columns belong to the primary key.
    fn keys(&self) -> usize {
        match self.key {
            Key::None => 0,
            Key::Counted { .. } | Key::Own => 1,
            Key::OfTable(keys) => keys,
        }
    }

    /// Whether this column belongs to the primary key.
    pub(super) fn is_key(&self, number: usize) -> bool {
        number < self.keys()
    }
}

pub(super) struct Drawn {
    pub(super) name: String,
    /// The text as the database keeps it.
    pub(super) sql: String,
    /// Where it is called by its name.
    pub(super) called: Range<usize>,
    pub(super) columns: Vec<Column>,
    pub(super) constraints: Vec<Clause>,
    /// Behind the bracket.
    pub(super) open: usize,
    /// Where it closes.
    pub(super) close: usize,
    /// What else there is, and the rows.
    pub(super) rest: Vec<String>,
}

/// What is there before the table.
pub(super) const BEFORE: &str = "
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE); -- referred to
INSERT INTO p VALUES (1, 'c1'), (2, 'c2'), (3, 'c3');
CREATE TABLE log (what TEXT);";

impl Drawn {
    pub(super) fn draw(dice: &mut Dice<'_>) -> Self {
        let shape = Shape::draw(dice);
        let (name, spelt) = dice.name("t", 1);
        let mut sql = "CREATE TABLE ".to_owned();
        let called = sql.len()..sql.len() + spelt.len();
        sql.push_str(&spelt);
        sql.push_str(dice.gap());
        sql.push('(');
        let open = sql.len();
        let mut columns: Vec<Column> = Vec::new();
        let count = 2 + dice.below(4);
        for number in 0..count {
            if number > 0 {
                sql.push_str(dice.of(&["", "", " /* , */ "]));
                sql.push(',');
            }
            sql.push_str(dice.gap());
            let one = column(dice, &mut sql, number, &shape, &columns);
            columns.push(one);
        }
        let mut constraints = Vec::new();
        for (kind, text) in of_table(dice, &shape, &columns) {
            // Behind the first one there may be no comma.
            let comma = constraints.is_empty() || dice.below(4) > 0;
            sql.push_str(if comma { "," } else { "" });
            sql.push_str(dice.gap());
            constraints.push(constraint(dice, &mut sql, kind, &text));
        }
        sql.push_str(dice.of(&["", " ", "\n", " -- the end )\n"]));
        let close = sql.len();
        sql.push(')');
        let options: &[&str] = match (shape.strict, shape.without_rowid) {
            (false, false) => &[""],
            (true, false) => &["STRICT", " strict", "/* , */STRICT"],
            (false, true) => &["WITHOUT ROWID", " without\nrowid"],
            (true, true) => &["STRICT, WITHOUT ROWID", " WITHOUT ROWID,STRICT"],
        };
        sql.push_str(dice.of(options));
        let mut drawn = Self {
            name,
            sql,
            called,
            columns,
            constraints,
            open,
            close,
            rest: Vec::new(),
        };
        drawn.rest = drawn.rows();
        drawn.rest.extend(drawn.around(dice, &shape));
        drawn
    }

    fn rows(&self) -> Vec<String> {
        let given = || self.columns.iter().filter(|column| !column.is_generated);
        let names: Vec<String> = given().map(|column| quoted(&column.name)).collect();
        let row = |row: usize| {
            let values: Vec<&str> = given().map(|column| &*column.values[row]).collect();
            format!(
                "INSERT INTO {} ({}) VALUES ({})",
                quoted(&self.name),
                names.join(", "),
                values.join(", ")
            )
        };
        (0..ROWS).map(row).collect()
    }

    /// Indexes, triggers, views and a table that refers to this one.
    fn around(&self, dice: &mut Dice<'_>, shape: &Shape) -> Vec<String> {
        let table = quoted(&self.name);
        let mut made = vec!["CREATE VIRTUAL TABLE words USING fts5(body)".to_owned()];
        let column =
            |dice: &mut Dice<'_>| quoted(&self.columns[dice.below(self.columns.len())].name);
        for number in 0..dice.below(3) {
            let (name, spelt) = dice.name("ix", number);
            let (one, other) = (column(dice), column(dice));
            made.push(format!(
                "CREATE INDEX{}{spelt} ON {table} ({one} {}, {}{other}) /* {name} */){}",
                dice.gap(),
                dice.of(&["", "DESC", "COLLATE nocase ASC"]),
                dice.of(&["lower(", "(", "quote("]),
                if dice.one_in(2) {
                    format!("{}WHERE {one} IS NOT NULL", dice.gap())
                } else {
                    String::new()
                }
            ));
        }
        if dice.one_in(2) {
            let one = column(dice);
            made.push(format!(
                "CREATE TRIGGER \"on;t\" AFTER UPDATE OF {one} ON {table} WHEN new.{one} IS NOT old.{one} \
                 BEGIN INSERT INTO log VALUES ('a;' || new.{one}); END"
            ));
        }
        if dice.one_in(2) {
            let one = column(dice);
            made.push(format!(
                "CREATE VIEW v AS SELECT {one} AS x /* x */ FROM {table} AS y"
            ));
            made.push("CREATE TRIGGER iv INSTEAD OF DELETE ON v BEGIN SELECT 1; END".to_owned());
        }
        if shape.is_counted() || shape.key == Key::Own {
            let key = quoted(&self.columns[0].name);
            made.push(format!(
                "CREATE TABLE child (r{}REFERENCES {table} ({key}) ON DELETE CASCADE)",
                dice.gap()
            ));
            made.push(format!("INSERT INTO child SELECT {key} FROM {table}"));
        }
        made
    }
}

/// The constraints of a table, in words.
fn of_table(dice: &mut Dice<'_>, shape: &Shape, columns: &[Column]) -> Vec<(Kind, String)> {
    let mut all = Vec::new();
    if let Key::OfTable(keys) = shape.key {
        let keys = columns[..keys].iter().map(|column| {
            format!(
                "{} {}",
                column.spelt,
                dice.of(&["", "DESC", "COLLATE nocase", "asc"])
            )
        });
        let keys: Vec<String> = keys.collect();
        let text = format!("{}({})", dice.words("PRIMARY KEY"), keys.join(","));
        all.push((Kind::Key, text + &dice.on_conflict(shape.otherwise)));
    }
    for _ in 0..dice.below(3) {
        let column = &columns[dice.below(columns.len())];
        let (kind, text) = match dice.below(3) {
            0 => {
                let sql = check(dice, &quoted(&column.name));
                (Kind::Check, format!("{} ({sql})", dice.words("CHECK")))
            }
            1 if !column.is_generated => {
                let order = dice.of(&["", " DESC", " COLLATE RTRIM ASC"]);
                let text = format!("{}({}{order})", dice.words("UNIQUE"), column.spelt);
                (Kind::Unique, text + &dice.on_conflict(shape.otherwise))
            }
            _ => {
                let Some(from) = columns
                    .iter()
                    .find(|one| one.clause(Kind::Foreign).is_some())
                else {
                    continue;
                };
                let text = from.values[0].as_str();
                let what = if text.starts_with('\'') { "code" } else { "id" };
                let references = references(dice, what);
                let text = format!(
                    "{}({}){}{references}",
                    dice.words("FOREIGN KEY"),
                    from.spelt,
                    dice.gap()
                );
                (Kind::Foreign, text)
            }
        };
        all.push((kind, text));
    }
    all
}

fn constraint(dice: &mut Dice<'_>, sql: &mut String, kind: Kind, text: &str) -> Clause {
    let at = sql.len();
    let mut named = None;
    if dice.one_in(2) {
        let (name, spelt) = dice.name("ck", at);
        let gap = dice.gap();
        sql.push_str(&dice.words("CONSTRAINT"));
        sql.push_str(gap);
        sql.push_str(&spelt);
        sql.push_str(dice.gap());
        named = Some(name);
    }
    sql.push_str(text);
    Clause {
        kind,
        name: named,
        span: at..sql.len(),
    }
}
