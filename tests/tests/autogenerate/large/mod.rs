//! Databases as large as real ones, which nobody's revisions made: adopted in two commands, and made again from that.

mod sqlite;

use revision_tests::{Database, Kind, differences, servers};

use crate::app::App;

/// What the areas are called: ten tables each.
const AREAS: [&str; 10] = [
    "sales", "stock", "people", "travel", "repair", "school", "farm", "ward", "press", "court",
];

/// A schema in which each area speaks of the one before.
fn large(all: &str, area: &str) -> String {
    let mut sql = all.to_owned();
    for (at, name) in AREAS.iter().enumerate() {
        let before = AREAS[at.saturating_sub(1)];
        let one = area.replace("{area}", name).replace("{before}", before);
        sql.push_str(&one);
    }
    sql
}

/// The database becomes a chain of one revision, from which another is made that equals it.
async fn adopted(kind: Kind, sql: &str) {
    let app = App::new(kind, "schema = \"schema.sql\"\n").await;
    app.file("schema.sql", sql);
    app.database.rows(sql).await;
    app.done("new initial --rev-id a1 --from empty --to database");
    app.done("stamp head");
    app.done("check");
    app.done("new -a nothing");
    assert_eq!(app.count(), 1);

    let fresh = Database::fresh(kind).await;
    let there = format!("--url {}", fresh.url());
    app.done(&format!("upgrade {there}"));
    let own = ["revision_version", "revision_log"];
    let found = differences(&app.database, &fresh, &own).await;
    assert!(found.is_empty(), "{kind:?}: {found:#?}");
    app.done(&format!("check {there}"));
    app.done(&format!("diff database {}", fresh.url()));
    app.done("diff database revisions");

    app.done(&format!("downgrade base {there}"));
    app.done(&format!("diff empty database {there}"));
    app.done(&format!("upgrade {there}"));
    let found = differences(&app.database, &fresh, &own).await;
    assert!(found.is_empty(), "{kind:?}: {found:#?}");
}

#[tokio::test]
async fn a_large_database_of_postgres_is_adopted() {
    let all = include_str!("postgres_all.sql");
    let sql = large(all, include_str!("postgres_area.sql"));
    let mut kinds = servers::postgres();
    if !servers::thorough() {
        kinds.truncate(1);
    }
    for kind in kinds {
        adopted(kind, &sql).await;
    }
}

#[tokio::test]
async fn a_large_database_of_mysql_is_adopted() {
    if servers::all().contains(&Kind::MySql) {
        adopted(Kind::MySql, &large("", include_str!("mysql_area.sql"))).await;
    }
}
