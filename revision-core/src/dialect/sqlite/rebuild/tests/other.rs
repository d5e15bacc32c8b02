//! What else a rebuild can, and what it refuses.

use super::{
    Real, add, add_column, alter, drop_column, drop_constraint, integer, not_null, planned,
    rebuild, rename_column, retype, text, text_type,
};
use crate::operation::{Operation, TableChange, Where};
use crate::schema::{
    Column, Constraint, ConstraintKind, Default, Generated, Identity, Index, IndexColumn, IndexKey,
    PrimaryKey, Unique,
};

fn options(change: impl FnOnce(&mut TableChange)) -> Operation {
    let mut made = TableChange::default();
    change(&mut made);
    Operation::AlterTable {
        name: "t".into(),
        change: made,
    }
}

fn strict(strict: bool) -> Operation {
    options(|change| change.strict = Some(strict))
}

fn without_rowid(without: bool) -> Operation {
    options(|change| change.without_rowid = Some(without))
}

#[test]
fn a_table_is_called_otherwise_in_the_end() {
    let mut real = Real::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, up INTEGER REFERENCES t (id), v); \
         CREATE TABLE c (r REFERENCES t); CREATE VIEW w AS SELECT v FROM t; CREATE INDEX ix ON t (v); \
         INSERT INTO t VALUES (8, 8, 1); INSERT INTO c VALUES (8)",
    );
    let rename = Operation::RenameTable {
        from: "t".into(),
        to: "u".into(),
    };
    rebuild(&mut real, "t", vec![rename, not_null("v")]).expect("it works");
    assert_eq!(
        text(&mut real, "u"),
        "CREATE TABLE \"u\" (id INTEGER PRIMARY KEY AUTOINCREMENT, up INTEGER REFERENCES \"u\" (id), v NOT NULL)"
    );
    assert_eq!(text(&mut real, "c"), "CREATE TABLE c (r REFERENCES \"u\")");
    assert_eq!(text(&mut real, "ix"), "CREATE INDEX ix ON \"u\" (v)");
    assert_eq!(real.rows("SELECT v FROM w"), ["1"]);
    assert_eq!(real.rows("SELECT name, seq FROM sqlite_sequence"), ["u|8"]);
}

#[test]
fn options_come_and_go() {
    let mut real = Real::new(
        "CREATE TABLE t (id TEXT PRIMARY KEY, n BIGINT, m) -- end\n; INSERT INTO t VALUES ('a', 1, 'x')",
    );
    rebuild(&mut real, "t", vec![strict(true), without_rowid(true)]).expect("it works");
    let text_now = text(&mut real, "t");
    assert_eq!(
        text_now,
        "CREATE TABLE \"t\" (id TEXT PRIMARY KEY, n INTEGER, m ANY) WITHOUT ROWID, STRICT"
    );
    assert!(
        real.ask("INSERT INTO t VALUES ('b', 'no number', 1)")
            .is_err()
    );
    rebuild(&mut real, "t", vec![strict(false)]).expect("it works");
    assert!(text(&mut real, "t").ends_with("m ANY) WITHOUT ROWID"));
    rebuild(&mut real, "t", vec![without_rowid(false)]).expect("it works");
    assert!(text(&mut real, "t").ends_with("m ANY)"));
    assert_eq!(real.rows("SELECT * FROM t"), ["a|1|x"]);
    real.run("UPDATE t SET n = 'no number'");
    let refused = rebuild(&mut real, "t", vec![strict(true)]);
    assert!(refused.is_err_and(|why| why.contains("'no number'")));
}

