//! What two databases differ in: their catalogs, read by a program that knows nothing of ours, and their rows.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::{Database, Kind, workspace};

/// The differences between two databases of one kind, a line each: of their catalogs, and of the rows of all tables but
/// `ignored`.
pub async fn differences(one: &Database, other: &Database, ignored: &[&str]) -> Vec<String> {
    let mut found = if one.kind() == Kind::MySql {
        Vec::new()
    } else {
        catalog_differences(one, other, &[])
    };
    let (tables, others) = (tables(one).await, tables(other).await);
    if tables != others {
        found.push(format!("tables: {tables:?} and {others:?}"));
        return found;
    }
    // In one go: connections cost more than what they are asked.
    let (mut rows, mut made) = (Vec::new(), Vec::new());
    let quote = if one.kind() == Kind::MySql { '`' } else { '"' };
    for table in &tables {
        let quoted = format!("{quote}{table}{quote}");
        if one.kind() == Kind::MySql {
            made.push(format!("SHOW CREATE TABLE {quoted}"));
        }
        if !ignored.contains(&&**table) {
            rows.push(format!("SELECT '{table}', {quoted}.* FROM {quoted}"));
        }
    }
    for questions in [made, rows] {
        let question = questions.join(";\n");
        let (here, there) = (sorted(one, &question).await, sorted(other, &question).await);
        let only = |these: &[Vec<String>], those: &[Vec<String>]| {
            let only = these.iter().filter(|row| !those.contains(row));
            only.map(|row| format!("{row:?}")).collect::<Vec<_>>()
        };
        if here != there {
            let (one, other) = (only(&here, &there), only(&there, &here));
            found.push(format!("only the one: {one:?}, only the other: {other:?}"));
        }
    }
    found
}

/// How a table is made, whichever of its indexes was there first. One that a foreign key was given stays in some histories
/// when another comes that would do.
fn without_history(table: &str) -> String {
    let is_index = |line: &str| {
        line.trim_start()
            .split(' ')
            .take(2)
            .any(|word| word == "KEY")
    };
    let is_given = |line: &str| {
        let own = line.trim().strip_prefix("KEY ");
        let own = own.and_then(|own| own.split_once(' '));
        own.is_some_and(|(name, columns)| {
            table.contains(&format!("CONSTRAINT {name} FOREIGN KEY {columns} "))
        })
    };
    let lines = table.lines().map(|line| line.trim_end_matches(','));
    let lines = lines.filter(|line| !is_given(line));
    let (mut indexes, others): (Vec<&str>, Vec<&str>) = lines.partition(|line| is_index(line));
    indexes.sort_unstable();
    [others, indexes].concat().join("\n")
}

/// Rows in an order of their own, without the counter of a table's next key, which tries that failed have moved.
async fn sorted(database: &Database, question: &str) -> Vec<Vec<String>> {
    if question.is_empty() {
        return Vec::new();
    }
    let mut rows = database.rows(question).await;
    for value in rows.iter_mut().flatten() {
        if let Some((before, after)) = value.split_once(" AUTO_INCREMENT=") {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            *value = format!("{before}{after}");
        }
        if value.starts_with("CREATE TABLE") {
            *value = without_history(value);
        }
    }
    rows.sort_unstable();
    rows
}

async fn tables(database: &Database) -> Vec<String> {
    let question = match database.kind() {
        Kind::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
        }
        Kind::MySql => {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"
        }
        Kind::Postgres | Kind::PostgresOldest | Kind::PostgresNewest => {
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        }
    };
    database.rows(question).await.concat()
}

/// What `catalog_diff.py` says, where it is there, of all tables but `ignored`.
#[must_use]
pub fn catalog_differences(one: &Database, other: &Database, ignored: &[&str]) -> Vec<String> {
    let program = workspace().join("../shared/vectors/autogen/catalog_diff.py");
    if !program.exists() {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            program.display()
        );
        return Vec::new();
    }
    let place = |database: &Database| match database.file() {
        Some(file) => file.display().to_string(),
        None => database.url().to_owned(),
    };
    let output = Command::new(python())
        .arg(program)
        .args([place(one), place(other)])
        .args(ignored.iter().flat_map(|table| ["--ignore-table", table]))
        .output()
        .expect("Python starts");
    let said = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    let mut lines: Vec<String> = said.lines().map(str::to_owned).collect();
    if !output.status.success() && lines.is_empty() {
        lines.push(format!("catalog_diff.py failed: {errors}"));
    }
    lines
}

/// A Python that can talk to PostgreSQL, made once below `target`.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let folder = workspace().join("target/python");
        let python = folder.join("bin/python");
        let knows = |python: &Path| {
            let asked = Command::new(python).args(["-c", "import psycopg"]).status();
            asked.is_ok_and(|status| status.success())
        };
        if !knows(&python) {
            run(Command::new("python3").args(["-m", "venv"]).arg(&folder));
            let pip = ["-m", "pip", "install", "--quiet", "psycopg[binary]"];
            run(Command::new(&python).args(pip));
        }
        python
    })
}

fn run(command: &mut Command) {
    let status = command.status().expect("the program starts");
    assert!(status.success(), "{command:?}: {status}");
}
