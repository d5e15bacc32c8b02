//! Loading what is compared.

use std::cell::OnceCell;
use std::path::PathBuf;
use std::sync::Arc;
use std::{env, fs};

use revision_core::chain::Id;
use revision_core::config::Text;
use revision_core::diff::Rename;
use revision_core::runner::present::named::Named;
use revision_core::runner::present::wait;
use revision_core::runtime::{self, Held, Scope};
use revision_core::schema::{Name, Schema};
use revision_core::source::{Models, Renamed, Replayed, models, replay};
use revision_core::{Backend, Code, Diagnostic, Server};

use super::Source;
use crate::database::{Chosen, Database};
use crate::failure::Failure;
use crate::project::Project;

/// What loads the sides of a comparison.
pub(super) struct Loader<'a> {
    project: &'a Project,
    /// The database that is meant, if one is named.
    database: Option<Database>,
    models: OnceCell<Models>,
    /// Where that database stands, if nobody asked before.
    heads: OnceCell<Vec<Id>>,
}

impl<'a> Loader<'a> {
    pub(super) fn new(project: &'a Project, chosen: &Chosen) -> Result<Self, Failure> {
        Ok(Self {
            project,
            database: Database::find(&project.config, chosen)?,
            models: OnceCell::new(),
            heads: OnceCell::new(),
        })
    }

    /// The database that a source is, if it is one.
    pub(super) fn named(&self, source: &Source) -> Result<Option<Named>, Failure> {
        match source {
            Source::Database => match &self.database {
                Some(database) => Ok(Some(database.named.clone())),
                None => Err(unnamed("`database` is to be compared, and none is named")),
            },
            Source::Url(url) => Ok(Some(Named {
                url: url.clone(),
                from: "the command line".to_owned(),
                root: env::current_dir().unwrap_or_else(|_| self.project.config.root.clone()),
            })),
            _ => Ok(None),
        }
    }

    /// What a database holds, if the source is one or has to be tried out in one.
    pub(super) fn held(&self, source: &Source) -> Result<Option<Held>, Failure> {
        if let Some(named) = self.named(source)? {
            return self.reflected(&named).map(Some);
        }
        match self.file(source) {
            Some(path) => self.tried(path).map(Some),
            None => Ok(None),
        }
    }

    /// The file of SQL that a source is, if it is one.
    fn file(&self, source: &Source) -> Option<PathBuf> {
        let config = &self.project.config;
        match (source, &config.schema) {
            (Source::File(path), _) => Some(path.clone()),
            (Source::Models, Some(schema)) => Some(config.path(schema)),
            _ => None,
        }
    }

    fn reflected(&self, named: &Named) -> Result<Held, Failure> {
        let config = &self.project.config;
        let schemas = config.autogenerate.schemas.as_deref();
        let schemas: Option<Vec<Name>> =
            schemas.map(|schemas| schemas.iter().map(|one| Name::from(one.raw())).collect());
        let scope = match &schemas {
            Some(names) => Scope::Namespaces(names),
            None => Scope::Everything,
        };
        let asked = runtime::held(named.open(), scope, &config.settings);
        let held = wait::runtime()?.block_on(asked);
        held.map_err(|error| named.failure(error))
    }

    /// What a file of SQL makes of an empty database of the kind that is meant.
    fn tried(&self, path: PathBuf) -> Result<Held, Failure> {
        let text = fs::read_to_string(&path).map_err(|error| {
            let message = format!("cannot read `{}`: {error}", path.display());
            Diagnostic::new(Code::UnreadableFile, message)
        })?;
        let source = Arc::new(revision_core::Source { path, text });
        let place = self.scratch()?;
        let settings = &self.project.config.settings;
        let tried = wait::runtime()?.block_on(runtime::trial(&place.url, &source, settings));
        tried.map_err(|error| place.failure(error))
    }

    /// The database that tells what a source is.
    pub(super) fn place(&self, source: &Source) -> Result<Named, Failure> {
        match self.named(source)? {
            Some(named) => Ok(named),
            None => self.scratch(),
        }
    }

    /// Where SQL is tried out.
    fn scratch(&self) -> Result<Named, Failure> {
        let config = &self.project.config;
        if let Some(url) = &config.scratch_url {
            return Ok(Named {
                url: url.expand()?,
                from: "scratch_url".to_owned(),
                root: config.root.clone(),
            });
        }
        if let Some(database) = &self.database {
            return Ok(database.named.clone());
        }
        let in_memory = config.databases.iter().find_map(|server| {
            let url = runtime::in_memory(server.backend())?;
            Some(Named {
                url: url.to_owned(),
                from: "memory".to_owned(),
                root: config.root.clone(),
            })
        });
        in_memory
            .ok_or_else(|| unnamed("a file of SQL is tried out in a database, and none is named"))
    }

