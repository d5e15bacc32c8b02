//! The frame around SQL of somebody's own that makes tables anew: what a rebuild of ours does besides its statements.
//!
//! Whoever has a connection turns foreign keys off before the transaction, and in it asks the [`questions`], runs
//! [`Frame::before`], then the statements, asks the questions again and runs what [`Frame::after`] says. What stood on the
//! tables and went with them is made again by its own text; what somebody dropped by its name stays dropped.

use super::live::Live;
use super::over::quoted;
use super::plan::{foreign_keys_are_off, legacy, made};
use super::{Check, Part};
use crate::dialect::driver::Answers;
use crate::dialect::lex::Lex as _;
use crate::dialect::lower::Why;
use crate::dialect::sqlite::lex::{Lexer, Words};
use crate::dialect::sqlite::text::{TableText, same};

/// How many rows each table had.
const ROWS: &str = "temp.revision_rows";
/// Which number each table that counts gave last.
const SEQUENCE: &str = "temp.revision_sequence";
/// The rows that referred to nothing.
const BROKEN: &str = "temp.revision_loose";

/// What the tables are like before the statements.
#[derive(Debug)]
pub(crate) struct Frame {
    live: Live,
    /// The tables, as the database spells their names.
    tables: Vec<String>,
    /// What statements drop by its name: whether an index or a trigger, and which.
    dropped: Vec<(&'static str, String)>,
}

/// What is to be done behind the statements.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct After {
    /// What has gone with a table.
    pub(crate) lost: Vec<Lost>,
    /// What is looked at, and set, when that is back.
    pub(crate) rest: Vec<Part>,
}

/// An index or a trigger that went with its table.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Lost {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
    /// The table or view that it stood on.
    pub(crate) table: String,
    /// What makes it again.
    pub(crate) sql: String,
}

impl Frame {
    /// Looks at what stands on the tables of these names; or says which of them there is not.
    pub(crate) fn new(
        answers: Answers,
        names: &[&str],
        statements: &[&str],
    ) -> Result<Self, (usize, Why)> {
        let unread = "the database's account of itself makes no sense";
        let live = Live::read(answers).ok_or_else(|| (0, Why::Unsupported(unread.to_owned())))?;
        let mut tables = Vec::new();
        for (number, name) in names.iter().enumerate() {
            let name = unquoted(name);
            let found = live.table(&name);
            let missing = || (number, Why::Invalid(format!("there is no table `{name}`")));
            let found = found.ok_or_else(missing)?.name.clone();
            if !tables.contains(&found) {
                tables.push(found);
            }
        }
        Ok(Self {
            live,
            tables,
            dropped: statements.iter().filter_map(|sql| dropped(sql)).collect(),
        })
    }

    /// What is noted before the statements.
    pub(crate) fn before(&self) -> Vec<Part> {
        let mut parts = vec![
            foreign_keys_are_off(),
            broken_before(),
            Part::Run(format!(
                "CREATE TEMP TABLE revision_rows AS {}",
                self.rows("rows")
            )),
        ];
        if self.counts() {
            parts.push(Part::Run(format!(
                "CREATE TEMP TABLE revision_sequence AS SELECT name, seq FROM main.sqlite_sequence WHERE {}",
                self.counted()
            )));
        }
        parts
    }

    /// Whether a statement calls one of the tables otherwise, or another by the name of one of them.
    pub(crate) fn is_renamed_by(&self, sql: &str) -> bool {
        let names: Vec<&str> = self.tables.iter().map(String::as_str).collect();
        renames(sql, &names)
    }

    /// The settings before and behind such a statement.
    pub(crate) fn around(&self) -> [String; 2] {
        [legacy(true), legacy(self.live.legacy_alter_table)]
    }

    /// What is to be done behind the statements; or which table is gone.
    pub(crate) fn after(&self, answers: Answers) -> Result<After, Why> {
        let unread = "the database's account of itself makes no sense";
        let live = Live::read(answers).ok_or_else(|| Why::Unsupported(unread.to_owned()))?;
        for table in &self.tables {
            if live.table(table).is_none() {
                let why = format!("`{table}` was to be made anew, and is not there any more");
                return Err(Why::Invalid(why));
            }
        }
        let mut rest = self.sequences(&live);
        rest.push(Part::Check(Check {
            operation: 0,
            question: format!(
                "SELECT name, rows, now.rows_now FROM {ROWS} JOIN ({}) AS now USING (name) WHERE rows <> now.rows_now",
                self.rows("rows_now")
            ),
            message: "tables that are made anew have not as many rows as before".to_owned(),
            is_framed: true,
        }));
        rest.push(broken_after());
        let temporary = [ROWS, BROKEN, SEQUENCE];
        let all = temporary.len() - usize::from(!self.counts());
        let drops = temporary[..all]
            .iter()
            .map(|name| format!("DROP TABLE {name}"));
        rest.extend(drops.map(Part::Run));
        Ok(After {
            lost: self.lost(&live),
            rest,
        })
    }

    /// What stood on the tables and is gone, though nobody dropped it by its name. What stood on a view is gone where
    /// somebody makes that anew.
    fn lost(&self, now: &Live) -> Vec<Lost> {
        let stands = |table: &str| {
            let mut tables = self.tables.iter();
            let mut views = now.objects.iter().filter(|one| one.kind == "view");
            tables.any(|one| same(one, table)) || views.any(|one| same(&one.name, table))
        };
        let mut lost = Vec::new();
        for kind in ["index", "trigger"] {
            for object in self.live.objects.iter().filter(|one| one.kind == kind) {
                let mut dropped = self.dropped.iter();
                let is_meant = dropped.any(|(one, name)| *one == kind && same(name, &object.name));
                let is_there = now.objects.iter().any(|one| {
                    one.kind == kind
                        && one.temporary == object.temporary
                        && same(&one.name, &object.name)
                });
                if !is_meant && !is_there && stands(&object.table) {
                    lost.push(Lost {
                        kind,
                        name: object.name.clone(),
                        table: object.table.clone(),
                        sql: made(&object.sql, object.temporary),
                    });
                }
            }
        }
        lost
    }

