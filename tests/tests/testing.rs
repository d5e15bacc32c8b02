//! Databases for the tests of an application: `revision_core::testing`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use revision_tests::{Database, Kind, servers};
use tempfile::TempDir;

/// Where test databases are made for one kind, and what lies there.
struct Place {
    kind: Kind,
    url: String,
    folder: TempDir,
    /// A database of our own, to ask the server from; its name makes the chain of this test one that no other has.
    own: Database,
}

impl Place {
    async fn new(kind: Kind) -> Self {
        let folder = TempDir::new().unwrap();
        let own = Database::fresh(kind).await;
        let url = match kind {
            Kind::Sqlite => format!("sqlite://{}", folder.path().display()),
            _ => own.url().to_owned(),
        };
        Self {
            kind,
            url,
            folder,
            own,
        }
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = Command::new(env!("CARGO_BIN_EXE_test-databases"));
        command.args([&self.url, self.own.name()]).args(arguments);
        let piped = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        piped.spawn().unwrap()
    }

    /// How often the process ran the revisions, and the databases that it left.
    async fn end(&self, process: Child) -> (usize, Vec<String>) {
        let own = format!("_{}_", process.id());
        let output = process.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{:?}: {said}", self.kind);
        let runs = String::from_utf8(output.stdout).unwrap();
        let mut left = self.names("revision_test_").await;
        left.retain(|name| name.contains(&own));
        (runs.trim().parse().unwrap(), left)
    }

    async fn names(&self, prefix: &str) -> Vec<String> {
        let names = match self.kind {
            Kind::Sqlite => fs::read_dir(self.folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter(|name| !name.ends_with(".lock"))
                .collect(),
            Kind::MySql => {
                let sql = "SELECT schema_name FROM information_schema.schemata";
                self.own.rows(sql).await.concat()
            }
            _ => {
                let sql = "SELECT datname FROM pg_database";
                self.own.rows(sql).await.concat()
            }
        };
        names
            .into_iter()
            .filter(|name| name.starts_with(prefix))
            .collect()
    }
}

fn kinds() -> Vec<Kind> {
    // The other PostgreSQL servers copy as this one does.
    let mut kinds = servers::all();
    kinds.retain(|kind| !matches!(kind, Kind::PostgresOldest));
    kinds
}

#[tokio::test]
async fn two_hundred_tests_at_once_share_a_template() {
    for kind in kinds() {
        let place = Place::new(kind).await;
        let (runs, left) = place.end(place.start(&["200"])).await;
        let replays = kind == Kind::MySql;
        assert_eq!(runs, if replays { 200 } else { 1 }, "{kind:?}");
        assert_eq!(left, [""; 0], "{kind:?}");
        // The next run finds it again.
        let (runs, left) = place.end(place.start(&["10"])).await;
        assert_eq!(runs, if replays { 10 } else { 0 }, "{kind:?}");
        assert_eq!(left, [""; 0], "{kind:?}");
    }
}

#[tokio::test]
async fn several_processes_make_one_template() {
    for kind in kinds().into_iter().filter(|kind| *kind != Kind::MySql) {
        let place = Place::new(kind).await;
        let processes: Vec<Child> = (0..5).map(|_| place.start(&["8"])).collect();
        let mut total = 0;
        for process in processes {
            let (runs, left) = place.end(process).await;
            assert_eq!(left, [""; 0], "{kind:?}");
            total += runs;
        }
        assert_eq!(total, 1, "{kind:?}");
    }
}

#[tokio::test]
async fn a_template_whose_maker_died_is_made_anew() {
    for kind in kinds().into_iter().filter(|kind| *kind != Kind::MySql) {
        let place = Place::new(kind).await;
        let mut process = place.start(&["1", "hang"]);
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        assert_eq!(lines.next().unwrap().unwrap(), "half");
        let before = place.names("revision_template_").await;
        assert!(
            before.iter().any(|name| name.contains("_unfinished")),
            "{kind:?}: {before:?}"
        );
        process.kill().unwrap();
        process.wait().unwrap();
        let (runs, _) = place.end(place.start(&["3"])).await;
        assert_eq!(runs, 1, "{kind:?}");
    }
}
