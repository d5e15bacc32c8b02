//! A throw-away project, and one answer of the command in it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sqlx::{ConnectOptions as _, Connection as _};
use tempfile::TempDir;

/// Files in a fresh folder.
pub(crate) struct Project {
    folder: TempDir,
    environment: Vec<(String, String)>,
    at: PathBuf,
}

impl Project {
    /// Nothing at all.
    pub(crate) fn empty() -> Self {
        Self {
            folder: TempDir::new().expect("a temporary folder can be made"),
            environment: Vec::new(),
            at: PathBuf::new(),
        }
    }

    /// A folder with a configuration, and no crate.
    pub(crate) fn new() -> Self {
        Self::empty().file("revision.toml", "")
    }

    pub(crate) fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a file lies in a folder")).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// A revision in Rust, with these lines in its header.
    pub(crate) fn rust(self, id: &str, message: &str, lines: &[&str]) -> Self {
        let lines: Vec<_> = lines.iter().map(|line| format!("    {line},\n")).collect();
        let text = format!(
            "//! {message}.\n//!\n//! Created 2026-11-21 09:30 UTC.\n\nuse revision_core::prelude::*;\n\n\
             revision! {{\n    id: \"{id}\",\n{}}}\n\npub fn upgrade(_op: &mut Op) {{}}\n",
            lines.concat()
        );
        self.file(&format!("revisions/{id}.rs"), text)
    }

    /// A revision in SQL, with these lines in its header.
    pub(crate) fn sql(self, id: &str, message: &str, lines: &[&str]) -> Self {
        let lines: Vec<_> = lines.iter().map(|line| format!("-- {line}\n")).collect();
        let text = format!(
            "-- {message}\n--\n-- revision: {id}\n{}\n-- upgrade\n\n-- downgrade\n",
            lines.concat()
        );
        self.file(&format!("revisions/{id}.sql"), text)
    }

    /// A table that is made in one revision, changed in the next and joined by another in the third, in a database of
    /// its own.
    pub(crate) fn tables() -> Self {
        Self::new()
            .file("revision.toml", "url = \"sqlite://app.db\"\n")
            .steps(
                "a1",
                "Create users",
                &[],
                "CREATE TABLE users (id integer PRIMARY KEY);",
                "DROP TABLE users;",
            )
            .steps(
                "b1",
                "Add email",
                &["down_revision: a1"],
                "ALTER TABLE users ADD COLUMN email text;\nCREATE UNIQUE INDEX ix_email ON users (email);",
                "DROP INDEX ix_email;\nALTER TABLE users DROP COLUMN email;",
            )
            .steps(
                "c1",
                "Create posts",
                &["down_revision: b1"],
                "CREATE TABLE posts (id integer PRIMARY KEY);",
                "DROP TABLE posts;",
            )
    }

    /// A revision in SQL that does something.
    pub(crate) fn steps(
        self,
        id: &str,
        message: &str,
        lines: &[&str],
        upgrade: &str,
        downgrade: &str,
    ) -> Self {
        let lines: Vec<_> = lines.iter().map(|line| format!("-- {line}\n")).collect();
        let text = format!(
            "-- {message}\n--\n-- revision: {id}\n{}\n-- upgrade\n{upgrade}\n\n-- downgrade\n{downgrade}\n",
            lines.concat()
        );
        self.file(&format!("revisions/{id}.sql"), text)
    }

    /// From here on, commands run in this folder of the project.
    pub(crate) fn within(mut self, folder: &str) -> Self {
        fs::create_dir_all(self.path(folder)).unwrap();
        self.at = folder.into();
        self
    }

    pub(crate) fn environment(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }

    /// The command, exit code and both outputs, made the same on every machine.
    pub(crate) fn run(&self, line: &str) -> String {
        let mut answer = String::new();
        let output = self.command(line).output().expect("the command starts");
        let code = output.status.code().expect("no signal ended it");
        let _ = writeln!(answer, "$ cargo revision {line}\nexit: {code}");
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            let text = String::from_utf8_lossy(bytes);
            if !text.is_empty() {
                let _ = write!(answer, "----- {name} -----\n{text}");
            }
        }
        self.plain(&answer)
    }

    /// Runs what has to go well.
    pub(crate) fn done(&self, line: &str) {
        let answer = self.run(line);
        assert!(answer.contains("\nexit: 0"), "{answer}");
    }

    /// The answer to `--json`, and the exit code.
    pub(crate) fn json(&self, line: &str) -> (i32, serde_json::Value) {
        let output = self.command(&format!("{line} --json")).output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "for {line}");
        let value = serde_json::from_slice(&output.stdout).expect("one JSON object");
        (output.status.code().expect("no signal ended it"), value)
    }

    /// The command itself. Words are parted by spaces; nothing is quoted.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-revision"));
        command
            .arg("revision")
            .args(line.split_whitespace())
            .current_dir(self.folder.path().join(&self.at))
            .stdin(Stdio::null())
            .env_remove("REVISION_CONFIG")
            .env_remove("REVISION_ENVIRONMENT")
            .env_remove("DATABASE_URL")
            .env_remove("NO_COLOR")
            .env_remove("CLICOLOR_FORCE")
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Somebody else who writes to this database until it is dropped.
    pub(crate) fn hold(&self, file: &str) -> Held {
        let held = self.open(file);
        held.execute("BEGIN IMMEDIATE")
    }

    /// What somebody else does on this database.
    pub(crate) fn execute(&self, file: &str, sql: &'static str) {
        self.open(file).execute(sql);
    }

    /// The numbers that a query of one column gives.
    pub(crate) fn numbers(&self, file: &str, sql: &'static str) -> String {
        let mut held = self.open(file);
        let query = sqlx::query_scalar::<_, i64>(sql).fetch_all(&mut held.connection);
        format!("{:?}", held.runtime.block_on(query).unwrap())
    }

    /// The texts that a query of one column gives. Nothing of the connection is left afterwards.
    pub(crate) fn texts(&self, file: &str, sql: &'static str) -> Vec<String> {
        let mut held = self.open(file);
        let query = sqlx::query_scalar::<_, String>(sql).fetch_all(&mut held.connection);
        let texts = held.runtime.block_on(query).unwrap();
        held.runtime.block_on(held.connection.close()).unwrap();
        texts
    }

    /// Whether somebody is writing just now.
    pub(crate) fn is_written(&self, file: &str) -> bool {
        let mut held = self.open_for(file, Duration::ZERO);
        let begun = sqlx::raw_sql("BEGIN IMMEDIATE; ROLLBACK").execute(&mut held.connection);
        let is_written = held.runtime.block_on(begun).is_err();
        held.runtime.block_on(held.connection.close()).unwrap();
        is_written
    }

    fn open(&self, file: &str) -> Held {
        self.open_for(file, Duration::from_secs(5))
    }

    fn open_for(&self, file: &str, wait: Duration) -> Held {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(self.path(file))
            .busy_timeout(wait)
            .create_if_missing(true);
        Held {
            connection: runtime.block_on(options.connect()).unwrap(),
            runtime,
        }
    }

    pub(crate) fn plain(&self, text: &str) -> String {
        let real = fs::canonicalize(self.folder.path()).unwrap();
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let text = text
            .replace(&real.display().to_string(), "[project]")
            .replace(&self.folder.path().display().to_string(), "[project]")
            .replace(&workspace.display().to_string(), "[workspace]");
        timeless(&text)
    }
}

/// A connection of somebody else's.
pub(crate) struct Held {
    connection: sqlx::SqliteConnection,
    runtime: tokio::runtime::Runtime,
}

impl Held {
    fn execute(mut self, sql: &'static str) -> Self {
        let run = sqlx::raw_sql(sql).execute(&mut self.connection);
        self.runtime.block_on(run).unwrap();
        self
    }
}

/// The text without the times that a run takes and those at which it ran.
fn timeless(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if let Some(length) = length(&rest[digits..]) {
            // On a line of its own it is aligned to the right.
            let aligned = plain.trim_end_matches(' ').len();
            if plain[..aligned].ends_with('\n') {
                plain.truncate(aligned);
                plain.push_str("      ");
            }
            plain.push_str("[time]");
            rest = &rest[digits + length..];
        } else if is_instant(rest.as_bytes()) {
            plain.push_str("[instant]");
            rest =
                rest[INSTANT.len()..].trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        } else {
            plain.push_str(&rest[..digits]);
            rest = &rest[digits..];
        }
    }
    plain + rest
}

/// How much of a text goes on with a length of time whose digits stand before it: ` ms`, `.1 s`.
fn length(text: &str) -> Option<usize> {
    let unit = match text.strip_prefix('.') {
        None => text.strip_prefix(" ms")?,
        Some(rest) => {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            rest.strip_prefix(" s")?
        }
    };
    let ends = !unit.starts_with(|c: char| c.is_ascii_alphanumeric());
    ends.then(|| text.len() - unit.len())
}

const INSTANT: &str = "0000-00-00 00:00:00";

fn is_instant(text: &[u8]) -> bool {
    text.len() >= INSTANT.len()
        && text
            .iter()
            .zip(INSTANT.bytes())
            .all(|(c, form)| match form {
                b'0' => c.is_ascii_digit(),
                b' ' => matches!(c, b' ' | b'T'),
                form => *c == form,
            })
}