    /// What a source says in its own words; `held` is what a database says of it.
    pub(super) fn words(
        &self,
        source: &Source,
        held: Option<&Held>,
        server: Server,
    ) -> Result<Schema, Failure> {
        match (source, held) {
            (_, Some(held)) => Ok(held.schema.clone()),
            (Source::Empty, None) => Ok(Schema::default()),
            (Source::Revisions(target), None) => Ok(self.replayed(target, server)?.schema),
            (_, None) => {
                let models = self.models()?;
                let faults = models.check(server);
                if faults.is_empty() {
                    Ok(models.schema.clone())
                } else {
                    Err(faults.into())
                }
            }
        }
    }

    /// The same on another database than the one that was asked; none where it is not known there.
    pub(super) fn elsewhere(
        &self,
        source: &Source,
        server: Server,
    ) -> Result<Option<Schema>, Failure> {
        match source {
            Source::File(_) | Source::Url(_) => Ok(None),
            Source::Models if self.project.config.schema.is_some() => Ok(None),
            Source::Database => Ok(Some(self.applied(server)?.schema)),
            source => self.words(source, None, server).map(Some),
        }
    }

    /// The schema that the revisions make which the database has, so far as they are known.
    pub(super) fn applied(&self, server: Server) -> Result<Replayed, Failure> {
        let Some(database) = &self.database else {
            return self.replayed("heads", server);
        };
        let heads = match (&self.project.standing, self.heads.get()) {
            (Some(standing), _) => &standing.told.heads,
            (None, Some(heads)) => heads,
            (None, None) => {
                let standing = self.project.standing_of(database)?;
                self.heads.get_or_init(|| standing.told.heads)
            }
        };
        let heads: Vec<&str> = heads.iter().map(Id::as_str).collect();
        self.replayed_to(&heads, server)
    }

    /// The schema that the revisions make.
    pub(super) fn replayed(&self, target: &str, server: Server) -> Result<Replayed, Failure> {
        self.replayed_to(&[target], server)
    }

    fn replayed_to(&self, targets: &[&str], server: Server) -> Result<Replayed, Failure> {
        let external: Vec<&str> = self.project.config.external.iter().map(Text::raw).collect();
        let replayed = replay(&self.project.revisions, targets, server, &external);
        let mut replayed = replayed.map_err(Diagnostic::from)?;
        if replayed.faults.is_empty() {
            Ok(replayed)
        } else {
            Err(std::mem::take(&mut replayed.faults).into())
        }
    }

    /// Whether a source is structs, which do not say all that a schema holds.
    pub(super) fn are_structs(&self, source: &Source) -> bool {
        *source == Source::Models && self.project.config.schema.is_none()
    }

    /// The models, read when they are first asked for.
    fn models(&self) -> Result<&Models, Failure> {
        if let Some(models) = self.models.get() {
            return Ok(models);
        }
        let models = models(&self.project.config)?;
        Ok(self.models.get_or_init(|| models))
    }

    /// What the models say of old names, if they were asked for.
    pub(super) fn renamed(&self) -> Vec<Rename> {
        let renamed = self.models.get().map_or(&[][..], |models| &models.renamed);
        let renamed = renamed.iter().map(|one| match one {
            Renamed::Table { from, to } => Rename::Table(from.clone(), to.clone()),
            Renamed::Column { table, from, to } => {
                Rename::Column(table.clone(), from.clone(), to.clone())
            }
        });
        renamed.collect()
    }

    /// A source as it is shown.
    pub(super) fn shown(&self, source: &Source) -> String {
        if let Ok(Some(named)) = self.named(source) {
            return named.to_string();
        }
        match (source, self.models.get(), &self.project.config.schema) {
            (Source::Models, _, Some(schema)) => schema.raw().to_owned(),
            (Source::Models, Some(models), _) => match &*models.files {
                [one] => one.display().to_string(),
                files => format!("the models in {} files", files.len()),
            },
            _ => source.to_string(),
        }
    }

    /// The kind of the database that is meant.
    pub(super) fn backend(&self) -> Option<Backend> {
        self.database.as_ref().and_then(Database::backend)
    }
}

fn unnamed(message: &str) -> Failure {
    Diagnostic::new(Code::Config, message)
        .help("name it with `--url`, in DATABASE_URL, or as `url` in `revision.toml`")
        .into()
}
