//! What can be asked of a chain and a database.

use super::event::Event;
use super::offline::Offline;
use super::outcome::{Error, Standing, Unknown};
use super::resume;
use super::running::{Request, Running};
use super::state::{self, State};
use super::told;
use crate::chain::{Direction, Id};
use crate::config::Settings;
use crate::dialect::{Database, Purpose, Unanswered, dialect};
use crate::script::{Asked, Revisions};
use crate::{Backend, Server};

/// A chain that can be run: the revisions of a project's files, or those that an application has compiled.
#[derive(Clone, Copy)]
pub struct Runtime<'r> {
    revisions: &'r dyn Revisions,
    settings: &'r Settings,
}

/// One target or several: `"head"`, `["billing@head", "a1b2"]`.
pub trait Targets {
    /// The targets as they were given.
    fn into_targets(self) -> Vec<String>;
}

impl Targets for &str {
    fn into_targets(self) -> Vec<String> {
        vec![self.to_owned()]
    }
}

impl Targets for &String {
    fn into_targets(self) -> Vec<String> {
        vec![self.clone()]
    }
}

impl Targets for Vec<String> {
    fn into_targets(self) -> Vec<String> {
        self
    }
}

impl Targets for &[String] {
    fn into_targets(self) -> Vec<String> {
        self.to_vec()
    }
}

impl Targets for &[&str] {
    fn into_targets(self) -> Vec<String> {
        self.iter().map(ToString::to_string).collect()
    }
}

impl<const N: usize> Targets for [&str; N] {
    fn into_targets(self) -> Vec<String> {
        self.map(str::to_owned).into()
    }
}

impl<'r> Runtime<'r> {
    /// The revisions of a project's files, which are read and not compiled.
    #[cfg(feature = "source")]
    #[must_use]
    pub fn of_files(revisions: &'r crate::source::Revisions, settings: &'r Settings) -> Self {
        Self::new(revisions, settings)
    }

