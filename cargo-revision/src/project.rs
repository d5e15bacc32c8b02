//! A project whose revisions are in order.

use revision_core::chain::{Chain, Id};
use revision_core::config::{Config, Text};
use revision_core::runner::present::view::View;
use revision_core::runtime::Runtime;
use revision_core::source::{self, RevisionFile};

use crate::database::{Chosen, Database};
use crate::failure::Failure;
use crate::location::Location;
use crate::report::Report;
use crate::standing::Standing;

/// The configuration, the files of the revisions, and the chain that these form.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) config: Config,
    pub(crate) revisions: source::Revisions,
    /// Where the database stands, if it was asked.
    pub(crate) standing: Option<Standing>,
    /// Where the arguments say that it is.
    pub(crate) location: Location,
}

impl Project {
    /// Reads all revisions. Whatever is wrong with any of them is reported together.
    pub(crate) fn load(config: Config) -> Result<Self, Failure> {
        Ok(Self {
            revisions: source::read(&config)?,
            config,
            standing: None,
            location: Location::default(),
        })
    }

    /// The graph of the revisions.
    pub(crate) fn chain(&self) -> &Chain {
        &self.revisions.chain
    }

    /// What runs the revisions.
    pub(crate) fn runtime(&self) -> Runtime<'_> {
        Runtime::of_files(&self.revisions, &self.config.settings)
    }

    /// The revisions as they are shown.
    pub(crate) fn view(&self) -> View<'_> {
        View {
            standing: self.standing.as_ref(),
            ..View::new(self.runtime())
        }
    }

    /// Asks a database where it stands.
    pub(crate) fn standing_of(&self, database: &Database) -> Result<Standing, Failure> {
        database.named.standing(View::new(self.runtime()))
    }

    /// Asks the database that is meant where it stands, because `target` cannot be told without it.
    pub(crate) fn ask(
        &mut self,
        chosen: &Chosen,
        report: &Report,
        target: &str,
    ) -> Result<&Standing, Failure> {
        let database = Database::needed(&self.config, chosen, target)?;
        report.say("Asking", &database);
        let standing = self.standing_of(&database)?;
        Ok(self.standing.insert(standing))
    }

    /// The file of a revision.
    pub(crate) fn file(&self, id: &Id) -> Option<&RevisionFile> {
        self.revisions.files.get(self.chain().position(id)?)
    }

    /// Tells whoever looks for revisions where there are none yet.
    pub(crate) fn say_if_empty(&self, report: &Report) {
        if self.chain().is_empty() {
            let folders = self.config.revisions.iter().map(Text::raw);
            let folders: Vec<_> = folders.collect();
            report.say(
                "Empty",
                format_args!(
                    "{}: `cargo revision new MESSAGE` writes the first revision",
                    folders.join(", ")
                ),
            );
        }
    }

    /// The same revisions in the order of `history`.
    pub(crate) fn newest_first<'a>(
        &'a self,
        ids: impl IntoIterator<Item = &'a Id>,
    ) -> Result<Vec<&'a Id>, Failure> {
        self.view().newest_first(ids)
    }
}
