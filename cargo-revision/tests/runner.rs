//! Revisions that have to be compiled, from the command on: it has cargo build the runner and hands over to it, or takes
//! a runner that is there.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Instant;

use revision_tests::{Package, workspace};

/// What a command answered.
struct Answer {
    exit: Option<i32>,
    stdout: String,
    stderr: String,
}

const URL: &str = "sqlite://app.db";

const USERS: &str = r#"//! Users.

use revision_core::prelude::*;

revision! {
    id: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.execute("CREATE TABLE users (id integer PRIMARY KEY, name text)");
    op.execute("INSERT INTO users VALUES (1, 'Ann')");
}

pub fn downgrade(op: &mut Op) {
    op.execute("DROP TABLE users");
}
"#;

const NAMES: &str = r#"//! Names.

use revision_core::prelude::*;

revision! {
    id: "0002",
    down_revision: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.run(shout).sql("UPDATE users SET name = upper(name)");
}

pub fn downgrade(_: &mut Op) {}

async fn shout(connection: &mut Connection) -> Result {
    for row in connection.fetch("SELECT name FROM users").await? {
        let name = row[0].clone().unwrap_or_default().to_uppercase();
        connection.execute(&format!("UPDATE users SET name = '{name}!'")).await?;
    }
    Ok(())
}
"#;

/// The file does not say what it runs, for those who only read it.
const TAGS: &str = r#"//! Tags.

use revision_core::prelude::*;

revision! {
    id: "0003",
    down_revision: "0002",
}

pub fn upgrade(op: &mut Op) {
    tables(op, &["tags", "marks"]);
}

pub fn downgrade(op: &mut Op) {
    for table in ["tags", "marks"] {
        op.execute(&format!("DROP TABLE {table}"));
    }
}

fn tables(op: &mut Op, names: &[&str]) {
    for name in names {
        op.execute(&format!("CREATE TABLE {name} (id integer PRIMARY KEY)"));
    }
}
"#;

fn revision(package: &Package, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-revision"));
    command
        .args(line.split_whitespace())
        .current_dir(package.path())
        .env("CARGO_TARGET_DIR", workspace().join("target/packages"))
        .env("CARGO_NET_OFFLINE", "true")
        .env("CARGO_INCREMENTAL", "0")
        .env("DATABASE_URL", URL)
        .env_remove("RUSTFLAGS")
        .env_remove("REVISION_RUNNER");
    command
}

