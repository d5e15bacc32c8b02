//! The cases of `../shared/vectors/autogen`, through the library; on SQLite with foreign keys that are heeded, and that are not.

use revision_core::__private::sql::normalise;
use revision_core::diff::{Care, Pair, beside, careful, diff};
use revision_core::operation::invert_all;
use revision_tests::cases::{Case, cases, schema_differences};
use revision_tests::servers::{self, Kind};

use crate::project::{Keys, Project, read};

async fn check(kind: Kind, case: &Case, keys: Keys) -> Result<(), String> {
    let (one, before, after) = (
        case.before(kind).await,
        case.before(kind).await,
        case.after(kind).await,
    );
    // Both are what a server says of itself, in its own words.
    let (is, wanted) = (read(&one).await, read(&after).await);
    let up = diff(Pair::new(&is, &wanted));
    let told = beside(Pair::new(&is, &wanted));
    let shown = |what: &str| format!("{what}\n  up {up:?}\n  beside {told:?}");
    if case.noop != up.is_empty() {
        return Err(shown("operations"));
    }
    let down = invert_all(Some(&is), &up).map_err(|at| shown(&at.to_string()))?;
    let care = Care::converting(one.kind().is_postgres());
    let (up, down) = (careful(&is, &up, care), careful(&wanted, &down, care));
    let mut project = Project::new();
    project.add(&[], &[]);
    project.add(&up, &down);
    let went = project.go_with(&one, None, keys).await;
    went.map_err(|why| shown(&format!("{why}\n  careful {up:?}")))?;
    let found = schema_differences(&one, &after);
    if !found.is_empty() {
        return Err(shown(&format!("there: {found:#?}")));
    }
    case.answers(&one).await.map_err(|why| shown(&why))?;
    // Brackets around an expression come out as we write them.
    let server = one.server().await;
    let (found, wanted) = (
        normalise(server, &read(&one).await),
        normalise(server, &wanted),
    );
    let left = diff(Pair::new(&found, &wanted));
    if !left.is_empty() {
        return Err(shown(&format!("left: {left:?}")));
    }
    project
        .go_with(&one, Some("0001"), keys)
        .await
        .map_err(|why| format!("{}\n  down {down:?}", shown(&why)))?;
    let found = schema_differences(&one, &before);
    if !found.is_empty() {
        return Err(format!(
            "{}\n  down {down:?}",
            shown(&format!("back: {found:#?}"))
        ));
    }
    Ok(())
}

async fn all(kind: Kind, file: &str, keys: Keys) {
    let Some(cases) = cases(file) else {
        return;
    };
    let mut failed = Vec::new();
    for case in &cases {
        if let Err(why) = check(kind, case, keys).await {
            failed.push(format!("{}: {why}", case.name));
        }
    }
    let names: Vec<&str> = failed
        .iter()
        .filter_map(|one| one.split(':').next())
        .collect();
    assert!(
        failed.is_empty(),
        "{} of {}:\n{}\n{names:?}",
        failed.len(),
        cases.len(),
        failed.join("\n\n")
    );
}

#[tokio::test]
async fn the_cases_go_on_sqlite() {
    all(Kind::Sqlite, "sqlite.json", Keys::Heeded).await;
}

#[tokio::test]
async fn the_cases_go_on_sqlite_without_foreign_keys() {
    all(Kind::Sqlite, "sqlite.json", Keys::PassedOver).await;
}

#[tokio::test]
async fn the_cases_go_on_postgres() {
    if servers::all().contains(&Kind::Postgres) {
        all(Kind::Postgres, "postgresql.json", Keys::Heeded).await;
    }
}
