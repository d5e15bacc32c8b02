//! A database for one test, gone with its value.

use std::fmt;
use std::ops::Deref;
use std::panic::{self, AssertUnwindSafe};
use std::process;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sqlx::Pool;
use sqlx::pool::PoolOptions;
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::error::Error;
use super::template;
use crate::dialect::{Database, Testable, scratch, usual};
use crate::{Backend, EmbeddedChain};

/// How many databases this process has at a time, and how many connections to each: together fewer than a server takes
/// that nobody has configured.
const AT_ONCE: usize = 16;
const CONNECTIONS: u32 = 4;

/// How long a test waits for its turn while nobody else gets one. Then it goes on: whoever wants two databases at once
/// must not wait for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// For how long the end of a test waits until its database is dropped.
const LONGEST: Duration = Duration::from_secs(5);

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// How many turns there were.
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// A database that nobody else uses, at the heads of the chain, as a pool of sqlx's. It is dropped with this value, on a
/// panic too; what else holds its connections then loses them.
pub struct TestDatabase<DB: Testable> {
    pool: Pool<DB>,
    /// Where it was made.
    place: String,
    name: String,
    url: String,
    _turn: Option<SemaphorePermit<'static>>,
}

/// A fresh database at the heads of `chain`, for one test.
///
/// The first test of all runs the revisions, and leaves a template that is copied for every other, in later runs too, as
/// long as the revisions are the same: `revision_template_…`, which may be dropped at any time. On MySQL and MariaDB, which
/// copy no databases, each test runs them. What functions behind `op.run` do is not seen: after changing one that fills
/// tables, drop the template.
///
/// Databases are made on the server that `DATABASE_URL` names in the environment, by a user who may make them; those of
/// SQLite are files in the system's temporary folder, and need nothing.
pub async fn database<DB: Testable>(chain: &EmbeddedChain) -> Result<TestDatabase<DB>, Error> {
    database_on(chain, &usual_place::<DB>()?).await
}

/// The same on the server that `url` names by one of its databases; for SQLite, in a folder: `sqlite:///tmp/tests`.
pub async fn database_on<DB: Testable>(
    chain: &EmbeddedChain,
    url: &str,
) -> Result<TestDatabase<DB>, Error> {
    let turn = turn().await;
    let name = unique();
    let mut scratch = open::<DB>(url).await?;
    let made = template::make(&mut *scratch, chain, DB::BACKEND, &name).await;
    if made.is_err() {
        // What went wrong is said already.
        let _ = scratch.remove(&name).await;
    }
    let own = scratch.url(&name);
    scratch.close().await;
    made?;
    TestDatabase::connect(url, name, own, turn)
}

/// A fresh database with nothing in it.
pub(super) async fn empty<DB: Testable>() -> Result<TestDatabase<DB>, Error> {
    let url = usual_place::<DB>()?;
    let turn = turn().await;
    let name = unique();
    let mut scratch = open::<DB>(&url).await?;
    let created = scratch.create(&name).await;
    let own = scratch.url(&name);
    scratch.close().await;
    created.map_err(refused)?;
    TestDatabase::connect(&url, name, own, turn)
}

impl<DB: Testable> TestDatabase<DB> {
    fn connect(
        place: &str,
        name: String,
        url: String,
        turn: Option<SemaphorePermit<'static>>,
    ) -> Result<Self, Error> {
        let pool = PoolOptions::new()
            .max_connections(CONNECTIONS)
            .connect_lazy(&url)
            .map_err(|error| refused(error.to_string()))?;
        Ok(Self {
            pool,
            place: place.to_owned(),
            name,
            url,
            _turn: turn,
        })
    }

    /// Its URL, password and all, for code that connects by itself.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl<DB: Testable> Deref for TestDatabase<DB> {
    type Target = Pool<DB>;

    fn deref(&self) -> &Pool<DB> {
        &self.pool
    }
}

impl<DB: Testable> From<&TestDatabase<DB>> for Database<'_> {
    fn from(database: &TestDatabase<DB>) -> Self {
        Self::from(database.url())
    }
}

impl<DB: Testable> fmt::Debug for TestDatabase<DB> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TestDatabase").field(&self.name).finish()
    }
}

impl<DB: Testable> Drop for TestDatabase<DB> {
    fn drop(&mut self) {
        let (place, name) = (self.place.clone(), self.name.clone());
        let (done, is_done) = mpsc::channel();
        // On a thread of its own, since this one may be in the midst of other futures, or have no runtime any more.
        thread::spawn(move || {
            if let Err(error) = remove(&place, &name) {
                tracing::warn!(database = name, "a test's database is left: {error}");
            }
            let _ = done.send(());
        });
        let wait = || {
            let _ = is_done.recv_timeout(LONGEST);
        };
        // PostgreSQL drops no database while anybody is logging in, which may be a future that waits for this very thread:
        // let others carry it on, and do not wait for ever.
        let flavor = Handle::try_current().map(|handle| handle.runtime_flavor());
        if matches!(flavor, Ok(RuntimeFlavor::MultiThread)) {
            // Within a `LocalSet` it panics, and to go on without is all right.
            let _ = panic::catch_unwind(AssertUnwindSafe(|| tokio::task::block_in_place(wait)));
        } else {
            wait();
        }
    }
}

fn remove(place: &str, name: &str) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let mut scratch = scratch(place).await?;
        let removed = scratch.remove(name).await;
        scratch.close().await;
        removed
    })
}

async fn turn() -> Option<SemaphorePermit<'static>> {
    let mut before = TAKEN.load(Ordering::Relaxed);
    loop {
        if let Ok(turn) = tokio::time::timeout(PATIENCE, TURNS.acquire()).await {
            TAKEN.fetch_add(1, Ordering::Relaxed);
            return turn.ok();
        }
        let now = TAKEN.load(Ordering::Relaxed);
        if now == before {
            return None;
        }
        before = now;
    }
}

fn usual_place<DB: Testable>() -> Result<String, Error> {
    usual(DB::BACKEND).ok_or_else(|| Error::NoUrl(DB::BACKEND.name()))
}

async fn open<DB: Testable>(url: &str) -> Result<Box<dyn crate::dialect::Scratch>, Error> {
    if Backend::from_url(url) != Some(DB::BACKEND) {
        let scheme = url.split(':').next().unwrap_or_default();
        return Err(Error::OtherDatabase {
            wanted: DB::BACKEND.name(),
            scheme: scheme.to_owned(),
        });
    }
    scratch(url).await.map_err(refused)
}

fn refused(said: String) -> Error {
    Error::Refused {
        doing: "make a test's database",
        said,
    }
}

/// A name that no other database has, of this run or an earlier one.
fn unique() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let next = NEXT.fetch_add(1, Ordering::Relaxed);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_micros());
    format!("revision_test_{now:x}_{}_{next}", process::id())
}
