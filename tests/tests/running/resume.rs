//! Revisions that no transaction holds together, stopped in the midst of them and gone on with.

use revision_core::Code;
use revision_core::chain::Id;
use revision_core::runtime::{Resume, Sending};
use revision_tests::{Database, Kind, Sql, TestChain, servers};

const OUTSIDE: &str = "transaction: false";

/// A statement that does not run in a transaction.
fn apart(kind: Kind) -> &'static str {
    match kind {
        Kind::Sqlite => "VACUUM",
        Kind::MySql => "CREATE INDEX ix_one ON one (id)",
        _ => "CREATE INDEX CONCURRENTLY ix_one ON one (id)",
    }
}

fn revision<'a>(id: &'a str, down: &'a str, upgrade: &'a str) -> Sql<'a> {
    Sql {
        id,
        down,
        header: OUTSIDE,
        upgrade,
        downgrade: None,
    }
}

/// Two revisions and a last one, the second of five statements of which the third is `third`.
fn chain(kind: Kind, third: &str) -> TestChain {
    let mut chain = TestChain::new(&[
        revision("0001", "", "CREATE TABLE base (id integer PRIMARY KEY);"),
        revision("0003", "0002", "CREATE TABLE after (id integer);"),
        revision("0002", "0001", "SELECT 1;"),
    ]);
    write(&mut chain, kind, "INSERT INTO one VALUES (1)", third);
    chain
}

fn write(chain: &mut TestChain, kind: Kind, second: &str, third: &str) {
    let apart = apart(kind);
    let upgrade = format!(
        "CREATE TABLE one (id integer);\n{second};\n{third};\n{apart};\nINSERT INTO one VALUES (4);"
    );
    chain.write(&revision("0002", "0001", &upgrade));
}

async fn versions(database: &Database) -> Vec<String> {
    let rows = database.rows("SELECT version_num FROM revision_version ORDER BY 1");
    rows.await.concat()
}

/// The log's lines of single statements: number and outcome.
async fn journal(database: &Database) -> Vec<String> {
    let rows = database.rows("SELECT statement, outcome FROM revision_log WHERE revision = '0002' AND statement IS NOT NULL ORDER BY id");
    let rows = rows.await;
    rows.iter().map(|row| row.join(" ")).collect()
}

#[tokio::test]
async fn a_failed_statement_is_corrected_and_the_rest_goes_on() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let database = Database::fresh(kind).await;
            let mut chain = chain(kind, "INSERT INTO missing VALUES (3)");
            let up = chain.runtime();
            let error = up.upgrade(database.url(), "head").sending(sending).await;
            let error = error.unwrap_err();
            assert_eq!(error.code(), Code::StatementFailed, "{kind:?}: {error}");
            assert_eq!(error.done.heads, [Id::from("0001")]);
            let help = error.faults[0].help.join("\n");
            assert!(
                help.contains("statements 1 to 2 are committed, 3 of 5 failed")
                    && help.contains("cargo revision upgrade --resume"),
                "{kind:?}: {help}"
            );
            assert_eq!(error.faults[0].place.as_ref().unwrap().line(), 10);
            assert_eq!(journal(&database).await, ["1 done", "2 done", "3 failed"]);

            let error = up.upgrade(database.url(), "head").await.unwrap_err();
            assert_eq!(error.code(), Code::PartialRevision, "{kind:?}: {error}");
            let message = &error.faults[0].message;
            assert!(
                message.contains("2 statements are committed, and statement 3 of 5 failed"),
                "{message}"
            );
            let standing = up.current(database.url()).await.unwrap();
            assert_eq!(standing.partial, Some(Id::from("0002")));

            write(
                &mut chain,
                kind,
                "INSERT INTO one VALUES (1)",
                "INSERT INTO one VALUES (3)",
            );
            let up = chain.runtime();
            let error = up.upgrade(database.url(), "head").await.unwrap_err();
            assert_eq!(error.code(), Code::PartialRevision);
            let resumed = up.upgrade(database.url(), "head").sending(sending);
            let outcome = resumed.resume(Resume::Continue).await.unwrap();
            assert_eq!(outcome.heads, [Id::from("0003")], "{kind:?}");
            let rows = database.rows("SELECT id FROM one ORDER BY id").await;
            assert_eq!(rows.concat(), ["1", "3", "4"], "{kind:?}");
            assert_eq!(
                journal(&database).await,
                ["1 done", "2 done", "3 failed", "3 done", "4 done", "5 done"]
            );
            let standing = up.current(database.url()).await.unwrap();
            assert_eq!(standing.partial, None);
            assert!(standing.edited.is_empty(), "{:?}", standing.edited);
        }
    }
}

