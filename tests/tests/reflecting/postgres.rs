//! PostgreSQL, from the oldest to the newest.

use revision_core::config::Settings;
use revision_core::runtime::{Scope, reflect};
use revision_core::schema::QualifiedName;
use revision_tests::{Database, Kind, servers};
use sqlx::{Connection as _, PgConnection};

use crate::{read, reflected};

const EVERYTHING: &str = include_str!("everything.postgres.sql");

#[tokio::test]
async fn everything_is_read() {
    for kind in servers::postgres() {
        let mut schema = reflected(kind, EVERYTHING).await;
        // The newest leaves the table out where there is but one.
        if kind != Kind::PostgresNewest {
            for view in schema.views.values_mut() {
                view.query = view.query.replace("users.", "");
            }
        }
        insta::assert_debug_snapshot!("everything", schema);
    }
}

#[tokio::test]
async fn some_of_it_is_read_where_no_more_is_meant() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let all = read(&database, Scope::Everything).await;
        let wanted = [
            "users",
            "app.orders",
            "revision_log",
            "missing",
            "':relation",
            "named",
        ];
        let some = read(&database, Scope::Tables(&wanted.map(QualifiedName::from))).await;
        let names: Vec<_> = some.tables.keys().map(ToString::to_string).collect();
        assert_eq!(names, ["users", "app.orders"]);
        for (name, table) in &some.tables {
            assert_eq!(table, &all.tables[name]);
        }
        assert_eq!(some.enums, all.enums);
        assert!(some.functions.is_empty() && some.extensions.is_empty());

        let some = read(&database, Scope::Namespaces(&["app".into()])).await;
        let names: Vec<_> = some.tables.keys().map(ToString::to_string).collect();
        assert_eq!(names, ["app.orders"]);
        assert_eq!(some.functions.len(), 1);
        let both = ["app".into(), "public".into()];
        let mut both = read(&database, Scope::Namespaces(&both)).await;
        both.namespaces.insert("We ird".into(), None);
        assert_eq!(both, all);
    }
}

#[tokio::test]
async fn the_session_and_its_transaction_stay_as_they_were() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        database.rows(EVERYTHING).await;
        let all = read(&database, Scope::Everything).await;
        let settings = "SELECT set_config('search_path', 'app', false), set_config('timezone', 'Asia/Tokyo', false)";
        let mut connection = PgConnection::connect(database.url()).await.unwrap();
        sqlx::query(settings)
            .execute(&mut connection)
            .await
            .unwrap();
        let lent = reflect(&mut connection, Scope::Everything, &Settings::DEFAULT).await;
        let lent = lent.unwrap();
        // Another namespace is the default one.
        assert!(lent.tables.contains_key(&"orders".into()));
        assert!(lent.tables.contains_key(&"public.users".into()));
        assert_eq!(lent.tables.len(), all.tables.len() + 2);
        let path = "SELECT current_setting('search_path') || ' ' || current_setting('timezone')";
        let path: String = sqlx::query_scalar(path)
            .fetch_one(&mut connection)
            .await
            .unwrap();
        assert_eq!(path, "app Asia/Tokyo");
    }
}
