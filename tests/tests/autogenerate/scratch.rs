//! Files of SQL as what there is to be, tried out in databases that are always removed.

use revision_tests::{Database, Kind, servers};

use crate::app::App;

const SCHEMA: &str =
    "CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) NOT NULL, CHECK (name <> 'x'));
CREATE INDEX ix_name ON users (name);
CREATE VIEW names AS SELECT name FROM users;
";

fn with_servers() -> Vec<Kind> {
    let mut kinds = servers::all();
    kinds.retain(|kind| *kind != Kind::Sqlite);
    kinds
}

/// The databases that were made to try SQL out and are still there.
async fn left(database: &Database) -> Vec<String> {
    let sql = if database.kind().is_postgres() {
        "SELECT datname FROM pg_database WHERE datname LIKE 'revision_scratch%'"
    } else {
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'revision_scratch%'"
    };
    database.rows(sql).await.concat()
}

#[tokio::test]
async fn it_leads_there_and_back() {
    for kind in servers::all() {
        let app = App::new(kind, "schema = \"schema.sql\"\n").await;
        app.file("schema.sql", SCHEMA);
        app.done("new -a first --rev-id a1");
        app.done("upgrade");
        app.done("check");
        let changed = SCHEMA
            .replace("varchar(50)", "varchar(80)")
            .replace("name <> 'x'", "name <> 'y'")
            .replace("ON users (name)", "ON users (name, id)")
            .replace("PRIMARY KEY,", "PRIMARY KEY, age integer DEFAULT 7,");
        app.file("schema.sql", &changed);
        app.done("new -a second --rev-id b1 --no-renames --drop *");
        app.done("upgrade");
        app.done("check");
        app.done("diff database file:schema.sql");
        app.done("downgrade");
        app.done("diff revisions@a1 database");
    }
}

#[tokio::test]
async fn what_a_process_left_behind_is_dropped() {
    for kind in with_servers() {
        let app = App::new(kind, "schema = \"schema.sql\"\n").await;
        app.file("schema.sql", SCHEMA);
        let (old, young) = ("revision_scratch_1000_7", "revision_scratch_99999999999_7");
        for name in [old, young] {
            app.database.rows(&format!("CREATE DATABASE {name}")).await;
        }
        app.done("new -a first");
        let left = left(&app.database).await;
        app.database.rows(&format!("DROP DATABASE {young}")).await;
        assert!(!left.contains(&old.to_owned()), "{kind:?}: {left:?}");
        assert!(left.contains(&young.to_owned()), "{kind:?}: {left:?}");
    }
}

/// A name of such a database ends with the process that made it; other tests make some at the same time.
#[tokio::test]
async fn it_is_gone_whatever_happens() {
    for kind in with_servers() {
        let app = App::new(kind, "schema = \"schema.sql\"\n").await;
        for (end, exit) in [("CREATE TABEL y (id integer);\n", 1), ("", 0)] {
            app.file("schema.sql", &format!("{SCHEMA}{end}"));
            let answer = app.run("diff empty models --json");
            let said = &answer.said;
            assert_eq!(said.contains("\"errors\""), exit == 1, "{said}");
            assert!(exit == 0 || said.contains("\"line\":4"), "{said}");
            let own = format!("_{}", answer.process);
            let left = left(&app.database).await;
            assert!(!left.iter().any(|name| name.ends_with(&own)), "{left:?}");
        }
        assert_eq!(app.count(), 0);
    }
}

/// Somebody who may do nothing but connect to a database and read it.
async fn reader(database: &Database) -> String {
    let name = format!("reader_{}", database.name());
    let sql = if database.kind().is_postgres() {
        format!("CREATE ROLE {name} LOGIN PASSWORD 'secret'; GRANT pg_read_all_data TO {name}")
    } else {
        format!(
            "CREATE USER {name} IDENTIFIED BY 'secret'; GRANT SELECT ON {}.* TO {name}",
            database.name()
        )
    };
    database.rows(&sql).await;
    name
}

async fn forget(database: &Database, name: &str) {
    let sql = if database.kind().is_postgres() {
        format!("DROP OWNED BY {name}; DROP ROLE {name}")
    } else {
        format!("DROP USER {name}")
    };
    database.rows(&sql).await;
}

#[tokio::test]
async fn the_right_that_is_missing_is_named() {
    for kind in with_servers()
        .into_iter()
        .filter(|kind| *kind != Kind::PostgresOldest)
    {
        let app = App::new(kind, "schema = \"schema.sql\"\n").await;
        app.file("schema.sql", SCHEMA);
        let name = reader(&app.database).await;
        let owner = app.database.url().to_owned();
        let url = owner.replace("//revision:", &format!("//{name}:"));
        let said = app.refused(&format!("new -a first --url {url}"));
        let right = if kind.is_postgres() {
            "CREATEDB"
        } else {
            "CREATE"
        };
        assert!(said.contains(right), "{said}");
        assert!(said.contains("`scratch_url`"), "{said}");
        // The first line is what was asked.
        assert!(
            !said.lines().skip(1).any(|line| line.contains("secret")),
            "{said}"
        );
        assert_eq!(app.count(), 0);
        // Elsewhere it may be done.
        let config = format!("url = {url:?}\nschema = \"schema.sql\"\nscratch_url = {owner:?}\n");
        app.file("revision.toml", &config);
        app.done("new -a first");
        forget(&app.database, &name).await;
    }
}

/// A server that takes no changes does not say how it would write an expression.
#[tokio::test]
async fn a_server_that_is_read_only() {
    for kind in servers::postgres() {
        let app = App::new(kind, "models = [\"models.rs\"]\n").await;
        let models = "#[derive(Table)]\n#[table(name = \"users\", check(\"age between 1 and 9\", name = \"age_ok\"))]\npub struct User {\n    \
                      #[column(primary_key)]\n    id: i64,\n    age: i32,\n}\n";
        app.file("models.rs", models);
        app.done("new -a first --rev-id a1");
        app.done("upgrade");
        let url = app.database.url();
        let parting = if url.contains('?') { '&' } else { '?' };
        let reading = format!("{url}{parting}options=-c%20default_transaction_read_only=on");
        let said = app.done(&format!("check --url {reading}"));
        assert!(said.contains("cannot be told"), "{said}");
        app.file("models.rs", &models.replace("1 and 9", "1 and 8"));
        let said = app.done(&format!("check --url {reading}"));
        assert!(said.contains("cannot be told"), "{said}");
        let said = app.refused("check");
        assert!(!said.contains("cannot be told"), "{said}");
        // What can be told is.
        app.file("models.rs", &models.replace("age: i32", "age: i64"));
        let said = app.refused(&format!("check --url {reading}"));
        assert!(said.contains("users.age"), "{said}");
    }
}

/// Only two databases of one kind can be compared.
#[tokio::test]
async fn two_of_different_kinds() {
    for kind in with_servers() {
        let app = App::new(kind, "").await;
        let other = App::new(Kind::Sqlite, "").await;
        let (url, other) = (app.database.url(), other.database.url());
        let answer = app.run(&format!("diff {url} {other}"));
        assert_eq!(answer.exit, 2, "{}", answer.said);
        assert!(
            answer.said.contains("cannot be compared"),
            "{}",
            answer.said
        );
    }
}
