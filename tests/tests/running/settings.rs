//! What a revision sets for its session is gone with it: no later revision sees it, and nobody whose connection it was.

use std::time::Duration;

use revision_core::runtime::Sending;
use revision_tests::{Database, Kind, Sql, TestChain, servers};
use sqlx::postgres::{PgConnection, PgPoolOptions};
use sqlx::sqlite::{SqliteConnection, SqlitePoolOptions};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

const SENDINGS: [Sending; 2] = [Sending::Batched, Sending::Stepwise];

/// A revision that sets something, and one that notes what is set; the first fails if that is wanted.
fn chain(set: &str, note: &str, outside: bool, fails: bool) -> TestChain {
    let then = if fails {
        "\nINSERT INTO missing VALUES (1);"
    } else {
        ""
    };
    setting(set, then, note, outside)
}

fn setting(set: &str, then: &str, note: &str, outside: bool) -> TestChain {
    TestChain::new(&[
        Sql {
            id: "0001",
            upgrade: "CREATE TABLE noted (it text);",
            ..Sql::default()
        },
        Sql {
            id: "0002",
            down: "0001",
            header: if outside { "transaction: false" } else { "" },
            upgrade: &format!("{set};{then}"),
            downgrade: None,
        },
        Sql {
            id: "0003",
            down: "0002",
            upgrade: &format!("INSERT INTO noted {note};"),
            ..Sql::default()
        },
    ])
}

/// What a session is like: all that PostgreSQL lists, without what changes by itself, and a setting that it does not list.
const LISTED: &str = "SELECT string_agg(name || '=' || coalesce(setting, ''), ' ' ORDER BY name) || ' app=' || \
    coalesce(current_setting('app.tenant', true), '') || ' who=' || current_user FROM pg_catalog.pg_settings \
    WHERE name NOT IN ('lock_timeout', 'statement_timeout', 'transaction_read_only', 'in_hot_standby', \
    'idle_in_transaction_session_timeout', 'idle_session_timeout', 'transaction_timeout') AND name NOT LIKE 'plpgsql.%'";

const POSTGRES: &[&str] = &[
    "SET TimeZone = 'Asia/Tokyo'",
    "SET DateStyle = 'German, DMY'",
    "SET session_replication_role = replica",
    "SET work_mem = '5MB'",
    "SET app.tenant = 'seven'",
    "SELECT set_config('enable_seqscan', 'off', false)",
    "DO $$ BEGIN PERFORM set_config('bytea_output', 'escape', false); END $$",
    // The last, for nothing can be written behind it.
    "SET default_transaction_read_only = on",
];

/// Fails with what differs, and not with all there is.
fn same(found: &str, expected: &str, place: &str) {
    let differs: Vec<_> = found
        .split(' ')
        .zip(expected.split(' '))
        .filter(|(found, expected)| found != expected)
        .collect();
    assert!(found == expected, "{place}: {differs:?}");
}

#[tokio::test]
async fn what_postgres_is_told_is_gone_with_the_revision() {
    for kind in servers::postgres() {
        let mut expected = None;
        for set in ["SELECT 1", &POSTGRES.join(";\n")] {
            for (outside, sending) in [
                (false, SENDINGS[0]),
                (false, SENDINGS[1]),
                (true, SENDINGS[0]),
            ] {
                let place = format!("{kind:?}, {set}, {outside}, {sending:?}");
                let database = Database::fresh(kind).await;
                let chain = chain(set, LISTED, outside, false);
                let run = chain.runtime().upgrade(database.url(), "head");
                let ran = run.sending(sending).await;
                ran.unwrap_or_else(|error| panic!("{place}: {error}"));
                let found = database.rows("SELECT it FROM noted").await.concat();
                // What is noted when nothing was set.
                let expected = expected.get_or_insert_with(|| found.clone());
                same(&found.concat(), &expected.concat(), &place);
            }
        }
    }
}

