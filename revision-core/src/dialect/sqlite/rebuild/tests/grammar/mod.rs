//! Any table, any operation: what the operation is not about keeps its text to the byte, rows and other objects are as they
//! were.

mod column;
mod dice;
mod operation;
mod table;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::over::quoted;
use super::{Operation, Real, rebuild, text};
use dice::Dice;
use operation::{Meant, operation};
use table::{BEFORE, Drawn};

fn made(drawn: &Drawn) -> Real {
    Real::new(&format!(
        "PRAGMA synchronous = off; PRAGMA journal_mode = memory; {BEFORE}{};\n{};",
        drawn.sql,
        drawn.rest.join(";\n")
    ))
}

/// All that there is beside the table, and its rows but for what these columns hold.
fn beside(real: &mut Real, drawn: &Drawn, but: &[String]) -> Vec<String> {
    let name = drawn.name.replace('\'', "''");
    let table = quoted(&drawn.name);
    let mut found = real.rows(&format!(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name <> '{name}' COLLATE NOCASE AND sql IS NOT NULL ORDER BY name"
    ));
    let columns = drawn.columns.iter().filter(|one| !but.contains(&one.name));
    let columns: Vec<String> = columns
        .map(|one| format!("quote({})", quoted(&one.name)))
        .collect();
    let kinds = ["", "rowid, "];
    let has_rowid = real.ask(&format!("SELECT rowid FROM {table}")).is_ok();
    let columns = format!("{}{}", kinds[usize::from(has_rowid)], columns.join(", "));
    let columns = columns.trim_end_matches(", ");
    if columns.is_empty() {
        found.extend(real.rows(&format!("SELECT count(*) FROM {table}")));
    } else {
        found.extend(real.rows(&format!("SELECT {columns} FROM {table} ORDER BY 1")));
    }
    for table in ["p", "log", "words"] {
        found.extend(real.rows(&format!("SELECT * FROM {table}")));
    }
    if real.ask("SELECT * FROM child").is_ok() {
        found.extend(real.rows("SELECT * FROM child ORDER BY 1"));
    }
    if real.ask("SELECT * FROM sqlite_sequence").is_ok() {
        found.extend(real.rows("SELECT * FROM sqlite_sequence"));
    }
    found.extend(real.rows("PRAGMA foreign_keys"));
    found.extend(real.rows("PRAGMA legacy_alter_table"));
    found.extend(real.rows("PRAGMA integrity_check"));
    found.extend(real.rows("PRAGMA foreign_key_check"));
    found
}

/// Whether a text is another with something else in these places, which stand in their order.
fn is_other_in(text: &str, old: &str, places: &[std::ops::Range<usize>]) -> bool {
    let mut rest = text;
    let mut from = 0;
    for (number, place) in places.iter().enumerate() {
        let kept = &old[from..place.start];
        let at = if number == 0 {
            rest.starts_with(kept).then_some(0)
        } else {
            rest.find(kept)
        };
        let Some(at) = at else { return false };
        rest = &rest[at + kept.len()..];
        from = place.end;
    }
    rest.ends_with(&old[from..])
}

/// The text as it was, called as a rebuild calls it, and where its places are by then.
fn called(drawn: &Drawn, meant: &Meant) -> (String, Vec<Vec<std::ops::Range<usize>>>) {
    let name = quoted(&drawn.name);
    let called = &drawn.called;
    let text = format!(
        "{}{name}{}",
        &drawn.sql[..called.start],
        &drawn.sql[called.end..]
    );
    let moved = |at: usize| at + name.len() - called.len();
    let places = meant.places.iter().map(|places| {
        let places = places.iter();
        places
            .map(|place| moved(place.start)..moved(place.end))
            .collect()
    });
    (text, places.collect())
}

