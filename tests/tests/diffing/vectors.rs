//! The cases of `../shared/vectors/autogen`: two databases each, made with their SQL. The one is led to the other and back, and
//! what came of it is read by a program that knows nothing of ours.

use std::path::Path;

use revision_core::__private::sql::normalise;
use revision_core::diff::{Care, Pair, beside, careful, diff};
use revision_core::operation::invert_all;
use revision_tests::servers::{self, Kind};
use revision_tests::{Database, catalog_differences};
use serde::Deserialize;

use crate::project::{Project, read};

/// Those that do not go yet, and why.
const NOT_YET: &[(&str, &str, &str)] = &[
    (
        "sqlite.json",
        "index-expression",
        "an expression of an index is written in brackets",
    ),
    (
        "sqlite.json",
        "unique-unnamed-add",
        "what has no name is given one",
    ),
    (
        "sqlite.json",
        "unique-unnamed-drop",
        "what has no name comes back with one",
    ),
    (
        "sqlite.json",
        "fk-unnamed-add",
        "what has no name is given one",
    ),
    (
        "sqlite.json",
        "unique-on-conflict",
        "`ON CONFLICT` is nowhere in a schema",
    ),
];

#[derive(Deserialize)]
struct Case {
    name: String,
    before_sql: Vec<String>,
    after_sql: Vec<String>,
    #[serde(default)]
    data_sql: Vec<String>,
    #[serde(default)]
    check_after: Vec<Check>,
    #[serde(default)]
    noop: bool,
}

#[derive(Deserialize)]
struct Check {
    sql: String,
    rows: Vec<Vec<serde_json::Value>>,
}

/// The cases of a database, or none if they are not there.
fn cases(file: &str) -> Option<Vec<Case>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let path = root.join("../shared/vectors/autogen").join(file);
    let Ok(text) = std::fs::read_to_string(&path) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "{} is missing",
            path.display()
        );
        return None;
    };
    Some(serde_json::from_str(&text).expect("cases are read"))
}

async fn made(kind: Kind, sql: &[String]) -> Database {
    let database = Database::fresh(kind).await;
    database.rows("SELECT 1").await;
    if !sql.is_empty() {
        database.rows(&sql.join(";\n")).await;
    }
    database
}

async fn check(kind: Kind, case: &Case) -> Result<(), String> {
    let with_rows: Vec<String> = case
        .before_sql
        .iter()
        .chain(&case.data_sql)
        .cloned()
        .collect();
    let (one, before, after) = (
        made(kind, &with_rows).await,
        made(kind, &with_rows).await,
        made(kind, &case.after_sql).await,
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
    let went = project.go(&one, None).await;
    went.map_err(|why| shown(&format!("{why}\n  careful {up:?}")))?;
    let found = catalog(&one, &after);
    if !found.is_empty() {
        return Err(shown(&format!("there: {found:#?}")));
    }
    for check in &case.check_after {
        let found = one.rows(&check.sql).await;
        let wanted: Vec<Vec<String>> = check
            .rows
            .iter()
            .map(|row| row.iter().map(text).collect())
            .collect();
        if found != wanted {
            return Err(shown(&format!("{}: {found:?}, not {wanted:?}", check.sql)));
        }
    }
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
        .go(&one, Some("0001"))
        .await
        .map_err(|why| format!("{}\n  down {down:?}", shown(&why)))?;
    let found = catalog(&one, &before);
    if !found.is_empty() {
        return Err(format!(
            "{}\n  down {down:?}",
            shown(&format!("back: {found:#?}"))
        ));
    }
    Ok(())
}

/// What the catalogs differ in, but for what is kept for revisions.
fn catalog(one: &Database, other: &Database) -> Vec<String> {
    let mut found = catalog_differences(one, other, &["revision_version", "revision_log"]);
    found.retain(|line| !line.contains("revision_log_id_seq"));
    found
}

/// A value as a client shows it.
fn text(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Null => "NULL".to_owned(),
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Bool(true) => "t".to_owned(),
        serde_json::Value::Bool(false) => "f".to_owned(),
        other => other.to_string(),
    }
}

async fn all(kind: Kind, file: &str) {
    let Some(cases) = cases(file) else {
        return;
    };
    let mut failed = Vec::new();
    for case in &cases {
        let went = check(kind, case).await;
        let known = NOT_YET
            .iter()
            .any(|(of, name, _)| *of == file && *name == case.name);
        match went {
            Err(why) if !known => failed.push(format!("{}: {why}", case.name)),
            Ok(()) if known => failed.push(format!("{} goes by now", case.name)),
            _ => {}
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
    all(Kind::Sqlite, "sqlite.json").await;
}

#[tokio::test]
async fn the_cases_go_on_postgres() {
    if servers::all().contains(&Kind::Postgres) {
        all(Kind::Postgres, "postgresql.json").await;
    }
}
