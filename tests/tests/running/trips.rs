//! How often a run waits for a server, counted between the two.

use std::time::{Duration, Instant};

use revision_tests::{Database, Proxy, Sql, TestChain, servers};
use sqlx::Connection as _;
use sqlx::postgres::PgConnection;

use super::support::done;

/// What connecting costs.
async fn connecting(proxy: &Proxy) -> usize {
    let connection = PgConnection::connect(proxy.url()).await.unwrap();
    let trips = proxy.trips();
    connection.close().await.unwrap();
    assert_eq!(proxy.trips(), 0, "nobody answers a farewell");
    trips
}

/// What a run to `target` costs beside connecting.
async fn run(proxy: &Proxy, chain: &TestChain, target: &str) -> usize {
    let connecting = connecting(proxy).await;
    let ran = chain.runtime().upgrade(proxy.url(), target).await;
    ran.unwrap();
    proxy.trips() - connecting
}

#[tokio::test]
async fn a_revision_costs_one() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let proxy = Proxy::before(database.url());
        let chain = TestChain::tables(30);
        // What is there (no tables); the lock; the tables, made under it, and what stands in them now.
        assert_eq!(run(&proxy, &chain, "0010").await, 3 + 10, "{kind:?}: fresh");
        // What is there; rows and log; the lock, and rows and log again.
        assert_eq!(run(&proxy, &chain, "0011").await, 3 + 1, "{kind:?}");
        assert_eq!(run(&proxy, &chain, "head").await, 3 + 19, "{kind:?}");
        // What is there; rows and log.
        assert_eq!(run(&proxy, &chain, "head").await, 2, "{kind:?}: quiet");
        let connecting = connecting(&proxy).await;
        let down = chain.runtime().downgrade(proxy.url(), "base").await;
        assert_eq!(down.unwrap().steps.len(), 30);
        assert_eq!(proxy.trips() - connecting, 3 + 30, "{kind:?}: down");
        assert_eq!(done(&database).await.len(), 60);
    }
}

#[tokio::test]
async fn nobody_pays_for_how_much_a_revision_holds() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let proxy = Proxy::before(database.url());
        let rows: Vec<_> = (2..502)
            .map(|number| format!("INSERT INTO t0001 VALUES ({number});"))
            .collect();
        let rows = rows.join("\n");
        let mut chain = TestChain::tables(1);
        chain.write(&Sql {
            id: "0002",
            down: "0001",
            upgrade: &rows,
            ..Sql::default()
        });
        assert_eq!(run(&proxy, &chain, "head").await, 3 + 2, "{kind:?}");
        assert_eq!(database.rows("SELECT count(*) FROM t0001").await, [["501"]]);
    }
}

/// Measured, and not judged: how long it takes depends on the machine.
#[tokio::test]
async fn distance_costs_what_the_count_says() {
    for kind in servers::postgres() {
        let database = Database::fresh(kind).await;
        let proxy = Proxy::before(database.url());
        let chain = TestChain::tables(50);
        proxy.delay(Duration::from_millis(5));
        let began = Instant::now();
        chain.runtime().upgrade(proxy.url(), "head").await.unwrap();
        let took = began.elapsed();
        crate::told(&format!(
            "{kind:?}: 50 revisions in {} trips of 5 ms: {took:?}",
            proxy.trips()
        ));
    }
}
