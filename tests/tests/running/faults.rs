//! Servers that stop, connections that break, disks that are full, tables that hold nonsense: an error with a code, and
//! nothing lost or done by halves.

use revision_core::Code;
use revision_core::chain::Id;
use revision_core::runtime::{Error, Resume, Sending};
#[cfg(feature = "servers")]
use revision_tests::{Cut, Proxy};
use revision_tests::{Database, Kind, Sql, TestChain, differences, servers};

/// Upgrades once more, and goes on where something was left half done.
async fn again(chain: &TestChain, url: &str, place: &str) {
    let runtime = chain.runtime();
    let mut ran = runtime.upgrade(url, "head").await;
    if let Err(error) = &ran
        && error.code() == Code::PartialRevision
    {
        ran = runtime.upgrade(url, "head").resume(Resume::Continue).await;
    }
    ran.unwrap_or_else(|error| panic!("{place}: {error:?}"));
}

async fn versions(database: &Database) -> Vec<String> {
    let rows = database.rows("SELECT version_num FROM revision_version ORDER BY 1");
    rows.await.concat()
}

/// The revisions that the log says were done.
async fn done(database: &Database) -> Vec<String> {
    let rows = database.rows(
        "SELECT revision FROM revision_log WHERE statement IS NULL AND outcome = 'done' ORDER BY id",
    );
    rows.await.concat()
}

/// Three revisions, the last of them without a transaction; what runs twice shows.
#[cfg(feature = "servers")]
fn cut_chain(kind: Kind) -> TestChain {
    let index = match kind {
        Kind::MySql => "CREATE INDEX ix_one ON one (id)",
        _ => "CREATE UNIQUE INDEX CONCURRENTLY ix_one ON one (id)",
    };
    let third = format!(
        "INSERT INTO one VALUES (3);\n{index};\nUPDATE counted SET n = n + 1;\nCREATE TABLE three (id integer);"
    );
    TestChain::new(&[
        Sql {
            id: "0001",
            upgrade: "CREATE TABLE one (id integer);\nCREATE TABLE counted (n integer);\nINSERT INTO counted VALUES (0);",
            ..Sql::default()
        },
        Sql {
            id: "0002",
            down: "0001",
            upgrade: "INSERT INTO one VALUES (2);\nUPDATE counted SET n = n + 1;",
            ..Sql::default()
        },
        Sql {
            id: "0003",
            down: "0002",
            header: "transaction: false",
            upgrade: &third,
            ..Sql::default()
        },
    ])
}

#[cfg(feature = "servers")]
#[tokio::test]
async fn the_connection_is_cut_anywhere() {
    for kind in [Kind::Postgres, Kind::MySql] {
        let chain = cut_chain(kind);
        let whole = Database::fresh(kind).await;
        again(&chain, whole.url(), "undisturbed").await;
        let (mut cuts, mut lost) = (0, 0);
        for sending in [Sending::Batched, Sending::Stepwise] {
            let counted = Database::fresh(kind).await;
            let proxy = Proxy::before(counted.url());
            let up = chain.runtime().upgrade(proxy.url(), "head");
            up.sending(sending).await.unwrap();
            let trips = proxy.trips();
            let step = if servers::thorough() || trips < 12 {
                1
            } else {
                trips / 6
            };
            for trip in (1..=trips).step_by(step) {
                for cut in [Cut::BeforeRequest, Cut::BeforeAnswer] {
                    let place = format!("{kind:?}, {sending:?}, trip {trip} of {trips}, {cut:?}");
                    let database = Database::fresh(kind).await;
                    let proxy = Proxy::before(database.url());
                    proxy.cut_in(trip, cut);
                    let up = chain.runtime().upgrade(proxy.url(), "head");
                    cuts += 1;
                    if let Err(error) = up.sending(sending).await {
                        lost += 1;
                        assert_eq!(error.code(), Code::ConnectFailed, "{place}: {error:?}");
                    } else {
                        assert_eq!(versions(&database).await, ["0003"], "{place}");
                    }
                    again(&chain, database.url(), &place).await;
                    let differs = differences(&whole, &database, &["revision_log"]).await;
                    assert!(differs.is_empty(), "{place}: {differs:?}");
                    assert_eq!(done(&database).await, ["0001", "0002", "0003"], "{place}");
                }
            }
        }
        crate::told(&format!("{kind:?}: {cuts} cuts, {lost} errors"));
        assert!(lost * 2 > cuts, "{lost} of {cuts}");
    }
}

