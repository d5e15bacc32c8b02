//! From the text of `revision.toml` to a [`Config`]: the one list of all keys.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use toml::de::DeTable;

use crate::{Code, Diagnostic, Server, Source};

use super::fields::{Faults, Fields, Item};
use super::{
    Ahead, Autogenerate, Config, Environment, Format, Guard, Hook, IdScheme, Naming, Settings,
    TableName, Text, Transaction,
};

pub(crate) fn read(path: &Path, text: String) -> Result<Config, Vec<Diagnostic>> {
    let source = Arc::new(Source {
        path: path.to_path_buf(),
        text,
    });
    let (document, errors) = DeTable::parse_recoverable(&source.text);
    let faults = Faults::new(&source);
    let config = config(path, document.get_ref(), &faults);
    let malformed: Vec<_> = errors
        .iter()
        .map(|error| {
            let place = faults.place(error.span().unwrap_or_default());
            Diagnostic::new(Code::Config, lower_first(error.message())).at(place)
        })
        .collect();
    let mut found = faults.into_vec();
    // What is not TOML is recovered as something; to find fault with that too would be noise.
    let broken: BTreeSet<_> = malformed.iter().map(line).collect();
    found.retain(|fault| !broken.contains(&line(fault)));
    found.extend(malformed);
    if found.is_empty() {
        return Ok(config);
    }
    found.sort_by_key(|fault| fault.place.as_ref().map(|place| place.span().start));
    Err(found)
}

fn config(path: &Path, document: &DeTable<'_>, faults: &Faults) -> Config {
    let top = Fields::new(document, "", 0..0, faults);
    let mut config = Config::at(path.parent().unwrap_or(Path::new("")));
    config.file = Some(path.to_path_buf());

    set(&mut config.revisions, top.get("revisions"), folders);
    config.url = top.get("url").and_then(Item::expandable);
    set(&mut config.env_file, top.get("env_file"), Item::expandable);
    set(&mut config.databases, top.get("databases"), databases);
    config.models = top.get("models").and_then(Item::one_or_more);
    config.schema = top.get("schema").and_then(Item::text);
    if let (Some(_), Some(item)) = (&config.models, top.get("schema")) {
        item.fault("`models` and `schema` both say what the schema should be: keep one");
    }
    set(&mut config.external, top.get("external"), Item::one_or_more);
    set(&mut config.format, top.get("format"), |item| {
        item.choice(&Format::NAMES)
    });
    set(&mut config.id, top.get("id"), |item| {
        item.choice(&[("hex", IdScheme::Hex), ("sequential", IdScheme::Sequential)])
    });
    set(
        &mut config.file_template,
        top.get("file_template"),
        Item::text,
    );
    config.template = top.get("template").and_then(Item::text);
    set(&mut config.timezone, top.get("timezone"), Item::text);
    config.settings = settings(&top);
    config.scratch_url = top.get("scratch_url").and_then(Item::expandable);
    config.runner = top.get("runner").and_then(Item::text);

    let autogenerate_table = top.get("autogenerate").and_then(Item::table);
    let naming_table = top.get("naming").and_then(Item::table);
    let hook_tables = top.get("hooks").map(Item::tables);
    let guard_table = top.get("guard").and_then(Item::table);
    let environment_tables = top.get("environment").map(Item::named_tables);
    // Only now are all keys of the top known, which a key that slipped below a `[table]` is compared with.
    top.finish();
    config.autogenerate = autogenerate_table
        .as_ref()
        .map(autogenerate)
        .unwrap_or_default();
    config.naming = naming_table.as_ref().map(naming).unwrap_or_default();
    config.hooks = hook_tables.iter().flatten().filter_map(hook).collect();
    config.guard = guard_table.as_ref().map(guard).unwrap_or_default();
    config.environments = environment_tables
        .into_iter()
        .flatten()
        .map(|(name, table)| environment(name, &table))
        .collect();
    config
}

