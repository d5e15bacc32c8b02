//! What tests ask of databases, on every database that this run has.

use revision_tests::{Database, servers};

#[tokio::test]
async fn a_fresh_database_is_empty_and_alone() {
    for kind in servers::all() {
        let one = Database::fresh(kind).await;
        let two = Database::fresh(kind).await;
        one.rows("CREATE TABLE t (id integer, name varchar(9)); INSERT INTO t VALUES (1, 'é'), (2, NULL)")
            .await;
        two.rows("CREATE TABLE t (id integer)").await;
        let rows = one.rows("SELECT id, name FROM t ORDER BY id").await;
        assert_eq!(rows, [["1", "é"], ["2", "NULL"]], "{kind:?}");
        let none = two.rows("SELECT * FROM t").await;
        assert!(none.is_empty(), "{kind:?}: {none:?}");
    }
}

#[tokio::test]
async fn a_database_is_gone_with_its_value() {
    for kind in servers::all() {
        let (one, two) = (Database::fresh(kind).await, Database::fresh(kind).await);
        one.rows("CREATE TABLE t (id integer)").await;
        let (name, file) = (one.name().to_owned(), one.file());
        drop(one);
        if let Some(file) = file {
            assert!(!file.exists());
            continue;
        }
        let names = if kind.is_postgres() {
            "SELECT datname FROM pg_database"
        } else {
            "SELECT schema_name FROM information_schema.schemata"
        };
        let names = two.rows(names).await.concat();
        assert!(!names.contains(&name), "{kind:?}: {names:?}");
        assert!(names.iter().any(|name| name == two.name()));
    }
}