#[cfg(feature = "servers")]
#[tokio::test(flavor = "multi_thread")]
async fn the_server_is_stopped_and_started_again() {
    use std::time::Duration;

    let server = revision_tests::Postgres::new();
    for header in ["", "transaction: false"] {
        let chain = TestChain::new(&[
            Sql {
                id: "0001",
                upgrade: "CREATE TABLE one (id integer);",
                ..Sql::default()
            },
            Sql {
                id: "0002",
                down: "0001",
                header,
                upgrade: "INSERT INTO one VALUES (2);\nSELECT pg_sleep(seconds) FROM naps;\nINSERT INTO one VALUES (3);",
                ..Sql::default()
            },
        ]);
        for kills in [false, true] {
            for sending in [Sending::Batched, Sending::Stepwise] {
                let place = format!("{header}, kills: {kills}, {sending:?}");
                let url = server.url();
                let mut admin = connect(&url).await;
                let nap = "CREATE TABLE naps (seconds integer); INSERT INTO naps VALUES (60)";
                execute(&mut admin, nap).await;
                let up = chain.runtime();
                let running = up.upgrade(&url, "head").sending(sending);
                let breaking = async {
                    tokio::time::sleep(Duration::from_millis(1500)).await;
                    let end = || if kills { server.kill() } else { server.stop() };
                    tokio::task::block_in_place(end);
                };
                let (ran, ()) = tokio::join!(running, breaking);
                let error = ran.unwrap_err();
                assert_eq!(error.code(), Code::ConnectFailed, "{place}: {error:?}");
                assert_eq!(error.done.heads, [Id::from("0001")], "{place}");
                let error = up.upgrade(&url, "head").await.unwrap_err();
                assert_eq!(error.code(), Code::ConnectFailed, "{place}: {error:?}");
                server.start();
                let standing = up.current(&url).await.unwrap();
                assert_eq!(standing.heads, [Id::from("0001")], "{place}");
                let is_partial = standing.partial.is_some();
                assert_eq!(is_partial, !header.is_empty(), "{place}");
                let mut admin = connect(&url).await;
                execute(&mut admin, "UPDATE naps SET seconds = 0").await;
                again(&chain, &url, &place).await;
                let rows = rows(&mut admin, "SELECT id FROM one ORDER BY id").await;
                assert_eq!(rows, [2, 3], "{place}");
                execute(
                    &mut admin,
                    "DROP TABLE naps, one, revision_version, revision_log",
                )
                .await;
            }
        }
    }
}

#[cfg(feature = "servers")]
async fn connect(url: &str) -> sqlx::PgConnection {
    <sqlx::PgConnection as sqlx::Connection>::connect(url)
        .await
        .unwrap()
}

#[cfg(feature = "servers")]
async fn execute(connection: &mut sqlx::PgConnection, sql: &'static str) {
    sqlx::raw_sql(sql).execute(connection).await.unwrap();
}

#[cfg(feature = "servers")]
async fn rows(connection: &mut sqlx::PgConnection, sql: &'static str) -> Vec<i32> {
    sqlx::query_scalar(sql).fetch_all(connection).await.unwrap()
}

#[tokio::test]
async fn a_failing_third_leaves_two_and_nothing_of_itself() {
    for kind in servers::all() {
        if kind == Kind::MySql {
            continue;
        }
        for sending in [Sending::Batched, Sending::Stepwise] {
            let mut chain = TestChain::tables(5);
            chain.write(&Sql {
                id: "0003",
                down: "0002",
                upgrade: "CREATE TABLE t0003 (id integer);\nINSERT INTO t0001 VALUES (3);\nALTER TABLE t0002 ADD COLUMN extra integer;\nINSERT INTO no_such_table VALUES (1);",
                ..Sql::default()
            });
            let two = Database::fresh(kind).await;
            chain.runtime().upgrade(two.url(), "0002").await.unwrap();
            let database = Database::fresh(kind).await;
            let up = chain.runtime().upgrade(database.url(), "head");
            let error = up.sending(sending).await.unwrap_err();
            assert_eq!(error.done.steps.len(), 2, "{kind:?}: {error}");
            let help = error.faults[0].help.join("\n");
            assert!(
                help.contains("applied before: `0001` to `0002`, 2 in all; `0003` rolled back, nothing of it remains"),
                "{help}"
            );
            let differs = differences(&two, &database, &["revision_log"]).await;
            assert!(differs.is_empty(), "{kind:?}: {differs:?}");
        }
    }
}

