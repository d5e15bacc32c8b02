//! `reset` and `redo` on every database: what cannot be applied again is not undone first, and what is said of where the
//! database stands is true.

use std::fs;
use std::process::{Command, Stdio};

use revision_tests::{Cut, Database, Kind, Proxy, Sql, TestChain, servers};
use serde_json::Value;

/// Three tables, of which two are made.
struct Project {
    chain: TestChain,
    database: Database,
}

impl Project {
    async fn new(kind: Kind) -> Self {
        let project = Self {
            chain: TestChain::tables(2),
            database: Database::fresh(kind).await,
        };
        project.configure("");
        let up = project
            .chain
            .runtime()
            .upgrade(project.database.url(), "head");
        up.await.unwrap();
        project
    }

    fn configure(&self, text: &str) {
        fs::write(self.chain.folder().join("revision.toml"), text).unwrap();
    }

    /// Writes a revision anew, or one more, whose downgrade is in order.
    fn write(&mut self, id: &str, down: &str, header: &str, upgrade: &str) {
        let downgrade = format!("DROP TABLE t{id};");
        self.chain.write(&Sql {
            id,
            down,
            header,
            upgrade,
            downgrade: Some(&downgrade),
        });
    }

    /// Runs a command; gives its exit code and its one object.
    fn run(&self, line: &str, url: &str) -> (i32, Value) {
        let output = Command::new(env!("CARGO_BIN_EXE_cargo-revision"))
            .args(line.split_whitespace())
            .args(["--json", "--url", url])
            .current_dir(self.chain.folder())
            .stdin(Stdio::null())
            .env_remove("REVISION_CONFIG")
            .env_remove("REVISION_ENVIRONMENT")
            .env_remove("DATABASE_URL")
            .output()
            .expect("the command starts");
        let said = serde_json::from_slice(&output.stdout);
        let said = said.unwrap_or_else(|error| panic!("{line}: {error}: {output:?}"));
        (output.status.code().expect("no signal ended it"), said)
    }

    async fn rows(&self) -> Vec<String> {
        let rows = "SELECT version_num FROM revision_version ORDER BY 1";
        self.database.rows(rows).await.concat()
    }

    /// All that a run would have changed.
    async fn state(&self) -> Vec<Vec<String>> {
        let mut state = vec![self.rows().await];
        for question in [
            "SELECT * FROM t0001",
            "SELECT * FROM t0002",
            "SELECT id FROM revision_log",
        ] {
            state.extend(self.database.rows(question).await);
        }
        state
    }

    /// These commands refuse so, and touch nothing.
    async fn refuses(&self, lines: &[&str], url: &str, code: &str) {
        let before = self.state().await;
        for line in lines {
            let place = format!("{:?}, {line}", self.database.kind());
            let (exit, said) = self.run(line, url);
            assert_eq!(
                (exit, &said["errors"][0]["code"]),
                (1, &code.into()),
                "{place}: {said}"
            );
            assert_eq!(said["steps"], Value::Array(Vec::new()), "{place}");
            assert_eq!(said["heads"], Value::from(vec!["0002"]), "{place}");
            assert_eq!(self.state().await, before, "{place}");
        }
    }
}

const ALL: [&str; 3] = ["reset --yes", "reset --drop --yes", "redo 0001"];

#[tokio::test]
async fn what_cannot_be_applied_again_is_not_undone() {
    for kind in servers::all() {
        let mut project = Project::new(kind).await;
        let url = project.database.url().to_owned();
        project.write(
            "0002",
            "0001",
            "",
            "CREATE TABLE t0002 (id integer); COMMIT;",
        );
        project.refuses(&ALL, &url, "not_in_revision").await;
        if kind != Kind::MySql {
            project.write("0002", "0001", "", "VACUUM;");
            project.refuses(&ALL, &url, "invalid_operation").await;
        }
        let again = "CREATE TABLE t0002 (id integer);";
        project.write("0002", "0001", "transaction: false", again);
        project.configure("transaction = \"all\"\n");
        project.refuses(&ALL, &url, "unsupported").await;
        project.configure("");
        // What is not applied does not keep a revision from being done again, and everything from being applied.
        project.write("0003", "0002", "", "ROLLBACK;");
        project.refuses(&ALL[..2], &url, "not_in_revision").await;
        let (exit, said) = project.run("redo 0001", &url);
        assert_eq!(exit, 0, "{kind:?}: {said}");
        project.write(
            "0003",
            "0002",
            "transaction: false",
            "CREATE TABLE t0003 (id integer);",
        );
        for line in ["reset --yes", "redo 0002", "reset --drop --yes"] {
            let (exit, said) = project.run(line, &url);
            assert_eq!(exit, 0, "{kind:?}: {line}: {said}");
            assert_eq!(said["heads"], Value::from(vec!["0003"]), "{kind:?}: {line}");
            assert_eq!(project.rows().await, ["0003"], "{kind:?}: {line}");
        }
    }
}

