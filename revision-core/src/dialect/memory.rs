//! A database in memory in which SQL shows what it does, for a kind of database that can lie there.
//!
//! Nothing but statements that make, change and drop objects is run in it: rows are nobody's business, and a statement that
//! reaches for a file is never run. It is asked without a runtime, for such a database answers from a thread of its own.

mod leading;
mod stage;

use std::collections::BTreeSet;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::driver::{Answers, Driver, Part, Row};
use super::facts::Tables;
use super::reflect::{Scope, questions, read};
use super::{Purpose, open_url, sqlite};
use crate::config::Settings;
use crate::schema::{QualifiedName, Schema};
use crate::{Backend, Server};

pub(crate) use leading::leading;
pub(crate) use stage::Stage;

/// The database.
pub(crate) struct Memory {
    driver: Box<dyn Driver>,
    server: Server,
    /// Whether settings may be others than at first.
    is_touched: bool,
    /// What it said of itself when it was last looked at.
    rows: BTreeSet<Row>,
    /// The schema that this is.
    schema: Schema,
}

/// The part of a schema that is no longer what it was.
#[derive(Default)]
pub(crate) struct Changed {
    pub(crate) before: Schema,
    pub(crate) after: Schema,
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
            rows: BTreeSet::new(),
            schema: Schema::default(),
        };
        memory.put_back();
        Some(memory)
    }

    /// Runs a statement, and says whether that went.
    pub(crate) fn run(&mut self, sql: &str) -> bool {
        self.is_touched |= sqlite::memory::sets(sql);
        wait(self.driver.send(&[Part::execute(sql)], false)).is_ok()
    }

    /// Asks it, and gives its answers.
    fn ask(&mut self, questions: Vec<String>) -> Option<Answers> {
        let asked: Vec<_> = questions.into_iter().map(Part::ask).collect();
        wait(self.driver.send(&asked, false)).ok()
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

    /// What has changed since the last look; none where what it says makes no sense. What is as it was is not read again.
    pub(crate) fn look(&mut self) -> Option<Changed> {
        let ours = Tables {
            version: Settings::DEFAULT.version_table,
            log: Settings::DEFAULT.log_table,
        };
        let asked = questions(self.server, Scope::Everything, &ours);
        let answers = self.ask(asked)?;
        let rows: BTreeSet<Row> = answers.into_iter().flatten().collect();
        let names = sqlite::memory::changed(&self.rows, &rows);
        if names.is_empty() {
            return Some(Changed::default());
        }
        let about = sqlite::memory::about(&rows, &names);
        let is_meant = |name: &QualifiedName| names.contains(name.name.as_str());
        let after = part(&read(self.server, vec![about]).ok()?, is_meant);
        let before = part(&self.schema, is_meant);
        self.schema.tables.retain(|name, _| !is_meant(name));
        self.schema.views.retain(|name, _| !is_meant(name));
        self.schema.triggers.retain(|(name, _), _| !is_meant(name));
        self.schema.tables.extend(after.tables.clone());
        self.schema.views.extend(after.views.clone());
        self.schema.triggers.extend(after.triggers.clone());
        self.rows = rows;
        Some(Changed { before, after })
    }

    /// Whether the table or view was there at the last look, as a part of its schema.
    pub(crate) fn knows(&self, name: &QualifiedName) -> bool {
        self.schema.tables.contains_key(name) || self.schema.views.contains_key(name)
    }

    /// Whether something of that name was there at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        sqlite::memory::names(&self.rows).any(|one| one == name)
    }
}

/// The part of a schema that these names are about.
pub(crate) fn part(schema: &Schema, is_meant: impl Fn(&QualifiedName) -> bool) -> Schema {
    let mut part = Schema {
        enums: schema.enums.clone(),
        ..Schema::default()
    };
    let tables = schema.tables.iter().filter(|(name, _)| is_meant(name));
    part.tables
        .extend(tables.map(|(name, one)| (name.clone(), one.clone())));
    let views = schema.views.iter().filter(|(name, _)| is_meant(name));
    part.views
        .extend(views.map(|(name, one)| (name.clone(), one.clone())));
    let triggers = schema
        .triggers
        .iter()
        .filter(|((name, _), _)| is_meant(name));
    part.triggers
        .extend(triggers.map(|(key, one)| (key.clone(), one.clone())));
    let opaque = schema.opaque.iter().filter(|name| is_meant(name));
    part.opaque.extend(opaque.cloned());
    part
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
