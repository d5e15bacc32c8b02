//! The servers are those that they are said to be, and what stands around them does what tests rely on.

use std::time::{Duration, Instant};

use revision_tests::{Cut, Database, Kind, Postgres, Proxy, servers};
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection as _, Executor as _};

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url).await.expect("it answers")
}

#[tokio::test]
async fn every_server_says_its_version() {
    for kind in [&servers::postgres()[..], &[Kind::MySql]].concat() {
        let database = Database::fresh(kind).await;
        let version = database.rows("SELECT version()").await.concat().concat();
        match kind {
            Kind::PostgresOldest => assert!(version.starts_with("PostgreSQL 14."), "{version}"),
            Kind::PostgresNewest => assert!(version.starts_with("PostgreSQL 18."), "{version}"),
            Kind::Postgres => assert!(version.starts_with("PostgreSQL "), "{version}"),
            _ => assert!(
                version.starts_with(|c: char| c.is_ascii_digit()),
                "{version}"
            ),
        }
    }
}

#[tokio::test]
async fn a_password_is_asked_for() {
    for kind in servers::postgres() {
        let right: PgConnectOptions = url(kind).parse().expect("a URL");
        let wrong = PgConnection::connect_with(&right.password("wrong")).await;
        assert_eq!(code(wrong.err()), "28P01", "{kind:?}");
        let log = kind.log();
        assert!(log.is_none_or(|log| log.contains("password authentication failed")));
    }
    let right: MySqlConnectOptions = url(Kind::MySql).parse().expect("a URL");
    let wrong = MySqlConnection::connect_with(&right.password("wrong")).await;
    assert_eq!(code(wrong.err()), "28000");
}

fn url(kind: Kind) -> String {
    kind.server_url().expect("it is a server")
}

/// The code that the server gives.
fn code(error: Option<sqlx::Error>) -> String {
    let error = error.expect("it lets anyone in");
    let error = error.as_database_error().expect("the server refuses");
    error.code().unwrap_or_default().into_owned()
}

/// Two clients take turns on one connection of the server, which one of them cannot notice without a transaction.
#[tokio::test]
async fn pgbouncer_lends_connections_for_a_transaction() {
    let database = Database::fresh(Kind::Postgres).await;
    let mut one = connect(&database.pgbouncer_url()).await;
    let mut two = connect(&database.pgbouncer_url()).await;
    // Unprepared, since a prepared statement would be left behind on the server's connection.
    one.execute("SET application_name = 'mine'")
        .await
        .expect("it runs");
    two.execute("SELECT 1").await.expect("it runs");
    let connections = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let count = database.rows(connections).await.concat().concat();
    assert_eq!(
        count, "1",
        "two clients need one connection as long as they take turns"
    );
    one.execute("BEGIN").await.expect("it runs");
    two.execute("BEGIN").await.expect("it runs");
    let count = database.rows(connections).await.concat().concat();
    assert_eq!(count, "2", "two transactions need two");
}

#[tokio::test]
async fn the_proxy_counts_round_trips() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let proxy = Proxy::before(database.url());
        let mut connection = connect(proxy.url()).await;
        assert!(proxy.trips() > 0, "connecting costs something");
        assert_eq!(proxy.trips(), 0, "reading the count resets it");
        // One message that says it all.
        connection
            .execute("SELECT 1; SELECT 2; SELECT 3")
            .await
            .expect("it runs");
        assert_eq!(proxy.trips(), 1, "{kind:?}");
        // More than fits into one packet, both ways.
        let long = format!("SELECT '{}'", "x".repeat(3_000_000));
        connection
            .execute(sqlx::AssertSqlSafe(long))
            .await
            .expect("it runs");
        assert_eq!(proxy.trips(), 1, "{kind:?}");
        for _ in 0..3 {
            connection.execute("SELECT 1").await.expect("it runs");
        }
        assert_eq!(proxy.trips(), 3, "{kind:?}");
        connection.close().await.expect("it closes");
        assert_eq!(proxy.trips(), 0, "nobody answers a farewell");
    }
}

#[tokio::test]
async fn the_proxy_delays() {
    let database = Database::fresh(Kind::Postgres).await;
    let proxy = Proxy::before(database.url());
    let mut connection = connect(proxy.url()).await;
    let began = Instant::now();
    proxy.delay(Duration::from_millis(60));
    connection.execute("SELECT 1").await.expect("it runs");
    assert!(began.elapsed() >= Duration::from_millis(60));
}

#[tokio::test]
async fn the_proxy_cuts_before_the_server_hears_or_before_the_client_does() {
    let database = Database::fresh(Kind::Postgres).await;
    database.rows("CREATE TABLE t (id integer)").await;
    let proxy = Proxy::before(database.url());
    for (cut, there) in [(Cut::BeforeRequest, "1"), (Cut::BeforeAnswer, "2")] {
        database.rows("DELETE FROM t").await;
        let mut connection = connect(proxy.url()).await;
        proxy.cut_in(2, cut);
        connection
            .execute("INSERT INTO t VALUES (1)")
            .await
            .expect("it runs");
        connection
            .execute("INSERT INTO t VALUES (2)")
            .await
            .expect_err("it was cut");
        // The server may still be at it.
        let mut count = String::new();
        for _ in 0..100 {
            count = database
                .rows("SELECT count(*) FROM t")
                .await
                .concat()
                .concat();
            if count == there {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(count, there, "{cut:?}");
    }
    let mut connection = connect(proxy.url()).await;
    proxy.cut();
    connection
        .execute("SELECT 1")
        .await
        .expect_err("it was cut");
}

#[tokio::test]
async fn a_server_of_its_own_is_stopped_and_started() {
    let server = Postgres::new();
    let mut connection = connect(&server.url()).await;
    connection
        .execute("CREATE TABLE t (id integer)")
        .await
        .expect("it runs");
    server.stop();
    connection
        .execute("SELECT 1")
        .await
        .expect_err("it was stopped");
    PgConnection::connect(&server.url())
        .await
        .expect_err("it is stopped");
    server.start();
    let mut connection = connect(&server.url()).await;
    connection
        .execute("SELECT * FROM t")
        .await
        .expect("the data is there");
    server.kill();
    connection
        .execute("SELECT 1")
        .await
        .expect_err("it was killed");
    server.start();
    let mut connection = connect(&server.url()).await;
    connection
        .execute("SELECT * FROM t")
        .await
        .expect("the data is there");
}
