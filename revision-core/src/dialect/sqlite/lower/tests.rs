//! The SQL of what SQLite has in its own way, and what becomes one making anew.

use crate::dialect::lower::{Step, Why, lower, needs};
use crate::op::record;
use crate::operation::Operation;
use crate::prelude::*;
use crate::schema::Schema;
use crate::{Op, Product, Server};

const SQLITE: Server = Server {
    product: Product::Sqlite,
    version: [3, 50, 0],
};

fn recorded(function: fn(&mut Op)) -> Vec<Operation> {
    record(function, Sqlite).operations
}

fn known(before: fn(&mut Op)) -> Schema {
    let mut schema = Schema::default();
    let made = schema.apply_all(&recorded(before));
    assert_eq!(made, Ok(()));
    schema
}

/// The steps for what is recorded: statements, and for a table that is made anew what is done to it, by one word each.
fn steps(before: fn(&mut Op), function: fn(&mut Op)) -> Vec<String> {
    let steps = lower(SQLITE, &known(before), &recorded(function)).expect("steps");
    let steps = steps.into_iter().map(|step| match step.step {
        Step::Sql(sql) => sql,
        Step::Rebuild(rebuild) => {
            let words = rebuild.operations.iter().map(|operation| {
                let words = format!("{operation:?}");
                words.split(' ').next().unwrap_or_default().to_owned()
            });
            let words: Vec<_> = words.collect();
            format!("{} anew: {}", rebuild.table, words.join(", "))
        }
    });
    steps.collect()
}

fn why(before: fn(&mut Op), function: fn(&mut Op)) -> Why {
    let refused = lower(SQLITE, &known(before), &recorded(function));
    refused.expect_err("a refusal").why
}

