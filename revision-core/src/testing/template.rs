//! The template from which databases of tests are copied: made once, by whoever comes first, and found by all others.

use std::time::Duration;

use revision_syntax::checksum::Digest;

use super::error::Error;
use crate::chain::Id;
use crate::dialect::{Scratch, sleep};
use crate::script::Revisions as _;
use crate::{Backend, EmbeddedChain};

/// How long to wait before looking again whether another is done with the template.
const BETWEEN: Duration = Duration::from_millis(50);

/// Makes the database `name` at the heads of the chain.
pub(super) async fn make(
    scratch: &mut dyn Scratch,
    chain: &EmbeddedChain,
    backend: Backend,
    name: &str,
) -> Result<(), Error> {
    if !scratch.copies() {
        return fill(scratch, chain, name).await;
    }
    let template = template(chain, backend, scratch.scope());
    if copy(scratch, &template, name).await? {
        return Ok(());
    }
    while !scratch
        .try_lock(&template)
        .await
        .map_err(refused("lock the template"))?
    {
        sleep(BETWEEN).await;
    }
    let copied = build_and_copy(scratch, chain, &template, name).await;
    let unlocked = scratch.unlock(&template).await;
    copied?;
    unlocked.map_err(refused("unlock the template"))
}

/// Makes the template, unless another has before we had the lock, and copies it. While it is made it goes by another
/// name, so that one whose maker died is never taken for complete; the next maker begins anew.
async fn build_and_copy(
    scratch: &mut dyn Scratch,
    chain: &EmbeddedChain,
    template: &str,
    name: &str,
) -> Result<(), Error> {
    if copy(scratch, template, name).await? {
        return Ok(());
    }
    let unfinished = format!("{template}_unfinished");
    if let Err(error) = fill(scratch, chain, &unfinished).await {
        // What went wrong is said already.
        let _ = scratch.remove(&unfinished).await;
        return Err(error);
    }
    let published = scratch.publish(&unfinished, template).await;
    published.map_err(refused("complete the template"))?;
    if copy(scratch, template, name).await? {
        return Ok(());
    }
    Err(refused("copy the template")(
        "somebody has dropped it".to_owned(),
    ))
}

/// Copies the template; false where there is none.
async fn copy(scratch: &mut dyn Scratch, template: &str, name: &str) -> Result<bool, Error> {
    let copied = scratch.copy(template, name).await;
    copied.map_err(refused("copy the template"))
}

async fn fill(scratch: &mut dyn Scratch, chain: &EmbeddedChain, name: &str) -> Result<(), Error> {
    let created = scratch.create(name).await;
    created.map_err(refused("make a database"))?;
    let url = scratch.url(name);
    let upgraded = chain.upgrade(&url, "heads").await;
    upgraded.map(drop).map_err(Error::Run)
}

/// What the template is called: the same name for the same revisions, the same tables of ours and the same version of
/// this library.
fn template(chain: &EmbeddedChain, backend: Backend, scope: &str) -> String {
    let settings = chain.settings();
    let log = settings.log_table.as_ref().map(ToString::to_string);
    let mut digest = Digest::default();
    for token in [
        env!("CARGO_PKG_VERSION"),
        scope,
        &settings.version_table.to_string(),
        log.as_deref().unwrap_or_default(),
    ] {
        digest.token(token);
    }
    let mut revisions: Vec<_> = chain.revisions().iter().collect();
    revisions.sort_by_key(|revision| revision.id);
    for revision in revisions {
        digest.end();
        digest.token(revision.id);
        let checksum = chain.checksum(&Id::from(revision.id), backend);
        digest.token(checksum.as_deref().unwrap_or_default());
        for list in [revision.down_revisions, revision.depends_on] {
            digest.end();
            for id in list {
                digest.token(id);
            }
        }
    }
    let digest = digest.finish();
    let digits = digest.rsplit(':').next().unwrap_or_default();
    format!("revision_template_{digits}")
}

fn refused(doing: &'static str) -> impl FnOnce(String) -> Error {
    move |said| Error::Refused { doing, said }
}
