//! Comparing two schemas, wherever each comes from: one call for `new -a`, `check`, `diff` and `stamp`.
//!
//! Both are loaded as each database that the chain serves would keep them: the one that is asked says it itself, the others
//! are known from the revisions. What one of them sees is a difference.

mod filter;
mod found;
mod load;
mod source;

use revision_core::compare::{View, compare, in_words_of, unseen};
use revision_core::diff::{Pair, Rename, Renames, beside};
use revision_core::runner::present::wait;
use revision_core::runtime::{Held, Respelt, respelt};
use revision_core::schema::Schema;
use revision_core::source::type_words;
use revision_core::{Code, Diagnostic, Server};

use crate::database::Chosen;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;

use filter::Filter;
use load::Loader;

pub(crate) use found::{Answered, Compared};
pub(crate) use source::Source;

/// What the user has said of what a comparison cannot know.
#[derive(Clone, Debug, Default)]
pub(crate) struct Decisions {
    /// What was called the one and is now the other: `users.name=full_name`.
    pub(crate) renames: Vec<String>,
    /// Whether nothing was renamed beside.
    pub(crate) no_renames: bool,
    /// What is to go.
    pub(crate) drops: Vec<String>,
}

impl Decisions {
    /// The same with what the models say.
    fn renames(&self, mut decided: Vec<Rename>) -> Result<Renames, Failure> {
        for text in &self.renames {
            let Some(rename) = Rename::told(text) else {
                let message = format!("`--rename {text}` is not written as `OLD=NEW`");
                return Err(Failure::usage(message)
                    .help("a table: `--rename users=people`; a column: `--rename users.name=full_name`")
                    .into());
            };
            decided.push(rename);
        }
        Ok(Renames {
            decided,
            drops: self.drops.iter().cloned().collect(),
            none: self.no_renames,
        })
    }
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    sources: &Pair<Source>,
    decisions: &Decisions,
) -> Result<Compared, Failure> {
    let loader = Loader::new(project, chosen)?;
    let held = Pair::new(loader.held(&sources.before)?, loader.held(&sources.after)?);
    let server = primary(project, &loader, &held)?;
    let side = |source: &Source, held: &Option<Held>| loader.words(source, held.as_ref(), server);
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
    let servers: Vec<Server> = views.iter().map(|view| view.server).collect();
    let is_database = sources.before == Source::Database;
    let mut revisions = Schema::default();
    if is_database {
        let replayed = loader.replayed("heads", server)?.schema;
        let mut pair = Pair::new(own.before, replayed);
        filter.apply(&mut pair);
        own.before = in_words_of(&pair.after, &pair.before, server);
        revisions = pair.after;
    }
    if loader.are_structs(&sources.after) {
        fill_in(&mut own);
        for view in &mut views {
            fill_in(&mut view.schemas);
        }
    }
    let schemas = compare(own.as_ref(), &views);
    if is_database {
        tell_unseen(report, server, own.as_ref(), schemas.as_ref());
    }
    let renames = decisions.renames(loader.renamed())?;
    let is_ours = is_database && matches!(sources.after, Source::Models | Source::File(_));
    let revisions = is_ours.then_some(&revisions);
    let mut compared = found::found(schemas, revisions, &renames);
    compared.servers = servers;
    for stale in &compared.stale {
        let message = format!("`renamed_from` says nothing any more: `{stale}`");
        report.warn(&Diagnostic::new(Code::InvalidModel, message).help("it can be removed"));
    }
    for beside in beside(compared.schemas.as_ref()) {
        report.warn(&Diagnostic::new(Code::OpaqueStatement, beside.to_string()));
    }
    Ok(compared)
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

/// Takes over what no struct says: what of it there is stays as it is.
fn fill_in(pair: &mut Pair<Schema>) {
    let Pair { before, after } = pair;
    macro_rules! take {
        ($($field:ident),+) => {$( after.$field.clone_from(&before.$field); )+};
    }
    take!(extensions, sequences, functions, policies);
    for (name, comment) in &before.namespaces {
        after.namespaces.insert(name.clone(), comment.clone());
    }
    let tables = &after.tables;
    let triggers = before.triggers.iter();
    let triggers = triggers.filter(|((table, _), _)| tables.contains_key(table));
    after.triggers = triggers
        .map(|(key, sql)| (key.clone(), sql.clone()))
        .collect();
    after
        .policies
        .retain(|(table, _), _| tables.contains_key(table));
    for (name, view) in &before.views {
        after
            .views
            .entry(name.clone())
            .or_insert_with(|| view.clone());
    }
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
fn tell_unseen(report: &Report, server: Server, own: Pair<&Schema>, seen: Pair<&Schema>) {
    for (column, types) in unseen(own, seen) {
        let (before, after) = (type_words(&types.before), type_words(&types.after));
        let message = format!(
            "`{column}` from {before} to {after} is no change on {}",
            server.product.name()
        );
        report.warn(&Diagnostic::new(Code::Unsupported, message).help(
            "where the revisions serve other databases too: `databases = […]` in `revision.toml`",
        ));
    }
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
    let (asked, schema) = match (&held.before, &held.after) {
        (Some(_), None) => (&sources.before, &mut view.schemas.after),
        (None, Some(_)) => (&sources.after, &mut view.schemas.before),
        _ => return Ok(view),
    };
    let named = loader.place(asked)?;
    let asked = respelt(named.open(), &project.config.settings, schema);
    let answer = wait::runtime()?.block_on(asked);
    match answer.map_err(|error| named.failure(error))? {
        Respelt::Schema(spelt) => *schema = *spelt,
        Respelt::CannotTell(why) => {
            view.is_unsure = true;
            let message = format!(
                "whether expressions differ cannot be told, since {named} does not say how it would write them: {why}"
            );
            report.warn(&Diagnostic::new(Code::Unsupported, message));
        }
    }
    Ok(view)
}