    /// What it is that runs.
    #[cfg(feature = "runner")]
    pub(crate) fn revisions(&self) -> &'r dyn Revisions {
        self.revisions
    }

    /// How it runs.
    #[cfg(feature = "runner")]
    pub(crate) fn settings(&self) -> &'r Settings {
        self.settings
    }

    pub(crate) fn new(revisions: &'r dyn Revisions, settings: &'r Settings) -> Self {
        Self {
            revisions,
            settings,
        }
    }

    /// Applies what leads to `targets`, each after what it needs.
    pub fn upgrade<'a>(
        &self,
        database: impl Into<Database<'a>>,
        targets: impl Targets,
    ) -> Running<'a>
    where
        'r: 'a,
    {
        self.running(database.into(), Request::Upgrade(targets.into_targets()))
    }

    /// Which of the revisions that an upgrade would apply take away rows, or what they hold. Only looks.
    pub async fn losing(
        &self,
        database: impl Into<Database<'_>>,
        targets: impl Targets,
    ) -> Result<Vec<Id>, Error> {
        let database = database.into();
        let backend = database.backend();
        let planned = self.upgrade(database, targets).dry_run().await?;
        // Without a kind of database nothing was planned.
        let Some(backend) = backend else {
            return Ok(Vec::new());
        };
        let ids = planned.steps.into_iter().map(|step| step.revision);
        let mut scripts = self.revisions.scripts();
        let losing = ids.filter(|id| {
            let server = Server::assumed(backend);
            let script = scripts(Asked::new(id, Direction::Upgrade, server));
            script.is_ok_and(|script| script.loses_data(backend))
        });
        Ok(losing.collect())
    }

    /// Undoes what stands above `target`.
    pub fn downgrade<'a>(&self, database: impl Into<Database<'a>>, target: &str) -> Running<'a>
    where
        'r: 'a,
    {
        self.running(database.into(), Request::Downgrade(target.to_owned()))
    }

    /// Says that the database stands at `targets`, and runs nothing.
    pub fn stamp<'a>(&self, database: impl Into<Database<'a>>, targets: impl Targets) -> Running<'a>
    where
        'r: 'a,
    {
        let targets = targets.into_targets();
        let purge = false;
        self.running(database.into(), Request::Stamp { targets, purge })
    }

    /// The same, whatever the database holds: rows that the chain does not know are removed.
    pub fn stamp_purged<'a>(
        &self,
        database: impl Into<Database<'a>>,
        targets: impl Targets,
    ) -> Running<'a>
    where
        'r: 'a,
    {
        let targets = targets.into_targets();
        let purge = true;
        self.running(database.into(), Request::Stamp { targets, purge })
    }

    fn running<'a>(&self, database: Database<'a>, request: Request) -> Running<'a>
    where
        'r: 'a,
    {
        Running::new(database, self.revisions, self.settings.clone(), request)
    }

    /// Where the database stands. Only looks: nothing is made, not even the tables.
    pub async fn current(&self, database: impl Into<Database<'_>>) -> Result<Standing, Error> {
        let (found, server) = self.look(database.into()).await?;
        self.standing(found, server)
    }

    /// Drops all that the database holds, our tables too; on PostgreSQL what lies in its schemas.
    pub fn empty<'a>(&self, database: impl Into<Database<'a>>) -> Running<'a>
    where
        'r: 'a,
    {
        self.running(database.into(), Request::Empty)
    }

    /// Makes the version table and the log where they are missing, and says whether any was.
    pub async fn ensure_version(&self, database: impl Into<Database<'_>>) -> Result<bool, Error> {
        let mut made = false;
        self.running(database.into(), Request::Tables)
            .observer(|event: &Event<'_>| made |= matches!(event, Event::TablesMade))
            .await?;
        Ok(made)
    }

    /// Records that an applied revision was edited in a way that changes nothing for the database. It is named by any
    /// target that stands for one.
    pub async fn accept(
        &self,
        database: impl Into<Database<'_>>,
        revision: &str,
        tool: &str,
    ) -> Result<Id, Error> {
        super::accept::accept(
            self.revisions,
            self.settings,
            database.into(),
            revision,
            tool,
        )
        .await
    }

    /// What would be run, as a script for the database's own client: it begins where the request says, checks that the
    /// database stands there, and stops at its first error. The whole script, or why there is none.
    pub fn script(&self, server: Server, request: &Offline<'_>) -> Result<String, Error> {
        super::offline::script(self.revisions, self.settings, server, request)
    }

    async fn look(&self, database: Database<'_>) -> Result<(State, Server), Error> {
        let backend = database.backend();
        let mut driver = match database.open(Purpose::Look).await {
            Ok(driver) => driver,
            Err(Unanswered::NoFile(_)) => {
                let backend = backend.unwrap_or(Backend::ALL[0]);
                let server = state::of_no_file(backend, self.settings).await;
                return Ok((State::default(), server));
            }
            Err(error) => return Err(told::unanswered(&error).into()),
        };
        let dialect = dialect(driver.backend());
        let facts = state::facts(&mut *driver, dialect, self.settings).await?;
        let chain = self.settings.version_table.to_string();
        let found = state::state(&mut *driver, dialect, &facts, &chain).await;
        driver.close().await;
        Ok((found?, facts.server))
    }

    fn standing(&self, found: State, server: Server) -> Result<Standing, Error> {
        let chain = self.revisions.chain();
        let unknown: Vec<Unknown> = found
            .unknown(chain)
            .into_iter()
            .map(|id| Unknown {
                revision: id.clone(),
                log: found.log.last(id).cloned(),
            })
            .collect();
        let known: Vec<Id> = found
            .rows
            .iter()
            .filter(|row| chain.get(row).is_some())
            .cloned()
            .collect();
        let current = chain.current(&known)?;
        let heads = current.heads.iter().map(|head| head.id.clone()).collect();
        // In the order in which they would be applied, as far as there is one.
        let pending = match chain.upgrade(&known, &["heads"]) {
            Ok(plan) => plan.steps.into_iter().map(|step| step.revision).collect(),
            Err(_) => current.pending.iter().map(|one| one.id.clone()).collect(),
        };
        let edited = found.edited(self.revisions, server.backend());
        let journal = found.log.journal.as_ref();
        let half_done = |journal| resume::check(journal, None, None, self.revisions).err();
        let half_done = journal.and_then(half_done);
        let partial = journal.filter(|_| half_done.is_some());
        let partial = partial.map(|journal| journal.revision.clone());
        let mut warnings = state::edited(&edited, self.revisions);
        warnings.extend(half_done);
        Ok(Standing {
            server: Some(server),
            heads,
            rows: found.rows,
            unknown,
            pending,
            warnings,
            edited,
            partial,
            log: found.log.into_lines(),
        })
    }
}

impl std::fmt::Debug for Runtime<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runtime")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
