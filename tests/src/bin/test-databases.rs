//! A program whose tests use `revision_core::testing`, many at once: `test-databases URL TABLE COUNT [hang]`.
//!
//! It prints how often the revisions ran. Every tenth of its tests panics. With `hang` it stops in the middle of the first
//! run, says `half`, and waits to be killed. A `DATABASE_URL` in the environment is found as an application's tests find it.

use std::env;
use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use revision_core::__private::{Body, EmbeddedChain, EmbeddedRevision};
use revision_core::config::{Settings, TableName};
use revision_core::prelude::*;
use revision_core::testing::{self, TestDatabase, Testable};
use sqlx::{ColumnIndex, Decode, Executor, MySql, Postgres, Row as _, Sqlite, Type};

static RUNS: AtomicUsize = AtomicUsize::new(0);

static REVISIONS: &[EmbeddedRevision] = &[
    EmbeddedRevision {
        id: "one",
        down_revisions: &[],
        branch_labels: &[],
        depends_on: &[],
        transaction: true,
        message: "Notes.",
        created: None,
        path: "revisions/one.sql",
        checksum: None,
        body: Body::Sql("-- upgrade\nCREATE TABLE notes (id integer);\n"),
    },
    EmbeddedRevision {
        id: "two",
        down_revisions: &["one"],
        branch_labels: &[],
        depends_on: &[],
        transaction: true,
        message: "A note.",
        created: None,
        path: "revisions/two.rs",
        checksum: Some("1:two"),
        body: Body::Rust { upgrade, downgrade },
    },
];

fn upgrade(op: &mut Op) {
    op.execute("INSERT INTO notes VALUES (1)");
    op.run(count);
}

fn downgrade(op: &mut Op) {
    op.execute("DELETE FROM notes");
}

async fn count(_: &mut Connection) -> Result {
    RUNS.fetch_add(1, Ordering::SeqCst);
    if env::args().nth(4).is_some() {
        say("half");
        std::future::pending::<()>().await;
    }
    Ok(())
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [url, table, count] = &arguments[1..4] else {
        panic!("three arguments");
    };
    let chain: &'static EmbeddedChain = Box::leak(Box::new(EmbeddedChain::new(
        REVISIONS,
        Settings {
            version_table: TableName::parse(table).expect("it is a name"),
            ..Settings::DEFAULT
        },
    )));
    let count = count.parse().expect("it is a number");
    match url.split(':').next() {
        Some("sqlite") => all::<Sqlite>(chain, url, count).await,
        Some("mysql") => all::<MySql>(chain, url, count).await,
        _ => all::<Postgres>(chain, url, count).await,
    }
    say(&RUNS.load(Ordering::SeqCst).to_string());
}

fn say(word: &str) {
    writeln!(std::io::stdout(), "{word}").expect("whoever started it listens");
}

async fn all<DB: Testable>(chain: &'static EmbeddedChain, url: &str, count: usize)
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    for<'r> i64: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    let tests: Vec<_> = (0..count)
        .map(|number| {
            let url = url.to_owned();
            tokio::spawn(async move {
                let database = if env::var_os("DATABASE_URL").is_some() {
                    testing::database::<DB>(chain).await
                } else {
                    testing::database_on::<DB>(chain, &url).await
                };
                test(&database.unwrap()).await;
                assert_ne!(number % 10, 9, "one of those that fail");
            })
        })
        .collect();
    for (number, test) in tests.into_iter().enumerate() {
        let ended = test.await;
        assert_eq!(ended.is_err(), number % 10 == 9, "{number}: {ended:?}");
    }
}

/// Writes into the database, and sees nothing of what the others write.
async fn test<DB: Testable>(database: &TestDatabase<DB>)
where
    for<'c> &'c mut DB::Connection: Executor<'c, Database = DB>,
    for<'r> i64: Decode<'r, DB> + Type<DB>,
    usize: ColumnIndex<DB::Row>,
{
    let mut connection = database.acquire().await.unwrap();
    connection
        .execute("INSERT INTO notes VALUES (2)")
        .await
        .unwrap();
    let row = connection
        .fetch_one("SELECT count(*) FROM notes")
        .await
        .unwrap();
    assert_eq!(row.get::<i64, _>(0), 2);
}
