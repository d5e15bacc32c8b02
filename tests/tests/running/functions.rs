//! Functions of Rust that begin, commit and undo on the connection they are given.

use revision_core::__private::Body;
use revision_core::config::{Settings, Transaction};
use revision_core::dialect::{Connection, RunError};
use revision_core::runtime::{Error, Resume};
use revision_core::{EmbeddedChain, EmbeddedRevision, Op};
use revision_tests::{Database, Kind, servers};
use sqlx::Connection as _;

use super::support::{code, done};

const fn revision(
    id: &'static str,
    down: &'static [&'static str],
    transaction: bool,
    upgrade: fn(&mut Op),
) -> EmbeddedRevision {
    EmbeddedRevision {
        id,
        down_revisions: down,
        branch_labels: &[],
        depends_on: &[],
        transaction,
        message: "",
        created: None,
        path: "revisions/x.rs",
        checksum: None,
        body: Body::Rust {
            upgrade,
            downgrade: revision_core::__private::defaults::downgrade,
        },
    }
}

type Worked = Result<(), RunError>;

fn create(op: &mut Op) {
    op.execute("CREATE TABLE t (what varchar(40))");
}

fn empty(op: &mut Op) {
    op.execute("INSERT INTO t VALUES ('between')");
}

/// Two statements with a function between them.
macro_rules! around {
    ($name:ident, $function:ident) => {
        fn $name(op: &mut Op) {
            op.execute("INSERT INTO t VALUES ('before')");
            op.run($function);
            op.execute("INSERT INTO t VALUES ('behind')");
        }
    };
}

around!(nests, nesting);
around!(nests_and_fails, nesting_and_failing);
around!(commits, committing);
around!(commits_and_fails, committing_and_failing);
around!(undoes, undoing);

/// As functions are written that know sqlx and not where they stand.
async fn nesting(connection: &mut Connection) -> Worked {
    macro_rules! nested {
        ($connection:expr) => {{
            let mut undone = $connection.begin().await?;
            sqlx::query("INSERT INTO t VALUES ('undone')")
                .execute(&mut *undone)
                .await?;
            undone.rollback().await?;
            let mut within = $connection.begin().await?;
            sqlx::query("INSERT INTO t VALUES ('within')")
                .execute(&mut *within)
                .await?;
            within.commit().await?;
        }};
    }
    if let Some(connection) = connection.postgres() {
        nested!(connection);
    } else if let Some(connection) = connection.mysql() {
        nested!(connection);
    } else if let Some(connection) = connection.sqlite() {
        nested!(connection);
    }
    Ok(())
}

async fn nesting_and_failing(connection: &mut Connection) -> Worked {
    nesting(connection).await?;
    Err("on purpose".into())
}

async fn committing(connection: &mut Connection) -> Worked {
    connection
        .execute("INSERT INTO t VALUES ('within')")
        .await?;
    connection.execute("COMMIT").await
}

async fn committing_and_failing(connection: &mut Connection) -> Worked {
    committing(connection).await?;
    Err("on purpose".into())
}

async fn undoing(connection: &mut Connection) -> Worked {
    connection
        .execute("INSERT INTO t VALUES ('within')")
        .await?;
    connection.execute("ROLLBACK").await
}

macro_rules! chain {
    ($name:ident, $transaction:expr, $upgrade:ident) => {
        static $name: EmbeddedChain = EmbeddedChain::new(
            &[
                revision("a", &[], true, create),
                revision("b", &["a"], true, empty),
                revision("c", &["b"], $transaction, $upgrade),
            ],
            Settings::DEFAULT,
        );
    };
}

chain!(NESTS, true, nests);
chain!(NESTS_OUTSIDE, false, nests);
chain!(NESTS_AND_FAILS, true, nests_and_fails);
chain!(COMMITS, true, commits);
chain!(COMMITS_OUTSIDE, false, commits);
chain!(COMMITS_AND_FAILS, true, commits_and_fails);
chain!(COMMITS_AND_FAILS_OUTSIDE, false, commits_and_fails);
chain!(UNDOES, true, undoes);

async fn rows(database: &Database) -> Vec<String> {
    database
        .rows("SELECT what FROM t ORDER BY what")
        .await
        .concat()
}

/// What is said, and what helps.
fn said(error: &Error) -> String {
    format!("{error}\n{}", error.faults[0].help.join("\n"))
}

const WHOLE: [&str; 4] = ["before", "behind", "between", "within"];

