//! Comparing two schemas, wherever each comes from: one call for `new -a`, `check`, `diff` and `stamp`.
//!
//! Both are loaded as each database that the chain serves would keep them: the one that is asked says it itself, the others
//! are known from the revisions. What one of them sees is a difference.

mod filter;
mod load;
mod source;

use revision_core::compare::{View, compare, unseen};
use revision_core::diff::{Pair, diff};
use revision_core::runner::present::wait;
use revision_core::runtime::{Held, Respelt, respelt};
use revision_core::schema::Schema;
use revision_core::source::type_words;
use revision_core::{Code, Diagnostic, Operation, Server};

use crate::database::Chosen;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;

use filter::Filter;
use load::Loader;

pub(crate) use source::Source;

/// What the user has said of what a comparison cannot know.
#[derive(Debug, Default)]
pub(crate) struct Decisions {
    /// What was called the one and is now the other.
    pub(crate) renames: Vec<(String, String)>,
    /// Whether nothing was renamed beside.
    pub(crate) no_renames: bool,
    /// What is to go.
    pub(crate) drops: Vec<String>,
}

/// What came of a comparison.
#[derive(Debug)]
pub(crate) struct Compared {
    /// What leads from the one to the other.
    pub(crate) operations: Vec<Operation>,
    /// What no revision made, and is left alone.
    pub(crate) unmanaged: Vec<String>,
    /// The two schemas, each in its own words, and alike in all that no database tells apart.
    pub(crate) schemas: Pair<Schema>,
    /// The databases with whose eyes it was seen, the one that was asked first.
    pub(crate) servers: Vec<Server>,
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    sources: &Pair<Source>,
    decisions: &Decisions,
) -> Result<Compared, Failure> {
    let loader = Loader::new(project, report, chosen)?;
    let held = Pair::new(loader.held(&sources.before)?, loader.held(&sources.after)?);
    let server = primary(project, &loader, &held)?;
    let side = |source: &Source, held: &Option<Held>| loader.words(source, held.as_ref(), server);
    let mut own = Pair::new(
        side(&sources.before, &held.before)?,
        side(&sources.after, &held.after)?,
    );
    let filter = Filter::new(&project.config);
    filter.apply(&mut own);
    let first = spelt(
        project,
        report,
        &loader,
        sources,
        &held,
        View::new(server, own.clone()),
    )?;
    if sources.before == Source::Database {
        own.before = words_of_revisions(&loader, &filter, server, own.before);
    }
    let mut views = vec![first];
    for other in others(project, server) {
        let before = loader.elsewhere(&sources.before, other)?;
        let after = loader.elsewhere(&sources.after, other)?;
        if let (Some(before), Some(after)) = (before, after) {
            let mut schemas = Pair::new(before, after);
            filter.apply(&mut schemas);
            views.push(View::new(other, schemas));
        }
    }
    let schemas = compare(own.as_ref(), &views);
    if sources.before == Source::Database {
        tell_unseen(report, server, own.as_ref(), schemas.as_ref());
    }
    let _ = decisions;
    Ok(Compared {
        operations: diff(schemas.as_ref()),
        unmanaged: Vec::new(),
        schemas,
        servers: views.iter().map(|view| view.server).collect(),
    })
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

/// What a database holds in the words of the revisions that made it, as far as they did.
fn words_of_revisions(
    loader: &Loader<'_>,
    filter: &Filter<'_>,
    server: Server,
    held: Schema,
) -> Schema {
    // Revisions that make no sense are not what this is about; then the database's own words have to do.
    let Ok(replayed) = loader.replayed("heads", server) else {
        return held;
    };
    let mut schemas = Pair::new(held, replayed.schema);
    filter.apply(&mut schemas);
    let view = View::new(server, schemas.clone());
    compare(schemas.as_ref(), &[view]).before
}
