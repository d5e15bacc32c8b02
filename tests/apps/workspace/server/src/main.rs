//! A server that upgrades by a URL, without sqlx in its own code, and says nothing: `server URL`. The library is to say
//! nothing either.

use schema::revisions::CHAIN;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::args().nth(1).ok_or("usage: server URL")?;
    CHAIN.upgrade(&url, "head").await?;
    CHAIN.downgrade(&url, "-1").await?;
    CHAIN.stamp(&url, "head").await?;
    CHAIN.stamp(&url, "5d0e7f93a1c8").await?;
    // Waits for nobody, and warns of nothing.
    CHAIN.upgrade(&url, "head").await?;
    Ok(())
}