fn answer(command: &mut Command) -> Answer {
    let output = command.output().expect("it starts");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Answer {
        exit: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

fn run(package: &Package, line: &str) -> Answer {
    answer(&mut revision(package, line))
}

/// Where neither cargo nor anything else is found.
fn run_alone(package: &Package, line: &str) -> Answer {
    let mut command = revision(package, line);
    answer(command.env("PATH", "").env_remove("CARGO"))
}

#[track_caller]
fn assert_said(answer: &Answer, exit: i32, words: &[&str]) {
    let Answer { stdout, stderr, .. } = answer;
    assert_eq!(answer.exit, Some(exit), "{stdout}{stderr}");
    for word in words {
        assert!(stderr.contains(word), "{word:?} in:\n{stderr}");
    }
}

#[test]
fn a_crate_without_a_library_gets_a_runner_that_cargo_builds() {
    let core = workspace().join("revision-core");
    let package = Package::at("app", "tool")
        .file(
            "Cargo.toml",
            "[package]\nname = \"tool\"\nversion = \"0.1.0\"\nedition = \"2024\"\n",
        )
        .file("revision.toml", "runner = \"tool-migrate\"\n")
        .binary("fn main() {\n    println!(\"the program\");\n}\n");
    fs::remove_file(package.path().join("build.rs")).expect("it was just written");
    let init = run(
        &package,
        &format!("init --runner --core {}", core.display()),
    );
    assert_said(&init, 0, &["     Created src/bin/tool-migrate.rs\n"]);
    package.write("revisions/1_users.rs", USERS);
    package.write("revisions/2_names.rs", NAMES);
    let ran = package.cargo(&["run", "--quiet"]);
    assert_eq!(ran.stdout, "the program\n", "{}", ran.stderr);

    // What can be read is not compiled.
    let up = run(&package, "upgrade 0001");
    assert_said(&up, 0, &["     Applied 0001 Users"]);
    assert!(!up.stderr.contains("Compiling"), "{}", up.stderr);

    let up = run(&package, "upgrade");
    let said = "   Compiling the runner `tool-migrate` (revisions/2_names.rs:11 needs compiling)\n";
    let applied = [
        said,
        "   Upgrading sqlite://app.db (from DATABASE_URL)\n     Applied 0002 Names",
    ];
    assert_said(&up, 0, &applied);
    assert_eq!(up.stderr.matches("Upgrading").count(), 1, "{}", up.stderr);
    let current = run(&package, "current --json");
    assert!(
        current.stdout.contains("\"revision\":\"0002\""),
        "{}",
        current.stdout
    );

    // Both ways, told as one, and nothing is undone before it is known that it can be done again.
    let redo = run(&package, "redo --json");
    assert_said(&redo, 0, &[]);
    let told: serde_json::Value = serde_json::from_str(&redo.stdout).expect("one JSON object");
    let directions: Vec<_> = told["steps"].as_array().into_iter().flatten().collect();
    assert_eq!(directions.len(), 2, "{told}");
    assert_eq!(directions[0]["direction"], "downgrade");
    assert_eq!(directions[1]["direction"], "upgrade");

    // What cargo has to say is shown as it is.
    let broken = TAGS.replace("op: &mut Op, names", "op: &mut Opp, names");
    package.write("revisions/3_tags.rs", &broken);
    let up = run(&package, "upgrade");
    let words = [
        "error[E0425]: cannot find type `Opp` in this scope",
        "error: the runner `tool-migrate` does not compile\n",
    ];
    assert_said(&up, 1, &words);
}

#[test]
fn without_cargo_a_runner_that_is_there_does() {
    let package = Package::at("app", "shop")
        .features(&["sqlite", "runner"])
        .file("src/bin/migrate.rs", "revision_core::runner!(shop);\n")
        .file("revisions/1_users.rs", USERS)
        .file("revisions/2_names.rs", NAMES)
        .file("revisions/3_tags.rs", TAGS);
    let _ = package.build("migrate");
    let with = |line: &str| run_alone(&package, &format!("{line} --runner built-migrate"));

    let up = run_alone(&package, "upgrade");
    let words = [
        "error: `shout` is Rust, and has to be compiled to run\n",
        "cargo, which would compile it, cannot be started",
        "`--runner PATH` names a runner that was built before",
    ];
    assert_said(&up, 1, &words);
    assert!(!package.path().join("app.db").exists() || rows(&package).is_empty());

    // A script of what only the compiler understands.
    let script = with("upgrade --sql");
    assert_said(&script, 0, &[]);
    for line in [
        "UPDATE users SET name = upper(name);",
        "CREATE TABLE marks (id integer PRIMARY KEY);",
    ] {
        assert!(script.stdout.contains(line), "{}", script.stdout);
    }

    let up = with("upgrade +2");
    assert_said(&up, 0, &["     Applied 0002 Names", "          At 0002\n"]);
    assert_eq!(rows(&package), ["0002"]);
    let mut variable = revision(&package, "upgrade");
    let up = answer(
        variable
            .env("REVISION_RUNNER", "built-migrate")
            .env("PATH", ""),
    );
    assert_said(&up, 0, &["     Applied 0003 Tags"]);
    assert_said(
        &with("downgrade 0001"),
        0,
        &["      Undone 0003 Tags", "      Undone 0002 Names"],
    );

    // Comments and white space make no other file of it.
    package.write(
        "revisions/2_names.rs",
        NAMES.replace("    Ok(())", "    // Done.\n    Ok(( ))"),
    );
    assert_said(&with("upgrade 0002"), 0, &["     Applied 0002 Names"]);
    assert_said(&with("downgrade 0001"), 0, &[]);

    let stale = |words: &[&str]| {
        let up = with("upgrade");
        assert_said(
            &up,
            1,
            &["error: the runner `migrate` was made from other files: "],
        );
        assert_said(&up, 1, words);
        assert_said(
            &up,
            1,
            &["= help: build it again: `cargo build --bin migrate`"],
        );
        assert_eq!(rows(&package), ["0001"]);
    };
    package.write("revisions/2_names.rs", NAMES.replace("!'", "?'"));
    stale(&["`0002` was edited since"]);
    package.write(
        "revisions/4_more.sql",
        "-- More\n--\n-- revision: 0004\n-- down_revision: 0003\n\n-- upgrade\n",
    );
    stale(&["`0002` was edited since; it lacks `0004`"]);
    package.write("revision.toml", "transaction = \"all\"\n");
    stale(&["`revision.toml` was edited since"]);
    let json = with("upgrade --json");
    assert!(
        json.stdout
            .starts_with("{\"errors\":[{\"code\":\"runner_stale\""),
        "{}",
        json.stdout
    );
}

#[test]
fn where_there_is_no_runner_it_is_offered() {
    let package = Package::at("app", "bare")
        .file("revisions/1_users.rs", USERS)
        .file("revisions/2_names.rs", NAMES);
    let up = run(&package, "upgrade");
    let words = [
        "error: `shout` is Rust, and has to be compiled to run\n",
        " --> revisions/2_names.rs:11:",
        "`cargo revision init --runner` makes one",
    ];
    assert_said(&up, 1, &words);
    // Compiling would not help as long as something else is wrong.
    let bad = "-- Bad\n--\n-- revision: 0003\n-- down_revision: 0002\n\n-- upgrade\nCOMMIT;\n";
    package.write("revisions/3_bad.sql", bad);
    let up = run(&package, "upgrade");
    assert_said(&up, 1, &[" --> revisions/3_bad.sql:7:1"]);
    assert!(!up.stderr.contains("compiled"), "{}", up.stderr);
    let missing = run(&package, "upgrade 0002 --runner no-such-file");
    assert_said(&missing, 1, &["no-such-file` cannot be started"]);
}

/// The runner takes the command's place, so what is sent to the one reaches the other.
#[cfg(unix)]
#[test]
fn a_signal_reaches_the_runner() {
    let slow = NAMES.replace(
        "    Ok(())",
        "    for _ in 0..500 {
        connection.fetch(\"SELECT 1\").await?;
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    Ok(())",
    );
    let package = Package::at("app", "slow")
        .features(&["sqlite", "runner"])
        .file("src/bin/migrate.rs", "revision_core::runner!(slow);\n")
        .file("revisions/1_users.rs", USERS)
        .file("revisions/2_names.rs", &slow);
    let _ = package.build("migrate");
    let mut command = revision(&package, "upgrade --runner built-migrate");
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let child = child.expect("it starts");
    let began = Instant::now();
    while rows(&package) != ["0001"] {
        assert!(began.elapsed().as_secs() < 20, "it never began");
    }
    let sent = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status();
    assert!(sent.expect("there is a kill").success());
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(143), "{said}");
    assert!(said.contains("     Applied 0001 Users"), "{said}");
    // The revision under way is there as a whole or not at all, and the lock is free.
    let rows = rows(&package);
    assert!(rows == ["0001"] || rows == ["0002"], "{rows:?}");
    assert_said(&run(&package, "upgrade 0001 --wait 0"), 0, &[]);
}

/// The version rows of the database.
fn rows(package: &Package) -> Vec<String> {
    let told = run(package, "current --json").stdout;
    let told: serde_json::Value = serde_json::from_str(&told).expect("one JSON object");
    let revisions = told["revisions"].as_array().into_iter().flatten();
    let ids = revisions.filter_map(|revision| revision["revision"].as_str());
    ids.map(str::to_owned).collect()
}

const PERSONS: &str = r#"//! Persons.

use revision_core::prelude::*;

revision! {
    id: "0001",
}

pub fn upgrade(op: &mut Op) {
    op.create_table(
        "users",
        [
            column("id", bigint().auto_increment()).not_null().primary_key(),
            column("name", text()).not_null(),
        ],
    );
}

pub fn downgrade(op: &mut Op) {
    op.drop_table("users");
}
"#;

const PERSON: &str = "use revision_core::Table;

#[derive(Table)]
#[table(name = \"users\")]
pub struct Person {
    #[column(primary_key)]
    pub id: i64,
    pub name: String,
}
";

/// A struct was edited, which does not compile without a revision, and a revision was pulled that has to be compiled. No
/// command waits for the other.
#[test]
fn a_model_without_a_revision_keeps_nothing_from_being_applied() {
    let package = Package::at("app", "knot")
        .features(&["runner", "sqlite"])
        .build_features("[\"build\", \"build-models\"]")
        .file(
            "src/lib.rs",
            "pub mod models;\n\nrevision_core::revisions!(pub);\n",
        )
        .file("src/models.rs", PERSON)
        .file("src/bin/knot.rs", "revision_core::runner!(knot);\n")
        .file("revisions/1_persons.rs", PERSONS);
    package.write(
        "revision.toml",
        "databases = [\"sqlite\"]\nrunner = \"knot\"\n\n[guard]\nmodels_in_sync = true\n",
    );
    assert_said(&run(&package, "fmt"), 0, &[]);
    assert_said(&run(&package, "upgrade"), 0, &["     Applied 0001 Persons"]);
    assert_said(&run(&package, "check"), 0, &["     Checked 1 revision"]);
    let ran = package.cargo(&["check"]);
    assert!(ran.success, "{}", ran.stderr);

    package.write(
        "src/models.rs",
        PERSON.replace("String,", "String,\n    pub email: Option<String>,"),
    );
    package.write("revisions/2_names.rs", NAMES);
    assert_said(&run(&package, "fmt"), 0, &[]);
    let lacking = "no revision does what this model asks for";
    let does_not_compile = || {
        let ran = package.cargo(&["check"]);
        assert!(
            !ran.success && ran.stderr.contains(lacking),
            "{}",
            ran.stderr
        );
        assert!(
            ran.stderr.contains("--> src/models.rs:9:9"),
            "{}",
            ran.stderr
        );
    };
    does_not_compile();
    assert_said(&run(&package, "heads"), 0, &[]);
    assert_said(&run(&package, "status"), 0, &[]);
    let answer = run(&package, "upgrade --sql");
    assert_said(&answer, 0, &[]);
    assert!(answer.stdout.contains("upper(name)"), "{}", answer.stdout);
    assert_said(&run(&package, "check"), 1, &["`0002`"]);
    assert_said(&run(&package, "new -a email"), 1, &["`0002` pending"]);
    let dry = run(&package, "new -a email --offline --dry-run");
    assert_said(&dry, 0, &["Added column users.email text"]);

    let up = run(&package, "upgrade");
    assert_said(&up, 0, &["     Applied 0002 Names", lacking]);
    assert!(up.stderr.contains("warning: "), "{}", up.stderr);
    // For everybody else it is still wrong.
    does_not_compile();

    let new = run(&package, "new -a email --rev-id 0003");
    assert_said(&new, 0, &["       Added column users.email text\n"]);
    assert_said(&run(&package, "check --offline"), 0, &[]);
    let ran = package.cargo(&["check"]);
    assert!(ran.success, "{}", ran.stderr);
    assert_said(&run(&package, "upgrade"), 0, &["     Applied 0003 email"]);
    assert_said(&run(&package, "check"), 0, &[]);
    // Nothing of the models is asked for in the runner that is there now.
    let down = run(&package, "downgrade base");
    assert_said(&down, 0, &["0001 Persons"]);
    assert!(!down.stderr.contains(lacking), "{}", down.stderr);
}
