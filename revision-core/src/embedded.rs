//! The chain as an application carries it: data that its build script wrote, and the functions that rustc compiled.

use std::panic::Location;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::chain::{Chain, Direction, Id, Label, Revision};
use crate::config::Settings;
use crate::dialect::follow;
use crate::op::{Beside, Call, Op, Recorded, record};
use crate::operation::Operation;
use crate::schema::Schema;
use crate::script::{
    About, Asked, Of, Revisions, Script, checksum, from_operations, from_sections, has_downgrade,
    leads_nowhere,
};
use crate::{Backend, Diagnostic, Place, Product, Server, Source};
#[cfg(feature = "runtime")]
use crate::{
    dialect::Database,
    runtime::{Error, Running, Runtime, Standing, Targets},
};

/// Said where the build script was not asked to find out what undoes a revision.
const FEATURE: &str = "or have the build script find it out: the feature `build-models` of `revision-core` under `[build-dependencies]`";

const NOT_SERVED: &str = "`databases` in `revision.toml` does not name this database";

/// The chain of a crate: `revisions::CHAIN`, made by `revisions!`.
#[derive(Debug)]
pub struct EmbeddedChain {
    revisions: &'static [EmbeddedRevision],
    settings: Settings,
    inverses: &'static [Inverses],
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

/// What undoes a revision whose downgrade reverses what only the schema tells, as a build script with the feature
/// `build-models` has found it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Inverses {
    /// The revision's id.
    pub revision: &'static str,
    /// The databases on which it is so.
    pub products: &'static [Product],
    /// What was found, or why nothing was.
    pub found: Result<Found, &'static str>,
}

#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Found {
    /// What stands for each `op.reverse` of the downgrade, in their order.
    pub inverses: &'static [fn(&mut Op)],
}

impl EmbeddedChain {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(revisions: &'static [EmbeddedRevision], settings: Settings) -> Self {
        Self::with_inverses(revisions, settings, &[])
    }

    #[doc(hidden)]
    #[must_use]
    pub const fn with_inverses(
        revisions: &'static [EmbeddedRevision],
        settings: Settings,
        inverses: &'static [Inverses],
    ) -> Self {
        Self {
            revisions,
            settings,
            inverses,
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

    fn script(&self, asked: Asked<'_>) -> Result<Script, Diagnostic> {
        let revision = self.get(asked.id).ok_or_else(|| asked.unknown())?;
        revision.script(asked, self.inverses(asked), &|of| self.enums(asked, of))
    }

    fn is_irreversible(&self, id: &Id, server: Server) -> bool {
        match self.get(id).map(|revision| &revision.body) {
            Some(Body::Sql(text)) => !has_downgrade(text),
            Some(Body::Rust { .. }) => leads_nowhere(self, id, server),
            None => false,
        }
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

    /// What the build script has found of a revision's inverse.
    fn inverses(&self, asked: Asked<'_>) -> Option<Result<Found, &'static str>> {
        if asked.direction != Direction::Downgrade {
            return None;
        }
        let all = self.inverses.iter();
        let mut of_revision = all
            .filter(|one| one.revision == asked.id.as_str())
            .peekable();
        of_revision.peek()?;
        let here = of_revision.find(|one| one.products.contains(&asked.server.product));
        Some(here.map_or(Err(NOT_SERVED), |one| one.found))
    }

    /// The enums that there are before a revision, or after it. They follow from what the compiled functions say.
    fn enums(&self, asked: Asked<'_>, of: Of) -> Result<Schema, Diagnostic> {
        let plan = self.chain().upgrade(&[], &[asked.id.as_str()]);
        let steps = plan.map_err(Diagnostic::from)?.steps;
        let steps = steps.iter().map(|step| &step.revision);
        let mut schema = Schema::default();
        for id in steps.filter(|id| of == Of::EnumsAfter || *id != asked.id) {
            let revision = self.get(id);
            let operations = revision.and_then(|one| one.upgrade(asked.server.backend()));
            for operation in operations.iter().flatten() {
                follow(&mut schema, operation);
            }
        }
        Ok(schema)
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

    fn script(
        &self,
        asked: Asked<'_>,
        found: Option<Result<Found, &'static str>>,
        enums: &dyn Fn(Of) -> Result<Schema, Diagnostic>,
    ) -> Result<Script, Diagnostic> {
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
        let backend = asked.server.backend();
        let recorded = record(*function, backend);
        let recorded = match found {
            Some(Ok(found)) => found.resolve(recorded, backend),
            _ => recorded,
        };
        // What tables were like follows from the files of all revisions before this one.
        let schema = |of| {
            let fault = || asked.needs_source().at(file.clone());
            match (of, found) {
                (Of::EnumsBefore | Of::EnumsAfter, _) => enums(of),
                (Of::Before, Some(Err(why))) => {
                    Err(fault().help(format!("the build script could not tell: {why}")))
                }
                (Of::Before, None) if asked.direction == Direction::Downgrade => {
                    Err(fault().help(FEATURE))
                }
                _ => Err(fault()),
            }
        };
        // What tables say of themselves follows from the files of all revisions, too.
        let anew = |_: &[_], _: &_| Ok(None);
        from_operations(recorded, asked, &schema, &anew, file.clone(), |at| {
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

impl Found {
    /// What was recorded, with what undoes it in place of each `op.reverse`. Where the build script has counted others than
    /// the compiler has compiled, it stays as it was.
    fn resolve<P: Copy>(self, recorded: Recorded<P>, backend: Backend) -> Recorded<P> {
        let is_reverse = |one: &&Operation| matches!(one, Operation::Reverse(_));
        if recorded.operations.iter().filter(is_reverse).count() != self.inverses.len() {
            return recorded;
        }
        let mut inverses = self.inverses.iter();
        let mut resolved = Recorded {
            refused: recorded.refused,
            ..Recorded::default()
        };
        for (operation, call) in recorded.operations.into_iter().zip(recorded.calls) {
            let inverse = match operation {
                Operation::Reverse(_) => inverses.next(),
                _ => None,
            };
            let Some(inverse) = inverse else {
                resolved.operations.push(operation);
                resolved.calls.push(call);
                continue;
            };
            for operation in record(*inverse, backend).operations {
                resolved.operations.push(operation);
                // What brings something back stands where it is reversed.
                resolved.calls.push(Call {
                    place: call.place,
                    beside: Beside::Nothing,
                });
            }
        }
        resolved
    }
}

#[cfg(test)]
mod tests;
