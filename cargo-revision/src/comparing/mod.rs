//! Comparing two schemas, wherever each comes from: one call for `new -a`, `check`, `diff` and `stamp`.
//!
//! Both are loaded as each database that the chain serves would keep them: the one that is asked says it itself, the others
//! are known from the revisions. What one of them sees is a difference.

mod decisions;
mod filter;
mod found;
mod load;
mod source;
mod unsaid;

use std::slice;

use revision_core::compare::{View, compare, in_words_of, unseen};
use revision_core::diff::{Beside, Pair, Renames, beside, renaming};
use revision_core::operation::invert_all;
use revision_core::runner::present::wait;
use revision_core::runtime::{Held, Respelt, respelt};
use revision_core::schema::{QualifiedName, Schema};
use revision_core::source::type_words;
use revision_core::{Code, Diagnostic, Server};

use crate::database::Chosen;
use crate::failure::Failure;
use crate::project::Project;
use crate::report::Report;

use filter::Filter;
use load::Loader;

pub(crate) use decisions::Decisions;
pub(crate) use found::{Answered, Compared};
pub(crate) use source::Source;

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
    let mut is_unsure = false;
    if is_database {
        let replayed = loader.applied(server)?;
        is_unsure = replayed.unsure;
        let mut pair = Pair::new(own.before, replayed.schema);
        filter.apply(&mut pair);
        own.before = in_words_of(&pair.after, &pair.before, server);
        revisions = pair.after;
    }
    // What a database does not say of enums, the other side does.
    if held.after.is_some() {
        own.after = in_words_of(&own.before, &own.after, server);
    } else if held.before.is_some() && !is_database {
        own.before = in_words_of(&own.after, &own.before, server);
    }
    if loader.are_structs(&sources.after) {
        // A view that no revision made is not ours, and neither is one that is to go.
        let is_kept = |name: &QualifiedName| {
            !is_database || revisions.views.contains_key(name) && !decisions.drops(name)
        };
        fill_in(&mut own, is_kept);
        for view in &mut views {
            fill_in(&mut view.schemas, is_kept);
        }
    }
    decisions.known(&own.before)?;
    let renames = decisions.renames(loader.renamed())?;
    let schemas = alike(&own, &views, &renames);
    if is_database && views.len() == 1 {
        tell_unseen(report, server, own.as_ref(), schemas.as_ref());
    }
    let is_ours = is_database && matches!(sources.after, Source::Models | Source::File(_));
    let revisions = is_ours.then_some(&revisions);
    let mut compared = found::found(schemas, revisions, &renames);
    compared.servers = servers;
    if is_unsure {
        compared.unmade.clear();
    }
    decisions::told(&compared.stale)?;
    for stale in &compared.stale {
        let message = format!("`renamed_from` says nothing any more: `{stale}`");
        report.warn(&Diagnostic::new(Code::InvalidModel, message).help("it can be removed"));
    }
    for beside in beside(compared.schemas.as_ref()) {
        // It was left out on purpose.
        if matches!(&beside, Beside::Opaque(name) if !filter.is_meant(name)) {
            continue;
        }
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
fn fill_in(pair: &mut Pair<Schema>, is_kept: impl Fn(&QualifiedName) -> bool) {
    let Pair { before, after } = pair;
    macro_rules! take {
        ($($field:ident),+) => {$( after.$field.clone_from(&before.$field); )+};
    }
    take!(extensions, types, sequences, functions, policies);
    for (name, comment) in &before.namespaces {
        after.namespaces.insert(name.clone(), comment.clone());
    }
    unsaid::take_over(before, after);
    let tables = &after.tables;
    let triggers = before.triggers.iter();
    let triggers = triggers.filter(|((table, _), _)| tables.contains_key(table));
    after.triggers = triggers
        .map(|(key, sql)| (key.clone(), sql.clone()))
        .collect();
    after
        .policies
        .retain(|(table, _), _| tables.contains_key(table));
    for (name, view) in before.views.iter().filter(|(name, _)| is_kept(name)) {
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

/// The two in words that are alike where no database tells them apart. What is called otherwise is the same thing.
fn alike(own: &Pair<Schema>, views: &[View], renames: &Renames) -> Pair<Schema> {
    let renaming = renaming(own.as_ref(), &renames.decided);
    let back = invert_all(Some(&own.before), &renaming);
    let (false, Ok(back)) = (renaming.is_empty(), back) else {
        return compare(own.as_ref(), views);
    };
    let renamed = |schema: &Schema| {
        let mut schema = schema.clone();
        for one in &renaming {
            // Not every database has all of it.
            let _ = schema.apply_all(slice::from_ref(one));
        }
        schema
    };
    let views: Vec<_> = views
        .iter()
        .map(|view| {
            let mut view = view.clone();
            view.schemas.before = renamed(&view.schemas.before);
            view
        })
        .collect();
    let mut schemas = compare(Pair::new(&renamed(&own.before), &own.after), &views);
    match schemas.before.apply_all(&back) {
        Ok(()) => schemas,
        Err(_) => compare(own.as_ref(), &views),
    }
}

/// Says what differs and is not seen.
fn tell_unseen(report: &Report, server: Server, own: Pair<&Schema>, seen: Pair<&Schema>) {
    let unseen = unseen(own, seen);
    if unseen.is_empty() {
        return;
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
    report.warn(&Diagnostic::new(Code::Unsupported, message).help(
        "where the revisions serve other databases too: `databases = […]` in `revision.toml`",
    ));
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