fn settings(top: &Fields<'_>) -> Settings {
    let mut settings = Settings::DEFAULT;
    set(&mut settings.version_table, top.get("version_table"), table);
    if let Some(item) = top.get("log_table") {
        if item.is_false() {
            settings.log_table = None;
        } else if let Some(name) = table(item) {
            settings.log_table = Some(name);
        }
    }
    set(&mut settings.transaction, top.get("transaction"), |item| {
        item.choice(&[("each", Transaction::Each), ("all", Transaction::All)])
    });
    set(
        &mut settings.lock_wait,
        top.get("lock_wait"),
        Item::duration,
    );
    set(
        &mut settings.lock_timeout,
        top.get("lock_timeout"),
        Item::duration,
    );
    set(
        &mut settings.statement_timeout,
        top.get("statement_timeout"),
        Item::duration,
    );
    set(&mut settings.strict, top.get("strict"), Item::boolean);
    set(&mut settings.ahead, top.get("ahead"), |item| {
        item.choice(&[("allow", Ahead::Allow), ("refuse", Ahead::Refuse)])
    });
    if settings.log_table.as_ref() == Some(&settings.version_table) {
        let item = top.get("log_table").or_else(|| top.get("version_table"));
        if let Some(item) = item {
            item.fault("`version_table` and `log_table` are the same table");
        }
    }
    settings
}

fn autogenerate(table: &Fields<'_>) -> Autogenerate {
    let read = Autogenerate {
        include: table.get("include").and_then(Item::one_or_more),
        exclude: table
            .get("exclude")
            .and_then(Item::one_or_more)
            .unwrap_or_default(),
        schemas: table.get("schemas").and_then(Item::one_or_more),
    };
    table.finish();
    read
}

fn naming(table: &Fields<'_>) -> Naming {
    let read = Naming {
        index: table.get("index").and_then(Item::text),
        unique: table.get("unique").and_then(Item::text),
        check: table.get("check").and_then(Item::text),
        foreign_key: table.get("foreign_key").and_then(Item::text),
        primary_key: table.get("primary_key").and_then(Item::text),
    };
    table.finish();
    read
}

fn hook(table: &Fields<'_>) -> Option<Hook> {
    let run = table.required("run").and_then(Item::text);
    table.finish();
    run.map(|run| Hook { run })
}

fn guard(table: &Fields<'_>) -> Guard {
    let models_in_sync = table.get("models_in_sync").and_then(Item::boolean);
    table.finish();
    Guard {
        models_in_sync: models_in_sync.unwrap_or_default(),
    }
}

fn environment(name: String, table: &Fields<'_>) -> Environment {
    let url = table.get("url").and_then(Item::expandable);
    let protected = table.get("protected").and_then(Item::boolean);
    table.finish();
    Environment {
        name,
        url,
        protected: protected.unwrap_or_default(),
    }
}

/// The folders of revisions: at least one, none of them twice, since each of its revisions would be there twice.
fn folders(item: &Item<'_>) -> Option<Vec<Text>> {
    let folders = item.one_or_more()?;
    if folders.is_empty() {
        item.fault("`revisions` names no folder");
    }
    let mut seen = BTreeSet::new();
    for folder in &folders {
        let parts: Vec<_> = Path::new(folder.raw())
            .components()
            .filter(|part| !matches!(part, std::path::Component::CurDir))
            .collect();
        if !seen.insert(parts) {
            item.fault_of(folder, format!("`{}` is named twice", folder.raw()));
        }
    }
    Some(folders)
}

fn databases(item: &Item<'_>) -> Option<Vec<Server>> {
    let texts = item.one_or_more()?;
    let databases = texts.iter().filter_map(|text| {
        Server::parse(text.raw())
            .map_err(|why| item.fault_of(text, why))
            .ok()
    });
    Some(databases.collect())
}

fn table(item: &Item<'_>) -> Option<TableName> {
    let text = item.text()?;
    let name = TableName::parse(text.raw());
    if name.is_none() {
        item.fault(format!(
            "`{}` is not the name of a table: `table` or `schema.table`",
            text.raw()
        ));
    }
    name
}

/// Replaces a default by what the item says, if there is an item and it can be read.
fn set<'a, T>(
    target: &mut T,
    item: Option<&'a Item<'a>>,
    read: impl FnOnce(&'a Item<'a>) -> Option<T>,
) {
    if let Some(value) = item.and_then(read) {
        *target = value;
    }
}

fn line(fault: &Diagnostic) -> Option<usize> {
    fault.place.as_ref().map(crate::Place::line)
}

fn lower_first(message: &str) -> String {
    let mut characters = message.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
