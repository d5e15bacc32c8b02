//! The version table and the log: what they are made of, what is written there, and where they may lie.

use revision_core::Code;
use revision_core::chain::Id;
use revision_core::config::TableName;
use revision_core::runtime::Sending;
use revision_tests::{Database, Kind, Proxy, Sql, TestChain, servers};

/// The columns of a table: name, type, whether it may be NULL.
async fn columns(database: &Database, table: &str) -> Vec<String> {
    let question = match database.kind() {
        Kind::Sqlite => format!(
            "SELECT name, type, CASE WHEN \"notnull\" THEN 'NO' WHEN pk THEN 'NO' ELSE 'YES' END FROM pragma_table_info('{table}')"
        ),
        Kind::MySql => format!(
            "SELECT column_name, column_type, is_nullable FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = '{table}' ORDER BY ordinal_position"
        ),
        _ => format!(
            "SELECT attname, format_type(atttypid, atttypmod), CASE WHEN attnotnull THEN 'NO' ELSE 'YES' END FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 ORDER BY attnum"
        ),
    };
    let rows = database.rows(&question).await;
    rows.iter().map(|row| row.join(" ")).collect()
}

#[tokio::test]
async fn the_tables_are_what_they_are_said_to_be() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(1);
        let up = chain.runtime().upgrade(database.url(), "head").await;
        up.unwrap();
        let varchar = |length: u8| match kind {
            Kind::Sqlite | Kind::MySql => format!("varchar({length})"),
            _ => format!("character varying({length})"),
        };
        let version = columns(&database, "revision_version").await;
        assert_eq!(version, [format!("version_num {} NO", varchar(255))]);
        let log = columns(&database, "revision_log").await;
        let [key, id, word, text, number, time] = match kind {
            Kind::Sqlite => {
                ["INTEGER", "TEXT", "TEXT", "TEXT", "INTEGER", "TEXT"].map(str::to_owned)
            }
            Kind::MySql => [
                "bigint(20)".to_owned(),
                varchar(255),
                varchar(16),
                varchar(255),
                "int(11)".to_owned(),
                "datetime(6)".to_owned(),
            ],
            _ => [
                "bigint".to_owned(),
                varchar(255),
                varchar(16),
                "text".to_owned(),
                "integer".to_owned(),
                "timestamp with time zone".to_owned(),
            ],
        };
        let (chain_type, duration) = match kind {
            Kind::MySql => (&id, "bigint(20)"),
            Kind::Sqlite => (&text, "INTEGER"),
            _ => (&text, "bigint"),
        };
        assert_eq!(
            log,
            [
                format!("id {key} NO"),
                format!("chain {chain_type} NO"),
                format!("revision {id} NO"),
                format!("direction {word} NO"),
                format!("outcome {word} NO"),
                format!("checksum {text} YES"),
                format!("statement {number} YES"),
                format!("statement_hash {text} YES"),
                format!("statements {number} YES"),
                format!(
                    "error {} YES",
                    if kind == Kind::Sqlite { "TEXT" } else { "text" }
                ),
                format!("started_at {time} NO"),
                format!("duration_ms {duration} YES"),
                format!("who {text} YES"),
                format!("host {text} YES"),
                format!("tool {text} YES"),
            ],
            "{kind:?}"
        );
    }
}