#[tokio::test]
async fn transactions_of_sqlx_are_within_the_revisions() {
    for kind in servers::all() {
        for chain in [&NESTS, &NESTS_OUTSIDE] {
            let database = Database::fresh(kind).await;
            let ran = chain.upgrade(database.url(), "head").await;
            ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
            assert_eq!(rows(&database).await, WHOLE, "{kind:?}");
            assert_eq!(done(&database).await, ["a", "b", "c"], "{kind:?}");
        }
        // And are undone with it.
        let database = Database::fresh(kind).await;
        let failed = NESTS_AND_FAILS.upgrade(database.url(), "head").await;
        let error = failed.unwrap_err();
        assert_eq!(code(&error), "statement_failed", "{kind:?}: {error}");
        assert!(said(&error).contains("nothing of it remains"));
        assert_eq!(rows(&database).await, ["between"], "{kind:?}");
        let again = NESTS.upgrade(database.url(), "head").await;
        again.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(rows(&database).await, WHOLE, "{kind:?}");
    }
}

/// What is committed is said to be, and is not run again.
#[tokio::test]
async fn a_function_that_ends_the_transaction_is_found_out() {
    for kind in servers::all() {
        for all in [false, true] {
            if all && kind == Kind::MySql {
                continue;
            }
            let database = Database::fresh(kind).await;
            let mut settings = Settings::DEFAULT;
            if all {
                settings.transaction = Transaction::All;
                let first = COMMITS.upgrade(database.url(), "a").await;
                first.unwrap();
            }
            let chain = EmbeddedChain::new(COMMITS.revisions(), settings);
            let error = chain.upgrade(database.url(), "head").await.unwrap_err();
            let said = said(&error);
            assert!(
                said.contains(
                    "`committing` ended the transaction of `c`; what ran before it is committed"
                ),
                "{kind:?}: {said}"
            );
            assert!(said.contains("--resume"), "{kind:?}: {said}");
            let done: Vec<_> = error
                .done
                .steps
                .iter()
                .map(|step| step.revision.as_str())
                .collect();
            assert_eq!(done.last(), Some(&"b"), "{kind:?}, all: {all}");
            assert_eq!(rows(&database).await, ["before", "between", "within"]);
            // It was left half done, and says so.
            let plain = chain.upgrade(database.url(), "head").await.unwrap_err();
            assert_eq!(code(&plain), "partial_revision", "{kind:?}: {plain}");
            let resumed = chain.upgrade(database.url(), "head");
            let resumed = resumed.resume(Resume::Continue).await;
            resumed.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
            assert_eq!(rows(&database).await, WHOLE, "{kind:?}");
        }
    }
}

#[tokio::test]
async fn of_one_that_fails_then_the_user_tells() {
    for kind in servers::all() {
        for chain in [&COMMITS_AND_FAILS, &COMMITS_AND_FAILS_OUTSIDE] {
            for (told, expected) in [
                (Resume::Done, &["before", "behind", "between", "within"][..]),
                (Resume::Again, &["before", "between", "within", "within"]),
            ] {
                let database = Database::fresh(kind).await;
                let error = chain.upgrade(database.url(), "head").await.unwrap_err();
                let said = said(&error);
                assert!(
                    said.contains("on purpose")
                        && said.contains("it may have committed a part")
                        && said.contains("--resume=done"),
                    "{kind:?}: {said}"
                );
                let asked = chain.upgrade(database.url(), "head");
                let asked = asked.resume(Resume::Continue).await.unwrap_err();
                assert_eq!(code(&asked), "partial_revision", "{kind:?}: {asked}");
                assert_eq!(rows(&database).await, ["before", "between", "within"]);
                let resumed = chain.upgrade(database.url(), "head").resume(told).await;
                assert_eq!(
                    resumed.is_ok(),
                    told == Resume::Done,
                    "{kind:?}: {resumed:?}"
                );
                assert_eq!(rows(&database).await, expected, "{kind:?}");
            }
        }
    }
}

/// Outside a transaction it may: its own is only there for its entry in the log.
#[tokio::test]
async fn outside_a_transaction_a_function_may_commit() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let ran = COMMITS_OUTSIDE.upgrade(database.url(), "head").await;
        ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert_eq!(rows(&database).await, WHOLE, "{kind:?}");
        assert_eq!(done(&database).await, ["a", "b", "c"], "{kind:?}");
    }
}

#[tokio::test]
async fn one_that_undoes_the_transaction_is_found_out() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let error = UNDOES.upgrade(database.url(), "head").await.unwrap_err();
        let said = said(&error);
        assert!(
            said.contains("what ran before it is undone"),
            "{kind:?}: {said}"
        );
        assert_eq!(rows(&database).await, ["between"], "{kind:?}");
        let standing = UNDOES.current(database.url()).await.unwrap();
        assert_eq!(standing.partial, None, "{kind:?}");
    }
}