#[tokio::test]
async fn a_correction_of_what_is_done_already_is_a_mismatch() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let mut chain = chain(kind, "INSERT INTO missing VALUES (3)");
        let up = chain.runtime().upgrade(database.url(), "head").await;
        up.unwrap_err();
        write(
            &mut chain,
            kind,
            "INSERT INTO one VALUES (2)",
            "INSERT INTO one VALUES (3)",
        );
        let up = chain.runtime().upgrade(database.url(), "head");
        let error = up.resume(Resume::Continue).await.unwrap_err();
        assert_eq!(error.code(), Code::ResumeMismatch, "{kind:?}: {error}");
        assert_eq!(error.faults[0].place.as_ref().unwrap().line(), 9);
        assert!(
            error.faults[0].message.contains("statement 2 of `0002`"),
            "{error}"
        );
        assert_eq!(versions(&database).await, ["0001"]);
        assert_eq!(database.rows("SELECT id FROM one").await.concat(), ["1"]);

        // A comment and a line break are no correction.
        write(
            &mut chain,
            kind,
            "INSERT INTO one\n  VALUES (1) -- as it was\n",
            "INSERT INTO one VALUES (3)",
        );
        let up = chain.runtime().upgrade(database.url(), "head");
        up.resume(Resume::Continue).await.unwrap();
        assert_eq!(versions(&database).await, ["0003"]);
    }
}

#[tokio::test]
async fn finished_by_hand_and_stamped() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = chain(kind, "INSERT INTO missing VALUES (3)");
        let up = chain.runtime();
        up.upgrade(database.url(), "head").await.unwrap_err();
        up.stamp(database.url(), "0002").await.unwrap();
        let standing = up.current(database.url()).await.unwrap();
        assert_eq!(standing.partial, None, "{kind:?}");
        let outcome = up.upgrade(database.url(), "head").await.unwrap();
        assert_eq!(outcome.steps.len(), 1);
        assert_eq!(versions(&database).await, ["0003"]);
    }
}

#[tokio::test]
async fn undone_by_hand_and_stamped() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let mut chain = chain(kind, "INSERT INTO missing VALUES (3)");
        let up = chain.runtime().upgrade(database.url(), "head").await;
        up.unwrap_err();
        database.rows("DROP TABLE one").await;
        // No row moves, and the journal is closed all the same.
        let stamped = chain.runtime().stamp(database.url(), "0001").await;
        assert!(stamped.unwrap().steps.is_empty());
        write(
            &mut chain,
            kind,
            "INSERT INTO one VALUES (1)",
            "INSERT INTO one VALUES (3)",
        );
        let up = chain.runtime().upgrade(database.url(), "head").await;
        assert_eq!(up.unwrap().heads, [Id::from("0003")], "{kind:?}");
        let rows = database.rows("SELECT id FROM one ORDER BY id").await;
        assert_eq!(rows.concat(), ["1", "3", "4"]);
    }
}