/// What was set before the run stays set, for its revisions and after them.
#[tokio::test]
async fn what_the_owner_of_a_session_has_set_stays() {
    for kind in servers::postgres() {
        for fails in [false, true] {
            let set = POSTGRES.join(";\n");
            let place = format!("{kind:?}, fails: {fails}");
            let chain = chain(&set, LISTED, false, fails);
            let own = "SET TimeZone = 'Africa/Lagos'; SET search_path = public, pg_temp; SET work_mem = '7MB'";
            // Lent.
            let database = Database::fresh(kind).await;
            let mut connection = PgConnection::connect(database.url()).await.unwrap();
            connection.execute(own).await.unwrap();
            connection.execute("SET app.owner = 'me'").await.unwrap();
            // A setting of the revision's own invention is not listed, and is left to it.
            let tenant = "|| ' app=' || coalesce(current_setting('app.tenant', true), '') ";
            let mine = "AND current_setting('app.owner') = 'me'";
            let look = LISTED.replace(tenant, "") + mine;
            let before: Option<String> = sqlx::query_scalar(AssertSqlSafe(look.clone()))
                .fetch_one(&mut connection)
                .await
                .unwrap();
            let ran = chain.runtime().upgrade(&mut connection, "head").await;
            assert_eq!(ran.is_err(), fails, "{place}: {ran:?}");
            let after: Option<String> = sqlx::query_scalar(AssertSqlSafe(look))
                .fetch_one(&mut connection)
                .await
                .unwrap();
            same(&after.unwrap(), &before.unwrap(), &place);
            connection.close().await.unwrap();
            // Of a pool that sets up its connections.
            if fails {
                continue;
            }
            let database = Database::fresh(kind).await;
            let pool = PgPoolOptions::new().after_connect(move |connection, _| {
                Box::pin(async move { connection.execute(own).await.map(drop) })
            });
            let pool = pool.connect(database.url()).await.unwrap();
            chain.runtime().upgrade(&pool, "head").await.unwrap();
            let noted: String = sqlx::query_scalar("SELECT it FROM noted")
                .fetch_one(&pool)
                .await
                .unwrap();
            for kept in ["TimeZone=Africa/Lagos", "work_mem=7168"] {
                assert!(noted.contains(kept), "{place}: {noted}");
            }
        }
    }
}

/// What a connection to SQLite is like.
const PRAGMAS: &str = "SELECT concat_ws(' ', (SELECT * FROM pragma_foreign_keys), (SELECT * FROM pragma_recursive_triggers), \
    (SELECT * FROM pragma_ignore_check_constraints), (SELECT * FROM pragma_defer_foreign_keys), \
    (SELECT * FROM pragma_legacy_alter_table), (SELECT * FROM pragma_writable_schema), (SELECT * FROM pragma_query_only), \
    (SELECT * FROM pragma_synchronous), (SELECT * FROM pragma_temp_store), (SELECT * FROM pragma_reverse_unordered_selects), \
    (SELECT * FROM pragma_busy_timeout), (SELECT * FROM pragma_cache_size), 'a' LIKE 'A')";

/// A pragma, and whether it is for outside of transactions alone.
const SQLITE: &[(&str, bool)] = &[
    ("PRAGMA foreign_keys = OFF", true),
    ("PRAGMA synchronous = OFF", true),
    ("PRAGMA temp_store = MEMORY", true),
    ("PRAGMA recursive_triggers = ON", false),
    ("PRAGMA case_sensitive_like = ON", false),
    ("PRAGMA ignore_check_constraints = ON", false),
    ("PRAGMA defer_foreign_keys = ON", false),
    ("PRAGMA legacy_alter_table = ON", false),
    ("PRAGMA writable_schema = ON", false),
    ("PRAGMA reverse_unordered_selects = ON", false),
    ("PRAGMA busy_timeout = 77", false),
    ("PRAGMA cache_size = 77", false),
];

/// A statement that takes its time.
const SLOW: &str = "\nINSERT INTO noted WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) \
    SELECT max(i) FROM n;";

/// Who has the connection to SQLite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Pool,
    Memory,
    Lent,
    Dropped,
}

#[tokio::test]
async fn what_sqlite_is_told_is_gone_with_the_revision() {
    for &(set, only_outside) in SQLITE {
        for outside in [false, true] {
            for fails in [false, true] {
                for whose in [Whose::Pool, Whose::Memory, Whose::Lent, Whose::Dropped] {
                    if (only_outside && !outside) || (fails && whose == Whose::Dropped) {
                        continue;
                    }
                    let place = format!("{set}, outside: {outside}, fails: {fails}, {whose:?}");
                    sqlite(set, outside, fails, whose, &place).await;
                }
            }
        }
    }
}