#[test]
fn keys_are_added_changed_and_counted() {
    let mut real = Real::new(
        "CREATE TABLE t (id INT, v TEXT); INSERT INTO t (rowid, id, v) VALUES (4, 7, 'a'), (5, 9, 'b')",
    );
    let key = |columns: &[&str]| {
        let columns = columns.iter().map(|name| (*name).into()).collect();
        add(Constraint::PrimaryKey(PrimaryKey::new(columns)))
    };
    rebuild(&mut real, "t", vec![key(&["v", "id"])]).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (id INT NOT NULL, v TEXT NOT NULL, PRIMARY KEY (v, id))"
    );
    assert_eq!(real.rows("SELECT rowid, id FROM t"), ["4|7", "5|9"]);
    let drop_key = || Operation::DropConstraint {
        table: "t".into(),
        name: None,
        kind: ConstraintKind::PrimaryKey,
        if_exists: false,
    };
    let counted = alter("id", |change| {
        change.identity = Some(Some(Identity::default()));
    });
    rebuild(&mut real, "t", vec![drop_key(), key(&["id"]), counted]).expect("it works");
    assert_eq!(real.rows("SELECT rowid, id FROM t"), ["7|7", "9|9"]);
    assert_eq!(real.rows("SELECT seq FROM sqlite_sequence"), ["9"]);
    // What counts has to have a key, the same or another, or to be gone.
    assert!(rebuild(&mut real, "t", vec![drop_key()]).is_err());
    rebuild(&mut real, "t", vec![drop_key(), key(&["id"])]).expect("it works");
    assert_eq!(real.rows("SELECT seq FROM sqlite_sequence"), ["9"]);
    let mut other = Column::new("n", integer());
    other.identity = Some(Identity::default());
    other.nullable = false;
    let mut gone = vec![drop_key(), drop_column("id"), add_column(other)];
    gone.push(key(&["n"]));
    rebuild(&mut real, "t", gone).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (v TEXT NOT NULL, n INTEGER PRIMARY KEY AUTOINCREMENT)"
    );
    real.rows("DELETE FROM t");
    let back = vec![
        add_column(Column::new("id", integer())),
        drop_key(),
        drop_column("n"),
        key(&["id"]),
        alter("id", |change| {
            change.identity = Some(Some(Identity::default()));
        }),
    ];
    rebuild(&mut real, "t", back).expect("it works");
    let plain = alter("id", |change| change.identity = Some(None));
    rebuild(&mut real, "t", vec![plain, drop_key()]).expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (v TEXT NOT NULL, id INTEGER NOT NULL)"
    );
    assert_eq!(real.rows("SELECT count(*) FROM sqlite_sequence"), ["0"]);
}

#[test]
fn a_key_that_others_refer_to_stays() {
    let mut real = Real::new(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, code TEXT, CONSTRAINT u UNIQUE (code)); CREATE TABLE c (code REFERENCES t (code))",
    );
    let drop_unique = || drop_constraint("u", ConstraintKind::Unique);
    let refused = rebuild(&mut real, "t", vec![drop_unique()]);
    assert!(refused.is_err_and(|why| why.contains("the foreign key (code) of `c`")));
    let unique = Unique::new(vec!["code".into()]);
    rebuild(
        &mut real,
        "t",
        vec![drop_unique(), add(Constraint::Unique(unique))],
    )
    .expect("it works");
}

#[test]
fn a_column_has_its_place_and_its_value() {
    let mut real = Real::new("CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (1, 'x')");
    let mut first = add_column(Column::new("first", integer()));
    if let Operation::AddColumn { place, .. } = &mut first {
        *place = Some(Where::First);
    }
    let mut now = Column::new("now", text_type());
    now.nullable = false;
    now.default = Some(Default::Sql("CURRENT_TIMESTAMP".to_owned()));
    let mut after = add_column(now);
    if let Operation::AddColumn { place, .. } = &mut after {
        *place = Some(Where::After("a".into()));
    }
    let both = alter("b", |change| {
        change.using = Some("b || a || coalesce(first, '-')".to_owned());
    });
    rebuild(
        &mut real,
        "t",
        vec![
            first,
            after,
            rename_column("b", "c"),
            rename_column("c", "b"),
            both,
        ],
    )
    .expect("it works");
    assert_eq!(
        text(&mut real, "t"),
        "CREATE TABLE \"t\" (first INTEGER, a INTEGER, now TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP, b TEXT)"
    );
    assert_eq!(
        real.rows("SELECT first, a, length(now), b FROM t"),
        ["NULL|1|19|x1-"]
    );
}

