//! Trying plain SQL out in a database made for it, to see what schema it makes.

use std::path::Path;
use std::process;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::outcome::Error;
use super::reflect::{Held, held, within};
use super::{state, told};
use crate::config::Settings;
use crate::dialect::statement::statements;
use crate::dialect::{
    Database, Driver, Part, Purpose, Scope, Scratch, dialect, in_memory, scratch,
};
use crate::script::Statement;
use crate::{Backend, Code, Diagnostic, Place, Source};

/// What the names of databases made for this begin with; behind it stands when it was made.
const PREFIX: &str = "revision_scratch_";

/// How long such a database is somebody's. What is older was left behind when a process died, and is dropped.
const LIFE: Duration = Duration::from_hours(1);

/// The statements sent at a time.
const BATCH: usize = 100;

/// The schema that a file of plain SQL makes of an empty database.
///
/// Where databases can lie in memory nothing else is needed. Otherwise one is made on the server that `place` names by one of
/// its databases, and dropped again; what a process that died has left there is dropped too.
pub async fn trial(place: &str, source: &Arc<Source>, settings: &Settings) -> Result<Held, Error> {
    let Some(backend) = Backend::from_url(place) else {
        return Err(refused(&format!("`{place}` names no database")).into());
    };
    if let Some(url) = in_memory(backend) {
        return in_one_go(url, source, backend, settings).await;
    }
    let mut scratch = scratch(place).await.map_err(|error| {
        Diagnostic::new(Code::ConnectFailed, format!("cannot connect: {error}"))
    })?;
    let made = made(&mut *scratch, source, backend, settings).await;
    scratch.close().await;
    made
}

fn refused(why: &str) -> Diagnostic {
    let message = format!("there is no database to try SQL out in: {why}");
    Diagnostic::new(Code::ConnectFailed, message)
}

async fn made(
    scratch: &mut dyn Scratch,
    source: &Arc<Source>,
    backend: Backend,
    settings: &Settings,
) -> Result<Held, Error> {
    sweep(scratch).await;
    let name = name();
    scratch.create(&name).await.map_err(|error| {
        refused(&error)
            .help(format!("its user needs the right {}", scratch.right()))
            .help("or name a server where that may be done: `scratch_url` in `revision.toml`")
    })?;
    let url = scratch.url(&name);
    let loaded = loaded(&url, source, backend).await;
    let held = match loaded {
        Ok(()) => held(&url, Scope::Everything, settings).await,
        Err(error) => Err(error),
    };
    let removed = scratch.remove(&name).await;
    let held = held?;
    removed.map_err(|error| {
        let message = format!("cannot drop the database `{name}` again: {error}");
        Diagnostic::new(Code::StatementFailed, message)
    })?;
    Ok(held)
}

/// Loads the file and reads what came of it on one connection, since the database goes with it.
async fn in_one_go(
    url: &str,
    source: &Arc<Source>,
    backend: Backend,
    settings: &Settings,
) -> Result<Held, Error> {
    let mut driver = opened(url).await?;
    let read = async {
        let facts = state::facts(&mut *driver, dialect(backend), settings).await?;
        load(&mut *driver, source, backend).await?;
        let schema = within(&mut *driver, &facts, Scope::Everything, false).await?;
        Ok(Held {
            server: facts.server,
            schema,
        })
    };
    let read = read.await;
    driver.close().await;
    read
}

async fn loaded(url: &str, source: &Arc<Source>, backend: Backend) -> Result<(), Error> {
    let mut driver = opened(url).await?;
    let loaded = load(&mut *driver, source, backend).await;
    driver.close().await;
    loaded
}

async fn opened(url: &str) -> Result<Box<dyn Driver>, Error> {
    let database = Database::url(url, Path::new(""));
    let opened = database.open(Purpose::Run).await;
    Ok(opened.map_err(|error| told::unanswered(&error))?)
}

/// Runs the statements of a file, as they stand there.
async fn load(
    driver: &mut (dyn Driver + '_),
    source: &Arc<Source>,
    backend: Backend,
) -> Result<(), Error> {
    let found = statements(backend, &source.text);
    for batch in found.chunks(BATCH) {
        let parts: Vec<_> = batch.iter().map(|one| Part::execute(one.text)).collect();
        if let Err(stopped) = driver.send(&parts, false).await {
            let Some(failed) = batch.get(stopped.part) else {
                return Err(told::ours(&stopped.error, "try the file out").into());
            };
            let place = Place::new(source, failed.start..failed.start + failed.text.len());
            let statement = Statement {
                sql: failed.text.to_owned(),
                place: Some(place),
            };
            return Err(told::statement(&stopped.error, &statement).into());
        }
    }
    Ok(())
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// A name that no other process takes.
fn name() -> String {
    format!("{PREFIX}{}_{}", now(), process::id())
}

/// Drops what processes that died have left. It is nobody's fault where that does not go.
async fn sweep(scratch: &mut dyn Scratch) {
    let names = scratch.list(PREFIX).await.unwrap_or_default();
    for name in names.iter().filter(|name| is_left(name, now())) {
        if let Err(error) = scratch.remove(name).await {
            tracing::warn!(database = name, "cannot drop what was left behind: {error}");
        }
    }
}

/// Whether a database of this name was left behind, by the time that stands in it.
fn is_left(name: &str, now: u64) -> bool {
    let rest = name.strip_prefix(PREFIX).unwrap_or_default();
    let made: Option<u64> = rest.split('_').next().and_then(|made| made.parse().ok());
    made.is_some_and(|made| made.saturating_add(LIFE.as_secs()) < now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_old_is_left_behind() {
        assert!(is_left("revision_scratch_1000_7", 1000 + 3601));
        assert!(!is_left("revision_scratch_1000_7", 1000 + 3600));
        assert!(!is_left("revision_scratch_x", u64::MAX));
        assert!(!is_left("revision_scratched", u64::MAX));
        assert!(!is_left(&name(), now()));
    }
}