#[tokio::test]
async fn a_first_statement_that_fails_leaves_nothing_to_go_on_with() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let bad = "CREATE TABLE one (id nonsense nonsense (;\nINSERT INTO one VALUES (1);";
        let mut chain = TestChain::new(&[revision("0002", "", bad)]);
        let error = chain.runtime().upgrade(database.url(), "head").await;
        let error = error.unwrap_err();
        assert!(
            error.faults[0]
                .help
                .iter()
                .any(|help| help.contains("nothing of it is committed")),
            "{kind:?}: {error:?}"
        );
        let apart = apart(kind);
        let good = format!("CREATE TABLE one (id integer);\n{apart};\nINSERT INTO one VALUES (1);");
        chain.write(&revision("0002", "", &good));
        let up = chain.runtime().upgrade(database.url(), "head").await;
        assert_eq!(up.unwrap().heads, [Id::from("0002")], "{kind:?}");
        assert_eq!(database.rows("SELECT id FROM one").await.concat(), ["1"]);
    }
}

#[tokio::test]
async fn a_downgrade_has_the_same_journal() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let upgrade = "CREATE TABLE one (id integer);\nCREATE TABLE two (id integer);";
        let mut down = Sql {
            downgrade: Some("DROP TABLE two;\nDROP TABLE missing;\nDROP TABLE one;"),
            ..revision("0002", "0001", upgrade)
        };
        let mut chain = TestChain::new(&[
            revision("0001", "", "CREATE TABLE base (id integer);"),
            down,
        ]);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "head").await.unwrap();
        let error = runtime.downgrade(database.url(), "0001").await.unwrap_err();
        let help = error.faults[0].help.join("\n");
        assert!(
            help.contains("statement 1 is committed, 2 of 3 failed")
                && help.contains("cargo revision downgrade --resume"),
            "{kind:?}: {help}"
        );
        let error = runtime.downgrade(database.url(), "0001").await;
        assert_eq!(error.unwrap_err().code(), Code::PartialRevision);
        // Nobody goes up from what is half undone.
        for target in ["head", "0001"] {
            let error = runtime.upgrade(database.url(), target);
            let error = error.resume(Resume::Continue).await.unwrap_err();
            assert_eq!(error.code(), Code::PartialRevision, "{kind:?} {target}");
        }
        down.downgrade = Some("DROP TABLE two;\nDROP TABLE one;");
        chain.write(&down);
        let runtime = chain.runtime();
        let resumed = runtime.downgrade(database.url(), "0001");
        resumed.resume(Resume::Continue).await.unwrap();
        assert_eq!(versions(&database).await, ["0001"]);
        let again = runtime.upgrade(database.url(), "head").await.unwrap();
        assert_eq!(again.heads, [Id::from("0002")], "{kind:?}");
    }
}

#[tokio::test]
async fn what_was_set_for_the_session_is_set_again() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let (set, use_it, look) = match kind {
            Kind::Sqlite => (
                "PRAGMA recursive_triggers = ON",
                "INSERT INTO kept SELECT recursive_triggers FROM pragma_recursive_triggers",
                "1",
            ),
            Kind::MySql => ("SET @kept = 7", "INSERT INTO kept VALUES (@kept)", "7"),
            _ => (
                "SET app.kept = '7'",
                "INSERT INTO kept VALUES (current_setting('app.kept')::integer)",
                "7",
            ),
        };
        let text =
            |third: &str| format!("{set};\nCREATE TABLE kept (id integer);\n{third};\n{use_it};");
        let bad = text("INSERT INTO missing VALUES (1)");
        let mut chain = TestChain::new(&[revision("0002", "", &bad)]);
        let up = chain.runtime().upgrade(database.url(), "head").await;
        up.unwrap_err();
        let good = text("SELECT 1");
        chain.write(&revision("0002", "", &good));
        let up = chain.runtime().upgrade(database.url(), "head");
        let up = up.resume(Resume::Continue).await;
        up.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        let kept = database.rows("SELECT id FROM kept").await.concat();
        assert_eq!(kept, [look], "{kind:?}");
    }
}