#[tokio::test]
async fn a_line_says_when_how_long_and_by_whom() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let sleep = match kind {
                Kind::Sqlite => {
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500000) SELECT count(*) FROM n"
                }
                Kind::MySql => "SELECT SLEEP(0.2)",
                _ => "SELECT pg_sleep(0.2)",
            };
            let slow = format!("CREATE TABLE one (id integer);\n{sleep};");
            let chain = TestChain::new(&[Sql {
                id: "0001",
                upgrade: &slow,
                downgrade: Some("DROP TABLE one;"),
                ..Sql::default()
            }]);
            let database = Database::fresh(kind).await;
            let up = chain.runtime().upgrade(database.url(), "head");
            let began = std::time::SystemTime::now();
            up.sending(sending).tool("teller 7").await.unwrap();
            let standing = chain.runtime().current(database.url()).await.unwrap();
            let [line] = &*standing.log else {
                panic!("{kind:?}: {:?}", standing.log);
            };
            assert_eq!(line.tool.as_deref(), Some("teller 7"));
            let took = line.duration_ms.unwrap();
            assert!(
                (100..60_000).contains(&took),
                "{kind:?}, {sending:?}: {took} ms"
            );
            // As `2026-01-31 12:34:56.789`, in UTC.
            let since = began
                .duration_since(std::time::UNIX_EPOCH)
                .unwrap()
                .as_secs();
            let clock = seconds(&line.started_at);
            assert!(
                clock.abs_diff(since % 86_400) < 120 || clock.abs_diff(since % 86_400) > 86_000,
                "{kind:?}, {sending:?}: {}",
                line.started_at
            );
            assert_eq!(line.started_at.len(), 23, "{}", line.started_at);
            if kind == Kind::Sqlite {
                assert_eq!((&line.who, &line.host), (&None, &None));
            } else {
                assert_eq!(line.who.as_deref(), Some("revision"), "{kind:?}");
                assert!(line.host.as_ref().is_some_and(|host| !host.is_empty()));
            }
            let rows = database
                .rows("SELECT chain, checksum, statements FROM revision_log")
                .await;
            assert_eq!(rows[0][0], "revision_version");
            assert!(rows[0][1].starts_with("1:"), "{rows:?}");
            assert_eq!(rows[0][2], "2");
        }
    }
}

/// The seconds of the day.
fn seconds(time: &str) -> u64 {
    let (_, clock) = time.split_once(' ').unwrap();
    let parts = clock.split([':', '.']).take(3);
    parts.fold(0, |sum, part| sum * 60 + part.parse::<u64>().unwrap())
}

#[tokio::test]
async fn a_failure_is_noted_after_it_was_rolled_back() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let database = Database::fresh(kind).await;
            let bad = "INSERT INTO base VALUES (1);\nINSERT INTO \"it's\\n\" VALUES ('é');";
            let mut chain = TestChain::new(&[
                Sql {
                    id: "0001",
                    upgrade: "CREATE TABLE base (id integer);",
                    downgrade: Some("DROP TABLE base;"),
                    ..Sql::default()
                },
                Sql {
                    id: "0002",
                    down: "0001",
                    upgrade: bad,
                    downgrade: Some(""),
                    ..Sql::default()
                },
            ]);
            let up = chain.runtime().upgrade(database.url(), "head");
            up.sending(sending).await.unwrap_err();
            assert!(database.rows("SELECT id FROM base").await.is_empty());
            let lines = database
                .rows("SELECT revision, direction, outcome, error IS NULL FROM revision_log WHERE statement IS NULL ORDER BY id")
                .await;
            assert_eq!(lines[1][..3], ["0002", "upgrade", "failed"], "{kind:?}");
            assert!(matches!(&*lines[1][3], "0" | "f" | "false"), "{lines:?}");
            let standing = chain.runtime().current(database.url()).await.unwrap();
            assert_eq!(standing.heads, [Id::from("0001")]);
            assert_eq!(standing.partial, None, "{kind:?}");

            // What failed is nothing to undo.
            let down = chain.runtime().downgrade(database.url(), "-1");
            let down = down.sending(sending).await.unwrap();
            assert_eq!(down.steps[0].revision, Id::from("0001"), "{kind:?}");
            let warnings = format!("{:?}", down.warnings);
            assert!(
                warnings.contains("nothing of it remains") && warnings.contains("`0001`"),
                "{kind:?}: {warnings}"
            );
            chain.write(&Sql {
                id: "0002",
                down: "0001",
                upgrade: "INSERT INTO base VALUES (1);",
                ..Sql::default()
            });
            let up = chain.runtime().upgrade(database.url(), "head").await;
            assert_eq!(up.unwrap().heads, [Id::from("0002")]);
        }
    }
}

