//! Whether the revisions do all that the models ask for: the files alone decide, and no database is asked.
//!
//! It is what `check --offline` compares, told for whoever compiles: each fault stands at the field, and names the command
//! that helps. What cannot be told without a database is a warning, so that nothing which is right is ever refused.

mod place;
mod told;

use std::collections::BTreeSet;

use super::filter::Filter;
use super::models::{Models, Renamed, models};
use super::replay::{Compiled, Replayed, replay_with};
use super::{Revisions, told as in_words};
use crate::compare::{Unsure, View, alike, fill_in};
use crate::config::{Config, Text};
use crate::diff::{Pair, Question, Rename, Renames, diff_with_renames, spare};
use crate::operation::Operation;
use crate::schema::{QualifiedName, Schema};
use crate::{Backend, Code, Diagnostic, Server};

/// What was found.
#[derive(Clone, Debug, Default)]
pub(crate) struct InSync {
    /// What the revisions lack, and what keeps the models from being read.
    pub(crate) faults: Vec<Diagnostic>,
    /// What may be a difference, and what nobody can tell.
    pub(crate) warnings: Vec<Diagnostic>,
}

/// Compares the models with what the revisions make, with the eyes of each database that the chain serves.
///
/// What revisions do that need compiling, only those know that were `compiled`.
pub(crate) fn in_sync(
    config: &Config,
    revisions: &Revisions,
    compiled: Option<&Compiled<'_>>,
) -> InSync {
    match Compared::new(config, revisions, compiled) {
        Ok(compared) => compared.told(),
        Err(faults) => InSync {
            faults,
            warnings: Vec::new(),
        },
    }
}

/// Both sides, and what leads from the one to the other.
struct Compared {
    models: Models,
    /// The operations that are wanted whatever a database makes of expressions.
    sure: Vec<Operation>,
    /// Those that are wanted if a database tells expressions apart as their texts are.
    unsure: Vec<Operation>,
    questions: Vec<Question>,
    /// What one side does not know as a whole.
    opaque: BTreeSet<QualifiedName>,
    /// Where it became unknown what the revisions make, if it did.
    unknown: Option<Diagnostic>,
}

impl Compared {
    fn new(
        config: &Config,
        revisions: &Revisions,
        compiled: Option<&Compiled<'_>>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let servers = servers(config).map_err(|fault| vec![fault])?;
        let models = models(config)?;
        let mut faults = Vec::new();
        for server in &servers {
            add(&mut faults, models.check(*server));
        }
        let mut unknown = None;
        let mut views = Vec::new();
        for server in servers {
            let mut replayed = replayed(config, revisions, server, compiled)?;
            add(&mut faults, std::mem::take(&mut replayed.faults));
            unknown = unknown.or_else(|| unknown_from(&replayed));
            let mut schemas = Pair::new(replayed.schema, models.schema.clone());
            Filter::new(config).apply(&mut schemas);
            fill_in(&mut schemas, |_| false, |_| true);
            views.push(View::new(server, schemas));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        hide(&mut views);
        let own = views.first().map(|view| view.schemas.clone());
        let own = own.unwrap_or_else(|| Pair::new(Schema::default(), Schema::default()));
        let renames = Renames {
            decided: models.renamed.iter().map(decided).collect(),
            ..Renames::default()
        };
        let mut leads = |unsure: Unsure| {
            for view in &mut views {
                view.unsure = unsure;
            }
            let schemas = alike(&own, &views, &renames);
            diff_with_renames(schemas.as_ref(), &renames)
        };
        let mut by_text = leads(Unsure::Nothing).operations;
        let mut found = leads(Unsure::Everything);
        // A table is left alone that no model has any more.
        let mut ours = own.before.clone();
        let tables = &models.schema.tables;
        ours.tables.retain(|name, _| tables.contains_key(name));
        spare(&mut by_text, &own.before, &ours);
        spare(&mut found.operations, &own.before, &ours);
        let is_new = |one: &Operation| !found.operations.contains(one);
        Ok(Self {
            unsure: by_text.into_iter().filter(is_new).collect(),
            sure: found.operations,
            questions: found.questions,
            opaque: known_in_part(&own, &models),
            models,
            unknown,
        })
    }
}

/// What is not known on one database is not compared on the others either.
fn hide(views: &mut [View]) {
    let opaque = views.iter().flat_map(|view| {
        let schema = &view.schemas.before;
        let unknown = |name: &&QualifiedName| !schema.tables.contains_key(*name);
        schema.opaque.iter().filter(unknown)
    });
    let opaque: BTreeSet<QualifiedName> = opaque.cloned().collect();
    for view in views {
        for name in &opaque {
            view.schemas.before.forget(name);
        }
    }
}

/// What is not known as a whole, and the models speak of.
fn known_in_part(own: &Pair<Schema>, models: &Models) -> BTreeSet<QualifiedName> {
    let opaque = own.before.opaque.union(&own.after.opaque);
    let is_asked = |name: &&QualifiedName| {
        let schema = &models.schema;
        schema.tables.contains_key(*name)
            || schema.views.contains_key(*name)
            || schema.enums.contains_key(*name)
    };
    opaque.filter(is_asked).cloned().collect()
}

fn decided(renamed: &Renamed) -> Rename {
    match renamed {
        Renamed::Table { from, to } => Rename::Table(from.clone(), to.clone()),
        Renamed::Column { table, from, to } => {
            Rename::Column(table.clone(), from.clone(), to.clone())
        }
    }
}

/// The databases that the chain serves: those that the configuration names, else the one in its URL.
fn servers(config: &Config) -> Result<Vec<Server>, Diagnostic> {
    if let Some(schema) = &config.schema {
        let message = "only models that are structs are compared without a database, and `schema` names a file of SQL";
        return Err(schema
            .fault(message)
            .help("`cargo revision check` compares it"));
    }
    if !config.databases.is_empty() {
        return Ok(config.databases.clone());
    }
    let url = config.url.as_ref().map(Text::raw);
    let backend = url.and_then(Backend::from_url).ok_or_else(|| {
        let message = "it is not said for which databases the models and the revisions are";
        Diagnostic::new(Code::Config, message)
            .help("name them in `revision.toml`: `databases = […]`")
    })?;
    Ok(vec![Server::assumed(backend)])
}

fn replayed(
    config: &Config,
    revisions: &Revisions,
    server: Server,
    compiled: Option<&Compiled<'_>>,
) -> Result<Replayed, Vec<Diagnostic>> {
    let external: Vec<&str> = config.external.iter().map(Text::raw).collect();
    let replayed = replay_with(revisions, &["heads"], server, &external, compiled);
    replayed.map_err(|error| vec![error.into()])
}

/// The first place from which on anything may have been made.
fn unknown_from(replayed: &Replayed) -> Option<Diagnostic> {
    if !replayed.unsure {
        return None;
    }
    let mut opaque = replayed.opaque.iter();
    let compiled = opaque.find(|one| one.code == Code::NeedsCompiling);
    compiled.or(replayed.opaque.first()).cloned()
}

/// Adds what is not there yet: databases refuse much alike.
fn add(faults: &mut Vec<Diagnostic>, found: Vec<Diagnostic>) {
    for fault in found {
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
}

#[cfg(test)]
mod tests;
