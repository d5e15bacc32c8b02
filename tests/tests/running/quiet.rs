//! The quiet days: nothing is pending, and a start needs no rights, takes no lock and writes nothing.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use revision_core::config::Ahead;
use revision_core::runtime::Event;
use revision_tests::{Database, Kind, TestChain, servers};
use sqlx::mysql::MySqlPoolOptions;
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::SqlitePoolOptions;

use super::support::{code, done};

/// The database's URL for somebody who may read the version table and nothing else. Gives the statements that undo it too.
async fn reader(database: &Database) -> (String, String) {
    let (name, url) = (database.name(), database.url());
    let role = format!("r_{}", &name[name.len() - 12..]);
    match database.kind() {
        Kind::Sqlite => (url.replace("mode=rwc", "mode=ro"), String::new()),
        Kind::MySql => {
            let sql = format!(
                "CREATE USER {role}@'%' IDENTIFIED BY 'secret'; GRANT SELECT ON {name}.revision_version TO {role}@'%'"
            );
            database.rows(&sql).await;
            (
                url.replace("revision:secret", &format!("{role}:secret")),
                format!("DROP USER {role}@'%'"),
            )
        }
        _ => {
            let sql = format!(
                "CREATE ROLE {role} LOGIN PASSWORD 'secret'; REVOKE CREATE ON SCHEMA public FROM PUBLIC; \
                 REVOKE TEMPORARY ON DATABASE {name} FROM PUBLIC; GRANT SELECT ON revision_version TO {role}"
            );
            database.rows(&sql).await;
            (
                url.replace("revision:secret", &format!("{role}:secret")),
                format!("DROP OWNED BY {role}; DROP ROLE {role}"),
            )
        }
    }
}

/// Everything that a run could write.
async fn written(database: &Database) -> Vec<Vec<String>> {
    database
        .rows("SELECT id, revision, outcome FROM revision_log UNION ALL SELECT 0, version_num, '' FROM revision_version ORDER BY 1, 2")
        .await
}

#[tokio::test]
async fn who_may_only_read_the_version_table_is_enough() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(3);
        let runtime = chain.runtime();
        runtime.upgrade(database.url(), "head").await.unwrap();
        let before = written(&database).await;
        let (url, undo) = reader(&database).await;
        let events = AtomicUsize::new(0);
        // Others are at work: nobody waits for them.
        let holder = hold(&database).await;
        let began = Instant::now();
        let quiet = runtime
            .upgrade(&url, "head")
            .observer(|_: &Event<'_>| {
                events.fetch_add(1, Ordering::Relaxed);
            })
            .lock_wait(Duration::ZERO);
        let ran = quiet
            .await
            .unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(began.elapsed() < Duration::from_secs(3), "{kind:?}");
        drop(holder);
        assert!(ran.steps.is_empty() && ran.warnings.is_empty(), "{kind:?}");
        assert_eq!(ran.heads.len(), 1);
        assert_eq!(events.into_inner(), 0);
        let current = runtime.current(&url).await.unwrap();
        assert!(current.pending.is_empty(), "{kind:?}");
        assert_eq!(written(&database).await, before, "{kind:?}");
        // And it is not enough once there is something to do.
        let more = TestChain::tables(4);
        let error = more.runtime().upgrade(&url, "head").await.unwrap_err();
        assert_eq!(code(&error), "statement_failed", "{kind:?}: {error}");
        assert_eq!(written(&database).await, before, "{kind:?}");
        if !undo.is_empty() {
            database.rows(&undo).await;
        }
    }
}

/// Another runner's lock, held until it is dropped.
async fn hold(database: &Database) -> Option<tokio::task::JoinHandle<()>> {
    // A file's lock would keep readers out who have a right to wait.
    if database.kind() == Kind::Sqlite {
        return None;
    }
    let mut chain = TestChain::tables(3);
    let sleep = if database.kind().is_postgres() {
        "SELECT pg_sleep(3);"
    } else {
        "INSERT INTO t0001 SELECT 500 + SLEEP(3);"
    };
    chain.write(&revision_tests::Sql {
        id: "0004",
        down: "0003",
        upgrade: &format!("{sleep}\nINSERT INTO nowhere VALUES (1);"),
        ..revision_tests::Sql::default()
    });
    let url = database.url().to_owned();
    let task = tokio::spawn(async move {
        // Dropped in the midst: its connection goes, and the lock with it.
        let _ = chain.runtime().upgrade(&url, "head").await;
    });
    super::support::until("the lock is held", || super::support::is_locked(database)).await;
    task.abort();
    Some(task)
}