    /// Has tables that count go on behind the number that they gave last.
    fn sequences(&self, now: &Live) -> Vec<Part> {
        let counting = self
            .tables
            .iter()
            .filter(|table| is_counting(&self.live, table));
        let counting = counting.filter_map(|table| {
            let now = now.table(table).filter(|_| is_counting(now, table))?;
            Some(text(&now.name))
        });
        let each = counting.flat_map(|name| {
            let is = format!("name = {name} COLLATE NOCASE");
            [
                format!(
                    "UPDATE main.sqlite_sequence SET seq = max(seq, \
                     coalesce((SELECT seq FROM {SEQUENCE} WHERE {is}), 0)) WHERE {is}"
                ),
                format!(
                    "INSERT INTO main.sqlite_sequence (name, seq) SELECT {name}, seq FROM {SEQUENCE} \
                     WHERE {is} AND NOT EXISTS (SELECT 1 FROM main.sqlite_sequence WHERE {is})"
                ),
            ]
        });
        each.map(Part::Run).collect()
    }

    /// Whether one of the tables counts.
    fn counts(&self) -> bool {
        let mut tables = self.tables.iter();
        tables.any(|table| is_counting(&self.live, table))
    }

    /// Which rows of `sqlite_sequence` are about the tables.
    fn counted(&self) -> String {
        let names: Vec<_> = self.tables.iter().map(|table| text(table)).collect();
        format!("name COLLATE NOCASE IN ({})", names.join(", "))
    }

    /// The tables with the numbers of their rows, called by this name.
    fn rows(&self, called: &str) -> String {
        let each = self.tables.iter().map(|table| {
            format!(
                "SELECT {} AS name, count(*) AS {called} FROM main.{}",
                text(table),
                quoted(table)
            )
        });
        each.collect::<Vec<_>>().join(" UNION ALL ")
    }
}

/// What notes the rows that refer to nothing, and what looks behind statements whether there are more.
pub(crate) fn references() -> [Vec<Part>; 2] {
    let drop = Part::Run(format!("DROP TABLE {BROKEN}"));
    [vec![broken_before()], vec![broken_after(), drop]]
}

fn broken_before() -> Part {
    Part::Run(
        "CREATE TEMP TABLE revision_loose AS \
         SELECT \"table\", \"rowid\" AS \"row\", parent FROM pragma_foreign_key_check"
            .to_owned(),
    )
}

/// Rows that refer to nothing, and did not before. A table may number its rows anew: so as long as there are no more of them
/// it is nobody's fault.
fn broken_after() -> Part {
    Part::Check(Check {
        operation: 0,
        question: format!(
            "WITH now AS (SELECT \"table\", \"rowid\" AS \"row\", parent FROM pragma_foreign_key_check) \
             SELECT \"table\", \"row\", parent FROM now \
             WHERE (SELECT count(*) FROM now AS n WHERE n.\"table\" = now.\"table\" AND n.parent = now.parent) > \
             (SELECT count(*) FROM {BROKEN} AS b WHERE b.\"table\" = now.\"table\" AND b.parent = now.parent) \
             EXCEPT SELECT \"table\", \"row\", parent FROM {BROKEN} LIMIT 5"
        ),
        message: "these rows refer to rows that are not there".to_owned(),
        is_framed: true,
    })
}

fn is_counting(live: &Live, table: &str) -> bool {
    let text = live.table(table).and_then(|one| TableText::read(&one.sql));
    text.is_some_and(|text| text.autoincrement().is_some())
}

/// A name as it is meant: it may stand in quotes.
pub(crate) fn unquoted(name: &str) -> String {
    let is_quoted = name.starts_with(['"', '`', '[']);
    let inner = is_quoted.then(|| Lexer::name(name)).flatten();
    inner.unwrap_or_else(|| name.to_owned())
}

fn text(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

/// The settings before and behind a statement that [renames] a table, in a session of our own.
#[cfg(feature = "source")]
pub(crate) const QUIETLY: [&str; 2] = [
    "PRAGMA legacy_alter_table = ON",
    "PRAGMA legacy_alter_table = OFF",
];

/// Whether a statement calls one of these tables otherwise, or another by the name of one of them. Views and triggers that
/// mention it would be held against a database without it, and what refers to it would follow the old one.
pub(crate) fn renames(sql: &str, tables: &[&str]) -> bool {
    let mut words = Words::new(sql);
    if !words.eat("ALTER TABLE") {
        return false;
    }
    let from = words.qualified();
    let to = words.eat("RENAME TO").then(|| words.name()).flatten();
    let (Some(from), Some(to)) = (from, to) else {
        return false;
    };
    let mut tables = tables.iter();
    tables.any(|table| same(table, &from.name) || same(table, &to))
}

/// The index or the trigger that a statement drops.
pub(crate) fn dropped(sql: &str) -> Option<(&'static str, String)> {
    let mut words = Words::new(sql);
    let kind = match words.eat_any(&["DROP INDEX", "DROP TRIGGER"])? {
        "DROP INDEX" => "index",
        _ => "trigger",
    };
    words.eat("IF EXISTS");
    Some((kind, words.qualified()?.name))
}
