//! The chain as an application carries it: data that its build script wrote, and the functions that rustc compiled.

use std::panic::Location;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::chain::{Chain, Direction, Id, Label, Revision};
use crate::config::Settings;
use crate::op::{Op, record};
use crate::operation::Operation;
use crate::script::{About, Asked, Revisions, Script, checksum, from_operations, from_sections};
use crate::{Backend, Diagnostic, Place, Source};
#[cfg(feature = "runtime")]
use crate::{
    dialect::Database,
    runtime::{Error, Running, Runtime, Standing, Targets},
};

/// The chain of a crate: `revisions::CHAIN`, made by `revisions!`.
#[derive(Debug)]
pub struct EmbeddedChain {
    revisions: &'static [EmbeddedRevision],
    settings: Settings,
    chain: OnceLock<Chain>,
}

/// A revision of an [`EmbeddedChain`].
#[derive(Debug)]
pub struct EmbeddedRevision {
    /// Its id.
    pub id: &'static str,
    /// The ids right below it.
    pub down_revisions: &'static [&'static str],
    /// The labels of the branch that begins here.
    pub branch_labels: &'static [&'static str],
    /// Ids or labels that must be applied before.
    pub depends_on: &'static [&'static str],
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// What it does, in its author's words.
    pub message: &'static str,
    /// When it was made, as written.
    pub created: Option<&'static str>,
    /// Its file, as configured, for messages.
    pub path: &'static str,
    /// What its file held; none for an SQL revision, of which the databases read the text each in its own way.
    #[doc(hidden)]
    pub checksum: Option<&'static str>,
    #[doc(hidden)]
    pub body: Body,
}

/// What a revision runs: functions of a Rust file, or the text of an SQL file.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Body {
    Rust {
        upgrade: fn(&mut Op),
        downgrade: fn(&mut Op),
    },
    Sql(&'static str),
}

impl EmbeddedChain {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(revisions: &'static [EmbeddedRevision], settings: Settings) -> Self {
        Self {
            revisions,
            settings,
            chain: OnceLock::new(),
        }
    }

    /// The revisions, in the order of their files.
    #[must_use]
    pub fn revisions(&self) -> &'static [EmbeddedRevision] {
        self.revisions
    }

    /// What the configuration said about running, when the crate was compiled.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The graph of the revisions.
    ///
    /// # Panics
    ///
    /// Never for a chain that the build script checked, for what does not pass there does not compile.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        self.chain.get_or_init(|| {
            let revisions = self.revisions.iter().map(EmbeddedRevision::declared);
            Chain::new(revisions.collect()).expect("the build script has checked the chain")
        })
    }
}

#[cfg(feature = "runtime")]
impl EmbeddedChain {
    /// Applies what leads to `targets`, each revision after what it needs. Any number of programs may do so at once.
    ///
    /// ```no_run
    /// # async fn example(chain: &'static revision_core::EmbeddedChain) -> Result<(), revision_core::runtime::Error> {
    /// chain.upgrade("sqlite://app.db", "head").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn upgrade<'a>(
        &'a self,
        database: impl Into<Database<'a>>,
        targets: impl Targets,
    ) -> Running<'a> {
        self.runtime().upgrade(database, targets)
    }

    /// Undoes what stands above `target`.
    pub fn downgrade<'a>(&'a self, database: impl Into<Database<'a>>, target: &str) -> Running<'a> {
        self.runtime().downgrade(database, target)
    }

    /// Says that the database stands at `targets`, and runs nothing.
    pub fn stamp<'a>(
        &'a self,
        database: impl Into<Database<'a>>,
        targets: impl Targets,
    ) -> Running<'a> {
        self.runtime().stamp(database, targets)
    }

    /// Where the database stands. Only looks: nothing is made, not even the tables.
    pub async fn current(&self, database: impl Into<Database<'_>>) -> Result<Standing, Error> {
        self.runtime().current(database).await
    }

    /// The revisions that are not applied, in the order in which they would be.
    pub async fn pending(&self, database: impl Into<Database<'_>>) -> Result<Vec<Id>, Error> {
        Ok(self.current(database).await?.pending)
    }

    pub(crate) fn runtime(&self) -> Runtime<'_> {
        Runtime::new(self, &self.settings)
    }
}

