//! Tables of SQLite made anew by a script: it leaves what an online run leaves, to the byte of what the database says of
//! itself, whatever the revision does and whatever its table has.

use revision_core::runtime::Offline;
use revision_core::{Backend, Server};
use revision_tests::{Database, Kind, TestChain};

use crate::offline::{client, said};

/// A table with much of what there is, and what stands around it.
const BASE: &str = r#"CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
INSERT INTO p VALUES (1, 'one'), (2, 'two');
CREATE TABLE t ( -- the table
    id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT, -- counted
    code TEXT NOT NULL ON CONFLICT FAIL COLLATE NOCASE CONSTRAINT uq UNIQUE ON CONFLICT ABORT,
    n INTEGER DEFAULT -5 CHECK (n <> 13), /* a number */
    "odd ""name" [odd type](3) DEFAULT 'it''s', bare,
    pid INTEGER REFERENCES p (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    seen AS (n * 2),
    CONSTRAINT ck CHECK (code <> ')')
);
INSERT INTO t (id, code, n, "odd ""name", bare, pid) VALUES (3, 'c', 7, 1.5, x'00ff', 1), (7, 'g', NULL, NULL, '5', NULL), (40, 'z', -1, 'x', 1, 2);
DELETE FROM t WHERE id = 40;
CREATE TABLE noted (what TEXT);
CREATE TABLE child (id INTEGER PRIMARY KEY, r INTEGER REFERENCES t (id) ON DELETE CASCADE);
CREATE VIEW v AS SELECT id, code, n + 1 AS more FROM t AS x WHERE x.n > 0;
CREATE TRIGGER on_t AFTER UPDATE OF n ON t WHEN new.n <> old.n BEGIN INSERT INTO noted VALUES ('n;' || new.n); END;
CREATE TRIGGER on_v INSTEAD OF INSERT ON v BEGIN INSERT INTO t (id, code) VALUES (new.id, new.code); END;
CREATE INDEX ix_n ON t (n DESC, lower(code)) WHERE n IS NOT NULL;
CREATE UNIQUE INDEX ix_code ON t (code COLLATE NOCASE, id);
INSERT INTO child VALUES (1, 3), (2, 7);"#;

/// What a revision may do to the table, each for itself, and what undoes it.
const CHANGES: &[(&str, &str)] = &[
    (
        "op.alter_column(\"t\", \"pid\").type_(text());",
        "op.alter_column(\"t\", \"pid\").type_(integer());",
    ),
    (
        "op.alter_column(\"t\", \"bare\").not_null();",
        "op.alter_column(\"t\", \"bare\").nullable();",
    ),
    (
        "op.alter_column(\"t\", \"n\").default(3);",
        "op.alter_column(\"t\", \"n\").default(-5);",
    ),
    (
        "op.create_check(\"t\", check(\"n < 100\").named(\"n_small\"));",
        "op.drop_check(\"t\", \"n_small\");",
    ),
    (
        "op.create_unique(\"t\", unique([\"n\", \"id\"]).named(\"uq_n\"));",
        "op.drop_unique(\"t\", \"uq_n\");",
    ),
    (
        "op.create_foreign_key(\"t\", foreign_key([\"pid\"], \"p\", [\"id\"]).named(\"fk_n\"));",
        "op.drop_foreign_key(\"t\", \"fk_n\");",
    ),
    (
        "op.drop_check(\"t\", \"ck\");",
        "op.create_check(\"t\", check(\"code <> ')'\").named(\"ck\"));",
    ),
    (
        "op.rename_constraint(\"t\", \"ck\", \"other\");",
        "op.rename_constraint(\"t\", \"other\", \"ck\");",
    ),
    (
        "op.rename_index(\"t\", \"ix_n\", \"ix_m\");",
        "op.rename_index(\"t\", \"ix_m\", \"ix_n\");",
    ),
    (
        "op.rename_column(\"t\", \"n\", \"number\");\n    op.alter_column(\"t\", \"number\").default(1);",
        "op.alter_column(\"t\", \"number\").default(-5);\n    op.rename_column(\"t\", \"number\", \"n\");",
    ),
    (
        "op.rename_table(\"t\", \"u\");\n    op.alter_column(\"u\", \"n\").default(1);",
        "op.alter_column(\"u\", \"n\").default(-5);\n    op.rename_table(\"u\", \"t\");",
    ),
    (
        "op.drop_column(\"t\", \"seen\");\n    op.add_column(\"t\", column(\"late\", integer()).default_sql(\"(abs(-7))\"));",
        "op.drop_column(\"t\", \"late\");",
    ),
    (
        "op.execute(\"CREATE INDEX ix_late ON t (pid)\");\n    op.alter_column(\"t\", \"n\").default(4);\n    op.execute(\"INSERT INTO p VALUES (3, 'three')\");",
        "op.alter_column(\"t\", \"n\").default(-5);",
    ),
];

fn chain(up: &str, down: &str) -> TestChain {
    let base = format!("-- Make\n--\n-- revision: a\n\n-- upgrade\n{BASE}\n");
    let text = format!(
        "//! Change it.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"b\",\n    down_revision: \"a\",\n}}\n\n\
         pub fn upgrade(op: &mut Op) {{\n    {up}\n}}\n\npub fn downgrade(op: &mut Op) {{\n    {down}\n}}\n"
    );
    TestChain::of_files(&[("a.sql", &base), ("b.rs", &text)])
}

fn sqlite() -> Server {
    Server::assumed(Backend::Sqlite)
}

fn up(chain: &TestChain, range: &str) -> String {
    let targets = [range.to_owned()];
    let offline = Offline::Upgrade {
        targets: &targets,
        from: None,
    };
    let script = chain.runtime().script(sqlite(), &offline);
    script.unwrap_or_else(|error| panic!("{range}: {error:?}"))
}

/// All that the database says of itself, and the rows.
async fn all(database: &Database) -> Vec<Vec<String>> {
    let mut all = database
        .rows("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'revision%' ORDER BY 1, 2")
        .await;
    let tables = database
        .rows("SELECT name FROM sqlite_master WHERE name IN ('t', 'u')")
        .await;
    let name = &tables[0][0];
    for rows in [
        format!("SELECT rowid, * FROM {name} ORDER BY 1"),
        "SELECT name, seq FROM sqlite_sequence WHERE name <> 'revision_log' ORDER BY 1".to_owned(),
        "SELECT * FROM child".to_owned(),
        "SELECT * FROM p".to_owned(),
        "SELECT revision, direction FROM revision_log".to_owned(),
    ] {
        all.extend(database.rows(&rows).await);
    }
    all
}

#[tokio::test]
async fn a_script_makes_tables_anew_as_a_run_does() {
    for (change, back) in CHANGES {
        let chain = chain(change, back);
        let runtime = chain.runtime();
        let [online, offline] = [
            Database::fresh(Kind::Sqlite).await,
            Database::fresh(Kind::Sqlite).await,
        ];
        for database in [&online, &offline] {
            runtime.upgrade(database.url(), "a").await.unwrap();
        }
        runtime.upgrade(online.url(), "b").await.unwrap();
        let script = up(&chain, "a:b");
        let output = client(&offline, &script);
        assert!(
            output.status.success(),
            "{change}: {}\n{script}",
            said(&output)
        );
        assert_eq!(
            all(&offline).await,
            all(&online).await,
            "{change}\n{script}"
        );

        runtime.downgrade(online.url(), "a").await.unwrap();
        let down = Offline::Downgrade {
            target: "b:a",
            from: None,
        };
        let script = runtime.script(sqlite(), &down);
        let script = script.unwrap_or_else(|error| panic!("{back}: {error:?}"));
        let output = client(&offline, &script);
        assert!(
            output.status.success(),
            "{back}: {}\n{script}",
            said(&output)
        );
        assert_eq!(all(&offline).await, all(&online).await, "{back}\n{script}");
    }
}

#[tokio::test]
async fn a_script_stops_at_rows_that_do_not_fit() {
    let chain = chain("op.alter_column(\"t\", \"n\").not_null();", "");
    let database = Database::fresh(Kind::Sqlite).await;
    chain.runtime().upgrade(database.url(), "a").await.unwrap();
    let before = all(&database).await;
    let output = client(&database, &up(&chain, "a:b"));
    assert!(!output.status.success());
    assert!(
        said(&output).contains("`n` is null in these rows"),
        "{}",
        said(&output)
    );
    assert_eq!(all(&database).await, before);
}

#[tokio::test]
async fn a_script_stops_at_what_no_revision_has_made() {
    for strange in [
        "CREATE INDEX strange ON t (pid)",
        "CREATE TRIGGER strange AFTER DELETE ON t BEGIN SELECT 1; END",
        "ALTER TABLE t ADD COLUMN strange",
    ] {
        let chain = chain("op.alter_column(\"t\", \"n\").default(3);", "");
        let database = Database::fresh(Kind::Sqlite).await;
        chain.runtime().upgrade(database.url(), "a").await.unwrap();
        database.rows(strange).await;
        let before = all(&database).await;
        let output = client(&database, &up(&chain, "a:b"));
        assert!(!output.status.success(), "{strange}");
        assert!(
            said(&output).contains("columns, indexes or triggers that no revision has made"),
            "{strange}: {}",
            said(&output)
        );
        assert_eq!(all(&database).await, before);
    }
}

/// SQL of somebody's own, in the frame that a line gives it.
#[tokio::test]
async fn a_script_has_the_frame() {
    let new_first = "CREATE TABLE t2 (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, n INTEGER, pid INTEGER);\n\
        INSERT INTO t2 SELECT id, code, n, pid FROM t;\nDROP TABLE t;\nALTER TABLE t2 RENAME TO t;";
    let old_first = "ALTER TABLE t RENAME TO t0;\nCREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT NOT NULL, n INTEGER, pid INTEGER);\n\
        INSERT INTO t SELECT id, code, n, pid FROM t0;\nDROP TABLE t0;";
    for way in [new_first, old_first] {
        let base = format!("-- Make\n--\n-- revision: a\n\n-- upgrade\n{BASE}\n");
        let text = format!(
            "-- Again\n--\n-- revision: b\n-- down_revision: a\n\n-- upgrade\n-- rebuild: t\n{way}\n\n-- downgrade\n-- rebuild: t\n{way}\n"
        );
        let chain = TestChain::of_files(&[("a.sql", &base), ("b.sql", &text)]);
        let runtime = chain.runtime();
        let [online, offline] = [
            Database::fresh(Kind::Sqlite).await,
            Database::fresh(Kind::Sqlite).await,
        ];
        runtime.upgrade(online.url(), "b").await.unwrap();
        let script = up(&chain, "base:b");
        let output = client(&offline, &script);
        assert!(output.status.success(), "{}\n{script}", said(&output));
        assert_eq!(all(&offline).await, all(&online).await, "{script}");
        runtime.downgrade(online.url(), "a").await.unwrap();
        let down = Offline::Downgrade {
            target: "b:a",
            from: None,
        };
        let script = runtime.script(sqlite(), &down).unwrap();
        let output = client(&offline, &script);
        assert!(output.status.success(), "{}\n{script}", said(&output));
        assert_eq!(all(&offline).await, all(&online).await, "{script}");

        let lacking = text
            .replace("FROM t;", "FROM t LIMIT 1;")
            .replace("FROM t0;", "FROM t0 LIMIT 1;");
        let chain = TestChain::of_files(&[("a.sql", &base), ("b.sql", &lacking)]);
        let output = client(&Database::fresh(Kind::Sqlite).await, &up(&chain, "base:b"));
        assert!(!output.status.success());
        assert!(
            said(&output).contains("not as many rows as before"),
            "{}",
            said(&output)
        );
    }
}
