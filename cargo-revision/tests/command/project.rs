//! A throw-away project, and one answer of the command in it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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

    fn plain(&self, text: &str) -> String {
        let real = fs::canonicalize(self.folder.path()).unwrap();
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        text.replace(&real.display().to_string(), "[project]")
            .replace(&self.folder.path().display().to_string(), "[project]")
            .replace(&workspace.display().to_string(), "[workspace]")
    }
}
