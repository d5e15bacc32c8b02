//! What making a large table anew costs on SQLite, beside the bare statements for it, run by hand in the database's own client.

use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::compare::told;
use crate::step::{Failed, cargo, root, say};

/// How many rows there are.
const SIZES: [usize; 2] = [500_000, 5_000_000];

/// How often each is measured, in turn with its floor.
const ROUNDS: usize = 5;

/// A table and what is done to it.
struct Case {
    name: &'static str,
    /// What makes everything but the rows, `t` for the table.
    schema: &'static str,
    /// What is written in the revision.
    operation: &'static str,
    /// What its columns are in the end.
    columns: &'static str,
    /// What belongs to the table and goes with it.
    rest: &'static str,
}

const COLUMNS: &str =
    "id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, age INTEGER, note TEXT";

const CASES: [Case; 3] = [
    Case {
        name: "plain",
        schema: "",
        operation: "op.alter_column(\"t\", \"name\").not_null();",
        columns: COLUMNS,
        rest: "",
    },
    Case {
        name: "two indexes, referred to",
        schema: "CREATE TABLE child (id INTEGER PRIMARY KEY, r INTEGER REFERENCES t (id));\n\
                 INSERT INTO child SELECT id, id FROM t WHERE id % 5 = 0;\n",
        operation: "op.alter_column(\"t\", \"name\").not_null();",
        columns: COLUMNS,
        rest: "CREATE INDEX by_age ON t (age);\nCREATE UNIQUE INDEX by_email ON t (email);\n",
    },
    Case {
        name: "another type",
        schema: "",
        operation: "op.alter_column(\"t\", \"age\").type_(double());",
        columns: "id INTEGER PRIMARY KEY, name TEXT, email TEXT, age DOUBLE, note TEXT",
        rest: "",
    },
];

pub(super) fn rebuild() -> Result<(), Failed> {
    cargo(&[
        "build",
        "--release",
        "--package",
        "cargo-revision",
        "--all-features",
    ])?;
    let target = std::env::var_os("CARGO_TARGET_DIR");
    let target = target.map_or_else(|| root().join("target"), PathBuf::from);
    let command = target.join("release/cargo-revision");
    let folder = root().join("target/bench-rebuild");
    say(
        "\na table made anew, milliseconds (of 5: least, median, most), and what the command has of memory at most; what a \
         program worked is what it had of the processors",
    );
    for case in &CASES {
        for rows in SIZES {
            measure(&command, &folder, case, rows)?;
        }
    }
    fs::remove_dir_all(&folder).map_err(told)
}

fn measure(command: &Path, folder: &Path, case: &Case, rows: usize) -> Result<(), Failed> {
    let _ = fs::remove_dir_all(folder);
    lay(folder, case).map_err(told)?;
    let kept = folder.join("kept.db");
    client(&kept, &made(case, rows))?;
    let (mut times, mut floors) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let copy = |name: &str| fs::copy(&kept, folder.join(name)).map_err(told);
        copy("hand.db")?;
        floors.push(client(&folder.join("hand.db"), &bare(case))?);
        copy("app.db")?;
        ran(command, folder, &["stamp", "a1"])?;
        times.push(ran(command, folder, &["upgrade"])?);
    }
    let memory = times.iter().filter_map(|one| one.memory).max();
    let memory = memory.map_or_else(|| "unknown".to_owned(), |kib| format!("{kib} KiB"));
    let of = |costs: &[Cost], part: Part| {
        let mut parts: Vec<Duration> = costs.iter().map(part).collect();
        parts.sort();
        parts
    };
    let shown = |parts: &[Duration]| {
        let [least, median, most] = [0, ROUNDS / 2, ROUNDS - 1].map(|at| parts[at].as_millis());
        format!("{least:>6} {median:>6} {most:>6}")
    };
    let mut line = format!("{:<24} {rows:>8} rows", case.name);
    let parts: [(&str, Part); 2] = [("took", |cost| cost.took), ("worked", |cost| cost.worked)];
    for (name, part) in parts {
        let (here, there) = (of(&times, part), of(&floors, part));
        let ratio = here[ROUNDS / 2].as_secs_f64() / there[ROUNDS / 2].as_secs_f64();
        let (here, there) = (shown(&here), shown(&there));
        let _ = write!(line, "   {name} {here}, sqlite3 {there}: {ratio:.2}");
    }
    say(&format!("{line}   {memory}"));
    Ok(())
}

