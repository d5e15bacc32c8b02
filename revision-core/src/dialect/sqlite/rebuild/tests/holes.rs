//! The holes that batch mode elsewhere has, one test each, by name: alembic.md, section 3.3.

use super::{
    Real, add, add_column, alter, drop_column, drop_constraint, integer, not_null, planned,
    rebuild, rename_column, retype, text, text_type,
};
use crate::operation::Operation;
use crate::schema::{Check, Column, Constraint, ConstraintKind, Default, ForeignKey, Type, Unique};

#[test]
fn hole_01_triggers_survive() {
    let trigger = "CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.v); END";
    let mut real = Real::new(&format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE log (m TEXT); {trigger}; \
         INSERT INTO t VALUES (1, 'a')"
    ));
    rebuild(&mut real, "t", vec![not_null("v")]).expect("it works");
    assert_eq!(text(&mut real, "tr"), trigger);
    real.run("INSERT INTO t VALUES (2, 'b')");
    assert_eq!(real.rows("SELECT m FROM log"), ["a", "b"]);
}

#[test]
fn hole_01_temporary_triggers_survive() {
    let mut real = Real::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE TABLE log (m TEXT); \
         CREATE TEMP TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.v); END",
    );
    rebuild(&mut real, "t", vec![not_null("v")]).expect("it works");
    real.run("INSERT INTO t VALUES (2, 'b')");
    assert_eq!(text(&mut real, "tr"), "");
    assert_eq!(real.rows("SELECT m FROM log"), ["b"]);
}

#[test]
fn hole_02_views_survive() {
    let view = "CREATE VIEW w AS SELECT v FROM t";
    let mut real = Real::new(&format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); {view}; \
         CREATE TRIGGER wt INSTEAD OF INSERT ON w BEGIN INSERT INTO t (v) VALUES (new.v); END; INSERT INTO w VALUES ('a')"
    ));
    rebuild(&mut real, "t", vec![not_null("v")]).expect("it works");
    assert_eq!(text(&mut real, "w"), view);
    real.run("INSERT INTO w VALUES ('b')");
    assert_eq!(real.rows("SELECT v FROM w"), ["a", "b"]);
}

#[test]
fn hole_03_rows_that_cascade_stay() {
    let child =
        "CREATE TABLE c (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES t (id) ON DELETE CASCADE)";
    let mut real = Real::new(&format!(
        "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); {child}; \
         INSERT INTO t VALUES (1, 'a'); INSERT INTO c VALUES (5, 1)"
    ));
    rebuild(&mut real, "t", vec![not_null("v")]).expect("it works");
    assert_eq!(real.rows("SELECT id, pid FROM c"), ["5|1"]);
    assert_eq!(text(&mut real, "c"), child);
    assert_eq!(real.rows("PRAGMA foreign_keys"), ["1"]);
    real.run("DELETE FROM t");
    assert_eq!(real.rows("SELECT count(*) FROM c"), ["0"]);
}

#[test]
fn hole_03_within_a_transaction_nothing_is_done() {
    let mut real = Real::new(
        "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); \
         CREATE TABLE c (pid INTEGER REFERENCES t (id) ON DELETE CASCADE); \
         INSERT INTO t VALUES (1, 'a'); INSERT INTO c VALUES (1); BEGIN",
    );
    let plan = planned(&mut real, "t", vec![not_null("v")]).expect("it has a plan");
    for sql in plan.before {
        real.run(&sql);
    }
    let first = plan.inside.first().expect("it is not empty");
    let super::Part::Check(check) = first else {
        panic!("{first:?}")
    };
    assert_eq!(real.rows(&check.question), ["on"]);
}

#[test]
fn hole_04_referenced_rows_are_no_hindrance() {
    let mut real = Real::new(
        "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); \
         CREATE TABLE c (pid INTEGER REFERENCES t (id)); \
         INSERT INTO t VALUES (1, 'a'); INSERT INTO c VALUES (1)",
    );
    rebuild(&mut real, "t", vec![not_null("v")]).expect("it works");
    assert_eq!(real.rows("SELECT * FROM c"), ["1"]);
    assert!(real.ask("DELETE FROM t").is_err());
}

