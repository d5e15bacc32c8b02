//! The process is killed at any moment of an upgrade; the next upgrades end where an undisturbed one does.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use revision_tests::{Database, Kind, Random, Sql, TestChain, differences, servers};

/// How long the chain is.
const REVISIONS: usize = 50;

/// What the killed process runs. Some of its statements do harm when they run twice, and all leave something behind.
fn chain(kind: Kind) -> TestChain {
    let texts: Vec<[String; 4]> = (1..=REVISIONS).map(|number| text(kind, number)).collect();
    let revisions: Vec<Sql<'_>> = texts
        .iter()
        .map(|[id, down, header, upgrade]| Sql {
            id,
            down,
            header,
            upgrade,
            downgrade: None,
        })
        .collect();
    TestChain::new(&revisions)
}

fn text(kind: Kind, number: usize) -> [String; 4] {
    let id = format!("{number:04}");
    let before = format!("{:04}", number - 1);
    let mut statements = Vec::new();
    if number == 1 {
        statements.push("CREATE TABLE counted (id integer PRIMARY KEY, value integer)".to_owned());
        statements.push("INSERT INTO counted VALUES (1, 0)".to_owned());
    } else {
        statements.push(format!("ALTER TABLE t{before} DROP COLUMN name"));
    }
    let count = "UPDATE counted SET value = value + 1 WHERE id = 1";
    statements.extend([
        format!("CREATE TABLE t{id} (id integer PRIMARY KEY, name varchar(20))"),
        format!("INSERT INTO t{id} VALUES (1, 'a'), (2, 'b')"),
        count.to_owned(),
        format!("ALTER TABLE t{id} ADD COLUMN extra integer"),
        format!("UPDATE t{id} SET extra = id * 2"),
    ]);
    let is_apart = number.is_multiple_of(5);
    statements.push(match kind {
        Kind::Sqlite if is_apart => "VACUUM".to_owned(),
        kind if kind.is_postgres() && is_apart => {
            format!("CREATE UNIQUE INDEX CONCURRENTLY ix_t{id} ON t{id} (extra)")
        }
        _ => format!("CREATE INDEX ix_t{id} ON t{id} (extra)"),
    });
    statements.push(count.to_owned());
    let header = if is_apart { "transaction: false" } else { "" };
    let down = if number == 1 { String::new() } else { before };
    [id, down, header.to_owned(), statements.join(";\n") + ";"]
}

/// What became of a process.
enum Ended {
    Killed,
    Done { resumed: bool },
}

/// Upgrades in a process of its own, which is killed after that time.
fn upgrade(
    chain: &TestChain,
    database: &Database,
    stepwise: bool,
    after: Option<Duration>,
) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_upgrader"));
    command
        .arg(chain.folder())
        .arg(database.url())
        .arg("resume");
    if stepwise {
        command.arg("stepwise");
    }
    let child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn();
    let mut child = child.expect("it starts");
    if let Some(after) = after {
        std::thread::sleep(after);
        child.kill().expect("a child can be killed");
    }
    let output = child.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        None => Ended::Killed,
        Some(0) => Ended::Done {
            resumed: said.starts_with("resumes"),
        },
        Some(code) => panic!("{:?}: {code}: {said}", database.kind()),
    }
}

async fn kills(kind: Kind) {
    let chain = chain(kind);
    let whole = Database::fresh(kind).await;
    let stepwise = Database::fresh(kind).await;
    let took = [(&whole, false), (&stepwise, true)].map(|(database, is_stepwise)| {
        let began = Instant::now();
        upgrade(&chain, database, is_stepwise, None);
        began.elapsed()
    });
    // Of both, lest most processes end before they are killed.
    let most = took[0].min(took[1]).as_micros();
    let most = u64::try_from(most).expect("it took no years");
    let between = differences(&whole, &stepwise, &["revision_log"]).await;
    assert!(between.is_empty(), "{kind:?}: {between:?}");

    let count = if servers::thorough() { 100 } else { 5 };
    let seed = u64::from(std::process::id());
    let mut random = Random(seed);
    let (mut killed, mut midway, mut resumed) = (0, 0, 0);
    let mut round = 0;
    while killed < count {
        round += 1;
        let database = Database::fresh(kind).await;
        let is_stepwise = round % 2 == 1;
        loop {
            let after = Duration::from_micros(random.below(most));
            let ended = upgrade(&chain, &database, is_stepwise, Some(after));
            if matches!(ended, Ended::Done { .. }) {
                break;
            }
            killed += 1;
            midway += usize::from(is_midway(&database).await);
            // Who goes on is killed too, now and then.
            if random.below(3) > 0 {
                break;
            }
        }
        if let Ended::Done { resumed: true } = upgrade(&chain, &database, is_stepwise, None) {
            resumed += 1;
        }
        let place = format!("{kind:?}, seed {seed}, round {round}");
        let differs = differences(&whole, &database, &["revision_log"]).await;
        assert!(differs.is_empty(), "{place}: {differs:?}");
        let log = database
            .rows("SELECT revision FROM revision_log WHERE statement IS NULL AND outcome = 'done' ORDER BY id")
            .await
            .concat();
        let each: Vec<_> = (1..=REVISIONS)
            .map(|number| format!("{number:04}"))
            .collect();
        assert_eq!(log, each, "{place}");
    }
    crate::told(&format!(
        "{kind:?}: {killed} killed of which {midway} midway, {resumed} resumed, in {round} upgrades of {took:?}"
    ));
    assert!(midway * 4 >= killed || count < 20, "{midway} of {killed}");
}

/// Whether the upgrade has begun and not ended.
async fn is_midway(database: &Database) -> bool {
    if database.file().is_some_and(|file| !file.exists()) {
        return false;
    }
    let tables = match database.kind() {
        Kind::Sqlite => "SELECT count(*) FROM sqlite_master WHERE name = 'revision_version'",
        Kind::MySql => {
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'revision_version'"
        }
        Kind::Postgres | Kind::PostgresOldest | Kind::PostgresNewest => {
            "SELECT count(*) FROM pg_class WHERE relname = 'revision_version'"
        }
    };
    if database.rows(tables).await.concat() != ["1"] {
        return false;
    }
    let rows = database.rows("SELECT version_num FROM revision_version");
    let rows = rows.await.concat();
    rows != [format!("{REVISIONS:04}")]
}

#[tokio::test]
async fn killed_on_sqlite() {
    kills(Kind::Sqlite).await;
}

#[cfg(feature = "servers")]
#[tokio::test]
async fn killed_on_postgres() {
    for kind in servers::postgres() {
        kills(kind).await;
    }
}

#[cfg(feature = "servers")]
#[tokio::test]
async fn killed_on_mysql() {
    kills(Kind::MySql).await;
}