impl Revisions for EmbeddedChain {
    fn chain(&self) -> &Chain {
        self.chain()
    }

    fn about(&self, id: &Id) -> Option<About<'_>> {
        self.get(id).map(|revision| About {
            message: revision.message,
            transaction: revision.transaction,
            created: revision.created,
        })
    }

    fn script(
        &self,
        id: &Id,
        direction: Direction,
        backend: Backend,
    ) -> Result<Script, Diagnostic> {
        let asked = Asked {
            id,
            direction,
            backend,
        };
        let revision = self.get(id).ok_or_else(|| asked.unknown())?;
        revision.script(asked)
    }

    fn checksum(&self, id: &Id, backend: Backend) -> Option<String> {
        let revision = self.get(id)?;
        match revision.body {
            Body::Rust { .. } => revision.checksum.map(str::to_owned),
            Body::Sql(text) => Some(checksum::sql(text, backend)),
        }
    }

    fn place(&self, id: &Id) -> Option<Place> {
        self.get(id).map(|revision| Place::file(revision.path))
    }
}

impl EmbeddedChain {
    fn get(&self, id: &Id) -> Option<&'static EmbeddedRevision> {
        let position = self.chain().position(id)?;
        self.revisions.get(position)
    }
}

impl EmbeddedRevision {
    fn declared(&self) -> Revision {
        Revision {
            id: Id::from(self.id),
            down_revisions: self.down_revisions.iter().map(|id| Id::from(*id)).collect(),
            branch_labels: self
                .branch_labels
                .iter()
                .map(|label| Label::from(*label))
                .collect(),
            depends_on: self.depends_on.iter().map(ToString::to_string).collect(),
        }
    }

    fn script(&self, asked: Asked<'_>) -> Result<Script, Diagnostic> {
        let function = match (&self.body, asked.direction) {
            (Body::Sql(text), _) => {
                let source = Arc::new(Source {
                    path: self.path.into(),
                    text: (*text).to_owned(),
                });
                return from_sections(&source, asked);
            }
            (Body::Rust { upgrade, .. }, Direction::Upgrade) => upgrade,
            (Body::Rust { downgrade, .. }, Direction::Downgrade) => downgrade,
            (Body::Rust { .. }, Direction::Stamp) => return Ok(Script::default()),
        };
        let file = Place::file(self.path);
        from_operations(record(*function, asked.backend), asked, file, |at| {
            self.place(at)
        })
    }

    /// The place of a call. The compiler knows the file by its whole path, which says more of the machine that compiled it
    /// than the reader wants to know.
    fn place(&self, at: &Location<'_>) -> Place {
        let own = Path::new(self.path);
        let own = own.strip_prefix(".").unwrap_or(own);
        let path = if Path::new(at.file()).ends_with(own) {
            own
        } else {
            Path::new(at.file())
        };
        Place::at_line(path, at.line(), at.column())
    }

    /// What upgrading with a Rust revision does on a database; none for an SQL revision, whose statements are text.
    #[must_use]
    pub fn upgrade(&self, backend: Backend) -> Option<Vec<Operation>> {
        match self.body {
            Body::Rust { upgrade, .. } => record(upgrade, backend).into_operations(),
            Body::Sql(_) => None,
        }
    }

    /// What downgrading with a Rust revision does on a database; none where there is no way back, and for an SQL revision.
    #[must_use]
    pub fn downgrade(&self, backend: Backend) -> Option<Vec<Operation>> {
        match self.body {
            Body::Rust { downgrade, .. } => record(downgrade, backend).into_operations(),
            Body::Sql(_) => None,
        }
    }

    /// The text of an SQL revision.
    #[must_use]
    pub fn sql(&self) -> Option<&'static str> {
        match self.body {
            Body::Rust { .. } => None,
            Body::Sql(text) => Some(text),
        }
    }
}
