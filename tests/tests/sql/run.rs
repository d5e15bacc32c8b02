//! Each case runs on each database: up, down, and up again. Going down gives back what was there before.

use std::time::Instant;

use revision_tests::servers::{self, Kind};
use revision_tests::{Database, differences};

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

/// Whether a step is not carried out yet.
fn waits(rendered: &Rendered) -> bool {
    let all = rendered
        .before
        .iter()
        .chain(&rendered.up)
        .chain(&rendered.down);
    all.into_iter()
        .any(|sql| sql.ends_with("changes") && sql.starts_with("-- "))
}

async fn check(case: &Case, kind: Kind) -> Result<(), String> {
    let one = Database::fresh(kind).await;
    let server = one.server().await;
    let rendered = case
        .render(server)
        .map_err(|(line, why)| format!("line {line}: {why}"))?;
    if waits(&rendered) {
        return Err("a table has to be made anew".to_owned());
    }
    let other = Database::fresh(kind).await;
    let Rendered { before, up, down } = rendered;
    run(&one, &before).await;
    run(&other, &before).await;
    run(&one, &up).await;
    run(&one, &down).await;
    let found = differences(&one, &other, &[]).await;
    assert_eq!(
        found,
        Vec::<String>::new(),
        "{} on {kind:?}, up and down: {up:#?}\n{down:#?}",
        case.name
    );
    run(&one, &up).await;
    run(&other, &up).await;
    let found = differences(&one, &other, &[]).await;
    assert_eq!(
        found,
        Vec::<String>::new(),
        "{} on {kind:?}, up again",
        case.name
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_case_runs_up_and_down() {
    for kind in servers::all() {
        let start = Instant::now();
        let mut left = Vec::new();
        let all = cases();
        for case in &all {
            if let Err(why) = check(case, kind).await {
                // Whatever the oldest version lacks; all else goes.
                assert!(
                    !kind.is_postgres() || why.contains("from version"),
                    "{} on {kind:?}: {why}",
                    case.name
                );
                left.push(format!("{} ({why})", case.name));
            }
        }
        let ran = all.len() - left.len();
        println!(
            "{kind:?}: {ran} of {} cases in {:?}; not: {left:#?}",
            all.len(),
            start.elapsed()
        );
    }
}
