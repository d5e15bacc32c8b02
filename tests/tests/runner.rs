//! The runner by itself, as it lies in an image: one file, no cargo, no sources, no command. What the command does with
//! it stands beside the command's tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use revision_tests::{Database, Package, servers};
use tempfile::TempDir;

/// A header and what follows it.
fn revision(id: &str, down: Option<&str>, body: &str) -> String {
    let down = down.map_or_else(String::new, |down| {
        format!("    down_revision: \"{down}\",\n")
    });
    format!(
        "//! Revision {id}.\n\nuse revision_core::prelude::*;\n\nrevision! {{\n    id: \"{id}\",\n{down}}}\n\n{body}"
    )
}

const USERS: &str = r#"pub fn upgrade(op: &mut Op) {
    op.execute("CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) NOT NULL)");
    op.execute("INSERT INTO users VALUES (1, 'Ann Lee'), (2, 'Bo')");
}

pub fn downgrade(op: &mut Op) {
    op.execute("DROP TABLE users");
}
"#;

const SLUGS: &str = r#"pub fn upgrade(op: &mut Op) {
    op.execute("ALTER TABLE users ADD COLUMN slug varchar(50)");
    op.run(fill_in).sql("UPDATE users SET slug = lower(name)");
    op.execute("INSERT INTO users SELECT 3, slug, 'copied' FROM users WHERE id = 2");
}

pub fn downgrade(op: &mut Op) {
    op.execute("DELETE FROM users WHERE id = 3");
    op.execute("ALTER TABLE users DROP COLUMN slug");
}

async fn fill_in(connection: &mut Connection) -> Result {
    for row in connection.fetch("SELECT id, name FROM users ORDER BY id").await? {
        let [Some(id), Some(name)] = row.as_slice() else {
            return Err("a user without a name".into());
        };
        let slug = name.to_lowercase().replace(' ', "-");
        connection
            .execute(&format!("UPDATE users SET slug = '{slug}' WHERE id = {id}"))
            .await?;
    }
    Ok(())
}
"#;

/// It changes data, and then cannot go on.
const FAILS: &str = r#"pub fn upgrade(op: &mut Op) {
    op.execute("INSERT INTO users VALUES (4, 'Cy', 'cy')");
    op.run(empty);
}

pub fn downgrade(_: &mut Op) {}

async fn empty(connection: &mut Connection) -> Result {
    connection.execute("UPDATE users SET slug = ''").await?;
    Err("three of them are missing".into())
}
"#;

/// The runner of a library with these three, built once for all tests.
static RUNNER: LazyLock<(TempDir, PathBuf)> = LazyLock::new(|| {
    let features: &[_] = if cfg!(feature = "servers") {
        &["mysql", "postgres", "sqlite", "runner"]
    } else {
        &["sqlite", "runner"]
    };
    let package = Package::at("app", "image")
        .features(features)
        .file("src/bin/migrate.rs", "revision_core::runner!(image);\n")
        .file("revisions/1_users.rs", &revision("0001", None, USERS))
        .file(
            "revisions/2_slugs.rs",
            &revision("0002", Some("0001"), SLUGS),
        )
        .file(
            "revisions/3_fails.rs",
            &revision("0003", Some("0002"), FAILS),
        );
    let built = package.build("migrate");
    // The only file in its folder, and the sources are gone.
    let folder = TempDir::new().expect("a temporary folder can be made");
    let path = folder.path().join("migrate");
    fs::copy(built, &path).expect("it was just built");
    (folder, path)
});

fn command(line: &str) -> Command {
    let (folder, path) = &*RUNNER;
    let mut command = Command::new(path);
    command
        .args(line.split_whitespace())
        .current_dir(folder.path())
        .env_clear();
    command
}

fn run(line: &str, url: &str) -> Output {
    let command = &mut command(line);
    command
        .env("DATABASE_URL", url)
        .output()
        .expect("it starts")
}

#[track_caller]
fn assert_exit(output: &Output, code: i32) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{stdout}{stderr}");
    (stdout, stderr)
}