#[test]
fn hole_05_nothing_is_left_of_a_failure() {
    let mut real = Real::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT, w TEXT); INSERT INTO t VALUES (1, NULL, 'a')",
    );
    let before = real.rows("SELECT * FROM sqlite_master");
    let check = Check::new("abs(w) = 17");
    assert!(rebuild(&mut real, "t", vec![not_null("v")]).is_err());
    assert!(rebuild(&mut real, "t", vec![add(Constraint::Check(check))]).is_err());
    assert_eq!(real.rows("SELECT * FROM sqlite_master"), before);
    real.run("UPDATE t SET v = 'x'; CREATE TABLE revision_new_t (somebodys)");
    rebuild(&mut real, "t", vec![not_null("v")]).expect("it works now");
    let tables = real.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1");
    assert_eq!(tables, ["revision_new_t", "t"]);
}

#[test]
fn hole_06_what_only_sqlite_has_survives() {
    let rest = "(id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT COLLATE NOCASE UNIQUE ON CONFLICT REPLACE, w INTEGER NOT NULL ON CONFLICT IGNORE, x)";
    let mut real = Real::new(&format!(
        "CREATE TABLE t {rest}; INSERT INTO t VALUES (1, 'a', 1, 1), (7, 'b', 2, 2); DELETE FROM t WHERE id = 7"
    ));
    rebuild(&mut real, "t", vec![not_null("x")]).expect("it works");
    let expected = rest.replace("x)", "x NOT NULL)");
    assert_eq!(
        text(&mut real, "t"),
        format!("CREATE TABLE \"t\" {expected}")
    );
    real.run("INSERT INTO t (v, w, x) VALUES ('A', 3, 3)");
    assert_eq!(real.rows("SELECT id, v, w, x FROM t"), ["8|A|3|3"]);
    let names = real.rows("SELECT name FROM sqlite_sequence");
    assert_eq!(names, ["t"]);
}

#[test]
fn hole_06_a_descending_key_survives() {
    let mut real = Real::new(
        "CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b); INSERT INTO t (rowid, a, b) VALUES (9, 1, 1)",
    );
    rebuild(&mut real, "t", vec![not_null("b")]).expect("it works");
    assert!(text(&mut real, "t").contains("a INTEGER PRIMARY KEY DESC"));
    assert_eq!(real.rows("SELECT rowid, a FROM t"), ["9|1"]);
}

#[test]
fn hole_07_inline_references_keep_their_actions() {
    let inline = "pid INTEGER REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED";
    let mut real = Real::new(&format!(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, {inline}, v); \
         INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 1, 1)"
    ));
    rebuild(&mut real, "t", vec![not_null("v")]).expect("it works");
    assert!(text(&mut real, "t").contains(inline));
    real.run("PRAGMA foreign_keys = ON; DELETE FROM p");
    assert_eq!(real.rows("SELECT pid FROM t"), ["NULL"]);
}

#[test]
fn hole_08_and_09_indexes_of_every_kind_survive() {
    let indexes = [
        "CREATE UNIQUE INDEX i1 ON t (a DESC) WHERE a > 0",
        "CREATE INDEX i2 ON t (b COLLATE NOCASE)",
        "CREATE INDEX i3 ON t (lower(b), a + 1 DESC)",
    ];
    let mut real = Real::new(&format!(
        "CREATE TABLE t (a INTEGER, b TEXT); {}",
        indexes.join(";")
    ));
    rebuild(&mut real, "t", vec![not_null("a")]).expect("it works");
    for (number, index) in (1..).zip(indexes) {
        assert_eq!(text(&mut real, &format!("i{number}")), index);
    }
}

#[test]
fn hole_10_checks_without_a_name_survive() {
    let mut real = Real::new(
        "CREATE TABLE t (a INTEGER CHECK (a > 0), b, CHECK (b <> ')')); INSERT INTO t VALUES (1, 1)",
    );
    rebuild(&mut real, "t", vec![not_null("b")]).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (a INTEGER CHECK (a > 0), b NOT NULL, CHECK (b <> ')'))"
    );
}