#[tokio::test]
async fn no_way_back_is_told_before_anything_runs() {
    for kind in servers::all() {
        let mut chain = TestChain::tables(4);
        chain.write(&Sql {
            id: "0002",
            down: "0001",
            upgrade: "CREATE TABLE t0002 (id integer);",
            downgrade: None,
            ..Sql::default()
        });
        let database = Database::fresh(kind).await;
        let up = chain.runtime();
        up.upgrade(database.url(), "head").await.unwrap();
        let error = up.downgrade(database.url(), "base").await.unwrap_err();
        assert_eq!(error.code(), Code::Irreversible, "{kind:?}: {error}");
        assert!(error.faults[0].place.is_some());
        assert_eq!(versions(&database).await, ["0004"]);
        assert_eq!(database.rows("SELECT id FROM t0004").await, [["4"]]);
        assert_eq!(done(&database).await.len(), 4);
        let down = up.downgrade(database.url(), "0002").await.unwrap();
        assert_eq!(down.steps.len(), 2);
    }
}

#[tokio::test]
async fn a_database_that_takes_no_changes() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(2);
        let up = chain.runtime();
        up.upgrade(database.url(), "0001").await.unwrap();
        let url = match kind {
            Kind::Sqlite => database.url().replace("mode=rwc", "mode=ro"),
            Kind::MySql => {
                let name = database.name();
                let sql = format!(
                    "CREATE USER IF NOT EXISTS reader@'%' IDENTIFIED BY 'secret'; GRANT SELECT ON {name}.* TO reader@'%'"
                );
                database.rows(&sql).await;
                database.url().replace("revision:secret", "reader:secret")
            }
            _ => {
                let name = database.name();
                let sql = format!("ALTER DATABASE {name} SET default_transaction_read_only = on");
                database.rows(&sql).await;
                database.url().to_owned()
            }
        };
        for sending in [Sending::Batched, Sending::Stepwise] {
            let quiet = up.upgrade(&url, "0001").sending(sending).await;
            assert!(quiet.unwrap().steps.is_empty(), "{kind:?}");
            let error = up.upgrade(&url, "head").sending(sending).await;
            let error = error.unwrap_err();
            assert_eq!(error.code(), Code::StatementFailed, "{kind:?}: {error}");
            let help = error.faults[0].help.join("\n");
            assert!(
                kind == Kind::MySql || help.contains("takes no changes"),
                "{kind:?}: {error:?}"
            );
        }
        assert_eq!(up.current(&url).await.unwrap().heads, [Id::from("0001")]);
        assert_eq!(done(&database).await, ["0001"]);
        if kind == Kind::Sqlite {
            let missing = url.replace("database.sqlite", "missing.sqlite");
            let error = up.upgrade(&missing, "head").await.unwrap_err();
            assert_eq!(error.code(), Code::ConnectFailed, "{error}");
        }
    }
}

/// All that a user has in the database, to see that it stays.
async fn everything(database: &Database) -> Vec<Vec<String>> {
    let tables = match database.kind() {
        Kind::Sqlite => "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2",
        Kind::MySql => {
            "SELECT table_type, table_name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1, 2"
        }
        _ => {
            "SELECT relkind::text, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1, 2"
        }
    };
    let mut all = database.rows(tables).await;
    all.extend(database.rows("SELECT * FROM revision_version").await);
    all
}

