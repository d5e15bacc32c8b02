//! What becomes of every option on every database, for `docs/options.md`: `UPDATE_EXPECT=1 cargo test` writes it. An option is
//! heeded, is for another database, is told of or is refused; there is nothing else.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use super::fields::fields;
use super::passed_over;
use super::tests::{Meant, Row, before, rows};
use crate::__private::sql::recorded;
use crate::dialect::{Why, lower};
use crate::operation::Operation;
use crate::schema::Schema;
use crate::{Backend, Op, Product, Server};

const NEWEST: [(&str, Server); 4] = [
    ("PostgreSQL", server(Product::Postgres, [18, 0, 0])),
    ("MySQL", server(Product::MySql, [8, 4, 0])),
    ("MariaDB", server(Product::MariaDb, [11, 8, 0])),
    ("SQLite", server(Product::Sqlite, [3, 50, 0])),
];

const fn server(product: Product, version: [u32; 3]) -> Server {
    Server { product, version }
}

/// What becomes of an option.
#[derive(Debug, PartialEq, Eq)]
enum Becomes {
    Heeded,
    OfAnother(Backend),
    Told(String),
    Refused(String),
}

/// What a function records.
fn operations(function: fn(&mut Op), server: Server) -> Vec<Operation> {
    let recorded = recorded(function, server.backend());
    recorded.into_iter().map(|(_, one)| one).collect()
}

fn steps(server: Server, operations: &[Operation]) -> Result<Vec<String>, Why> {
    let mut known = Schema::default();
    let there = self::operations(before, server);
    known.apply_all(&there).expect("it can be there");
    let steps = lower(server, &known, operations).map_err(|refusal| refusal.why)?;
    Ok(steps.iter().map(|one| format!("{:?}", one.step)).collect())
}

fn told(server: Server, operations: &[Operation]) -> Vec<String> {
    let told = operations.iter();
    told.flat_map(|operation| passed_over(server, operation))
        .collect()
}

/// What becomes of it; or what is wrong with that.
fn becomes(row: &Row, server: Server) -> Result<Becomes, String> {
    let said = |why: &str| format!("`{}` on {server:?}: {why}", row.word);
    let (without, with) = (
        operations(row.without, server),
        operations(row.with, server),
    );
    if let [told, ..] = told(server, &without).as_slice() {
        return Err(said(&format!("told of without it: {told}")));
    }
    let with_it = match steps(server, &with) {
        Ok(steps) => steps,
        Err(Why::Unsupported(why)) => return Ok(Becomes::Refused(why)),
        Err(why) => return Err(said(&format!("{why:?}"))),
    };
    if let [told, ..] = told(server, &with).as_slice() {
        return Ok(Becomes::Told(told.clone()));
    }
    if steps(server, &without).ok() != Some(with_it) {
        return Ok(Becomes::Heeded);
    }
    match row.meant {
        Meant::For(of) if of != server.backend() => Ok(Becomes::OfAnother(of)),
        Meant::SoOn(those) if those.contains(&server.backend()) => Ok(Becomes::Heeded),
        _ => Err(said("passed over without a word")),
    }
}

const HEAD: &str = "\
# Options

What becomes of the options of a revision file on each database. This page is written by a test; do not change it by hand.

An option is heeded (\"yes\"), or refused before anything runs, with the reason. One that a single database has by its name may stand
in a revision for several, and is meant for that one (\"for …\"). What is left is passed over with a warning, when the revision is
applied and when that is only tried (`--dry-run`), and with a comment where it is written into a script (\"warns\").

";

fn page(rows: &[Row]) -> Result<String, Vec<String>> {
    let mut page = HEAD.to_owned();
    let mut notes: Vec<String> = Vec::new();
    let mut faults = Vec::new();
    let mut note = |note: String| {
        let at = notes.iter().position(|other| *other == note);
        at.unwrap_or_else(|| {
            notes.push(note);
            notes.len() - 1
        }) + 1
    };
    page.push_str("| option |");
    for (name, _) in NEWEST {
        let _ = write!(page, " {name} |");
    }
    page.push_str("\n|---|---|---|---|---|\n");
    for row in rows {
        let _ = write!(page, "| `{}` |", row.word);
        for (_, server) in NEWEST {
            let cell = match becomes(row, server) {
                Ok(Becomes::Heeded) => "yes".to_owned(),
                Ok(Becomes::OfAnother(of)) => {
                    let found = NEWEST.iter().find(|(_, server)| server.backend() == of);
                    format!("for {}", found.map_or("another", |(name, _)| name))
                }
                Ok(Becomes::Told(why)) => format!("warns [{}]", note(why)),
                Ok(Becomes::Refused(why)) => format!("refused [{}]", note(why)),
                Err(fault) => {
                    faults.push(fault);
                    continue;
                }
            };
            let _ = write!(page, " {cell} |");
        }
        page.push('\n');
    }
    page.push('\n');
    for (number, note) in notes.iter().enumerate() {
        let _ = writeln!(page, "{}. {note}", number + 1);
    }
    if faults.is_empty() {
        Ok(page)
    } else {
        Err(faults)
    }
}

#[test]
fn the_page_says_what_becomes_of_options() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/options.md");
    let shown = page(&rows()).unwrap_or_else(|faults| panic!("{}", faults.join("\n")));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &shown).expect("the page can be written");
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        page == shown,
        "docs/options.md is stale: UPDATE_EXPECT=1 writes it"
    );
}

#[test]
fn the_oldest_servers_pass_nothing_over_in_silence_either() {
    let oldest = NEWEST.map(|(_, server)| Server::oldest(server.product));
    let faults: Vec<_> = rows()
        .iter()
        .flat_map(|row| oldest.map(|server| becomes(row, server)))
        .filter_map(Result::err)
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

#[test]
fn every_option_has_a_row() {
    let rows: BTreeSet<_> = rows().iter().map(|row| row.field).collect();
    let fields: BTreeSet<_> = fields().into_iter().collect();
    let missing: Vec<_> = fields.difference(&rows).collect();
    assert_eq!(missing, Vec::<&&str>::new());
    let unknown: Vec<_> = rows.difference(&fields).collect();
    assert_eq!(unknown, Vec::<&&str>::new());
}
