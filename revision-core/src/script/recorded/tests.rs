//! Scripts of what was recorded.

use std::panic::Location;

use super::*;
use crate::chain::{Direction, Id};
use crate::dialect::Connection;
use crate::op::{Op, record};
use crate::prelude::Result as Done;
use crate::{Backend, Server};

fn script(function: fn(&mut Op)) -> Result<Script, Diagnostic> {
    let id = Id::from("a");
    let asked = Asked::new(&id, Direction::Downgrade, Server::assumed(Backend::Sqlite));
    let at = |at: &&Location<'_>| Place::at_line("a.rs", at.line(), 9);
    from_operations(
        record(function, Backend::Sqlite),
        asked,
        &|_| Err(asked.needs_source()),
        &|_, _| Ok(None),
        Place::file("a.rs"),
        at,
    )
}

async fn backfill(_: &mut Connection) -> Done {
    Ok(())
}

const UPGRADE: usize = line!() as usize + 1;
fn upgrade(op: &mut Op) {
    op.execute("A; B");
    op.run(backfill).sql("C");
}

#[test]
fn sql_is_split_and_functions_come_along() {
    let script = script(upgrade).expect("a script");
    let [Piece::Statement(a), Piece::Statement(b), Piece::Run(work)] = &script.pieces[..] else {
        panic!("{script:?}");
    };
    assert_eq!([&a.sql, &b.sql], ["A", "B"]);
    assert_eq!(a.place, b.place);
    assert_eq!(work.name, "backfill");
    assert!(work.function().is_ok());
    assert_eq!(work.printed().ok(), Some("C"));
}

#[test]
fn a_function_without_sql_cannot_be_printed() {
    fn only(op: &mut Op) {
        op.run(backfill);
    }
    let script = script(only).expect("a script");
    let [Piece::Run(work)] = &script.pieces[..] else {
        panic!("{script:?}");
    };
    let fault = work.printed().expect_err("nothing to print");
    assert_eq!(
        fault.message,
        "`backfill` is Rust, which a script cannot hold"
    );
}

/// What is late, and the other statements, on a database whose columns say the values of an enum themselves.
fn of_enums(function: fn(&mut Op), direction: Direction, known: &Known<'_>) -> Vec<String> {
    let id = Id::from("a");
    let asked = Asked::new(&id, direction, Server::assumed(Backend::MySql));
    let recorded = record(function, Backend::MySql);
    let file = Place::file("a.rs");
    let script = from_operations(
        recorded,
        asked,
        known,
        &|_, _| Ok(None),
        file.clone(),
        |_| file.clone(),
    );
    let pieces = script.expect("a script").pieces.into_iter();
    let texts = pieces.map(|piece| match piece {
        Piece::Statement(one) => one.sql,
        Piece::Late(late) => match late.what {
            What::Operation { enums, .. } => format!("{enums:?}"),
            _ => String::new(),
        },
        Piece::Run(_) => String::new(),
    });
    texts.collect()
}

fn moods(values: &[&str]) -> Schema {
    let mut schema = Schema::default();
    let mood = crate::schema::Enum {
        values: values.iter().map(|value| (*value).to_owned()).collect(),
        ..crate::schema::Enum::default()
    };
    schema.enums.insert("mood".into(), mood);
    schema
}

#[test]
fn an_enum_has_the_values_that_it_has_by_then() {
    use crate::prelude::*;
    fn renamed(op: &mut Op) {
        op.rename_enum_value("mood", "sad", "blue");
        op.alter_column("other", "a").nullable();
        op.add_column("people", column("mood", enum_("mood")));
        op.alter_column("people", "was").type_(enum_("mood"));
    }
    let texts = of_enums(renamed, Direction::Upgrade, &|_| Ok(moods(&["sad"])));
    assert!(texts[1].contains("enum('blue')"), "{texts:?}");
    assert!(texts[2].contains("blue"), "{texts:?}");
}

#[test]
fn a_downgrade_begins_where_the_upgrade_ended() {
    use crate::prelude::*;
    fn add(op: &mut Op) {
        op.add_column("people", column("mood", enum_("mood")));
    }
    let known = |of| {
        let after = of == Of::EnumsAfter;
        Ok(moods(if after { &["after"] } else { &["before"] }))
    };
    let up = of_enums(add, Direction::Upgrade, &known);
    let down = of_enums(add, Direction::Downgrade, &known);
    assert!(up[0].contains("'before'"), "{up:?}");
    assert!(down[0].contains("'after'"), "{down:?}");
}

#[test]
fn what_has_no_inverse_is_named_with_its_line() {
    fn downgrade(op: &mut Op) {
        op.reverse(upgrade);
    }
    let reversed = line!() - 2;
    let fault = script(downgrade).expect_err("no script");
    let [(place, _)] = &fault.related[..] else {
        panic!("{fault:?}");
    };
    let line = place.line();
    assert_eq!(fault.code, Code::Irreversible);
    let message = format!("`a` is irreversible: nothing is known to undo the SQL in line {line}");
    assert_eq!(fault.message, message);
    assert_eq!(fault.place.expect("a place").line(), reversed as usize);
    assert_eq!(line, UPGRADE + 1);
}

#[test]
fn what_is_passed_over_is_told_once() {
    fn said(op: &mut Op) {
        op.alter_table("a").comment("one");
        op.alter_table("b").comment("two").engine("InnoDB");
        op.alter_table("b").drop_comment();
    }
    let told = script(said).expect("a script").passed_over;
    let [one] = &told[..] else {
        panic!("{told:?}");
    };
    assert_eq!(
        one.message,
        "`a` says what is passed over here: SQLite keeps no comments"
    );
    assert!(one.place.is_some());
}

#[test]
fn the_reverse_of_nothing_is_nothing() {
    fn nothing(_: &mut Op) {}
    fn downgrade(op: &mut Op) {
        op.reverse(nothing);
    }
    fn again(op: &mut Op) {
        op.reverse(downgrade);
    }
    for function in [downgrade, again] {
        assert!(script(function).expect("a script").pieces.is_empty());
    }
}

#[test]
fn what_leads_back_to_itself_is_refused() {
    fn downgrade(op: &mut Op) {
        op.reverse(downgrade);
    }
    let fault = script(downgrade).expect_err("no script");
    assert_eq!(fault.code, Code::Irreversible);
    let fault = script(crate::__private::defaults::downgrade).expect_err("no script");
    assert_eq!(fault.message, "`a` is irreversible: it has no downgrade");
}
