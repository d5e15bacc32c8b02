//! Two chains on one database, and a chain in a crate of its own.

use std::process::Command;

use revision_tests::{Database, Kind, servers};

use super::support::{app, build};

#[tokio::test]
async fn the_chain_of_a_library_runs_beside_the_applications() {
    let shop = build(&app("jobs"));
    let kinds = servers::all();
    for kind in kinds.into_iter().filter(|kind| *kind != Kind::MySql) {
        let database = Database::fresh(kind).await;
        for expected in ["1 0\n2 0\n", "0 0\n0 0\n"] {
            let output = Command::new(&shop).arg(database.url()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{kind:?}: {said}");
            assert_eq!(String::from_utf8_lossy(&output.stdout), expected);
        }
        let log = "SELECT chain, revision, outcome FROM revision_log ORDER BY id";
        assert_eq!(
            database.rows(log).await,
            [
                ["jobs_version", "0001", "done"],
                ["revision_version", "0001", "done"],
                ["revision_version", "0002", "done"]
            ],
            "{kind:?}"
        );
        for (table, row) in [("jobs_version", "0001"), ("revision_version", "0002")] {
            let rows = format!("SELECT version_num FROM {table}");
            assert_eq!(database.rows(&rows).await, [[row]], "{kind:?}");
        }
    }
}

#[tokio::test]
async fn a_chain_in_a_crate_of_its_own_runs_and_says_nothing() {
    let server = build(&app("workspace"));
    let database = Database::fresh(Kind::Sqlite).await;
    let output = Command::new(server).arg(database.url()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert_eq!(said, "");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
    assert_eq!(database.rows("SELECT name FROM users").await, [["ROOT"]]);
    let versions = database.rows("SELECT version_num FROM revision_version");
    assert_eq!(versions.await, [["e91b4c6d20f7"]]);
}
