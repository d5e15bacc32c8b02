//! SQLite. What is read of each kind of thing is tested beside the reader; here it is reached as an application does.

use revision_core::config::Settings;
use revision_core::runtime::{Scope, reflect};
use revision_core::schema::QualifiedName;
use revision_tests::{Database, Kind};

use crate::read;

const SQL: &str = "
CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, team INTEGER REFERENCES teams, name TEXT NOT NULL);
CREATE INDEX ix ON users (lower(name)) WHERE team > 0;
CREATE VIEW names AS SELECT name FROM users;
CREATE TABLE revision_version (version_num varchar(255));
";

#[tokio::test]
async fn a_file_is_read() {
    let database = Database::fresh(Kind::Sqlite).await;
    database.rows(SQL).await;
    let schema = read(&database, Scope::Everything).await;
    let tables: Vec<_> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(tables, ["teams", "users"]);
    let users = &schema.tables[&QualifiedName::from("users")];
    assert_eq!(users.columns.len(), 3);
    assert!(users.indexes.contains_key("ix") && users.source.0.is_some());
    assert_eq!(schema.views.len(), 1);
    let asked = [QualifiedName::from("teams")];
    let only = read(&database, Scope::Tables(&asked)).await;
    assert_eq!((only.tables.len(), only.views.len()), (1, 0));
}

/// A transaction that is open stays open.
#[tokio::test]
async fn a_connection_that_is_lent_stays_as_it_was() {
    use sqlx::Connection as _;
    let mut connection = sqlx::SqliteConnection::connect("sqlite::memory:")
        .await
        .expect("it opens");
    let mut open = connection.begin().await.expect("it begins");
    sqlx::raw_sql(SQL)
        .execute(&mut *open)
        .await
        .expect("it is made");
    let schema = reflect(&mut *open, Scope::Everything, &Settings::DEFAULT)
        .await
        .expect("it is read");
    assert_eq!(schema.tables.len(), 2);
    open.rollback().await.expect("it goes back");
    let schema = reflect(&mut connection, Scope::Everything, &Settings::DEFAULT)
        .await
        .expect("it is read");
    assert!(schema.tables.is_empty());
}
