//! Databases for the tests of an application: `revision_core::testing`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use revision_core::__private::{Body, EmbeddedChain, EmbeddedRevision};
use revision_core::Code;
use revision_core::config::Settings;
use revision_core::testing::{self, Error};
use revision_tests::{Database, Kind, servers};
use sqlx::{MySql, Postgres, Sqlite};
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
        match self.kind {
            Kind::Sqlite => command.env_remove("DATABASE_URL"),
            _ => command.env("DATABASE_URL", &self.url),
        };
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
                .filter(|name| name.contains(".sqlite"))
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
        // A server takes its time to make and to drop each.
        let count = if kind == Kind::Sqlite || servers::thorough() {
            200
        } else {
            50
        };
        let (runs, left) = place.end(place.start(&[&count.to_string()])).await;
        let replays = kind == Kind::MySql;
        assert_eq!(runs, if replays { count } else { 1 }, "{kind:?}");
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

/// A chain of SQL revisions: id, what it stands on, text.
fn chain(revisions: &[(&'static str, &'static [&'static str], &'static str)]) -> EmbeddedChain {
    let revisions: Vec<_> = revisions
        .iter()
        .map(|&(id, down_revisions, text)| EmbeddedRevision {
            id,
            down_revisions,
            branch_labels: &[],
            depends_on: &[],
            transaction: true,
            message: id,
            created: None,
            path: id,
            checksum: None,
            body: Body::Sql(text),
        })
        .collect();
    EmbeddedChain::new(revisions.leak(), Settings::DEFAULT)
}

const A: (&str, &[&str], &str) = (
    "a",
    &[],
    "-- upgrade\nCREATE TABLE a (id integer);\n\n-- downgrade\nDROP TABLE a;\n",
);
const B: (&str, &[&str], &str) = (
    "b",
    &["a"],
    "-- upgrade\nCREATE TABLE b (id integer);\n\n-- downgrade\nDROP TABLE b;\n",
);
const C: (&str, &[&str], &str) = (
    "c",
    &["a"],
    "-- upgrade\nCREATE TABLE c (id integer);\n\n-- downgrade\nDROP TABLE c;\n",
);
const MERGED: (&str, &[&str], &str) = ("d", &["b", "c"], "-- upgrade\n\n-- downgrade\n");

#[test]
fn one_head_is_one() {
    assert!(testing::single_head(&chain(&[])).is_ok());
    assert!(testing::single_head(&chain(&[A, B, C, MERGED])).is_ok());
    let error = testing::single_head(&chain(&[A, B, C])).unwrap_err();
    assert_eq!(error.to_string(), "the chain has 2 heads: `b`, `c`");
}

#[tokio::test]
async fn every_revision_goes_up_down_and_up() {
    let up_down_up = |chain| async move { testing::up_down_up::<Sqlite>(&chain).await };
    up_down_up(chain(&[])).await.unwrap();
    up_down_up(chain(&[A, B, C, MERGED])).await.unwrap();
    let two_bases = ("x", &[][..], "-- upgrade\n\n-- downgrade\n");
    up_down_up(chain(&[A, B, C, two_bases])).await.unwrap();

    let no_way_back = ("e", &["b"][..], "-- upgrade\n");
    let error = up_down_up(chain(&[A, B, no_way_back])).await.unwrap_err();
    let Error::Back { revision, error } = error else {
        panic!("{error}");
    };
    assert_eq!(revision.as_str(), "e");
    assert_eq!(error.code(), Code::Irreversible);

    let forgets = (
        "f",
        &["b"][..],
        "-- upgrade\nCREATE TABLE f (id integer);\n\n-- downgrade\n",
    );
    let error = up_down_up(chain(&[A, B, forgets])).await.unwrap_err();
    assert!(matches!(&error, Error::Back { revision, .. } if revision.as_str() == "f"));
    assert!(
        error.to_string().contains("table f already exists"),
        "{error}"
    );
}

#[tokio::test]
async fn another_chain_gets_another_template() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().display());
    let templates = || fs::read_dir(folder.path()).unwrap().count();
    let settings = Settings {
        log_table: None,
        ..Settings::DEFAULT
    };
    let edited = ("a", &[][..], "-- upgrade\nCREATE TABLE a (id bigint);\n");
    let other_table = EmbeddedChain::new(chain(&[A, B]).revisions(), settings);
    let chains = [
        chain(&[A]),
        chain(&[A, B]),
        chain(&[edited]),
        other_table,
        // What the files are called first makes no difference.
        chain(&[B, A]),
    ];
    let mut counts = Vec::new();
    for chain in &chains {
        let database = testing::database_on::<Sqlite>(chain, &url).await.unwrap();
        let there = chain.current(&database).await.unwrap();
        assert!(there.pending.is_empty());
        drop(database);
        // Each template has a lock beside it.
        counts.push(templates() / 2);
    }
    assert_eq!(counts, [1, 2, 3, 4, 4]);
}

#[tokio::test]
async fn what_is_missing_is_said() {
    let chain = chain(&[A]);
    let error = testing::database_on::<Postgres>(&chain, "mysql://localhost/x").await;
    assert_eq!(
        error.unwrap_err().to_string(),
        "the test wants postgres, and the URL of the server begins with `mysql:`"
    );
    if std::env::var_os("DATABASE_URL").is_none() {
        let error = testing::database::<MySql>(&chain).await;
        assert_eq!(
            error.unwrap_err().to_string(),
            "`DATABASE_URL` is not set: it names a mysql server, by one of its databases, on which those of tests are made"
        );
    }
    let broken = ("a", &[][..], "-- upgrade\nCREATE NONSENSE;\n");
    let error = testing::database::<Sqlite>(&self::chain(&[broken])).await;
    assert!(error.unwrap_err().to_string().contains("syntax error"));
}
