//! Enums: a check of a column, that goes by the name that the column once had.

use super::super::super::normalise::normalise;
use super::super::super::reflect;
use super::{Real, carry_out, ours};
use crate::dialect::reflect::Scope;
use crate::op::record;
use crate::prelude::*;
use crate::schema::Schema;

/// A database, and what the operations make of a schema meanwhile.
pub(super) struct Both {
    pub(super) real: Real,
    schema: Schema,
}

impl Both {
    pub(super) fn new(function: fn(&mut Op)) -> Self {
        let mut both = Self {
            real: Real::new(""),
            schema: Schema::default(),
        };
        assert_eq!(both.run(function), Ok(()));
        both
    }

    /// Carries operations out, by what is known, or by nothing of the tables.
    fn carry_out(&mut self, function: fn(&mut Op), known: bool) -> Result<(), String> {
        let operations = record(function, Sqlite).operations;
        let mut before = self.schema.clone();
        if !known {
            before.tables.clear();
        }
        carry_out(&mut self.real, &before, &operations)?;
        let made = self.schema.apply_all(&operations);
        made.map_err(|fault| fault.to_string())
    }

    /// The same; then the one is what the other is.
    pub(super) fn run(&mut self, function: fn(&mut Op)) -> Result<(), String> {
        self.carry_out(function, true)?;
        self.compare();
        Ok(())
    }

    fn compare(&mut self) {
        let asked = reflect::questions(Scope::Everything, &ours());
        let answers = asked
            .iter()
            .map(|question| self.real.ask(question).expect("it answers"));
        let found = reflect::read(answers.collect()).expect("they make sense");
        let (found, expected) = (normalise(&found), normalise(&self.schema));
        assert_eq!(found.tables, expected.tables);
    }

    fn takes(&mut self, sql: &str) -> bool {
        self.real.ask(sql).is_ok()
    }
}

fn people(op: &mut Op) {
    op.create_enum("mood", ["sad", "it's fine"]);
    op.create_table(
        "people",
        [
            column("id", integer()).primary_key(),
            column("mood", enum_("mood")),
        ],
    );
}

fn otherwise(op: &mut Op) {
    op.rename_table("people", "persons");
    op.rename_column("persons", "mood", "feeling");
}

const ANY: &str = "INSERT INTO persons (feeling) VALUES ('any')";
const HAPPY: &str = "INSERT INTO persons (feeling) VALUES ('happy')";

#[test]
fn what_is_called_otherwise_takes_its_check_along() {
    fn retyped(op: &mut Op) {
        op.alter_column("persons", "feeling").type_(text());
    }
    for known in [true, false] {
        let mut both = Both::new(people);
        assert_eq!(both.run(otherwise), Ok(()));
        assert!(!both.takes(ANY));
        assert_eq!(both.carry_out(retyped, known), Ok(()));
        both.compare();
        assert!(both.takes(ANY));
    }
}

#[test]
fn an_enum_grows_after_its_column_is_called_otherwise() {
    fn grown(op: &mut Op) {
        op.add_enum_value("mood", "happy");
    }
    let mut both = Both::new(people);
    assert_eq!(both.run(otherwise), Ok(()));
    assert_eq!(both.run(grown), Ok(()));
    assert!(both.takes(HAPPY) && !both.takes(ANY));
}

#[test]
fn another_column_of_the_old_name_has_a_check_of_its_own() {
    fn another(op: &mut Op) {
        op.rename_column("people", "mood", "feeling");
        op.add_column("people", column("mood", enum_("mood")));
    }
    fn retyped(op: &mut Op) {
        op.alter_column("people", "mood").type_(text());
    }
    fn plain(op: &mut Op) {
        op.rename_column("people", "mood", "feeling");
        op.add_column("people", column("mood", text()));
    }
    for known in [true, false] {
        for (start, takes_mood) in [(another as fn(&mut Op), false), (plain, true)] {
            let mut both = Both::new(people);
            assert_eq!(both.run(start), Ok(()));
            let mood = "INSERT INTO people (mood) VALUES ('any')";
            assert_eq!(both.takes(mood), takes_mood);
            assert_eq!(both.carry_out(retyped, known), Ok(()));
            both.compare();
            assert!(both.takes(mood));
            assert!(!both.takes("INSERT INTO people (feeling) VALUES ('any')"));
        }
    }
}

#[test]
fn what_makes_an_enum_is_found_or_missed() {
    fn grown(op: &mut Op) {
        op.add_enum_value("mood", "happy");
    }
    fn called(op: &mut Op) {
        op.rename_constraint("people", "people_mood_enum", "of_mood");
    }
    let mut both = Both::new(people);
    // The schema knows no such constraint.
    let renamed = record(called, Sqlite).operations;
    let schema = both.schema.clone();
    assert_eq!(carry_out(&mut both.real, &schema, &renamed), Ok(()));
    assert_eq!(both.run(grown), Ok(()));
    let mut bare = Both::new(people);
    bare.real
        .run("DROP TABLE people; CREATE TABLE people (id INTEGER PRIMARY KEY, mood TEXT)");
    let refused = bare.run(grown).expect_err("nothing to change");
    assert!(
        refused.contains("`people.mood` is an enum, and no check says of which values"),
        "{refused}"
    );
    let mut twice = Both::new(people);
    twice.real.run(
        "DROP TABLE people; CREATE TABLE people (id INTEGER PRIMARY KEY, mood TEXT \
         CONSTRAINT a_enum CHECK (mood IN ('sad')) CONSTRAINT b_enum CHECK (mood IN ('sad')))",
    );
    let refused = twice.run(grown).expect_err("one or the other");
    assert!(refused.contains("several checks"), "{refused}");
}

#[test]
fn an_enum_that_grew_stays_behind_its_column_and_goes_with_it() {
    fn grown(op: &mut Op) {
        op.add_enum_value("mood", "happy");
    }
    fn dropped(op: &mut Op) {
        op.drop_column("people", "mood");
    }
    fn dropped_with_others(op: &mut Op) {
        op.alter_column("people", "id").type_(bigint());
        op.drop_column("people", "mood");
    }
    let mut both = Both::new(people);
    assert_eq!(both.run(grown), Ok(()));
    let sql = both.real.rows("SELECT sql FROM sqlite_master").concat();
    assert!(
        sql.contains("mood TEXT CONSTRAINT people_mood_enum CHECK (mood IN ("),
        "{sql}"
    );
    assert_eq!(both.run(dropped), Ok(()));
    // Earlier versions wrote it behind all columns.
    let mut old = Both::new(people);
    old.real.run(
        "DROP TABLE people; CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, mood TEXT, \
         CONSTRAINT people_mood_enum CHECK (mood IN ('sad', 'it''s fine')))",
    );
    old.compare();
    assert_eq!(old.run(grown), Ok(()));
    let mut old = Both::new(people);
    old.real.run(
        "DROP TABLE people; CREATE TABLE people (id INTEGER NOT NULL PRIMARY KEY, mood TEXT, \
         CONSTRAINT people_mood_enum CHECK (mood IN ('sad', 'it''s fine')))",
    );
    assert_eq!(old.run(dropped_with_others), Ok(()));
}
