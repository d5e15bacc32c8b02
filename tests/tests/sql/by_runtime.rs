//! A case as the revisions that it is, on SQLite: up, down, and up again, and each time the database holds what the operations
//! make of a schema.

use std::fs;

use revision_core::__private::sql::{normalise, respell};
use revision_core::config::Settings;
use revision_core::operation::resolve_reverse;
use revision_core::runtime::{Scope, reflect};
use revision_core::schema::Schema;
use revision_core::{Backend, Operation, Server};
use revision_tests::{Database, TestChain, differences, workspace};

use crate::case::Case;

/// Whether it can run without being compiled.
pub(crate) fn can_run(case: &Case) -> bool {
    let up = case.upgrade(Backend::Sqlite);
    !up.iter().any(|(_, one)| matches!(one, Operation::Run(_)))
}

/// The tables that are kept for revisions, whose rows tell when.
const OURS: &[&str] = &["revision_version", "revision_log"];

pub(crate) async fn check(case: &Case, server: Server, database: &Database) {
    let name = case.name;
    let chain = chain(case);
    let there = match case.before {
        Some(_) => "before",
        None => "base",
    };
    let plain = |recorded: Vec<(u32, Operation)>| -> Vec<_> {
        recorded
            .into_iter()
            .map(|(_, operation)| operation)
            .collect()
    };
    let mut before = Schema::default();
    let made = before.apply_all(&plain(case.before(Backend::Sqlite)));
    made.unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let up = plain(case.upgrade(Backend::Sqlite));
    let down = resolve_reverse(&before, &plain(case.downgrade(Backend::Sqlite)));
    let down = down.unwrap_or_else(|fault| panic!("{name}: {fault}"));
    let after = applied(name, &before, &up);
    let back = applied(name, &after, &down);
    let other = Database::fresh(database.kind()).await;
    for database in [database, &other] {
        if case.before.is_some() {
            upgraded(name, &chain, database, there).await;
            compare(name, server, database, &before).await;
        }
    }
    upgraded(name, &chain, database, "head").await;
    compare(name, server, database, &after).await;
    let undone = chain.runtime().downgrade(database.url(), there).await;
    undone.unwrap_or_else(|error| panic!("{name}: {error}"));
    compare(name, server, database, &back).await;
    if case.before.is_some() {
        let mut found = differences(database, &other, OURS).await;
        // It is dropped by its kind, and what it is called comes and goes.
        found.retain(|line| !line.contains("PRIMARY KEY"));
        // A key of one integer is never null; only where it was dropped in between that is said.
        let keys = before.tables.iter().filter_map(|(name, table)| {
            let [column] = &*table.primary_key.as_ref()?.columns else {
                return None;
            };
            Some(format!("differs: column {name}.{column}: notnull: A=True"))
        });
        let keys: Vec<String> = keys.collect();
        found.retain(|line| !keys.iter().any(|key| line.starts_with(key)));
        assert!(found.is_empty(), "{name}, up and down: {found:#?}");
    }
    upgraded(name, &chain, database, "head").await;
    compare(name, server, database, &after).await;
}

/// The files of a case.
fn chain(case: &Case) -> TestChain {
    let folder = workspace().join("tests/conformance").join(case.name);
    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("the file can be read");
    let mut files = vec![("revision.rs", read("revision.rs"))];
    if case.before.is_some() {
        files.push(("before.rs", read("before.rs")));
    }
    let files: Vec<_> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    TestChain::of_files(&files)
}

fn applied(name: &str, schema: &Schema, operations: &[Operation]) -> Schema {
    let mut schema = schema.clone();
    let made = schema.apply_all(operations);
    made.unwrap_or_else(|fault| panic!("{name}: {fault}"));
    schema
}

async fn upgraded(name: &str, chain: &TestChain, database: &Database, target: &str) {
    let done = chain.runtime().upgrade(database.url(), target).await;
    done.unwrap_or_else(|error| panic!("{name}: {error}"));
}

/// Whether a database holds what a schema says.
async fn compare(name: &str, server: Server, database: &Database, schema: &Schema) {
    let found = reflect(database.url(), Scope::Everything, &Settings::DEFAULT).await;
    let mut found = normalise(
        server,
        &found.unwrap_or_else(|error| panic!("{name}: {error}")),
    );
    let spelt = respell(database.url(), &normalise(server, schema)).await;
    let spelt = spelt.unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut expected = normalise(server, &spelt.expect("it can be asked"));
    // The server has views follow that speak of a column by its old name.
    for schema in [&mut found, &mut expected] {
        schema
            .views
            .values_mut()
            .for_each(|view| view.query.clear());
    }
    for (of, table) in &expected.tables {
        assert_eq!(found.tables.get(of), Some(table), "{name}");
    }
    assert_eq!(found, expected, "{name}");
}
