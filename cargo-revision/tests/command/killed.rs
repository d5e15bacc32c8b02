//! The command is killed at any moment of making tables anew: the file is what it was before or what it is after, and the next
//! upgrade ends where an undisturbed one does.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use revision_tests::{Random, servers};

use crate::project::Project;

/// Tables that hold on to each other, and rows enough that making them anew takes a while.
const TABLES: &str = r"
CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT UNIQUE);
CREATE TABLE t ( -- kept
    id INTEGER PRIMARY KEY AUTOINCREMENT, code TEXT COLLATE NOCASE, n TEXT,
    pid INTEGER REFERENCES p (id) ON DELETE SET NULL, seen AS (n || ','), CHECK (n <> 'never')
);
CREATE TABLE child (id INTEGER PRIMARY KEY, r INTEGER REFERENCES t (id) ON DELETE CASCADE, note TEXT);
CREATE TABLE log (what TEXT);
CREATE INDEX by_code ON t (code DESC, lower(n)) WHERE n IS NOT NULL;
CREATE VIEW v AS SELECT t.id, p.code FROM t LEFT JOIN p ON p.id = t.pid;
CREATE TRIGGER gone AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.id); END;
INSERT INTO p VALUES (1, 'one'), (2, 'two');
WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < 30000)
    INSERT INTO t (id, code, n, pid) SELECT i, 'code ' || i, i % 1000, i % 2 + 1 FROM i;
INSERT INTO child SELECT id, id, 'note ' || id FROM t;
DELETE FROM t WHERE id > 29990;";

/// Both tables are made anew for this, one after the other, in one revision.
const ANEW: &str = r#"//! Alter.

use revision_core::prelude::*;

revision! {
    id: "b1",
    down_revision: "a1",
}

pub fn upgrade(op: &mut Op) {
    op.alter_column("t", "n").type_(integer()).using("CAST(n AS integer)");
    op.alter_column("t", "code").not_null();
    op.create_unique("t", ["code", "id"]);
    op.alter_column("child", "note").not_null().default("none");
}
"#;

/// What the database says of itself, a line each: all that there is but what is kept for revisions, and in which state it is.
const STATE: &str = "
SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, '') FROM sqlite_schema
    WHERE tbl_name NOT IN ('revision_version', 'revision_log', 'sqlite_sequence')
UNION ALL SELECT name || ' counts to ' || seq FROM sqlite_sequence WHERE name <> 'revision_log'
UNION ALL SELECT 'version ' || version_num FROM revision_version
UNION ALL SELECT 'integrity ' || integrity_check FROM pragma_integrity_check
UNION ALL SELECT 'broken ' || \"table\" FROM pragma_foreign_key_check
UNION ALL SELECT 'journal ' || journal_mode FROM pragma_journal_mode
ORDER BY 1";

/// All rows, a text for each table.
const ROWS: &str = "
SELECT group_concat(quote(rowid) || quote(id) || quote(code) || quote(n) || quote(pid) || quote(seen)) FROM (SELECT rowid, * FROM t ORDER BY rowid)
UNION ALL SELECT group_concat(quote(id) || quote(r) || quote(note)) FROM (SELECT * FROM child ORDER BY id)
UNION ALL SELECT group_concat(quote(id) || quote(code)) FROM (SELECT * FROM p ORDER BY id)
UNION ALL SELECT group_concat(what) FROM log";

#[derive(Debug, PartialEq, Eq)]
struct State {
    lines: Vec<String>,
    rows: u64,
}

impl State {
    fn of(project: &Project) -> Self {
        let mut hasher = DefaultHasher::new();
        project.texts(FILE, ROWS).hash(&mut hasher);
        Self {
            lines: project.texts(FILE, STATE),
            rows: hasher.finish(),
        }
    }
}

const FILE: &str = "app.db";

/// The database and what SQLite lays beside it.
const FILES: [&str; 4] = [FILE, "app.db-journal", "app.db-wal", "app.db-shm"];

fn size(project: &Project) -> u64 {
    let sizes = FILES.map(|file| fs::metadata(project.path(file)).map_or(0, |file| file.len()));
    sizes.iter().sum()
}

fn kills(journal: &'static str) {
    let project = Project::new()
        .file("revision.toml", "url = \"sqlite://app.db\"\n")
        .steps("a1", "Create", &[], TABLES, "")
        .file("revisions/b1.rs", ANEW);
    project.texts(FILE, journal);
    project.done("upgrade a1");
    let before = State::of(&project);
    assert!(!project.path("app.db-wal").exists());
    fs::copy(project.path(FILE), project.path("kept.db")).unwrap();
    let kept = size(&project);
    let began = Instant::now();
    project.done("upgrade");
    let took = began.elapsed();
    let after = State::of(&project);
    let wrong = ["integrity", "broken"];
    for (state, version) in [(&before, "version a1"), (&after, "version b1")] {
        let lines: Vec<&String> = state.lines.iter().collect();
        let wrong = lines
            .iter()
            .filter(|line| wrong.iter().any(|word| line.starts_with(word)));
        assert_eq!(wrong.collect::<Vec<_>>(), [&"integrity ok"], "{lines:#?}");
        assert!(lines.iter().any(|line| *line == version), "{lines:#?}");
    }

    let count = if servers::thorough() { 100 } else { 10 };
    let seed = u64::from(std::process::id());
    let mut random = Random(seed);
    let (mut killed, mut within, mut written, mut undone) = (0, 0, 0, 0);
    while killed < count {
        for file in FILES {
            let _ = fs::remove_file(project.path(file));
        }
        fs::copy(project.path("kept.db"), project.path(FILE)).unwrap();
        let end = u64::try_from(took.as_micros()).unwrap();
        let moment = Duration::from_micros(random.below(end + end / 8));
        let place = format!("{journal}, seed {seed}, killed after {moment:?} of {took:?}");
        let mut command = project.command("upgrade");
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap();
        sleep(moment);
        let is_within = project.is_written(FILE);
        child.kill().unwrap();
        if child.wait().unwrap().success() {
            continue;
        }
        killed += 1;
        // What is kept for revisions takes a few pages at most.
        let has_written = size(&project) > kept + 100_000;
        let state = State::of(&project);
        assert!(state == before || state == after, "{place}: {state:#?}");
        undone += usize::from(state == before);
        within += usize::from(state == before && is_within);
        written += usize::from(state == before && has_written);
        project.done("upgrade");
        assert_eq!(State::of(&project), after, "{place}");
    }
    let told = format!(
        "{journal}: {killed} killed, {undone} before the end, {within} of them in the transaction, {written} with pages \
         of it in the file; undisturbed it takes {took:?}"
    );
    let _ = writeln!(std::io::stderr(), "{told}");
    assert!(
        within * 4 >= killed && (written > 0 || count < 20),
        "{told}"
    );
}

#[test]
fn killed_with_a_rollback_journal() {
    kills("PRAGMA journal_mode = delete");
}

#[test]
fn killed_with_a_log_written_ahead() {
    kills("PRAGMA journal_mode = wal");
}
