//! How much there is in a database makes no difference to how often it is asked.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use revision_core::config::Settings;
use revision_core::runtime::{Scope, reflect};
use revision_tests::{Database, Kind, Proxy, servers};

/// Tables with something of each kind.
fn tables(from: usize, to: usize) -> String {
    let mut sql = String::new();
    for number in from..to {
        let _ = write!(
            sql,
            "CREATE TABLE t{number} (id bigint PRIMARY KEY, parent bigint, name varchar(20) DEFAULT 'x', \
             price decimal(10, 2) DEFAULT 1.5, UNIQUE (name), CHECK (id > 0), \
             CONSTRAINT fk{number} FOREIGN KEY (parent) REFERENCES t{number} (id));\n\
             CREATE INDEX ix{number} ON t{number} (name, price);\n\
             CREATE VIEW v{number} AS SELECT id FROM t{number} WHERE name <> '';\n"
        );
    }
    sql
}

#[tokio::test]
async fn the_number_of_questions_stays() {
    let mut kinds = servers::all();
    kinds.retain(|kind| *kind != Kind::Sqlite);
    for kind in kinds {
        let database = Database::fresh(kind).await;
        let proxy = Proxy::before(database.url());
        let mut trips = Vec::new();
        for (from, to) in [(0, 10), (10, 200)] {
            database.rows(&tables(from, to)).await;
            let schema = reflect(proxy.url(), Scope::Everything, &Settings::DEFAULT).await;
            assert_eq!(schema.unwrap().tables.len(), to);
            trips.push(proxy.trips());
        }
        assert_eq!(trips[0], trips[1], "{kind:?}");
        assert!(trips[0] < 40, "{kind:?}: {trips:?}");
    }
}

/// A thousand tables take less than a second where nothing else runs.
#[tokio::test]
async fn a_large_database_is_read_in_no_time() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let count = if servers::thorough() { 1000 } else { 200 };
        database.rows(&tables(0, count)).await;
        let began = Instant::now();
        let schema = reflect(database.url(), Scope::Everything, &Settings::DEFAULT).await;
        let took = began.elapsed();
        assert_eq!(schema.unwrap().tables.len(), count);
        // Other tests run beside this one.
        assert!(took < Duration::from_secs(10), "{kind:?}: {took:?}");
    }
}