fn alone(numbers: &[u8], chosen: &[u8]) -> Result<bool, TestCaseError> {
    let drawn = Drawn::draw(&mut Dice::new(numbers));
    let mut real = made(&drawn);
    prop_assert_eq!(
        &text(&mut real, &drawn.name.replace('\'', "''")),
        &drawn.sql
    );
    let Some(meant) = operation(&drawn, &mut Dice::new(chosen)) else {
        return Ok(false);
    };
    let before = beside(&mut real, &drawn, &meant.columns);
    let outcome = rebuild(&mut real, &drawn.name, vec![meant.operation.clone()]);
    let now = text(&mut real, &drawn.name);
    let told = format!("{:?}\n{}\n{now}\n{outcome:?}", meant.operation, drawn.sql);
    if let Err(why) = &outcome {
        prop_assert!(!why.contains("mismatch"), "{}", told);
        prop_assert_eq!(&now, &drawn.sql, "{}", told);
        prop_assert_eq!(
            beside(&mut real, &drawn, &meant.columns),
            before,
            "{}",
            told
        );
        return Ok(false);
    }
    prop_assert_eq!(
        beside(&mut real, &drawn, &meant.columns),
        before,
        "{}",
        told
    );
    let (old, places) = called(&drawn, &meant);
    let fits = |places: &Vec<_>| is_other_in(&now, &old, places);
    prop_assert!(now == drawn.sql || places.iter().any(fits), "{}", told);
    Ok(true)
}

/// Several at once come to what they come to one after the other.
fn together(numbers: &[u8], chosen: &[Vec<u8>]) -> Result<bool, TestCaseError> {
    let drawn = Drawn::draw(&mut Dice::new(numbers));
    let each = chosen
        .iter()
        .filter_map(|dice| operation(&drawn, &mut Dice::new(dice)));
    let mut operations: Vec<Operation> = each.map(|meant| meant.operation).collect();
    // What is no longer computed keeps what was computed last, which is what was there before all of them.
    operations.retain(
        |one| !matches!(one, Operation::AlterColumn { change, .. } if change.generated.is_some()),
    );
    let (mut one, mut other) = (made(&drawn), made(&drawn));
    let at_once = rebuild(&mut one, &drawn.name, operations.clone());
    let mut each = operations.iter();
    let in_turn =
        each.try_for_each(|operation| rebuild(&mut other, &drawn.name, vec![operation.clone()]));
    let told = format!("{operations:?}\n{}\n{at_once:?} {in_turn:?}", drawn.sql);
    if at_once.is_err() || in_turn.is_err() {
        for why in [&at_once, &in_turn] {
            let is_unforeseen = why.as_ref().is_err_and(|why| why.contains("mismatch"));
            prop_assert!(!is_unforeseen, "{}", told);
        }
        // What needs a column may go after it, within one rebuild.
        return Ok(false);
    }
    let text = |real: &mut Real| unnamed(&drawn, &text(real, &drawn.name.replace('\'', "''")));
    prop_assert_eq!(text(&mut one), text(&mut other), "{}", told);
    let columns = real_columns(&mut one, &drawn);
    prop_assert_eq!(
        rows(&mut one, &drawn, &columns),
        rows(&mut other, &drawn, &columns),
        "{}",
        told
    );
    Ok(true)
}

/// What stands behind the name of the table: that is written otherwise once it was made anew.
fn unnamed(drawn: &Drawn, text: &str) -> String {
    let names = [
        &drawn.sql[..drawn.called.end],
        &*format!("CREATE TABLE {}", quoted(&drawn.name)),
    ];
    let mut rest = names.iter().filter_map(|name| text.strip_prefix(name));
    rest.next().unwrap_or(text).to_owned()
}

fn real_columns(real: &mut Real, drawn: &Drawn) -> String {
    let name = drawn.name.replace('\'', "''");
    let columns = real.rows(&format!("SELECT name FROM pragma_table_xinfo('{name}')"));
    let columns: Vec<String> = columns
        .iter()
        .map(|name| format!("quote({})", quoted(name)))
        .collect();
    columns.join(", ")
}

fn rows(real: &mut Real, drawn: &Drawn, columns: &str) -> Vec<String> {
    real.rows(&format!(
        "SELECT {columns} FROM {} ORDER BY 1",
        quoted(&drawn.name)
    ))
}

fn config() -> ProptestConfig {
    let thorough = std::env::var_os("REVISION_TEST_THOROUGH").is_some();
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(if thorough { 3000 } else { 150 })
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_is_not_meant_stays(numbers in vec(any::<u8>(), 0..300), chosen in vec(any::<u8>(), 12)) {
        alone(&numbers, &chosen)?;
    }

    #[test]
    fn at_once_is_one_after_the_other(
        numbers in vec(any::<u8>(), 0..300),
        chosen in vec(vec(any::<u8>(), 12), 2..5),
    ) {
        together(&numbers, &chosen)?;
    }
}
