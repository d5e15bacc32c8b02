//! A server with a page, in two releases.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use revision_tests::{Database, Kind, servers, workspace};
use tempfile::TempDir;

use super::support::{app, build, test};

/// A server that runs until it is dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(program: &Path, database: &Database) -> Self {
        Self::starting(program, database).ready()
    }

    fn starting(program: &Path, database: &Database) -> Self {
        let child = Command::new(program)
            .arg(database.url())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            child,
            address: String::new(),
        }
    }

    /// Waits until it listens.
    fn ready(mut self) -> Self {
        let stdout = self.child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut self.address).unwrap();
        assert!(!self.address.is_empty(), "{}", self.end());
        self
    }

    /// What the page shows.
    fn page(&self) -> Vec<String> {
        let mut stream = TcpStream::connect(self.address.trim()).unwrap();
        write!(
            stream,
            "GET / HTTP/1.1\r\nHost: notes\r\nConnection: close\r\n\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{answer}");
        body.lines().map(str::to_owned).collect()
    }

    /// Ends it, and gives what it said.
    fn end(&mut self) -> String {
        let _ = self.child.kill();
        let mut said = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            stderr.read_to_string(&mut said).unwrap();
        }
        let _ = self.child.wait();
        said
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

/// The second release: the first with what it changes, in a folder of its own.
fn second(folder: &Path) {
    copy(&app("notes"), folder);
    copy(&app("notes/second"), folder);
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    let text = text
        .replace("../../..", &workspace().to_string_lossy())
        .replace("name = \"notes\"", "name = \"notes-second\"");
    fs::write(manifest, text).unwrap();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if name == "second" || name == "target" {
            continue;
        }
        let to = to.join(&name);
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[tokio::test]
async fn two_releases_run_side_by_side() {
    let folder = TempDir::new().unwrap();
    second(folder.path());
    let (first, second) = (build(&app("notes")), build(folder.path()));
    let kinds = servers::all();
    for kind in kinds.into_iter().filter(|kind| *kind != Kind::MySql) {
        let database = Database::fresh(kind).await;
        // The replicas of the first release start at once, on nothing.
        let starting: Vec<_> = (0..4)
            .map(|_| Server::starting(&first, &database))
            .collect();
        let mut replicas: Vec<_> = starting.into_iter().map(Server::ready).collect();
        for replica in &replicas {
            assert_eq!(replica.page(), ["milk"], "{kind:?}");
        }
        let newer = Server::start(&second, &database);
        database.rows("INSERT INTO notes VALUES ('bread', 1)").await;
        assert_eq!(newer.page(), ["bread (done)", "milk"], "{kind:?}");
        assert_eq!(replicas[0].page(), ["bread", "milk"], "{kind:?}");
        assert!(!replicas[0].end().contains("WARN"), "{kind:?}");

        // Restarted, the first release finds a database that is ahead of it.
        let mut again = Server::start(&first, &database);
        assert_eq!(again.page(), ["bread", "milk"], "{kind:?}");
        let said = again.end();
        assert!(said.contains("WARN") && said.contains("ahead"), "{said}");
        let log = "SELECT revision, direction, outcome FROM revision_log ORDER BY id";
        assert_eq!(
            database.rows(log).await,
            [
                ["6b1f02c9d7e4", "upgrade", "done"],
                ["c04e8a5f1b39", "upgrade", "done"]
            ],
            "{kind:?}"
        );
    }
}

#[test]
fn its_own_tests_pass() {
    test(&app("notes"));
}
