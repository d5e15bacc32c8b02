//! A program whose build script has found out what its revisions leave to be derived.

use std::path::Path;
use std::process::Command;

use revision_tests::{Database, Kind, servers};

use super::support::{app, build};

fn go(program: &Path, database: &Database, words: [&str; 2]) {
    let output = Command::new(program)
        .arg(database.url())
        .args(words)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{:?}: {said}", database.kind());
}

/// The columns by name, and the indexes: where a column stands among the others is not brought back.
fn made(kind: Kind) -> [&'static str; 2] {
    match kind {
        Kind::Postgres | Kind::PostgresOldest | Kind::PostgresNewest => [
            "SELECT column_name, udt_name, character_maximum_length, is_nullable, column_default \
             FROM information_schema.columns WHERE table_name = 'users' ORDER BY 1",
            "SELECT indexdef FROM pg_indexes WHERE tablename = 'users' ORDER BY 1",
        ],
        Kind::MySql => [
            "SELECT column_name, column_type, is_nullable, column_default \
             FROM information_schema.columns WHERE table_schema = database() AND table_name = 'users' ORDER BY 1",
            "SELECT index_name, column_name FROM information_schema.statistics \
             WHERE table_schema = database() AND table_name = 'users' ORDER BY 1",
        ],
        Kind::Sqlite => [
            "SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info('users') ORDER BY 1",
            "SELECT sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'users' ORDER BY 1",
        ],
    }
}

#[tokio::test]
async fn a_compiled_chain_brings_back_what_only_the_schema_tells() {
    let undo = build(&app("undo"));
    for kind in servers::all() {
        let database = Database::fresh(kind).await;
        go(&undo, &database, ["up", "0001"]);
        database.rows("INSERT INTO users (id) VALUES (1)").await;
        let [columns, indexes] = made(kind);
        let before = (database.rows(columns).await, database.rows(indexes).await);
        assert_eq!(before.0.len(), 3, "{kind:?}");

        go(&undo, &database, ["up", "head"]);
        assert_eq!(database.rows(columns).await.len(), 1, "{kind:?}");

        go(&undo, &database, ["down", "-1"]);
        let after = (database.rows(columns).await, database.rows(indexes).await);
        assert_eq!(after, before, "{kind:?}");
        // What stands between two reversals ran between them.
        let rows = database.rows("SELECT email, mood FROM users").await;
        assert_eq!(rows, [["back", "sad"]], "{kind:?}");
        go(&undo, &database, ["down", "base"]);
    }
}
