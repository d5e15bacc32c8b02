//! Questions to a chain that a test asks.

use super::database::empty;
use super::error::Error;
use crate::EmbeddedChain;
use crate::dialect::Testable;

/// Whether the chain has one head, or none because it is empty.
///
/// The compiler asks the same, unless `revisions!(multiple_heads)` allows several.
pub fn single_head(chain: &EmbeddedChain) -> Result<(), Error> {
    let heads: Vec<_> = chain.chain().heads().map(|head| head.id.clone()).collect();
    match heads.len() {
        0 | 1 => Ok(()),
        _ => Err(Error::SeveralHeads(heads)),
    }
}

/// Applies every revision, undoes it and applies it again, in this order and on a database of its own.
///
/// It ends with the first revision that has no way back, or whose way back leaves something in its own way.
pub async fn up_down_up<DB: Testable>(chain: &EmbeddedChain) -> Result<(), Error> {
    let database = empty::<DB>().await?;
    let all = chain.upgrade(&database, "heads").dry_run().await;
    for step in all.map_err(Error::Run)?.steps {
        let revision = step.revision;
        let up = chain.upgrade(&database, revision.as_str()).await;
        let heads = up.map_err(Error::Run)?.heads;
        let below = chain
            .revisions()
            .iter()
            .find(|one| one.id == revision.as_str());
        let below = below.and_then(|one| one.down_revisions.first());
        let back = async {
            chain.downgrade(&database, below.unwrap_or(&"base")).await?;
            // What stood beside the revision may have been undone with it.
            let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
            chain.upgrade(&database, heads).await
        };
        if let Err(error) = back.await {
            return Err(Error::Back { revision, error });
        }
    }
    Ok(())
}