macro_rules! small_pool {
    ($pool:ident, $url:expr) => {{
        let pool = $pool::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(3))
            .connect($url)
            .await
            .unwrap();
        let chain = TestChain::tables(3);
        let runtime = chain.runtime();
        assert_eq!(runtime.upgrade(&pool, "head").await.unwrap().steps.len(), 3);
        for _ in 0..3 {
            let quiet = runtime.upgrade(&pool, "head").await.unwrap();
            assert!(quiet.steps.is_empty());
            assert!(runtime.current(&pool).await.unwrap().pending.is_empty());
        }
        let rows: Vec<i32> = sqlx::query_scalar("SELECT id FROM t0002")
            .fetch_all(&pool)
            .await
            .unwrap();
        assert_eq!(rows, [2]);
        runtime.downgrade(&pool, "base").await.unwrap();
        assert_eq!(runtime.current(&pool).await.unwrap().pending.len(), 3);
    }};
}

#[tokio::test]
async fn a_pool_of_one_is_enough() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        match kind {
            Kind::Sqlite => small_pool!(SqlitePoolOptions, database.url()),
            Kind::MySql => small_pool!(MySqlPoolOptions, database.url()),
            _ => small_pool!(PgPoolOptions, database.url()),
        }
    }
}

#[tokio::test]
async fn a_database_in_memory_is_the_pools() {
    small_pool!(SqlitePoolOptions, "sqlite::memory:");
    small_pool!(SqlitePoolOptions, "sqlite://:memory:");
}

#[tokio::test]
async fn an_old_release_starts_on_a_newer_database() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let (mut old, new) = (TestChain::tables(3), TestChain::tables(5));
        old.runtime().upgrade(database.url(), "head").await.unwrap();
        new.runtime().upgrade(database.url(), "head").await.unwrap();
        let before = written(&database).await;
        let ran = old.runtime().upgrade(database.url(), "head").await;
        let ran = ran.unwrap_or_else(|error| panic!("{kind:?}: {error}"));
        assert!(ran.steps.is_empty());
        assert_eq!(ran.warnings.len(), 1, "{kind:?}");
        assert_eq!(ran.warnings[0].code.as_str(), "ahead");
        assert!(ran.warnings[0].message.contains("`0005`"));
        old.settings.ahead = Ahead::Refuse;
        let refused = old.runtime().upgrade(database.url(), "head").await;
        assert_eq!(code(&refused.unwrap_err()), "ahead", "{kind:?}");
        assert_eq!(written(&database).await, before, "{kind:?}");
        // Undone again, the newer revisions are no excuse for what this chain lacks.
        new.runtime()
            .downgrade(database.url(), "0002")
            .await
            .unwrap();
        let ran = old.runtime().upgrade(database.url(), "head").await.unwrap();
        assert_eq!(ran.steps.len(), 1, "{kind:?}");
        assert_eq!(done(&database).await.last().unwrap(), "0003");
    }
}

#[tokio::test]
async fn without_a_log_nobody_knows_what_is_newer() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let (mut old, mut new) = (TestChain::tables(3), TestChain::tables(5));
        old.settings.log_table = None;
        new.settings.log_table = None;
        new.runtime().upgrade(database.url(), "head").await.unwrap();
        let error = old.runtime().upgrade(database.url(), "head").await;
        let error = error.unwrap_err();
        assert_eq!(code(&error), "unknown_version", "{kind:?}: {error}");
        assert!(error.to_string().contains("`0005`"), "{error}");
        let quiet = new.runtime().upgrade(database.url(), "head").await;
        assert!(quiet.unwrap().steps.is_empty());
    }
}

#[tokio::test]
async fn who_only_looks_makes_nothing() {
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        let chain = TestChain::tables(3);
        let runtime = chain.runtime();
        assert_eq!(
            runtime.current(database.url()).await.unwrap().pending.len(),
            3
        );
        let dry = runtime.upgrade(database.url(), "head").dry_run().await;
        assert_eq!(dry.unwrap().steps.len(), 3);
        if let Some(file) = database.file() {
            assert!(!file.exists());
            continue;
        }
        let schema = if kind.is_postgres() {
            "'public'"
        } else {
            "DATABASE()"
        };
        let tables = format!(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = {schema}"
        );
        assert!(database.rows(&tables).await.is_empty(), "{kind:?}");
    }
}
