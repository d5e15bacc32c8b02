//! Operations that become one making anew, or one table, pass nothing that they need.

use super::enums::Both;
use crate::prelude::*;

fn two(op: &mut Op) {
    op.create_table(
        "q",
        [
            column("id", integer()).primary_key(),
            column("x", integer()),
        ],
    );
    op.create_table(
        "t",
        [
            column("id", integer()).primary_key(),
            column("a", integer()),
            column("q_id", integer()),
        ],
    );
    op.bulk_insert("t", ["id", "a", "q_id"], [(1, 1, 7)]);
}

fn run(before: fn(&mut Op), function: fn(&mut Op)) -> Both {
    let mut both = Both::new(before);
    assert_eq!(both.run(function), Ok(()));
    assert!(both.real.rows("PRAGMA foreign_key_check").is_empty());
    both
}

#[test]
fn a_foreign_key_waits_for_its_table_and_the_rows_in_it() {
    run(two, |op| {
        op.alter_column("t", "a").not_null();
        op.create_table("new", [column("id", integer()).primary_key()]);
        op.bulk_insert("new", ["id"], [(7,)]);
        op.create_foreign_key("t", foreign_key(["q_id"], "new", ["id"]));
    });
    run(two, |op| {
        op.alter_column("t", "a").not_null();
        op.bulk_insert("q", ["id"], [(7,)]);
        op.create_foreign_key("t", foreign_key(["q_id"], "q", ["id"]));
    });
}

#[test]
fn a_foreign_key_waits_for_the_key_that_it_refers_to() {
    run(two, |op| {
        op.bulk_insert("q", ["id", "x"], [(1, 7)]);
        op.alter_column("t", "a").not_null();
        op.create_unique("q", unique(["x"]));
        op.create_foreign_key("t", foreign_key(["q_id"], "q", ["x"]));
    });
    run(two, |op| {
        op.bulk_insert("q", ["id", "x"], [(1, 7)]);
        op.alter_column("t", "a").not_null();
        op.create_index("by_x", "q", ["x"]).unique();
        op.create_foreign_key("t", foreign_key(["q_id"], "q", ["x"]));
    });
}

#[test]
fn a_new_table_waits_for_the_key_that_it_refers_to() {
    run(two, |op| {
        op.bulk_insert("q", ["id", "x"], [(1, 7)]);
        op.create_table("new", [column("x", integer())]);
        op.alter_column("q", "x").type_(bigint());
        op.create_unique("q", unique(["x"]));
        op.create_foreign_key("new", foreign_key(["x"], "q", ["x"]));
    });
}

#[test]
fn a_key_stays_until_nothing_refers_to_it() {
    run(
        |op| {
            two(op);
            op.create_unique("t", unique(["a"]));
            op.create_foreign_key("q", foreign_key(["x"], "t", ["a"]));
        },
        |op| {
            op.alter_column("t", "q_id").not_null();
            op.drop_foreign_key("q", "q_x_fkey");
            op.drop_unique("t", "t_a_key");
        },
    );
}

#[test]
fn values_wait_for_those_that_they_refer_to() {
    let mut both = run(
        |op| {
            two(op);
            op.bulk_insert("q", ["id"], [(7,)]);
            op.create_foreign_key("t", foreign_key(["q_id"], "q", ["id"]));
        },
        |op| {
            op.alter_column("t", "a").not_null();
            op.bulk_insert("q", ["id"], [(8,)]);
            op.alter_column("t", "q_id")
                .type_(bigint())
                .using("q_id + 1");
        },
    );
    assert_eq!(both.real.rows("SELECT q_id FROM t"), ["8"]);
}

#[test]
fn rows_that_a_trigger_makes_are_seen() {
    let mut both = run(
        |op| {
            two(op);
            op.execute("CREATE TRIGGER r AFTER INSERT ON q BEGIN INSERT INTO t (q_id) VALUES (new.id); END");
        },
        |op| {
            op.alter_column("t", "a").type_(bigint());
            op.bulk_insert("q", ["id"], [(8,)]);
            op.alter_column("t", "a")
                .type_(integer())
                .using("coalesce(a, 9)")
                .not_null();
        },
    );
    assert_eq!(both.real.rows("SELECT a FROM t"), ["1", "9"]);
}

#[test]
fn an_index_waits_until_its_name_is_free() {
    run(
        |op| {
            two(op);
            op.create_index("ix", "q", ["x"]);
        },
        |op| {
            op.alter_column("t", "q_id").not_null();
            op.drop_index("ix", "q");
            op.create_index("ix", "t", ["a"]);
            op.alter_column("t", "a").not_null();
        },
    );
}

#[test]
fn a_new_table_knows_the_enums_that_came_after_it() {
    let mut both = run(
        |_| {},
        |op| {
            op.create_table("t", [column("id", integer()).primary_key()]);
            op.create_enum("mood", ["sad"]);
            op.add_enum_value("mood", "happy");
            op.add_column("t", column("a", enum_("mood")));
            op.add_column("t", column("b", enum_("mood")));
            op.add_enum_value("mood", "odd");
            op.rename_enum("mood", "humour");
            op.add_column("t", column("c", enum_("humour")));
        },
    );
    both.real
        .run("INSERT INTO t (id, a, b, c) VALUES (1, 'happy', 'odd', 'sad')");
}

#[test]
fn a_check_stays_when_another_column_goes() {
    run(two, |op| {
        op.add_column("t", column("b", integer()));
        op.add_column("t", column("c", integer()));
        op.create_check("t", check("a > 0").named("positive"));
        op.drop_column("t", "c");
    });
    run(two, |op| {
        op.add_column("t", column("b", integer()));
        op.create_check("t", check("a > 0").named("positive"));
        op.alter_column("t", "a").not_null();
        op.drop_column("t", "b");
    });
}

#[test]
fn a_check_of_a_new_column_waits_until_that_is_as_it_should() {
    run(two, |op| {
        op.add_column("t", column("b", text()).default("5"));
        op.alter_column("t", "b").type_(integer());
        op.create_check("t", check("typeof(b) = 'integer'").named("whole"));
    });
    run(two, |op| {
        op.add_column("t", column("b", integer()));
        op.create_check("t", check("b > 0").named("c"));
        op.alter_column("t", "a").not_null();
        op.drop_check("t", "c");
        op.create_check("t", check("b > 1").named("c"));
    });
}

#[test]
fn an_index_is_made_and_goes_again() {
    run(two, |op| {
        op.alter_column("t", "a").not_null();
        op.create_index("ix", "t", ["a"]);
        op.drop_index("ix", "t");
        op.create_index("ix", "t", ["q_id"]);
        op.alter_column("t", "q_id").not_null();
    });
}

#[test]
fn a_primary_key_that_comes_last_lets_its_column_go_by_another_name() {
    run(
        |op| {
            op.create_table("t", [column("a", integer()), column("b", integer())]);
            op.create_unique("t", unique(["a", "b"]));
        },
        |op| {
            op.create_primary_key("t", primary_key(["a"]));
            op.rename_column("t", "a", "c");
        },
    );
}