#[test]
fn changes_of_one_column_go_one_after_the_other() {
    let mut real = Real::new("CREATE TABLE t (a TEXT); INSERT INTO t VALUES (' 5 ')");
    let times = |by: &str| {
        alter("a", |change| {
            change.using = Some(format!("a * {by}"));
            change.ty = Some(integer());
        })
    };
    let operations = vec![
        retype("a", integer()),
        rename_column("a", "b"),
        rename_column("b", "a"),
        times("2"),
        times("3"),
    ];
    rebuild(&mut real, "t", operations).expect("it works");
    assert_eq!(real.rows("SELECT a FROM t"), ["30"]);
}

#[test]
fn a_script_does_the_same() {
    let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT); CREATE VIEW w AS SELECT v FROM t;";
    let mut real = Real::new(&format!("{base} INSERT INTO t VALUES (1, 'a')"));
    let plan = planned(&mut real, "t", vec![not_null("v")]).expect("it has a plan");
    let inside = plan.inside.iter().flat_map(super::Part::script);
    let script: Vec<String> = plan
        .before
        .iter()
        .cloned()
        .chain(["BEGIN".to_owned()])
        .chain(inside)
        .collect();
    let run = |real: &mut Real| -> Result<(), String> {
        for sql in &script {
            real.ask(sql)?;
        }
        real.ask("COMMIT").map(drop)
    };
    run(&mut real).expect("it works");
    assert!(text(&mut real, "t").contains("v TEXT NOT NULL"));
    let mut other = Real::new(&format!("{base} INSERT INTO t VALUES (1, NULL)"));
    let failed = run(&mut other);
    assert!(failed.is_err_and(|why| why.contains("`v` is null in these rows")));
}

#[test]
fn what_is_not_there_is_said() {
    let mut real = Real::new("CREATE TABLE t (a); CREATE VIRTUAL TABLE f USING fts5(a)");
    for (table, operation) in [
        ("missing", not_null("a")),
        ("f", not_null("a")),
        ("t", not_null("b")),
        ("t", rename_column("b", "c")),
        ("t", drop_constraint("none", ConstraintKind::Check)),
        ("t", options(|change| change.unlogged = Some(true))),
    ] {
        assert!(planned(&mut real, table, vec![operation]).is_err());
    }
}

#[test]
fn a_log_of_writes_is_no_hindrance() {
    let mut real = Real::new(
        "PRAGMA journal_mode = wal; CREATE TABLE t (a); INSERT INTO t VALUES (1); ATTACH ':memory:' AS other; CREATE TABLE other.t (z); CREATE TEMP TABLE kept (a)",
    );
    rebuild(&mut real, "t", vec![not_null("a")]).expect("it works");
    assert_eq!(real.rows("PRAGMA journal_mode"), ["wal"]);
    assert_eq!(
        real.rows("SELECT sql FROM other.sqlite_master"),
        ["CREATE TABLE t (z)"]
    );
    assert_eq!(real.rows("PRAGMA legacy_alter_table"), ["0"]);
}

