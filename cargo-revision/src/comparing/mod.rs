//! Comparing two schemas, wherever each comes from: one call for `new -a`, `check`, `diff` and `stamp`.
//!
//! Both are loaded as each database that the chain serves would keep them: the one that is asked says it itself, the others
//! are known from the revisions. What one of them sees is a difference.

mod decisions;
mod found;
mod load;
mod source;

use std::mem;

use revision_core::compare::{Unsure, View, alike, fill_in, in_words_as_seen, in_words_of, unseen};
use revision_core::diff::{Beside, Pair, Rename, beside};
use revision_core::runner::present::wait;
use revision_core::runtime::{Held, Respelt, respelt};
use revision_core::schema::{QualifiedName, Schema};
use revision_core::source::{Filter, type_words};
use revision_core::{Code, Diagnostic, Server};

use crate::database::Chosen;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;

use load::Loader;

pub(crate) use decisions::Decisions;
pub(crate) use found::{Answered, Compared};
pub(crate) use source::Source;

/// Loads two sources and compares them.
pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    sources: &Pair<Source>,
    decisions: &Decisions,
) -> Result<Compared, Failure> {
    let compared = Sides::load(project, report, chosen, sources)?.compare(decisions)?;
    compared.warn(report, &[]);
    Ok(compared)
}

/// What is compared, loaded.
pub(crate) struct Sides<'a> {
    /// Each side in its own words.
    own: Pair<Schema>,
    /// Both as each database would keep them, the one that was asked first.
    views: Vec<View>,
    /// What the revisions make, where they or the database that has them are what there is.
    revisions: Option<Schema>,
    /// Whether a revision hides what it made.
    is_unsure: bool,
    /// Whether what there should be is said by structs, which do not say all that a schema holds.
    are_structs: bool,
    /// Whether it is said by the project, so that what it does not speak of is not ours.
    is_ours: bool,
    /// What the models say of old names.
    renamed: Vec<Rename>,
    filter: Filter<'a>,
}

impl<'a> Sides<'a> {
    pub(crate) fn load(
        project: &'a Project,
        report: &Report,
        chosen: &Chosen,
        sources: &Pair<Source>,
    ) -> Result<Self, Failure> {
        let loader = Loader::new(project, chosen)?;
        let held = Pair::new(loader.held(&sources.before)?, loader.held(&sources.after)?);
        let server = primary(project, &loader, &held)?;
        let side =
            |source: &Source, held: &Option<Held>| loader.words(source, held.as_ref(), server);
        let mut own = Pair::new(
            side(&sources.before, &held.before)?,
            side(&sources.after, &held.after)?,
        );
        let filter = Filter::new(&project.config);
        filter.apply(&mut own);
        say(report, &loader, sources, &own);
        let mut first = View::new(server, own.clone());
        first.are_held = held.before.is_some() && held.after.is_some();
        let mut views = vec![spelt(project, report, &loader, sources, &held, first)?];
        for other in others(project, server) {
            let before = loader.elsewhere(&sources.before, other)?;
            let after = loader.elsewhere(&sources.after, other)?;
            if let (Some(before), Some(after)) = (before, after) {
                let mut schemas = Pair::new(before, after);
                filter.apply(&mut schemas);
                views.push(View::new(other, schemas));
            }
        }
        let mut sides = Self {
            own,
            views,
            revisions: None,
            is_unsure: false,
            are_structs: loader.are_structs(&sources.after),
            is_ours: matches!(sources.after, Source::Models | Source::File(_)),
            renamed: loader.renamed(),
            filter,
        };
        let own = &mut sides.own;
        if sources.before == Source::Database {
            let replayed = loader.applied(server)?;
            sides.is_unsure = replayed.unsure;
            let mut pair = Pair::new(mem::take(&mut own.before), replayed.schema);
            sides.filter.apply(&mut pair);
            own.before = in_words_of(&pair.after, &pair.before, server);
            sides.revisions = Some(pair.after);
        } else if matches!(sources.before, Source::Revisions(_)) {
            sides.revisions = Some(own.before.clone());
        }
        // What a database does not say of enums, the other side does.
        if held.after.is_some() {
            // Where both were read, the words that the one has of revisions hide no type that the other has otherwise.
            let read = sides.views.first().filter(|first| first.are_held);
            let read = read.map_or(&*own, |first| &first.schemas);
            let mut view = View::new(server, Pair::new(read.after.clone(), read.before.clone()));
            view.are_held = held.before.is_some();
            own.after = in_words_as_seen(Pair::new(&own.after, &own.before), &view);
        } else if held.before.is_some() && sides.revisions.is_none() {
            own.before = in_words_of(&own.after, &own.before, server);
        }
        Ok(sides)
    }

