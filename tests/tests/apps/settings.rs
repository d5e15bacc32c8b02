//! The command, which reads `revision.toml`, and a program that compiled what it said do the same on one database. Each
//! setting differs from what holds when nothing is said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use revision_tests::{Database, Kind, Package, servers, workspace};
use sqlx::{Connection as _, Executor as _, SqliteConnection};

use super::support::{build, command};

const SETTINGS: &str = r#"
version_table = "app_version"
log_table = "app_log"
transaction = "all"
lock_wait = "1s"
lock_timeout = "2s"
statement_timeout = "3s"
strict = true
ahead = "refuse"
"#;

/// Upgrades, and prints where the database then stands or why it failed.
const PROGRAM: &str = r#"revision_core::revisions!();

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let url = std::env::args().nth(1).unwrap();
    match revisions::CHAIN.upgrade(&url, "head").await {
        Ok(outcome) => println!("{}", outcome.heads[0]),
        Err(error) => println!("{}", error.code()),
    }
}
"#;

const ONE: &str = "-- one
--
-- revision: 1

-- upgrade
CREATE TABLE one (id integer);

-- upgrade: postgres
CREATE TABLE one AS SELECT current_setting('lock_timeout') AS a, current_setting('statement_timeout') AS b;

-- downgrade
DROP TABLE one;
";

const TWO: &str = "-- two
--
-- revision: 2
-- down_revision: 1

-- upgrade
CREATE TABLE two (id integer);

-- downgrade
DROP TABLE two;
";

/// The project, and the two programs that run it.
struct Both {
    package: Package,
    command: PathBuf,
    program: PathBuf,
}

impl Both {
    fn new() -> Self {
        let core = workspace().join("revision-core");
        let core = core.to_string_lossy();
        let package = Package::at("app", "settings")
            .file(
                "Cargo.toml",
                &format!(
                    "[package]\nname = \"settings\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                     [dependencies]\n\
                     revision-core = {{ path = {core:?}, features = [\"postgres\", \"sqlite\"] }}\n\
                     tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n\n\
                     [build-dependencies]\nrevision-core = {{ path = {core:?}, features = [\"build\"] }}\n"
                ),
            )
            .file("revision.toml", SETTINGS)
            .file("src/main.rs", PROGRAM)
            .file("revisions/1.sql", ONE)
            .file("revisions/2.sql", TWO);
        fs::remove_file(package.path().join("src/lib.rs")).unwrap();
        Self {
            program: build(package.path()),
            command: command(),
            package,
        }
    }

    /// Changes a revision, for both.
    fn write(&self, path: &str, text: &str) {
        self.package.write(path, text);
        build(self.package.path());
    }

    fn command(&self, database: &Database, arguments: &[&str]) -> serde_json::Value {
        let output = Command::new(&self.command)
            .args(["--json", "--url", database.url()])
            .args(arguments)
            .current_dir(self.package.path())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// What the one and then the other says of an upgrade.
    fn upgrade(&self, database: &Database) -> [String; 2] {
        let answer = self.command(database, &["upgrade"]);
        let word = answer["errors"][0]["code"].as_str();
        let word = word.or_else(|| answer["heads"][0].as_str());
        let command = word.unwrap_or_else(|| panic!("{answer}")).to_owned();
        [command, start(&self.program, database)]
    }
}

fn start(program: &Path, database: &Database) -> String {
    let output = Command::new(program).arg(database.url()).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

async fn tables(database: &Database) -> Vec<String> {
    let sql = if database.kind().is_postgres() {
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY 1"
    };
    database.rows(sql).await.concat()
}

#[tokio::test]
async fn the_command_and_a_program_agree() {
    let both = Both::new();
    let mut kinds = vec![Kind::Sqlite];
    kinds.extend(servers::postgres().first());
    let mut databases = Vec::new();
    for kind in kinds {
        databases.push(Database::fresh(kind).await);
    }

    // One transaction around all, so that nothing of the first revision remains.
    let broken = TWO.replace(
        "CREATE TABLE two (id integer)",
        "INSERT INTO nowhere VALUES (1)",
    );
    both.write("revisions/2.sql", &broken);
    for database in &databases {
        assert_eq!(both.upgrade(database), ["statement_failed"; 2]);
        assert_eq!(tables(database).await, ["app_log", "app_version"]);
    }

    both.write("revisions/2.sql", TWO);
    for database in &databases {
        if database.kind() == Kind::Sqlite {
            waits_for_a_second(&both, database).await;
        }
        // The program is the first, and then the command.
        for program_first in [true, false] {
            if program_first {
                assert_eq!(start(&both.program, database), "2");
            }
            assert_eq!(both.upgrade(database), ["2"; 2]);
            let all = ["app_log", "app_version", "one", "two"];
            assert_eq!(tables(database).await, all);
            if database.kind().is_postgres() {
                let limits = database.rows("SELECT a, b FROM one").await;
                assert_eq!(limits, [["2s", "3s"]], "{program_first}");
            }
            both.command(database, &["downgrade", "base"]);
        }
        assert_eq!(both.upgrade(database), ["2"; 2]);
    }

    let edited = ONE.replace("CREATE TABLE one", "CREATE TABLE once");
    both.write("revisions/1.sql", &edited);
    for database in &databases {
        assert_eq!(both.upgrade(database), ["edited_after_applied"; 2]);
    }

    both.package.write("revisions/1.sql", ONE);
    fs::remove_file(both.package.path().join("revisions/2.sql")).unwrap();
    build(both.package.path());
    for database in &databases {
        assert_eq!(both.upgrade(database), ["ahead"; 2]);
    }
}

/// Both give up after the second that the settings allow, and not after ten minutes.
async fn waits_for_a_second(both: &Both, database: &Database) {
    let mut other = SqliteConnection::connect(database.url()).await.unwrap();
    other.execute("BEGIN IMMEDIATE").await.unwrap();
    let start = Instant::now();
    assert_eq!(both.upgrade(database), ["locked"; 2]);
    let took = start.elapsed();
    assert!(took >= Duration::from_secs(2), "{took:?}");
    assert!(took < Duration::from_mins(1), "{took:?}");
    other.execute("ROLLBACK").await.unwrap();
    other.close().await.unwrap();
}