#[test]
fn what_the_planner_has_counted_stays() {
    let mut real = Real::new(
        "CREATE TABLE t (a TEXT UNIQUE, b INTEGER); CREATE INDEX ib ON t (b); CREATE INDEX ig ON t (b, a); CREATE TABLE k (a TEXT PRIMARY KEY) WITHOUT ROWID; \
         INSERT INTO t VALUES ('x', 1), ('y', 1); INSERT INTO k VALUES ('x'); ANALYZE",
    );
    let counted = "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2";
    let before = real.rows(counted);
    assert_eq!(before.len(), 4);
    rebuild(&mut real, "t", vec![not_null("b")]).expect("it works");
    let default = alter("a", |change| {
        change.default = Some(Some(Default::Value(1.into())));
    });
    rebuild(&mut real, "k", vec![default]).expect("it works");
    assert_eq!(real.rows(counted), before);
    let drop_index = Operation::DropIndex {
        name: "ig".into(),
        table: "t".into(),
        concurrently: false,
        if_exists: false,
    };
    let null = alter("b", |change| change.nullable = Some(true));
    rebuild(&mut real, "t", vec![null, drop_index]).expect("it works");
    assert_eq!(real.rows(counted).len(), 3);
}

#[test]
fn a_row_that_breaks_something_is_a_fault_whatever_the_table_says() {
    let base =
        "CREATE TABLE t (a TEXT UNIQUE ON CONFLICT IGNORE); INSERT INTO t VALUES ('x'), ('X')";
    let mut real = Real::new(base);
    let collation = alter("a", |change| change.collation = Some(Some("NOCASE".into())));
    let failed = rebuild(&mut real, "t", vec![collation]);
    assert!(failed.is_err_and(|why| why.contains("UNIQUE constraint failed")));
    assert_eq!(real.rows("SELECT a FROM t"), ["x", "X"]);
}

#[test]
fn rows_that_are_computed_or_made_otherwise_refer_to_rows() {
    let base = "CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1); \
         CREATE TABLE t (id INTEGER PRIMARY KEY, pid INTEGER REFERENCES p (id)); INSERT INTO t VALUES (1, 1), (2, NULL)";
    let computed = alter("pid", |change| {
        let sql = "id".to_owned();
        change.generated = Some(Some(Generated { sql, stored: false }));
    });
    let made = alter("pid", |change| change.using = Some("id".to_owned()));
    for operation in [computed, made] {
        let mut real = Real::new(base);
        let outcome = rebuild(&mut real, "t", vec![operation]);
        let message = "0: these rows refer to rows that are not there: [\"t|2|p\"]";
        assert_eq!(outcome, Err(message.to_owned()));
        assert_eq!(real.rows("SELECT pid FROM t"), ["1", "NULL"]);
    }
}

#[test]
fn what_sorts_otherwise_is_no_key_to_refer_to() {
    for (unique, is_key) in [
        ("UNIQUE (id COLLATE nocase)", false),
        ("UNIQUE (id COLLATE binary)", true),
        ("UNIQUE (id)", true),
    ] {
        let mut real = Real::new(&format!(
            "CREATE TABLE t (id TEXT CONSTRAINT pk PRIMARY KEY, {unique}); INSERT INTO t VALUES ('a'); \
             CREATE TABLE c (r TEXT REFERENCES t (id)); INSERT INTO c VALUES ('a')"
        ));
        let drop = drop_constraint("pk", ConstraintKind::PrimaryKey);
        let outcome = rebuild(&mut real, "t", vec![drop]);
        let told = "0: rows of `t` could no longer be found by what refers to them: the foreign key (r) of `c`";
        let expected = if is_key { Ok(()) } else { Err(told.to_owned()) };
        assert_eq!(outcome, expected, "{unique}");
        real.run("INSERT INTO c VALUES ('a')");
    }
}

#[test]
fn a_new_index_follows_a_column_that_is_called_otherwise_later() {
    let mut real = Real::new("CREATE TABLE t (id INTEGER PRIMARY KEY, \"B c\" TEXT)");
    let key = IndexColumn::new(IndexKey::Column("B c".into()));
    let made = Operation::CreateIndex {
        name: Some("i".into()),
        table: "t".into(),
        index: Box::new(Index::new(vec![key])),
        concurrently: false,
        if_not_exists: false,
    };
    rebuild(&mut real, "t", vec![made, rename_column("B c", "x")]).expect("it works");
    assert_eq!(real.rows("SELECT name FROM pragma_index_info('i')"), ["x"]);
}