/// One of what a program costs.
type Part = fn(&Cost) -> Duration;

/// What a program has cost.
#[derive(Default)]
struct Cost {
    took: Duration,
    /// What it had of the processors, which others beside it do not make more.
    worked: Duration,
    /// The most that it had in memory, in KiB, where the system tells.
    memory: Option<u64>,
}

/// What makes the database as it is before.
fn made(case: &Case, rows: usize) -> String {
    let Case { schema, rest, .. } = case;
    format!(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INTEGER, note TEXT);\n\
         WITH RECURSIVE i(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM i WHERE i < {rows})\n\
         INSERT INTO t SELECT i, 'name of ' || i, 'user' || i || '@example.org', i % 90, \
         'a note that takes some room ' || i FROM i;\n{schema}{rest}"
    )
}

/// The bare statements. Some clients are built to write zeroes over what is deleted, which the command is not.
fn bare(case: &Case) -> String {
    let Case { columns, rest, .. } = case;
    format!(
        "PRAGMA secure_delete = OFF;\nPRAGMA foreign_keys = OFF;\nPRAGMA legacy_alter_table = ON;\nBEGIN IMMEDIATE;\n\
         CREATE TABLE n ({columns});\nINSERT INTO n SELECT id, name, email, age, note FROM t;\nDROP TABLE t;\n\
         ALTER TABLE n RENAME TO t;\n{rest}COMMIT;\n"
    )
}

/// A project of two revisions.
fn lay(folder: &Path, case: &Case) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("revisions"))?;
    fs::write(folder.join("revision.toml"), "url = \"sqlite://app.db\"\n")?;
    fs::write(
        folder.join("revisions/a1.sql"),
        "-- Create\n--\n-- revision: a1\n\n-- upgrade\n\
         CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, email TEXT, age INTEGER, note TEXT);\n\n-- downgrade\nDROP TABLE t;\n",
    )?;
    fs::write(
        folder.join("revisions/b1.rs"),
        format!(
            "//! Alter.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"b1\",\n    down_revision: \"a1\",\n}}\n\n\
             pub fn upgrade(op: &mut Op) {{\n    {}\n}}\n",
            case.operation
        ),
    )
}

/// What the client costs for a script.
fn client(file: &Path, script: &str) -> Result<Cost, Failed> {
    let place = file.with_extension("sql");
    fs::write(&place, script).map_err(told)?;
    let script = fs::File::open(&place).map_err(told)?;
    let mut command = Command::new("sqlite3");
    command.arg("-bail").arg(file).stdin(script);
    ended(&mut command)
}

/// What the command costs, which has to go well.
fn ran(command: &Path, folder: &Path, arguments: &[&str]) -> Result<Cost, Failed> {
    let mut command = Command::new(command);
    command.arg("revision").args(arguments).current_dir(folder);
    command
        .env_remove("DATABASE_URL")
        .env_remove("REVISION_CONFIG")
        .stdin(Stdio::null());
    ended(&mut command)
}

fn ended(command: &mut Command) -> Result<Cost, Failed> {
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    let started = Instant::now();
    let mut child = command.spawn().map_err(told)?;
    let mut cost = Cost::default();
    let status = loop {
        cost.memory = cost.memory.max(most_memory(child.id()));
        cost.worked = cost.worked.max(worked(child.id()).unwrap_or_default());
        if let Some(status) = child.try_wait().map_err(told)? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    cost.took = started.elapsed();
    if status.success() {
        return Ok(cost);
    }
    let mut said = String::new();
    if let Some(mut errors) = child.stderr {
        errors.read_to_string(&mut said).map_err(told)?;
    }
    Err(Failed(format!("{command:?}: {said}")))
}

/// The most that a process has had in memory so far, in KiB.
fn most_memory(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// What a process has had of the processors so far, which Linux tells in hundredths of a second.
fn worked(process: u32) -> Option<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // Behind the program's name, which may be anything.
    let (_, fields) = stat.rsplit_once(')')?;
    let fields = fields.split_whitespace().skip(11).take(2);
    let ticks: Result<Vec<u64>, _> = fields.map(str::parse).collect();
    Some(Duration::from_millis(ticks.ok()?.iter().sum::<u64>() * 10))
}