#[tokio::test]
async fn data_work_in_rust_runs_in_its_place() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let url = database.url();
        let (_, stderr) = assert_exit(&run("upgrade 0002", url), 0);
        assert!(
            stderr.contains("     Applied 0002 Revision 0002"),
            "{stderr}"
        );
        assert!(!stderr.contains("secret"), "{stderr}");
        let rows = database
            .rows("SELECT id, slug FROM users ORDER BY id")
            .await;
        assert_eq!(
            rows,
            [["1", "ann-lee"], ["2", "bo"], ["3", "copied"]],
            "{kind:?}"
        );
        // Where the tables are made in a transaction, that holds the work in Rust as well.
        let (_, stderr) = assert_exit(&run("upgrade", url), 1);
        assert!(stderr.contains("three of them are missing"), "{stderr}");
        assert!(stderr.contains("--> revisions/3_fails.rs:12:8"), "{stderr}");
        let rows = database
            .rows("SELECT id, slug FROM users ORDER BY id")
            .await;
        assert_eq!(
            rows,
            [["1", "ann-lee"], ["2", "bo"], ["3", "copied"]],
            "{kind:?}"
        );
        let (stdout, _) = assert_exit(&run("current", url), 0);
        assert_eq!(stdout, "0002  Revision 0002\n");
        let (_, stderr) = assert_exit(&run("downgrade -2 -y", url), 0);
        assert!(
            stderr.contains("      Undone 0001 Revision 0001"),
            "{stderr}"
        );
        assert!(stderr.contains("          At base"), "{stderr}");
        let log = database
            .rows("SELECT tool FROM revision_log WHERE outcome = 'done'")
            .await;
        assert!(log[0][0].starts_with("migrate (revision-core "), "{log:?}");
    }
}

#[tokio::test]
async fn it_answers_in_json_as_the_command_does() {
    let database = Database::fresh(servers::Kind::Sqlite).await;
    let json = |line: &str, exit: i32| -> serde_json::Value {
        let (stdout, stderr) = assert_exit(&run(line, database.url()), exit);
        assert_eq!(stderr, "", "{line}");
        serde_json::from_str(&stdout).expect("one JSON object")
    };
    let before = json("upgrade +1 --dry-run --json", 0);
    assert_eq!(before["dry_run"], true);
    assert_eq!(before["steps"][0]["revision"], "0001");
    assert_eq!(
        json("current --json", 0)["pending"]
            .as_array()
            .map(Vec::len),
        Some(3)
    );
    let after = json("upgrade --json", 1);
    assert_eq!(after["errors"][0]["code"], "statement_failed");
    assert_eq!(after["errors"][0]["file"], "revisions/3_fails.rs");
    assert_eq!(after["heads"], serde_json::json!(["0002"]));
    assert_eq!(after["steps"].as_array().map(Vec::len), Some(2));
    let stands = json("current --json", 0);
    let revision = &stands["revisions"][0];
    assert_eq!(revision["revision"], "0002");
    assert_eq!(revision["path"], "revisions/2_slugs.rs");
    assert_eq!(revision["format"], "rust");
    assert!(revision["applied_at"].is_string(), "{revision}");
    assert_eq!(
        json("upgrade --wat --json", 2)["errors"][0]["code"],
        "usage"
    );
    let behind = json("current --check-heads --json", 1);
    assert_eq!(behind["errors"][0]["code"], "out_of_sync");
    let stamped = json("stamp head --json", 0);
    assert_eq!(stamped["steps"][0]["direction"], "stamp");
}

#[test]
fn it_says_what_it_lacks() {
    let (_, stderr) = assert_exit(&command("upgrade").output().expect("it starts"), 1);
    assert_eq!(
        stderr,
        "error: a database is asked for, and none is named\n  |\n  = help: name it with `--url` or in DATABASE_URL\n".replace("  |\n  =", " |\n ="),
    );
    let (stdout, _) = assert_exit(&command("--help").output().expect("it starts"), 0);
    assert!(stdout.contains("Usage: migrate COMMAND"), "{stdout}");
    let (_, stderr) = assert_exit(&command("hand-over").output().expect("it starts"), 2);
    assert!(stderr.contains("is for `cargo revision`"), "{stderr}");
}

/// Offline `op.run` is what `.sql(…)` says, and where it says nothing there is no script.
#[test]
fn a_script_holds_what_stands_in_for_rust() {
    for dialect in ["sqlite", "postgres:15", "mysql"] {
        let line = format!("upgrade :0002 --sql --dialect {dialect}");
        let (stdout, _) = assert_exit(&command(&line).output().expect("it starts"), 0);
        assert!(
            stdout.contains("UPDATE users SET slug = lower(name);"),
            "{stdout}"
        );
        let line = format!("upgrade --sql --dialect {dialect}");
        let (stdout, stderr) = assert_exit(&command(&line).output().expect("it starts"), 1);
        assert_eq!(stdout, "");
        assert!(
            stderr.contains("`empty` is Rust, which a script cannot hold"),
            "{stderr}"
        );
        assert!(stderr.contains("revisions/3_fails.rs:12:8"), "{stderr}");
    }
}

#[test]
fn a_file_is_made_where_the_url_says() {
    let folder = Path::new("data");
    let url = "sqlite://data/app.db";
    assert_exit(&run("current", url), 0);
    let folder = RUNNER.0.path().join(folder);
    assert!(!folder.exists(), "looking makes nothing");
    assert_exit(
        &run("upgrade 0001 --url sqlite://data/app.db", "sqlite://no"),
        0,
    );
    assert!(folder.join("app.db").is_file());
}
