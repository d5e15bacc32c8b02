//! What comparing a large database with its models costs, beside the catalog queries alone as the database's own client runs
//! them.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::services::Services;
use crate::step::{Failed, cargo, root, say};

/// How many tables there are.
const SIZES: [usize; 2] = [100, 1_000];

/// How often each is measured, in turn with its floor.
const ROUNDS: usize = 9;

/// What the questions to the catalog leave open, as the client's variables.
const VARIABLES: [&str; 3] = [
    "relation=n.nspname = pg_catalog.current_schema()",
    "namespace=n.nspname = pg_catalog.current_schema()",
    "everything=true",
];

pub(super) fn compare() -> Result<(), Failed> {
    cargo(&[
        "build",
        "--release",
        "--package",
        "cargo-revision",
        "--all-features",
    ])?;
    let command = root().join("target/release/cargo-revision");
    let services = Services::start()?;
    let folder = root().join("target/bench-compare");
    say("\na database compared with its models, milliseconds (of 9: least, median, most)");
    for tables in SIZES {
        let postgres = fresh(&services, tables)?;
        let queries = folder.join("catalog.sql");
        for (name, url, floor) in [
            ("sqlite", "sqlite://bench.db".to_owned(), None),
            ("postgres", postgres.url.clone(), Some(&postgres)),
        ] {
            let place = folder.join(format!("{name}_{tables}"));
            lay(&place, &url, tables).map_err(told)?;
            fs::write(&queries, catalog()?).map_err(told)?;
            done(
                &command,
                &place,
                &["new", "all", "--from", "empty", "--to", "models"],
            )?;
            done(&command, &place, &["upgrade", "--create"])?;
            let (mut floors, mut times) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                if let Some(database) = floor {
                    floors.push(database.ask(&queries)?);
                }
                times.push(done(&command, &place, &["diff", "database", "models"])?);
            }
            let mut line = format!("{name:<9} {tables:>5} tables  {}", shown(&mut times));
            if !floors.is_empty() {
                let floor = shown(&mut floors);
                let ratio = times[ROUNDS / 2].as_secs_f64() / floors[ROUNDS / 2].as_secs_f64();
                let _ = write!(line, "   psql: {floor}   {ratio:.2} times that");
            }
            say(&line);
        }
    }
    Ok(())
}

/// A database on the server that this machine has.
struct Database {
    psql: PathBuf,
    url: String,
}

impl Database {
    /// The time that the client takes for a file of questions.
    fn ask(&self, file: &Path) -> Result<Duration, Failed> {
        let variables = VARIABLES.iter().flat_map(|one| ["-v", one]);
        let mut arguments: Vec<OsString> = ["-qAt", "-v", "ON_ERROR_STOP=1"].map(Into::into).into();
        arguments.extend(variables.map(Into::into));
        arguments.extend(["-f".into(), file.into(), self.url.clone().into()]);
        timed(Command::new(&self.psql).args(arguments))
    }
}

fn fresh(services: &Services, tables: usize) -> Result<Database, Failed> {
    let variable = |name: &str| {
        let found = services.variable(name);
        found.ok_or_else(|| Failed(format!("{name} is not known")))
    };
    let server = variable("REVISION_TEST_POSTGRES_URL")?;
    let server = server.to_string_lossy().into_owned();
    let psql = Path::new(variable("REVISION_TEST_POSTGRES_BIN")?).join("psql");
    let name = format!("bench_{tables}");
    for sql in [
        format!("DROP DATABASE IF EXISTS {name}"),
        format!("CREATE DATABASE {name}"),
    ] {
        timed(Command::new(&psql).args(["-q", "-c", &sql, &server]))?;
    }
    let (start, _) = server.rsplit_once('/').unwrap_or((&server, ""));
    let url = format!("{start}/{name}");
    Ok(Database { psql, url })
}

/// All questions to the catalog, in one transaction as the command asks them.
fn catalog() -> Result<String, Failed> {
    let folder = root().join("revision-core/src/dialect/postgres/reflect");
    let files = fs::read_dir(folder).map_err(told)?;
    let files = files.map(|file| file.map(|file| file.path()));
    let mut files: Vec<PathBuf> = files.collect::<Result<_, _>>().map_err(told)?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "sql"));
    // The settings come first.
    files.sort_by_key(|file| (!file.ends_with("settings.sql"), file.clone()));
    let mut all = "BEGIN;\n".to_owned();
    for file in files {
        let _ = writeln!(all, "{};", fs::read_to_string(file).map_err(told)?);
    }
    Ok(all + "COMMIT;\n")
}

/// A project with so many models: eight columns, two indexes and a foreign key each.
fn lay(place: &Path, url: &str, tables: usize) -> std::io::Result<()> {
    let _ = fs::remove_dir_all(place);
    fs::create_dir_all(place.join("src"))?;
    fs::write(place.join("revision.toml"), format!("url = {url:?}\n"))?;
    let mut models = "use revision_core::prelude::*;\n".to_owned();
    for number in 0..tables {
        let other = number.saturating_sub(1);
        let _ = write!(
            models,
            "\n#[derive(Table)]\n#[table(name = \"t{number}\", index(\"name\", \"age\"), index(\"email\", unique))]\n\
             pub struct T{number} {{\n    #[column(primary_key)]\n    id: i64,\n    name: String,\n    email: String,\n    \
             age: Option<i32>,\n    #[column(default = true)]\n    active: bool,\n    \
             #[column(references = \"t{other}.id\", on_delete = cascade)]\n    other: i64,\n    \
             #[column(default = 0)]\n    score: f64,\n    note: Option<String>,\n}}\n"
        );
    }
    fs::write(place.join("src/models.rs"), models)
}

/// The time that the command takes, which has to go well.
fn done(command: &Path, place: &Path, arguments: &[&str]) -> Result<Duration, Failed> {
    let mut command = Command::new(command);
    command.args(arguments).current_dir(place);
    command
        .env_remove("DATABASE_URL")
        .env_remove("REVISION_CONFIG");
    timed(&mut command)
}

fn timed(command: &mut Command) -> Result<Duration, Failed> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let started = Instant::now();
    let output = command.output().map_err(told)?;
    let took = started.elapsed();
    if output.status.success() {
        return Ok(took);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failed(format!("{command:?}: {said}")))
}

fn shown(times: &mut [Duration]) -> String {
    times.sort();
    let of = |at: usize| times[at].as_millis();
    format!(
        "{:>5} {:>5} {:>5}",
        of(0),
        of(times.len() / 2),
        of(times.len() - 1)
    )
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
pub(super) fn told(error: std::io::Error) -> Failed {
    Failed(error.to_string())
}
