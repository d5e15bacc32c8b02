//! A database in memory in which SQL shows what it does, for a kind of database that can lie there.
//!
//! Nothing but statements that make, change and drop objects is run in it: rows are nobody's business, and a statement that
//! reaches for a file is never run. It is asked without a runtime, for such a database answers from a thread of its own.

use std::collections::BTreeSet;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::driver::{Driver, Part};
use super::facts::Tables;
use super::reflect::{Scope, questions, read};
use super::{Purpose, open_url, sqlite};
use crate::config::Settings;
use crate::schema::{Name, Schema};
use crate::{Backend, Server};

/// The database.
pub(crate) struct Memory {
    driver: Box<dyn Driver>,
    server: Server,
    /// Whether settings may be others than at first.
    is_touched: bool,
}

/// What it holds.
#[derive(Default)]
pub(crate) struct Held {
    pub(crate) schema: Schema,
    /// All that goes by a name, also what no schema holds.
    pub(crate) names: BTreeSet<Name>,
}

/// Whether it shows there what a statement does.
pub(crate) fn shows(server: Server, sql: &str) -> bool {
    match server.backend() {
        Backend::Sqlite => sqlite::memory::shows(sql),
        Backend::Postgres | Backend::MySql => false,
    }
}

impl Memory {
    /// An empty one; none where there is no such thing, or its driver is not built in.
    pub(crate) fn open(server: Server) -> Option<Self> {
        let url = match server.backend() {
            Backend::Sqlite => "sqlite::memory:",
            Backend::Postgres | Backend::MySql => return None,
        };
        let opened = wait(open_url(url, Path::new(""), Purpose::Look));
        let mut memory = Self {
            driver: opened.ok()?,
            server,
            is_touched: true,
        };
        memory.put_back();
        Some(memory)
    }

    /// Runs a statement, and says whether that went.
    pub(crate) fn run(&mut self, sql: &str) -> bool {
        self.is_touched |= sqlite::memory::sets(sql);
        wait(self.driver.send(&[Part::execute(sql)], false)).is_ok()
    }

    /// Gives the session the settings that a revision begins with.
    pub(crate) fn put_back(&mut self) {
        if std::mem::take(&mut self.is_touched) {
            for setting in sqlite::memory::SETTINGS {
                self.run(setting);
            }
            self.is_touched = false;
        }
    }

    /// What it holds now; none where that makes no sense.
    pub(crate) fn held(&mut self) -> Option<Held> {
        let ours = Tables {
            version: Settings::DEFAULT.version_table,
            log: Settings::DEFAULT.log_table,
        };
        let mut asked = questions(self.server, Scope::Everything, &ours);
        asked.push(sqlite::memory::NAMES.to_owned());
        let asked: Vec<_> = asked.into_iter().map(Part::ask).collect();
        let mut answers = wait(self.driver.send(&asked, false)).ok()?;
        let names = answers.pop()?.into_iter().flatten().flatten();
        let names = names.map(Name::from).collect();
        let schema = read(self.server, answers).ok()?;
        Some(Held { schema, names })
    }
}

/// Wakes a thread that waits.
struct Waiting(Thread);

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for what is done on another thread.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Waiting(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
        thread::park();
    }
}
