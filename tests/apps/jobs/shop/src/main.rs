//! A shop with a queue of jobs from another crate: `shop URL`. The library's tables come first, for ours refer to them.
//!
//! It prints what is pending in each chain before and after.

use std::error::Error;

use sqlx::postgres::PgPool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

revision_core::revisions!();

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args().nth(1).ok_or("usage: shop URL")?;
    if url.starts_with("sqlite:") {
        let options: SqliteConnectOptions = url.parse()?;
        start(&SqlitePool::connect_with(options.create_if_missing(true)).await?).await
    } else {
        start(&PgPool::connect(&url).await?).await
    }
}

async fn start<'p, P>(pool: &'p P) -> Result<(), Box<dyn Error>>
where
    &'p P: Into<revision_core::Database<'p>>,
{
    for chain in [&jobs::CHAIN, &revisions::CHAIN] {
        let before = chain.pending(pool).await?.len();
        chain.upgrade(pool, "head").await?;
        println!("{before} {}", chain.pending(pool).await?.len());
    }
    Ok(())
}