/// What is recorded, and what is said of it.
type Refused = (fn(&mut Op), &'static str);

fn nothing(_: &mut Op) {}

fn people(op: &mut Op) {
    op.create_enum("mood", ["sad", "it's fine"]);
    op.create_table(
        "people",
        [
            column("id", bigint().auto_increment()).primary_key(),
            column("mood", enum_("mood"))
                .not_null()
                .default("sad")
                .comment("How it is"),
            column("age", integer()),
            column("order", text()),
        ],
    )
    .comment("Who they are")
    .check(check("age >= 0").named("age_is_positive"));
}

#[test]
fn counters_and_enums_stand_with_their_columns() {
    assert_eq!(
        steps(nothing, people),
        ["CREATE TABLE people (\n    \
          id INTEGER PRIMARY KEY AUTOINCREMENT,\n    \
          mood TEXT NOT NULL DEFAULT 'sad' CONSTRAINT people_mood_enum CHECK (mood IN ('sad', 'it''s fine')),\n    \
          age INTEGER,\n    \
          \"order\" TEXT,\n    \
          CONSTRAINT age_is_positive CHECK (age >= 0)\n)"]
    );
}

#[test]
fn columns_are_added_natively_where_they_can_be() {
    fn add(op: &mut Op) {
        op.add_column("people", column("a", integer()).not_null().default(1));
        op.add_column(
            "people",
            column("b", timestamp()).default_sql("CURRENT_TIMESTAMP"),
        );
        op.add_column("people", column("c", integer()).generated("age + 1"));
        op.add_column("people", column("d", integer()).generated_stored("age + 1"));
    }
    fn constrained(op: &mut Op) {
        op.add_column("people", column("boss_id", bigint()));
        op.add_column("people", column("size", enum_("mood")));
        op.create_foreign_key(
            "people",
            foreign_key(["boss_id"], "people", ["id"]).on_delete(Cascade),
        );
        op.create_check("people", check("boss_id <> id").named("own_boss"));
    }
    assert_eq!(
        steps(people, add),
        [
            "ALTER TABLE people ADD COLUMN a INTEGER NOT NULL DEFAULT 1",
            "people anew: AddColumn, AddColumn, AddColumn",
        ]
    );
    assert_eq!(
        steps(people, constrained),
        [
            "ALTER TABLE people ADD COLUMN boss_id BIGINT \
             CONSTRAINT people_boss_id_fkey REFERENCES people (id) ON DELETE CASCADE \
             CONSTRAINT own_boss CHECK (boss_id <> id)",
            "ALTER TABLE people ADD COLUMN size TEXT CONSTRAINT people_size_enum \
             CHECK (size IN ('sad', 'it''s fine'))",
        ]
    );
}

#[test]
fn a_column_is_dropped_natively_unless_something_is_known_to_mention_it() {
    fn order(op: &mut Op) {
        op.drop_column("people", "order");
    }
    fn age(op: &mut Op) {
        op.drop_column("people", "age");
    }
    fn indexed(op: &mut Op) {
        people(op);
        op.create_index("by_order", "people", ["order"]);
    }
    fn index_first(op: &mut Op) {
        op.drop_index("by_order", "people");
        op.drop_column("people", "order");
    }
    let dropped = "ALTER TABLE people DROP COLUMN \"order\"";
    assert_eq!(steps(people, order), [dropped]);
    assert_eq!(steps(nothing, order), [dropped]);
    assert_eq!(steps(people, age), ["people anew: DropColumn"]);
    assert_eq!(steps(indexed, order), ["people anew: DropColumn"]);
    assert_eq!(
        steps(indexed, index_first),
        ["DROP INDEX by_order", dropped]
    );
    assert_eq!(needs(SQLITE, &recorded(order)), ["people".into()]);
}

#[test]
fn a_table_is_made_anew_once() {
    fn several(op: &mut Op) {
        op.alter_column("people", "age").not_null();
        op.create_index("by_age", "people", ["age"]);
        op.create_table("other", [column("id", integer())]);
        op.add_column("people", column("a", integer()));
        op.drop_check("people", "age_is_positive");
    }
    fn with_rows_between(op: &mut Op) {
        op.alter_column("people", "age").not_null();
        op.execute("UPDATE people SET age = 1");
        op.drop_check("people", "age_is_positive");
    }
    assert_eq!(
        steps(people, several),
        [
            "people anew: AlterColumn, CreateIndex, AddColumn, DropConstraint",
            "CREATE TABLE other (id INTEGER)",
        ]
    );
    assert_eq!(
        steps(people, with_rows_between),
        [
            "people anew: AlterColumn",
            "UPDATE people SET age = 1",
            "people anew: DropConstraint",
        ]
    );
}

#[test]
fn what_is_done_to_a_new_table_goes_into_it() {
    fn circle(op: &mut Op) {
        op.create_table("a", [column("b_id", integer())]);
        op.create_table("b", [column("id", integer()).primary_key()]);
        op.create_foreign_key("a", foreign_key(["b_id"], "b", ["id"]));
        op.alter_column("a", "b_id").not_null();
    }
    fn full(op: &mut Op) {
        op.create_table("a", [column("b_id", integer())]);
        op.bulk_insert("a", ["b_id"], [(1,)]);
        op.alter_column("a", "b_id").not_null();
    }
    assert_eq!(
        steps(nothing, circle),
        [
            "CREATE TABLE a (\n    b_id INTEGER NOT NULL,\n    \
             CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b (id)\n)",
            "CREATE TABLE b (id INTEGER, PRIMARY KEY (id))",
        ]
    );
    assert_eq!(
        steps(nothing, full),
        [
            "CREATE TABLE a (b_id INTEGER)",
            "INSERT INTO a (b_id) VALUES (1)",
            "a anew: AlterColumn",
        ]
    );
}

#[test]
fn an_enum_is_another_check() {
    fn change(op: &mut Op) {
        op.add_enum_value("mood", "happy");
        op.rename_enum_value("mood", "sad", "gloomy");
    }
    fn at_once(op: &mut Op) {
        people(op);
        change(op);
    }
    fn unknown(op: &mut Op) {
        op.add_column("people", column("size", enum_("size")));
    }
    assert_eq!(
        steps(people, change),
        ["people anew: DropConstraint, AddConstraint, DropConstraint, AlterColumn, AddConstraint"]
    );
    let [table] = &steps(nothing, at_once)[..] else {
        panic!("a table");
    };
    assert!(
        table.contains("CHECK (mood IN ('gloomy', 'it''s fine', 'happy'))"),
        "{table}"
    );
    assert!(table.contains("DEFAULT 'gloomy'"), "{table}");
    assert_eq!(why(people, unknown), Why::Unknown("size".into()));
}

#[test]
fn an_enum_of_another_revision_has_to_be_known() {
    fn add(op: &mut Op) {
        op.create_table("t", [column("id", integer())]);
        op.add_column("t", column("size", enum_("size")));
    }
    fn rename(op: &mut Op) {
        op.create_table("t", [column("id", integer())]);
        op.rename_enum("size", "width");
    }
    fn grown(op: &mut Op) {
        op.create_enum("size", ["small"]);
        op.add_column("t", column("size", enum_("size")));
        op.rename_enum("size", "width");
        op.add_enum_value("width", "large");
    }
    assert_eq!(why(nothing, grown), Why::Unknown("t".into()));
    assert_eq!(why(nothing, add), Why::Unknown("size".into()));
    assert_eq!(why(nothing, rename), Why::Unknown("size".into()));
}

#[test]
fn a_new_table_refers_to_nothing_while_rows_are_made() {
    fn filled(op: &mut Op) {
        op.create_table("t", [column("q_x", integer())]);
        op.create_table("q", [column("x", integer())]);
        op.bulk_insert("q", ["x"], [(1,), (2,)]);
        op.create_index("by_x", "q", ["x"]).unique();
        op.create_foreign_key("t", foreign_key(["q_x"], "q", ["x"]));
        op.drop_foreign_key("t", "t_q_x_fkey");
    }
    assert_eq!(
        steps(nothing, filled),
        [
            "CREATE TABLE t (q_x INTEGER)",
            "CREATE TABLE q (x INTEGER)",
            "INSERT INTO q (x) VALUES\n    (1),\n    (2)",
            "CREATE UNIQUE INDEX by_x ON q (x)",
            "t anew: AddConstraint, DropConstraint",
        ]
    );
}

#[test]
fn what_is_said_is_not_kept() {
    fn say(op: &mut Op) {
        op.alter_column("people", "age").comment("In years");
        op.alter_table("people").comment("Them");
        op.comment_on_enum("mood", "How it is");
    }
    assert_eq!(steps(people, say), Vec::<String>::new());
}

#[test]
fn an_index_is_called_otherwise_by_making_it_anew() {
    fn indexed(op: &mut Op) {
        people(op);
        op.create_index("by_age", "people", ["age"]).unique();
    }
    fn rename(op: &mut Op) {
        op.rename_index("people", "by_age", "of_age");
    }
    assert_eq!(
        steps(indexed, rename),
        [
            "DROP INDEX by_age",
            "CREATE UNIQUE INDEX of_age ON people (age)"
        ]
    );
    assert_eq!(why(nothing, rename), Why::Unknown("people".into()));
}

#[test]
fn what_there_is_not_is_refused() {
    let cases: [Refused; 5] = [
        (
            |op| {
                op.create_schema("app");
            },
            "SQLite has one namespace",
        ),
        (
            |op| {
                op.create_table("app.users", [column("id", integer())]);
            },
            "SQLite has one namespace, and no `app`: name tables without one",
        ),
        (
            |op| {
                op.create_sequence("s");
            },
            "SQLite has no sequences: let a column count with `auto_increment()`",
        ),
        (
            |op| {
                op.create_table("t", [column("id", integer().auto_increment())]);
            },
            "SQLite counts the primary key alone, and `id` is none by itself",
        ),
        (
            |op| {
                op.create_table("t", [column("id", array(text()))]);
            },
            "SQLite has no arrays: take `json()`, or a table of their own",
        ),
    ];
    for (function, said) in cases {
        assert_eq!(why(nothing, function), Why::Unsupported(said.to_owned()));
    }
}