#[test]
fn hole_11_checks_and_indexes_follow_a_column_that_is_renamed() {
    let mut real = Real::new(
        "CREATE TABLE t (a INTEGER, b, CONSTRAINT ck CHECK (a > 0)); CREATE INDEX ix ON t (a) WHERE a > 1; \
         CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN SELECT new.a; END; CREATE VIEW w AS SELECT a FROM t",
    );
    rebuild(
        &mut real,
        "t",
        vec![rename_column("a", "c"), not_null("b"), not_null("c")],
    )
    .expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (c INTEGER NOT NULL, b NOT NULL, CONSTRAINT ck CHECK (c > 0))"
    );
    assert!(text(&mut real, "ix").contains("(c) WHERE c > 1"));
    assert!(text(&mut real, "tr").contains("UPDATE OF c ON"));
    assert!(text(&mut real, "w").contains("SELECT c FROM"));
}

#[test]
fn hole_11_what_needs_a_dropped_column_is_named() {
    let mut real = Real::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b, CONSTRAINT ck CHECK (a > 0)); CREATE INDEX ix ON t (a); \
         CREATE TRIGGER tr AFTER UPDATE OF a ON t BEGIN SELECT 1; END; CREATE VIEW w AS SELECT x.a FROM t AS x; \
         CREATE TABLE other (a); CREATE VIEW not_this AS SELECT other.a, o.a FROM t, other JOIN t x JOIN other AS o; \
         CREATE TABLE c (r REFERENCES t (a))",
    );
    let refused = rebuild(&mut real, "t", vec![not_null("b"), drop_column("a")]);
    assert_eq!(
        refused,
        Err("1: `t.a` is needed by `CONSTRAINT ck CHECK (a > 0)`, the index `ix`, the trigger `tr`, the view `w`, \
             the table `c`: drop or change that before"
            .to_owned())
    );
    real.run("DROP VIEW w; DROP TABLE c; DROP TRIGGER tr");
    let drop_index = Operation::DropIndex {
        name: "ix".into(),
        table: "t".into(),
        concurrently: false,
        if_exists: false,
    };
    let operations = vec![
        drop_constraint("ck", ConstraintKind::Check),
        drop_index,
        drop_column("a"),
    ];
    rebuild(&mut real, "t", operations).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (id INTEGER PRIMARY KEY, b)"
    );
}

#[test]
fn hole_12_keys_are_never_dropped_in_passing() {
    let mut real = Real::new("CREATE TABLE t (a, b, c, d, PRIMARY KEY (a, b), UNIQUE (b, c))");
    let refused = rebuild(&mut real, "t", vec![drop_column("c")]);
    assert!(
        refused
            .as_ref()
            .is_err_and(|why| why.contains("`UNIQUE (b, c)`")),
        "{refused:?}"
    );
    let refused = rebuild(&mut real, "t", vec![drop_column("a")]);
    assert!(refused.is_err_and(|why| why.contains("primary key")));
}

#[test]
fn hole_13_generated_columns_survive() {
    let rest = "(a INTEGER, s INTEGER GENERATED ALWAYS AS (a * 2) STORED, v AS (a || ','), b)";
    let mut real = Real::new(&format!(
        "CREATE TABLE t {rest}; INSERT INTO t (a, b) VALUES (21, 1)"
    ));
    rebuild(&mut real, "t", vec![not_null("b")]).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        format!("CREATE TABLE \"t\" {}", rest.replace("b)", "b NOT NULL)"))
    );
    assert_eq!(real.rows("SELECT a, s, v FROM t"), ["21|42|21,"]);
    let plain = alter("s", |change| change.generated = Some(None));
    rebuild(&mut real, "t", vec![plain]).expect("it works");
    real.run("UPDATE t SET a = 1");
    assert_eq!(real.rows("SELECT a, s, v FROM t"), ["1|42|1,"]);
}

