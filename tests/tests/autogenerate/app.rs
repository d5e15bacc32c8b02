//! A folder with models and a database, and the command in it.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use revision_tests::{Database, Kind, workspace};
use tempfile::TempDir;

/// A project as a user has it.
pub(crate) struct App {
    folder: TempDir,
    pub(crate) database: Database,
}

/// What the command answered.
#[derive(Debug)]
pub(crate) struct Answer {
    /// Which process it was.
    pub(crate) process: u32,
    pub(crate) exit: i32,
    /// Both outputs.
    pub(crate) said: String,
}

impl App {
    /// One with a fresh database, and further lines in its configuration.
    pub(crate) async fn new(kind: Kind, config: &str) -> Self {
        Self::at(Database::fresh(kind).await, config)
    }

    pub(crate) fn at(database: Database, config: &str) -> Self {
        let app = Self {
            folder: TempDir::new().unwrap(),
            database,
        };
        let url = app.database.url().to_owned();
        app.file("revision.toml", &format!("url = {url:?}\n{config}"));
        app
    }

    pub(crate) fn file(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join(path)).unwrap()
    }

    /// Words are parted by spaces; nothing is quoted.
    pub(crate) fn run(&self, line: &str) -> Answer {
        let started = Command::new(command())
            .args(line.split_whitespace())
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("REVISION_CONFIG")
            .env_remove("REVISION_ENVIRONMENT")
            .env_remove("DATABASE_URL")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let process = started.id();
        let output = started.wait_with_output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said).into_owned();
        Answer {
            process,
            exit: output.status.code().expect("no signal ended it"),
            said: format!("{:?}: {line}\n{said}", self.database.kind()),
        }
    }

    /// Runs what has to go well, and gives what it said.
    pub(crate) fn done(&self, line: &str) -> String {
        let answer = self.run(line);
        assert_eq!(answer.exit, 0, "{}\n{}", answer.said, self.revisions());
        answer.said
    }

    /// Runs what has to be refused.
    pub(crate) fn refused(&self, line: &str) -> String {
        let answer = self.run(line);
        assert_eq!(answer.exit, 1, "{}", answer.said);
        answer.said
    }

    /// All that was written, for whoever reads a failure.
    fn revisions(&self) -> String {
        let Ok(files) = fs::read_dir(self.folder.path().join("revisions")) else {
            return String::new();
        };
        let files = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
        files.collect()
    }

    /// How many revisions there are.
    pub(crate) fn count(&self) -> usize {
        fs::read_dir(self.folder.path().join("revisions")).map_or(0, Iterator::count)
    }
}

/// The command, which cargo builds once.
fn command() -> &'static PathBuf {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let output = Command::new(env!("CARGO"))
            .args(["build", "--workspace", "--all-features", "--bin"])
            .args(["cargo-revision", "--offline", "--message-format=json"])
            .current_dir(workspace())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        let messages = String::from_utf8_lossy(&output.stdout).into_owned();
        let mut built = messages.lines().filter_map(|line| {
            let message: serde_json::Value = serde_json::from_str(line).ok()?;
            message["executable"].as_str().map(PathBuf::from)
        });
        built.next().expect("cargo names what it built")
    })
}