#[tokio::test]
async fn a_table_that_alembic_made_goes_on_as_it_is() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let database = Database::fresh(kind).await;
            database
                .rows("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)); INSERT INTO alembic_version VALUES ('0001')")
                .await;
            let before = columns(&database, "alembic_version").await;
            let mut chain = TestChain::tables(3);
            chain.settings.version_table = TableName::new("alembic_version");
            let up = chain.runtime().upgrade(database.url(), "head");
            assert_eq!(up.sending(sending).await.unwrap().steps.len(), 2);
            let rows = database
                .rows("SELECT version_num FROM alembic_version")
                .await;
            assert_eq!(rows, [["0003"]], "{kind:?}");
            assert_eq!(columns(&database, "alembic_version").await, before);
            let names = database
                .rows("SELECT DISTINCT chain FROM revision_log")
                .await;
            assert_eq!(names, [["alembic_version"]]);

            let long = "a_revision_with_a_name_longer_than_32";
            chain.write(&Sql {
                id: "0004",
                down: "0003",
                upgrade: "CREATE TABLE t0004 (id integer);",
                ..Sql::default()
            });
            chain.write(&Sql {
                id: long,
                down: "0004",
                upgrade: "CREATE TABLE long_one (id integer);",
                ..Sql::default()
            });
            let up = chain.runtime().upgrade(database.url(), "head");
            let ran = up.sending(sending).await;
            let rows = database
                .rows("SELECT version_num FROM alembic_version")
                .await;
            if kind == Kind::Sqlite {
                // Its columns are as wide as what is put in.
                ran.unwrap();
                assert_eq!(rows, [[long]]);
            } else {
                let error = ran.unwrap_err();
                assert_eq!(error.code(), Code::Unsupported, "{kind:?}: {error}");
                assert!(error.to_string().contains("32 characters"), "{error}");
                assert_eq!(rows, [["0003"]], "{kind:?}");
                assert!(error.done.steps.is_empty());
            }
        }
    }
}

#[tokio::test]
async fn without_a_log_nothing_is_noted_and_all_the_rest_works() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let database = Database::fresh(kind).await;
            let mut chain = TestChain::tables(3);
            chain.settings.log_table = None;
            let runtime = chain.runtime();
            let up = runtime.upgrade(database.url(), "head").sending(sending);
            up.await.unwrap();
            runtime.downgrade(database.url(), "-1").await.unwrap();
            let standing = runtime.current(database.url()).await.unwrap();
            assert_eq!(standing.heads, [Id::from("0002")]);
            assert!(standing.log.is_empty());
            let tables = match kind {
                Kind::Sqlite => "SELECT count(*) FROM sqlite_master WHERE name = 'revision_log'",
                Kind::MySql => {
                    "SELECT count(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'revision_log'"
                }
                _ => "SELECT count(*) FROM pg_class WHERE relname = 'revision_log'",
            };
            assert_eq!(database.rows(tables).await, [["0"]]);

            // Where there is no journal nobody can go on, and the message does not say so.
            chain.write(&Sql {
                id: "0003",
                down: "0002",
                header: "transaction: false",
                upgrade: "CREATE TABLE half (id integer);\nINSERT INTO missing VALUES (1);",
                downgrade: None,
            });
            let runtime = chain.runtime();
            let up = runtime.upgrade(database.url(), "head").sending(sending);
            let error = up.await.unwrap_err();
            let help = error.faults[0].help.join("\n");
            assert!(
                !help.contains("--resume") && help.contains("cargo revision stamp 0003"),
                "{kind:?}: {help}"
            );
            database.rows("DROP TABLE half").await;
            chain.write(&Sql {
                id: "0003",
                down: "0002",
                header: "transaction: false",
                upgrade: "CREATE TABLE half (id integer);",
                downgrade: None,
            });
            let up = chain.runtime().upgrade(database.url(), "head");
            assert_eq!(up.await.unwrap().heads, [Id::from("0003")]);
        }
    }
}

#[tokio::test]
async fn the_tables_may_lie_elsewhere_and_have_odd_names() {
    for kind in servers::all() {
        for sending in [Sending::Batched, Sending::Stepwise] {
            let database = Database::fresh(kind).await;
            let other = Database::fresh(kind).await;
            let mut tables = vec![
                (None, "it's \"odd\" `é` $1 -- x".to_owned()),
                (None, "Version; DROP TABLE t0001".to_owned()),
            ];
            match kind {
                Kind::Sqlite => tables.push((Some("main".to_owned()), "v".to_owned())),
                Kind::MySql => tables.push((Some(other.name().to_owned()), "v".to_owned())),
                _ => {
                    database.rows("CREATE SCHEMA \"a'p\"\"p\"").await;
                    tables.push((Some("a'p\"p".to_owned()), "version".to_owned()));
                }
            }
            let mut chain = TestChain::tables(2);
            for (namespace, name) in tables {
                let table = TableName {
                    namespace: namespace.clone().map(Into::into),
                    name: name.clone().into(),
                };
                let log = TableName {
                    namespace: namespace.map(Into::into),
                    name: format!("{name} l'o\"g").into(),
                };
                chain.settings.version_table = table.clone();
                chain.settings.log_table = Some(log);
                let place = format!("{kind:?}, {sending:?}, {table}");
                let runtime = chain.runtime();
                let up = runtime.upgrade(database.url(), "head").sending(sending);
                let up = up
                    .await
                    .unwrap_or_else(|error| panic!("{place}: {error:?}"));
                assert_eq!(up.steps.len(), 2, "{place}");
                let standing = runtime.current(database.url()).await.unwrap();
                assert_eq!(standing.heads, [Id::from("0002")], "{place}");
                assert_eq!(standing.log.len(), 2, "{place}");
                let down = runtime.downgrade(database.url(), "base").sending(sending);
                down.await
                    .unwrap_or_else(|error| panic!("{place}: {error:?}"));
            }
        }
    }
}