async fn sqlite(set: &str, outside: bool, fails: bool, whose: Whose, place: &str) {
    let chain = chain(set, PRAGMAS, outside, fails);
    let database = Database::fresh(Kind::Sqlite).await;
    if whose == Whose::Lent {
        let mut connection = SqliteConnection::connect(database.url()).await.unwrap();
        let pragmas = sqlx::query_scalar::<_, String>(PRAGMAS);
        let before = pragmas.fetch_one(&mut connection).await.unwrap();
        let ran = chain.runtime().upgrade(&mut connection, "head").await;
        assert_eq!(ran.is_err(), fails, "{place}: {ran:?}");
        let pragmas = sqlx::query_scalar::<_, String>(PRAGMAS);
        let after = pragmas.fetch_one(&mut connection).await.unwrap();
        assert_eq!(after, before, "{place}");
        return;
    }
    let url = match whose {
        Whose::Memory => "sqlite::memory:",
        _ => database.url(),
    };
    let pool = SqlitePoolOptions::new().max_connections(1);
    let pool = pool.connect(url).await.unwrap();
    let pragmas = sqlx::query_scalar::<_, String>(PRAGMAS);
    let before = pragmas.fetch_one(&pool).await.unwrap();
    if whose == Whose::Dropped {
        let slow = setting(set, SLOW, PRAGMAS, outside);
        let run = slow.runtime().upgrade(&pool, "head");
        let ran = tokio::time::timeout(Duration::from_millis(60), run).await;
        assert!(ran.is_err(), "{place}: it was done too soon");
    } else {
        let ran = chain.runtime().upgrade(&pool, "head").await;
        assert_eq!(ran.is_err(), fails, "{place}: {ran:?}");
    }
    let pragmas = sqlx::query_scalar::<_, String>(PRAGMAS);
    let after = pragmas.fetch_one(&pool).await.unwrap();
    assert_eq!(after, before, "{place}");
    if !fails && whose != Whose::Dropped {
        let noted = sqlx::query_scalar::<_, String>("SELECT it FROM noted");
        assert_eq!(noted.fetch_one(&pool).await.unwrap(), before, "{place}");
    }
}

/// Timeouts of the server's for sessions that do nothing: ours waits, and is not to be ended for it.
const IDLE: [&str; 3] = [
    "idle_in_transaction_session_timeout",
    "idle_session_timeout",
    "transaction_timeout",
];

#[tokio::test]
async fn a_pause_of_ours_does_not_end_the_session() {
    for kind in servers::postgres() {
        for outside in [false, true] {
            let place = format!("{kind:?}, outside: {outside}");
            let database = Database::fresh(kind).await;
            let name = database.name();
            for idle in IDLE {
                let set = format!(
                    "DO $$ BEGIN EXECUTE 'ALTER DATABASE {name} SET {idle} = ''400ms'''; \
                     EXCEPTION WHEN undefined_object THEN NULL; END $$"
                );
                database.rows(&set).await;
            }
            let mut chain = chain(
                "ALTER TABLE noted ADD COLUMN more integer;\nSELECT pg_sleep(0.6)",
                "(it) VALUES ('noted')",
                outside,
                false,
            );
            chain.settings.lock_timeout = Duration::from_millis(100);
            let runtime = chain.runtime();
            runtime.upgrade(database.url(), "0001").await.unwrap();
            let mut reader = PgConnection::connect(database.url()).await.unwrap();
            for idle in IDLE {
                let free = format!(
                    "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = '{idle}'"
                );
                reader.execute(AssertSqlSafe(free)).await.unwrap();
            }
            reader.execute("BEGIN").await.unwrap();
            reader.execute("SELECT * FROM noted").await.unwrap();
            let (ran, ()) = tokio::join!(runtime.upgrade(database.url(), "head"), async {
                tokio::time::sleep(Duration::from_millis(2200)).await;
                reader.close().await.unwrap();
            });
            let ran = ran.unwrap_or_else(|error| panic!("{place}: {error}"));
            assert_eq!(ran.steps.len(), 2, "{place}");
        }
    }
}

/// Behind a proxy the server's session is another's afterwards.
#[cfg(feature = "servers")]
#[tokio::test]
async fn a_proxy_is_given_back_the_session_as_it_was() {
    let database = Database::fresh(Kind::Postgres).await;
    let name = database.name();
    let set = format!("ALTER DATABASE {name} SET idle_in_transaction_session_timeout = '7min'");
    database.rows(&set).await;
    let look = "SELECT pg_backend_pid(), current_setting('idle_in_transaction_session_timeout'), \
                current_setting('work_mem')";
    let mut proxied = PgConnection::connect(&database.pgbouncer_url())
        .await
        .unwrap();
    let before: (i32, String, String) = sqlx::query_as(look)
        .persistent(false)
        .fetch_one(&mut proxied)
        .await
        .unwrap();
    assert_eq!(before.1, "7min");
    for fails in [false, true] {
        let mut chain = chain("SET work_mem = '9MB'", "VALUES ('noted')", false, fails);
        // Nobody notes a failure, so that the end alone sees to it.
        chain.settings.log_table = None;
        let database = &database;
        database
            .rows("DROP TABLE IF EXISTS noted, revision_version, revision_log")
            .await;
        let ran = chain
            .runtime()
            .upgrade(database.pgbouncer_url(), "head")
            .await;
        assert_eq!(ran.is_err(), fails, "{ran:?}");
        let after: (i32, String, String) = sqlx::query_as(look)
            .persistent(false)
            .fetch_one(&mut proxied)
            .await
            .unwrap();
        assert_eq!(after, before, "fails: {fails}");
    }
}