#[tokio::test]
async fn what_has_to_be_compiled_is_not_undone() {
    for kind in servers::all() {
        let project = Project::new(kind).await;
        let text = "//! Fill in\n\nuse revision_core::prelude::*;\n\nrevision! {\n    id: \"0003\",\n    down_revision: \"0002\",\n}\n\n\
            pub fn upgrade(op: &mut Op) {\n    op.run(fill_in);\n}\n";
        fs::write(project.chain.folder().join("revisions/0003.rs"), text).unwrap();
        let before = project.state().await;
        for line in &ALL[..2] {
            let (exit, said) = project.run(line, project.database.url());
            // There is no crate here that a runner could be made of.
            assert_eq!(exit, 1, "{kind:?}: {said}");
            assert_eq!(project.state().await, before, "{kind:?}, {line}");
        }
    }
}

#[tokio::test]
async fn without_revisions_there_is_nothing_to_apply_again() {
    for kind in servers::all() {
        let project = Project::new(kind).await;
        for id in ["0001", "0002"] {
            fs::remove_file(project.chain.folder().join(format!("revisions/{id}.sql"))).unwrap();
        }
        let (exit, said) = project.run("reset --drop --yes", project.database.url());
        assert_eq!(
            (exit, &said["heads"]),
            (0, &Value::Array(Vec::new())),
            "{kind:?}: {said}"
        );
        let tables = project
            .chain
            .runtime()
            .current(project.database.url())
            .await;
        assert!(tables.unwrap().rows.is_empty());
    }
}

/// Only what the installed PostgreSQL has before it.
#[tokio::test]
async fn behind_a_proxy_nothing_is_undone_that_needs_the_server_itself() {
    for kind in servers::postgres().into_iter().take(1) {
        let mut project = Project::new(kind).await;
        let url = project.database.pgbouncer_url();
        project.write(
            "0003",
            "0002",
            "transaction: false",
            "CREATE TABLE t0003 (id integer);",
        );
        project.refuses(&ALL[..2], &url, "unsupported").await;
        let (exit, said) = project.run("redo 0001", &url);
        assert_eq!(
            (exit, &said["heads"]),
            (0, &Value::from(vec!["0002"])),
            "{said}"
        );
    }
}

/// The connection is cut before each message, so that what is done is known.
#[tokio::test(flavor = "multi_thread")]
async fn where_it_stands_is_told_also_where_the_second_half_did_not_begin() {
    for kind in servers::postgres() {
        let project = Project::new(kind).await;
        let proxy = Proxy::before(project.database.url());
        assert_eq!(project.run("redo 0002", proxy.url()).0, 0);
        let trips = proxy.trips();
        let mut between = 0;
        for trip in 1..=trips {
            proxy.cut_in(trip, Cut::BeforeRequest);
            let (_, said) = project.run("redo 0002", proxy.url());
            let rows = project.rows().await;
            let steps = said["steps"].as_array().map_or(0, Vec::len);
            if steps > 0 {
                assert_eq!(
                    said["heads"],
                    Value::from(rows.clone()),
                    "{kind:?}, trip {trip}: {said}"
                );
            }
            if steps == 1 && rows == ["0001"] {
                between += 1;
            }
            let up = project
                .chain
                .runtime()
                .upgrade(project.database.url(), "head");
            up.await.unwrap();
        }
        // Connecting, and looking, before the revision is applied.
        assert!(between > 3, "{kind:?}: {between} of {trips}");
    }
}
