//! A table with every feature at once, made anew by operations in any order and then brought back: nothing else may have
//! changed, in the catalog as a program of its own reads it, or in the rows.

use std::path::Path;
use std::process::Command;

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::{
    Operation, Real, add, add_column, alter, drop_column, drop_constraint, integer, rebuild,
    rename_column, retype, text_type,
};
use crate::schema::{
    Check, Column, Constraint, ConstraintKind, Default, ForeignKey, Generated, Type, Unique,
};

const BEFORE: &str = r"
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
INSERT INTO p VALUES (1, 'one'), (2, 'two');
";

const AROUND: &str = r"
CREATE TABLE log (what TEXT, at TEXT DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE child (id INTEGER PRIMARY KEY, r INTEGER REFERENCES t (id) ON DELETE CASCADE, k TEXT REFERENCES t (code) ON DELETE SET NULL);
CREATE VIEW v AS SELECT id, code, n + 1 AS more FROM t AS x WHERE x.n > 0;
CREATE VIEW vv AS SELECT * FROM v JOIN p ON p.id = v.id;
CREATE TRIGGER on_t AFTER UPDATE OF n ON t WHEN new.n <> old.n BEGIN INSERT INTO log (what) VALUES ('n;' || new.n); END;
CREATE TRIGGER on_v INSTEAD OF INSERT ON v BEGIN INSERT INTO t (id, code) VALUES (new.id, new.code); END;
CREATE TRIGGER on_p AFTER DELETE ON p BEGIN UPDATE t SET pid = NULL WHERE pid = old.id; END;
CREATE INDEX ix_n ON t (n DESC, lower(code)) WHERE n IS NOT NULL;
CREATE UNIQUE INDEX ix_code ON t (code COLLATE NOCASE, id);
CREATE VIRTUAL TABLE search USING fts5(body);
INSERT INTO search VALUES ('some words');
INSERT INTO child VALUES (1, 3, 'c'), (2, 7, NULL);
";

/// A table with every feature of its kind.
struct Base {
    sql: &'static str,
    rowid: bool,
    /// What `seen` is computed from.
    seen: &'static str,
}

const ROWID: Base = Base {
    rowid: true,
    seen: "n * 2",
    sql: r#"
CREATE TABLE t ( -- the table
    id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, -- counted
    code TEXT NOT NULL ON CONFLICT FAIL COLLATE NOCASE CONSTRAINT uq UNIQUE ON CONFLICT ABORT,
    n INTEGER DEFAULT -5 CHECK (n <> 13), /* a number */
    "odd ""name" [odd type](3) DEFAULT 'it''s', bare,
    pid INTEGER REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
    made TEXT GENERATED ALWAYS AS (code || ',' || n) STORED,
    seen AS (n * 2),
    CONSTRAINT ck CHECK (code <> ')') CHECK (n IS NULL OR n < 1000000),
    FOREIGN KEY (pid) REFERENCES p DEFERRABLE
);
INSERT INTO t (id, code, n, "odd ""name", bare, pid) VALUES
    (3, 'c', 7, 1.5, x'00ff', 1), (7, 'g', NULL, NULL, 9223372036854775807, NULL), (40, 'zoë', -1, 'x', 0.1, 2);
DELETE FROM t WHERE id = 40;
"#,
};

const WITHOUT: Base = Base {
    rowid: false,
    seen: "n",
    sql: r#"
CREATE TABLE t (id INTEGER NOT NULL, code TEXT CONSTRAINT uq UNIQUE, n INTEGER DEFAULT -5, "odd ""name" ANY, bare BLOB, pid INTEGER,
    made TEXT AS (code || n), seen ANY AS (n), CONSTRAINT pk PRIMARY KEY (id DESC), CONSTRAINT ck CHECK (n < 100), CHECK (n <> 13),
    FOREIGN KEY (pid) REFERENCES p) STRICT, WITHOUT ROWID;
INSERT INTO t (id, code, n, "odd ""name", bare, pid) VALUES (3, 'c', 7, 1.5, x'00ff', 1), (7, 'g', 8, NULL, NULL, NULL);
"#,
};

/// Operations and what takes them back.
fn pairs(seen: &str) -> Vec<(Vec<Operation>, Vec<Operation>)> {
    let default =
        |column: &str, to: Option<Default>| alter(column, |change| change.default = Some(to));
    let named_check = |name: &str, sql: &str| {
        let mut check = Check::new(sql);
        check.name = Some(name.into());
        add(Constraint::Check(check))
    };
    let mut flag = Column::new("flag", Type::Boolean);
    flag.nullable = false;
    flag.default = Some(Default::Value(true.into()));
    let rename = |from: &str, to: &str| Operation::RenameConstraint {
        table: "t".into(),
        from: from.into(),
        to: to.into(),
    };
    let rename_index = |from: &str, to: &str| Operation::RenameIndex {
        table: "t".into(),
        from: from.into(),
        to: to.into(),
    };
    let unique = Unique::new(vec!["n".into(), "id".into()]);
    let foreign = ForeignKey::new(vec!["pid".into()], "p".into(), vec!["id".into()]);
    let computed = |sql: &str, stored| {
        let sql = sql.to_owned();
        alter("seen", |change| {
            change.generated = Some(Some(Generated { sql, stored }));
        })
    };
    vec![
        (
            vec![default("n", Some(Default::Value(3.into())))],
            vec![default("n", Some(Default::Value((-5).into())))],
        ),
        (
            vec![add_column(flag), named_check("flags", "flag IN (0, 1)")],
            vec![
                drop_constraint("flags", ConstraintKind::Check),
                drop_column("flag"),
            ],
        ),
        (
            vec![add(Constraint::Unique(unique))],
            vec![drop_constraint("t_n_id_key", ConstraintKind::Unique)],
        ),
        (
            vec![add(Constraint::ForeignKey(foreign))],
            vec![drop_constraint("t_pid_fkey", ConstraintKind::ForeignKey)],
        ),
        (
            vec![rename("ck", "other"), rename("uq", "ck")],
            vec![rename("ck", "uq"), rename("other", "ck")],
        ),
        (
            vec![rename_index("ix_n", "ix_m")],
            vec![rename_index("ix_m", "ix_n")],
        ),
        (
            vec![named_check("more", "length(code) < 1000")],
            vec![drop_constraint("more", ConstraintKind::Check)],
        ),
        (vec![computed("id", false)], vec![computed(seen, false)]),
        (
            vec![retype("pid", text_type())],
            vec![retype("pid", integer())],
        ),
        (
            vec![default(
                "bare",
                Some(Default::Sql("x'01' || 'a'".to_owned())),
            )],
            vec![default("bare", None)],
        ),
        (
            vec![rename_column("n", "number")],
            vec![rename_column("number", "n")],
        ),
        (swap(), swap()),
    ]
}

fn swap() -> Vec<Operation> {
    vec![
        rename_column("bare", "x"),
        rename_column("pid", "bare"),
        rename_column("x", "pid"),
    ]
}

/// All rows, with their numbers and kinds.
fn rows(real: &mut Real, rowid: bool) -> Vec<String> {
    let number = if rowid { "rowid" } else { "id" };
    let columns = real.rows("SELECT name FROM pragma_table_xinfo('t') ORDER BY name");
    let columns: Vec<String> = columns
        .iter()
        .map(|name| name.replace('"', "\"\""))
        .map(|name| format!("quote(\"{name}\")"))
        .collect();
    let mut found = real.rows(&format!(
        "SELECT {number}, {} FROM t ORDER BY 1",
        columns.join(", ")
    ));
    found.extend(real.rows("SELECT * FROM child"));
    found.extend(real.rows("SELECT * FROM vv"));
    found.extend(real.rows("SELECT * FROM search"));
    if rowid {
        found.extend(real.rows("SELECT * FROM sqlite_sequence"));
    }
    found
}

/// What a program that knows nothing of ours finds different between two files; nothing where it is not there.
fn differences(one: &Path, other: &Path) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = root.join("../../shared/vectors/autogen/catalog_diff.py");
    if !program.exists() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            program.display()
        );
        return String::new();
    }
    let output = Command::new("python3")
        .arg(program)
        .args([one, other])
        .output();
    let output = output.expect("Python starts");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(
        output.status.success() || !said.is_empty(),
        "it says nothing"
    );
    said
}

