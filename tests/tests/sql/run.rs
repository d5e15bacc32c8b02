//! Each case runs on each database: up, down, and up again. Going down gives back what was there before.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use revision_core::Backend;
use revision_tests::servers::{self, Kind, thorough};
use revision_tests::{Database, differences};
use tokio::runtime::Runtime;

use crate::by_runtime;
use crate::case::{Case, Rendered};
use crate::conformance::cases;

/// Runs statements as a revision does: PostgreSQL takes them as one transaction, unless that cannot be.
async fn run(database: &Database, statements: &[String]) {
    let alone = statements.iter().any(|sql| sql.contains("CONCURRENTLY"));
    if alone {
        for statement in statements {
            database.rows(statement).await;
        }
    } else if !statements.is_empty() {
        database.rows(&statements.join(";\n")).await;
    }
}

async fn check(case: &Case, kind: Kind) -> Result<(), String> {
    if case.only_on().is_some_and(|only| only != backend(kind)) {
        return Err("it is for another database".to_owned());
    }
    let one = Database::fresh(kind).await;
    let server = one.server().await;
    let rendered = case
        .render(server)
        .map_err(|(line, why)| format!("line {line}: {why}"))?;
    if kind == Kind::Sqlite && by_runtime::can_run(case) {
        // How a table is made anew is known when it is.
        by_runtime::check(case, server, &one).await;
        return Ok(());
    }
    let other = Database::fresh(kind).await;
    let Rendered { before, up, down } = rendered;
    run(&one, &before).await;
    run(&other, &before).await;
    run(&one, &up).await;
    run(&one, &down).await;
    // Catalogs are read by a program of its own, which takes longer than all else.
    let is_twin = matches!(kind, Kind::PostgresOldest | Kind::PostgresNewest);
    if thorough() || !is_twin {
        let found = differences(&one, &other, &[]).await;
        let name = case.name;
        assert!(
            found.is_empty(),
            "{name} on {kind:?}, up and down: {found:#?}\n{up:#?}\n{down:#?}"
        );
    }
    run(&one, &up).await;
    Ok(())
}

fn backend(kind: Kind) -> Backend {
    match kind {
        Kind::Sqlite => Backend::Sqlite,
        Kind::MySql => Backend::MySql,
        Kind::Postgres | Kind::PostgresOldest | Kind::PostgresNewest => Backend::Postgres,
    }
}

/// Runs all cases on a kind of database, several at once: in threads, since a database that is dropped makes its thread wait
/// for servers that wait for all that connect just then.
fn check_all(kind: Kind) {
    let cases = cases();
    let next = AtomicUsize::new(0);
    let (left, failed) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let work = || {
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            let runtime = Runtime::new().expect("a runtime starts");
            match catch_unwind(AssertUnwindSafe(|| runtime.block_on(check(case, kind)))) {
                Ok(Ok(())) => {}
                Ok(Err(why)) => left.lock().expect("nobody panics").push((case.name, why)),
                // It has said why.
                Err(_) => failed.lock().expect("nobody panics").push(case.name),
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(work);
        }
    });
    let left = left.into_inner().expect("nobody panics");
    let failed = failed.into_inner().expect("nobody panics");
    assert!(failed.is_empty(), "{kind:?}: {failed:?}");
    if kind.is_postgres() {
        // Whatever an old version lacks; all else goes.
        let other = left
            .iter()
            .find(|(_, why)| !why.contains("from version") && !why.contains("another database"));
        assert_eq!(other, None);
    } else {
        // None is left out by luck.
        let mut names: Vec<_> = left.iter().map(|(name, _)| *name).collect();
        names.sort_unstable();
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("not_on_{kind:?}").to_lowercase(), names.join("\n"));
        });
    }
}

macro_rules! kinds {
    ($($test:ident: $kind:ident,)+) => {
        $(#[test]
        fn $test() {
            if servers::all().contains(&Kind::$kind) {
                check_all(Kind::$kind);
            }
        })+
    };
}

kinds! {
    on_sqlite: Sqlite,
    on_mysql: MySql,
    on_postgres: Postgres,
    on_the_oldest_postgres: PostgresOldest,
    on_the_newest_postgres: PostgresNewest,
}
