//! What is read of a database that holds one of everything, on every server there is.

mod law;
mod mysql;
mod mysql_words;
mod postgres;
mod sqlite;
mod trips;

use revision_core::config::Settings;
use revision_core::runtime::{Scope, reflect};
use revision_core::schema::Schema;
use revision_tests::{Database, Kind};

/// A database made with these statements, and what is read of it.
async fn reflected(kind: Kind, sql: &str) -> Schema {
    let database = Database::fresh(kind).await;
    database.rows(sql).await;
    read(&database, Scope::Everything).await
}

async fn read(database: &Database, scope: Scope<'_>) -> Schema {
    match reflect(database.url(), scope, &Settings::DEFAULT).await {
        Ok(schema) => schema,
        Err(error) => panic!("{:?}: {error:?}", database.kind()),
    }
}