#[tokio::test]
async fn a_version_table_that_holds_nonsense() {
    let cases: [(&str, &str, Code); 7] = [
        (
            "CREATE TABLE revision_version (version_num varchar(32)); INSERT INTO revision_version VALUES ('beef')",
            "`beef`",
            Code::UnknownVersion,
        ),
        (
            "CREATE TABLE revision_version (version_num varchar(32)); INSERT INTO revision_version VALUES ('0001'), ('0002')",
            "`0001`",
            Code::OverlappingRevisions,
        ),
        (
            "CREATE TABLE revision_version (version_num varchar(32)); INSERT INTO revision_version VALUES ('')",
            "``",
            Code::UnknownVersion,
        ),
        (
            "CREATE TABLE revision_version (version_num varchar(32)); INSERT INTO revision_version VALUES (NULL)",
            "``",
            Code::UnknownVersion,
        ),
        (
            "CREATE TABLE revision_version (version integer); INSERT INTO revision_version VALUES (1)",
            "version_num",
            Code::StatementFailed,
        ),
        (
            "CREATE TABLE other (version_num varchar(32)); CREATE VIEW revision_version AS SELECT version_num FROM other",
            "is a view",
            Code::Config,
        ),
        (
            "CREATE TABLE revision_version (version_num varchar(32), who integer NOT NULL); INSERT INTO revision_version VALUES ('0003', 1)",
            "",
            Code::StatementFailed,
        ),
    ];
    for kind in servers::all() {
        for (made, said, code) in cases {
            let chain = TestChain::tables(3);
            let up = chain.runtime();
            let database = Database::fresh(kind).await;
            database.rows(made).await;
            let before = everything(&database).await;
            let refused = |error: Error, what: &str| {
                assert_eq!(error.code(), code, "{kind:?}, {made}, {what}: {error:?}");
                assert!(error.to_string().contains(said), "{made}: {error}");
            };
            if said.is_empty() {
                // Columns of somebody else's are left alone where nothing has to be said of them.
                assert!(
                    up.upgrade(database.url(), "head")
                        .await
                        .unwrap()
                        .steps
                        .is_empty()
                );
                continue;
            }
            for sending in [Sending::Batched, Sending::Stepwise] {
                let ran = up.upgrade(database.url(), "head").sending(sending).await;
                refused(ran.unwrap_err(), "upgrade");
                if code == Code::OverlappingRevisions {
                    // The way down makes it right again.
                    continue;
                }
                let ran = up.downgrade(database.url(), "base").sending(sending).await;
                refused(ran.unwrap_err(), "downgrade");
            }
            if code == Code::OverlappingRevisions {
                let standing = up.current(database.url()).await.unwrap();
                assert_eq!(standing.rows.len(), 2);
            } else if code == Code::UnknownVersion {
                let standing = up.current(database.url()).await.unwrap();
                assert_eq!(standing.unknown.len(), 1, "{kind:?}, {made}");
            } else {
                refused(up.current(database.url()).await.unwrap_err(), "current");
            }
            assert_eq!(everything(&database).await, before, "{kind:?}, {made}");
        }
    }
}

#[tokio::test]
async fn the_disk_is_full() {
    let folder = tempfile::TempDir::new().unwrap();
    let mount = |options: &str| {
        let mut command = std::process::Command::new("mount");
        command
            .args(["-t", "tmpfs", "-o", options, "tmpfs"])
            .arg(folder.path());
        command.output().is_ok_and(|output| output.status.success())
    };
    if !mount("size=256k") {
        crate::told("skipped: only root can make a small file system");
        return;
    }
    let ended = full(&folder, &mount).await;
    let unmounted = std::process::Command::new("umount")
        .arg(folder.path())
        .status();
    assert!(unmounted.unwrap().success());
    ended.unwrap();
}

async fn full(folder: &tempfile::TempDir, mount: &impl Fn(&str) -> bool) -> Result<(), String> {
    let url = format!("sqlite://{}/full.sqlite", folder.path().display());
    for header in ["", "transaction: false"] {
        let fill = "CREATE TABLE filled (data blob);\nINSERT INTO filled VALUES (1);\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) INSERT INTO filled SELECT randomblob(4000) FROM n;\nDROP TABLE filled;";
        let chain = TestChain::new(&[
            Sql {
                id: "0001",
                upgrade: "CREATE TABLE one (id integer);",
                ..Sql::default()
            },
            Sql {
                id: "0002",
                down: "0001",
                header,
                upgrade: fill,
                ..Sql::default()
            },
        ]);
        for sending in [Sending::Batched, Sending::Stepwise] {
            let up = chain.runtime();
            let error = up.upgrade(&url, "head").sending(sending).await;
            let error = error.err().ok_or("there was room for all")?;
            if error.code() != Code::StatementFailed || error.done.heads != [Id::from("0001")] {
                return Err(format!("{error:?}"));
            }
            let standing = up.current(&url).await.map_err(|error| error.to_string())?;
            if standing.heads != [Id::from("0001")]
                || standing.partial.is_some() == header.is_empty()
            {
                return Err(format!("{header}: {standing:?}"));
            }
            if !mount("remount,size=8m") {
                return Err("not mounted anew".to_owned());
            }
            again(&chain, &url, header).await;
            std::fs::remove_file(folder.path().join("full.sqlite"))
                .map_err(|error| error.to_string())?;
            if !mount("remount,size=256k") {
                return Err("not mounted anew".to_owned());
            }
        }
    }
    Ok(())
}