    /// What leads from the one side to the other, given what somebody has decided.
    pub(crate) fn compare(&self, decisions: &Decisions) -> Result<Compared, Failure> {
        decisions.known(self.own.as_ref())?;
        let renames = decisions.renames(self.renamed.clone())?;
        let (mut own, mut views) = (self.own.clone(), self.views.clone());
        if self.are_structs {
            // A view that no revision made is not ours, and neither is one that is to go.
            let is_ours = |name: &QualifiedName| match &self.revisions {
                Some(revisions) => revisions.views.contains_key(name) && !decisions.drops(name),
                None => true,
            };
            let pairs = views.iter_mut().map(|view| &mut view.schemas);
            for pair in pairs.chain([&mut own]) {
                fill_in(pair, |name| decisions.name(name), is_ours);
            }
        }
        let schemas = alike(&own, &views, &renames);
        let mut warnings = Vec::new();
        if let (true, [view]) = (self.revisions.is_some(), &*views) {
            warnings.extend(tell_unseen(view.server, own.as_ref(), schemas.as_ref()));
        }
        let revisions = self.revisions.as_ref().filter(|_| self.is_ours);
        let mut compared = found::found(schemas, revisions, &renames);
        compared.servers = views.iter().map(|view| view.server).collect();
        if self.is_unsure {
            compared.unmade.clear();
        }
        decisions::told(&compared.stale)?;
        for stale in &compared.stale {
            let message = format!("`renamed_from` says nothing any more: `{stale}`");
            warnings.push(Diagnostic::new(Code::InvalidModel, message).help("it can be removed"));
        }
        for beside in beside(compared.schemas.as_ref()) {
            // It was left out on purpose.
            if matches!(&beside, Beside::Opaque(name) if !self.filter.is_meant(name)) {
                continue;
            }
            warnings.push(Diagnostic::new(Code::OpaqueStatement, beside.to_string()));
        }
        compared.warnings = warnings;
        Ok(compared)
    }
}

/// Says what is compared with what.
fn say(report: &Report, loader: &Loader<'_>, sources: &Pair<Source>, own: &Pair<Schema>) {
    let tables = match own.after.tables.len() {
        1 => "1 table".to_owned(),
        count => format!("{count} tables"),
    };
    let after = loader.shown(&sources.after);
    let before = loader.shown(&sources.before);
    report.say(
        "Comparing",
        format_args!("{after} ({tables}) with {before}"),
    );
}

/// The database with whose eyes is seen first: the one that was asked, else the one that is meant.
fn primary(
    project: &Project,
    loader: &Loader<'_>,
    held: &Pair<Option<Held>>,
) -> Result<Server, Failure> {
    let servers: Vec<Server> = [&held.before, &held.after]
        .into_iter()
        .flatten()
        .map(|held| held.server)
        .collect();
    match *servers {
        [one, other] if one.backend() != other.backend() => {
            let (one, other) = (one.product.name(), other.product.name());
            let message =
                format!("{one} and {other} cannot be compared: each has types of its own");
            Err(Diagnostic::new(Code::Usage, message).into())
        }
        [one, ..] => Ok(one),
        [] => {
            let configured = &project.config.databases;
            let meant = loader.backend();
            let mut of_kind = configured.iter();
            let of_kind = of_kind.find(|one| meant.is_none_or(|meant| one.backend() == meant));
            let assumed = || meant.map(Server::assumed);
            of_kind.copied().or_else(assumed).ok_or_else(|| {
                let message = "it is not said for which database to compare";
                Diagnostic::new(Code::Config, message)
                    .help("name it with `--url`, in DATABASE_URL, or as `url` in `revision.toml`")
                    .help("or list what the revisions are for: `databases` in `revision.toml`")
                    .into()
            })
        }
    }
}

/// Says what differs and is not seen.
fn tell_unseen(server: Server, own: Pair<&Schema>, seen: Pair<&Schema>) -> Option<Diagnostic> {
    let unseen = unseen(own, seen);
    if unseen.is_empty() {
        return None;
    }
    let columns = unseen.iter().map(|(column, types)| {
        let (before, after) = (type_words(&types.before), type_words(&types.after));
        format!("`{column}` from {before} to {after}")
    });
    let columns: Vec<_> = columns.collect();
    let message = format!(
        "no change on {}: {}",
        server.product.name(),
        columns.join(", ")
    );
    let help =
        "where the revisions serve other databases too: `databases = […]` in `revision.toml`";
    Some(Diagnostic::new(Code::Unsupported, message).help(help))
}

/// The other databases that the chain serves.
fn others(project: &Project, server: Server) -> impl Iterator<Item = Server> {
    let configured = project.config.databases.iter().copied();
    configured.filter(move |other| other.backend() != server.backend())
}

/// What one side says beside a database, in the words of that database.
fn spelt(
    project: &Project,
    report: &Report,
    loader: &Loader<'_>,
    sources: &Pair<Source>,
    held: &Pair<Option<Held>>,
    mut view: View,
) -> Result<View, Failure> {
    let Pair { before, after } = &mut view.schemas;
    let (asked, schema, held) = match (&held.before, &held.after) {
        (Some(_), None) => (&sources.before, after, before),
        (None, Some(_)) => (&sources.after, before, after),
        _ => return Ok(view),
    };
    let named = loader.place(asked)?;
    let asked = respelt(named.open(), &project.config.settings, schema, Some(held));
    let answer = wait::runtime()?.block_on(asked);
    let (unsure, why) = match answer.map_err(|error| named.failure(error))? {
        Respelt::Schema(spelt) => {
            *schema = *spelt;
            return Ok(view);
        }
        Respelt::InPart(spelt, why) => {
            *schema = *spelt;
            (Unsure::Objects, why)
        }
        Respelt::CannotTell(why) => (Unsure::Everything, why),
    };
    view.unsure = unsure;
    let what = match unsure {
        Unsure::Objects => "views and functions",
        _ => "expressions",
    };
    let message = format!(
        "whether {what} differ cannot be told, since {named} does not say how it would write them: {why}"
    );
    report.warn(&Diagnostic::new(Code::Unsupported, message));
    Ok(view)
}