#[tokio::test]
async fn an_edit_is_noticed_and_a_new_dress_is_not() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let plain = Sql {
            id: "0001",
            upgrade: "CREATE TABLE one (id integer);\nINSERT INTO one VALUES (1);",
            downgrade: Some("DROP TABLE one;"),
            ..Sql::default()
        };
        let second = Sql {
            id: "0002",
            down: "0001",
            upgrade: "CREATE TABLE two (id integer);",
            ..Sql::default()
        };
        let mut chain = TestChain::new(&[plain]);
        let up = chain.runtime().upgrade(database.url(), "head").await;
        up.unwrap();
        for dress in [
            "CREATE TABLE one (id integer);\r\nINSERT INTO one VALUES (1);\r\n",
            "-- a table\nCREATE TABLE one\n(\n    id   integer\n);\n/* and a row */ INSERT INTO one VALUES (1) ;\n\n",
        ] {
            chain.write(&Sql {
                upgrade: dress,
                ..plain
            });
            let standing = chain.runtime().current(database.url()).await.unwrap();
            assert!(standing.edited.is_empty(), "{kind:?}: {dress}");
        }
        chain.write(&Sql {
            upgrade: "CREATE TABLE one (id integer);\nINSERT INTO one VALUES (2);",
            ..plain
        });
        chain.write(&second);
        let standing = chain.runtime().current(database.url()).await.unwrap();
        assert_eq!(standing.edited, [Id::from("0001")], "{kind:?}");
        chain.settings.strict = true;
        let error = chain.runtime().upgrade(database.url(), "head").await;
        let error = error.unwrap_err();
        assert_eq!(error.code(), Code::EditedAfterApplied, "{error}");
        assert!(error.faults[0].place.is_some());
        chain.settings.strict = false;
        let up = chain.runtime().upgrade(database.url(), "head").await;
        let up = up.unwrap();
        let codes: Vec<_> = up.warnings.iter().map(|warning| warning.code).collect();
        assert_eq!(
            codes,
            [Code::EditedAfterApplied, Code::Irreversible],
            "{kind:?}"
        );
        assert_eq!(up.heads, [Id::from("0002")]);
        // Another version's way to take checksums says nothing.
        database
            .rows("UPDATE revision_log SET checksum = '9:abc'")
            .await;
        let standing = chain.runtime().current(database.url()).await.unwrap();
        assert!(standing.edited.is_empty());
    }
}

#[tokio::test]
async fn a_log_that_has_grown_costs_no_more_to_send() {
    for kind in servers::all() {
        if kind == Kind::Sqlite {
            continue;
        }
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(5);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "head").await.unwrap();
        let proxy = Proxy::before(database.url());
        let quiet = async || {
            let up = runtime.upgrade(proxy.url(), "head").await.unwrap();
            assert!(up.steps.is_empty() && up.warnings.is_empty(), "{up:?}");
            proxy.received()
        };
        let before = quiet().await;
        // Undone and done again, time and again.
        for _ in 0..5 {
            for direction in ["downgrade", "upgrade"] {
                let columns = "chain, revision, outcome, checksum, statements, started_at, duration_ms, who, host, tool";
                let again = format!(
                    "INSERT INTO revision_log ({columns}, direction) SELECT {columns}, '{direction}' FROM revision_log"
                );
                database.rows(&again).await;
            }
        }
        let after = quiet().await;
        let lines = database.rows("SELECT id FROM revision_log").await.len();
        assert!(lines >= 5 * 1_024, "{lines}");
        assert!(after < before + 100, "{kind:?}: {before} and {after} bytes");
    }
}