#[test]
fn hole_14_types_of_any_name_survive() {
    let rest = "(a, b MYTYPE(3), c DOUBLE PRECISION, d UNSIGNED BIG INT, e 'quoted type', f TEXT)";
    let mut real = Real::new(&format!(
        "CREATE TABLE t {rest}; INSERT INTO t VALUES ('1', '2', 3, 4, '5', '6')"
    ));
    let types = "SELECT typeof(a), typeof(b), typeof(c), typeof(d), typeof(e) FROM t";
    let before = real.rows(types);
    rebuild(&mut real, "t", vec![not_null("f")]).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        format!(
            "CREATE TABLE \"t\" {}",
            rest.replace("f TEXT", "f TEXT NOT NULL")
        )
    );
    assert_eq!(real.rows(types), before);
}

#[test]
fn hole_15_foreign_keys_elsewhere_follow_a_column_that_is_renamed() {
    let mut real = Real::new(
        "PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER, code TEXT UNIQUE, v); \
         CREATE TABLE c (code TEXT REFERENCES t (code)); INSERT INTO t VALUES (1, 'x', 1); INSERT INTO c VALUES ('x')",
    );
    rebuild(
        &mut real,
        "t",
        vec![not_null("v"), rename_column("code", "key")],
    )
    .expect("it works");
    assert_eq!(
        text(&mut real, "c"),
        "CREATE TABLE c (code TEXT REFERENCES t (key))"
    );
    assert!(real.ask("INSERT INTO c VALUES ('y')").is_err());
    assert!(real.rows("PRAGMA foreign_key_check").is_empty());
}

#[test]
fn hole_16_rows_that_do_not_fit_are_shown() {
    let mut real = Real::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v); INSERT INTO t VALUES (3, NULL), (4, 1)",
    );
    let refused = rebuild(&mut real, "t", vec![not_null("v")]);
    assert_eq!(
        refused,
        Err("0: `v` is null in these rows: [\"3\"]".to_owned())
    );
    let mut column = Column::new("n", integer());
    column.nullable = false;
    let refused = rebuild(&mut real, "t", vec![add_column(column.clone())]);
    assert!(refused.is_err_and(|why| why.contains("has no default")));
    column.default = Some(Default::Sql("abs(random()) % 5".to_owned()));
    rebuild(&mut real, "t", vec![add_column(column)]).expect("it works");
    assert_eq!(
        real.rows("SELECT count(*) FROM t WHERE n BETWEEN 0 AND 4"),
        ["2"]
    );
}

#[test]
fn hole_17_constraints_without_a_name_go_by_the_convention() {
    let mut real = Real::new(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); \
         CREATE TABLE t (a INTEGER UNIQUE CHECK (a > 0), b REFERENCES p, c, UNIQUE (a, c), CHECK (c > a))",
    );
    let foreign = ForeignKey::new(vec!["c".into()], "p".into(), vec!["id".into()]);
    let operations = vec![
        drop_constraint("t_a_key", ConstraintKind::Unique),
        drop_constraint("t_a_c_key", ConstraintKind::Unique),
        drop_constraint("t_b_fkey", ConstraintKind::ForeignKey),
        drop_constraint("t_a_check", ConstraintKind::Check),
        drop_constraint("t_check", ConstraintKind::Check),
        add(Constraint::ForeignKey(foreign)),
    ];
    rebuild(&mut real, "t", operations).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (a INTEGER, b, c, CONSTRAINT t_c_fkey FOREIGN KEY (c) REFERENCES p (id))"
    );
}

#[test]
fn hole_18_if_exists_is_heeded() {
    let mut real = Real::new("CREATE TABLE t (a INTEGER, b); CREATE INDEX ix ON t (a)");
    let drop_index = |name: &str, if_exists| Operation::DropIndex {
        name: name.into(),
        table: "t".into(),
        concurrently: false,
        if_exists,
    };
    let operations = vec![
        not_null("b"),
        drop_index("none", true),
        drop_index("ix", true),
    ];
    rebuild(&mut real, "t", operations).expect("it works");
    assert_eq!(text(&mut real, "ix"), "");
    assert!(
        rebuild(
            &mut real,
            "t",
            vec![not_null("a"), drop_index("none", false)]
        )
        .is_err()
    );
}