fn there_and_back(base: &Base, chosen: &[usize]) {
    let sql = format!("{BEFORE}{}{AROUND}", base.sql);
    let original = Real::new(&sql);
    let mut real = Real::new(&sql);
    let before = rows(&mut real, base.rowid);
    let (mut there, mut back) = (Vec::new(), Vec::new());
    for (at, (to, from)) in pairs(base.seen).into_iter().enumerate() {
        if chosen.contains(&at) {
            there.extend(to);
            back.splice(0..0, from);
        }
    }
    let told = |what: &str, why: String| panic!("{what}: {why}\n{chosen:?}");
    rebuild(&mut real, "t", there).unwrap_or_else(|why| told("there", why));
    assert_eq!(real.rows("PRAGMA integrity_check"), ["ok"]);
    assert!(real.rows("PRAGMA foreign_key_check").is_empty());
    assert_ne!(
        differences(&original.file(), &real.file()),
        "",
        "{chosen:?}"
    );
    rebuild(&mut real, "t", back).unwrap_or_else(|why| told("back", why));
    assert_eq!(rows(&mut real, base.rowid), before, "{chosen:?}");
    assert_eq!(
        differences(&original.file(), &real.file()),
        "",
        "{chosen:?}"
    );
}

#[test]
fn each_comes_back() {
    for base in [&ROWID, &WITHOUT] {
        for at in 0..pairs(base.seen).len() {
            there_and_back(base, &[at]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn all_come_back(chosen in subsequence((0..12).collect::<Vec<usize>>(), 2..8), rowid: bool) {
        there_and_back(if rowid { &ROWID } else { &WITHOUT }, &chosen);
    }
}
