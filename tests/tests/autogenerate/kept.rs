//! What is left alone keeps what it is made of, whoever made that; and what stands for itself goes when it is named.

use revision_tests::{Kind, servers};

use crate::app::App;

const USERS: &str = "CREATE TABLE users (id bigint PRIMARY KEY);\n";

const NOTES: &str = "CREATE DOMAIN word AS text;
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE SCHEMA extra;
CREATE TABLE note (id bigint PRIMARY KEY, title word);
CREATE TABLE extra.note (id bigint PRIMARY KEY, mood mood);
";

async fn of_postgres(schema: &str) -> Option<App> {
    if !servers::all().contains(&Kind::Postgres) {
        return None;
    }
    let config = "schema = \"schema.sql\"\n\n[autogenerate]\nschemas = [\"public\", \"extra\"]\n";
    let app = App::new(Kind::Postgres, config).await;
    app.file("schema.sql", schema);
    app.done("new -a first --rev-id a1");
    app.done("upgrade");
    Some(app)
}

#[tokio::test]
async fn tables_keep_their_types_and_schemas() {
    let Some(app) = of_postgres(&format!("{USERS}{NOTES}")).await else {
        return;
    };
    app.file("schema.sql", USERS);
    for line in ["new -a nothing", "new -a nothing --offline"] {
        let said = app.done(line);
        assert!(said.contains("Kept table note"), "{said}");
        assert!(said.contains("Kept table extra.note"), "{said}");
        assert!(said.contains("no revision is written"), "{said}");
    }
    app.done("check");
    app.done("check --offline");
    // With the table goes what only that was made of.
    app.done("new -a one --rev-id b1 --drop note");
    let text = app.read("revisions/b1_one.rs");
    assert!(text.contains("drop_domain(\"word\")"), "{text}");
    assert!(!text.contains("drop_enum"), "{text}");
    app.done("upgrade");
    app.done("check");
    app.done("new -a other --rev-id c1 --drop extra.note");
    let text = app.read("revisions/c1_other.rs");
    assert!(text.contains("drop_enum(\"mood\")"), "{text}");
    assert!(text.contains("drop_schema(\"extra\")"), "{text}");
    app.done("upgrade");
    app.done("check");
    app.done("downgrade base");
    app.done("upgrade");
}

#[tokio::test]
async fn a_type_goes_when_it_is_named() {
    let Some(app) = of_postgres(USERS).await else {
        return;
    };
    for sql in [
        "CREATE TYPE pair AS (a integer, b integer)",
        "CREATE DOMAIN word AS text",
    ] {
        app.database.rows(sql).await;
    }
    let said = app.done("new -a nothing");
    assert!(said.contains("Unmanaged type pair"), "{said}");
    app.done("new -a drop --rev-id b1 --drop pair");
    let text = app.read("revisions/b1_drop.rs");
    assert!(
        text.contains("drop_composite(\"pair\").if_exists()"),
        "{text}"
    );
    assert!(!text.contains("word"), "{text}");
    app.done("upgrade");
    app.done("check");
    app.done("downgrade base");
    app.done("upgrade");
}