#[test]
fn hole_19_values_are_not_cut() {
    let mut real = Real::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, '12abc'), (2, ' 12 '), (3, NULL)",
    );
    let refused = rebuild(&mut real, "t", vec![retype("v", integer())]);
    assert_eq!(
        refused,
        Err("0: `v` holds values that are no integer: say with `using` what becomes of them: [\"1|'12abc'\"]".to_owned())
    );
    let using = alter("v", |change| {
        change.ty = Some(integer());
        change.using = Some("CAST(v AS INTEGER) + id".to_owned());
    });
    rebuild(&mut real, "t", vec![using]).expect("it works");
    assert_eq!(
        real.rows("SELECT v, typeof(v) FROM t"),
        ["13|integer", "14|integer", "NULL|null"]
    );
}

#[test]
fn hole_20_a_new_column_stands_last() {
    let mut real = Real::new("CREATE TABLE t (a INTEGER, b, c, CHECK (a > 0))");
    let operations = vec![drop_column("b"), add_column(Column::new("d", text_type()))];
    rebuild(&mut real, "t", operations).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (a INTEGER, c, d TEXT, CHECK (a > 0))"
    );
}

#[test]
fn hole_21_no_byte_changes_that_is_not_meant() {
    let rest = "( -- all\n\ta INTEGER DEFAULT -1 /* minus */,\n  [b c] varchar ( 20 )DEFAULT 'x' ,d\n, e NUMERIC(10,2) -- last\n)";
    let mut real = Real::new(&format!("CREATE TABLE t {rest}"));
    rebuild(&mut real, "t", vec![not_null("d")]).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        format!(
            "CREATE TABLE \"t\" {}",
            rest.replace(",d\n", ",d NOT NULL\n")
        )
    );
}

#[test]
fn hole_22_foreign_keys_are_looked_at() {
    let mut real = Real::new(
        "PRAGMA foreign_keys = ON; CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (id INTEGER PRIMARY KEY, pid INTEGER, old INTEGER REFERENCES p); \
         INSERT INTO p VALUES (1); PRAGMA foreign_keys = OFF; INSERT INTO t VALUES (1, 1, 5); PRAGMA foreign_keys = ON",
    );
    let foreign = || {
        Constraint::ForeignKey(ForeignKey::new(
            vec!["pid".into()],
            "p".into(),
            vec!["id".into()],
        ))
    };
    // What was broken before is no hindrance.
    rebuild(&mut real, "t", vec![not_null("id"), add(foreign())]).expect("it works");
    rebuild(
        &mut real,
        "t",
        vec![drop_constraint("t_pid_fkey", ConstraintKind::ForeignKey)],
    )
    .expect("it works");
    real.run("PRAGMA foreign_keys = OFF; INSERT INTO t VALUES (2, 9, 1); PRAGMA foreign_keys = ON");
    let before = text(&mut real, "t");
    let refused = rebuild(&mut real, "t", vec![add(foreign())]);
    assert_eq!(
        refused,
        Err("0: these rows refer to rows that are not there: [\"t|2|p\"]".to_owned())
    );
    assert_eq!(text(&mut real, "t"), before);
    assert_eq!(real.rows("PRAGMA foreign_keys"), ["1"]);
    assert!(real.rows("SELECT name FROM temp.sqlite_master").is_empty());
}

#[test]
fn hole_23_a_column_and_its_foreign_key_come_together() {
    let mut real = Real::new(
        "CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE t (a INTEGER); INSERT INTO p VALUES (1); INSERT INTO t VALUES (1)",
    );
    let mut column = Column::new("pid", integer());
    column.default = Some(Default::Value(1.into()));
    let foreign = ForeignKey::new(vec!["pid".into()], "p".into(), vec!["id".into()]);
    let mut flag = Column::new("flag", Type::Boolean);
    flag.default = Some(Default::Value(true.into()));
    let unique = Unique::new(vec!["pid".into()]);
    let operations = vec![
        add_column(column),
        add(Constraint::ForeignKey(foreign)),
        add_column(flag),
        add(Constraint::Check(Check::new("flag IN (0, 1)"))),
        add(Constraint::Unique(unique)),
    ];
    rebuild(&mut real, "t", operations).expect("it works");
    assert_eq!(real.rows("SELECT a, pid, flag FROM t"), ["1|1|1"]);
    assert!(real.ask("INSERT INTO t (a, flag) VALUES (1, 7)").is_err());
}
