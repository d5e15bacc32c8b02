//! The code that `revisions!` brings in: a module for each Rust revision, and the chain as data.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use revision_syntax::checksum;
use revision_syntax::rust::has_header;

use crate::config::{Ahead, Config, Format, Settings, TableName, Transaction};
use crate::source::{Loaded, RevisionFile};

/// `inverses` are the modules and the data of what undoes revisions.
pub(super) fn code(config: &Config, loaded: &Loaded, inverses: &(String, String)) -> String {
    let mut modules = String::new();
    let mut entries = String::new();
    let mut taken = HashSet::new();
    let mut module = |path: &Path| {
        let name = module_name(path, &mut taken);
        let path = literal(&config.root.join(path));
        // A revision that was just made, or merges two others, has nothing to do with its `op`.
        let _ = writeln!(
            modules,
            "#[doc(hidden)]\n#[allow(unused_variables)]\n#[path = {path}]\npub mod {name};"
        );
        name
    };
    // Its `revision!` tells the compiler what is wrong with it.
    for file in loaded.unread.iter().filter(|file| has_header(&file.text)) {
        module(&file.path);
    }
    for file in &loaded.files {
        let path = literal(&config.root.join(file.path()));
        let (body, checksum) = match file.format {
            Format::Rust => (
                format!("{}::REVISION", module(file.path())),
                Some(checksum::rust(&file.source.text)),
            ),
            Format::Sql => (
                format!("::revision_core::__private::Body::Sql(::core::include_str!({path}))"),
                None,
            ),
        };
        entry(file, &body, checksum, &mut entries);
    }
    format!(
        "// Written by `revision_core::build::emit`.

{modules}{}
/// The chain of revisions, as it was when this crate was compiled.
#[allow(dead_code, reason = \"the crate may use it or not\")]
pub static CHAIN: ::revision_core::EmbeddedChain = ::revision_core::EmbeddedChain::with_inverses(
    &[
{entries}    ],
    {},
    &[
{}    ],
);
",
        inverses.0,
        settings(&config.settings),
        inverses.1,
    )
}

fn entry(file: &RevisionFile, body: &str, checksum: Option<String>, entries: &mut String) {
    let header = &file.header;
    let list = |values: Vec<&str>| format!("&{values:?}");
    let _ = writeln!(
        entries,
        "        ::revision_core::EmbeddedRevision {{ id: {:?}, down_revisions: {}, branch_labels: {}, depends_on: {}, \
         transaction: {:?}, message: {:?}, created: {}, path: {}, \
         checksum: {}, body: {body} }},",
        header.id.value,
        list(header.down_revision.values().collect()),
        list(header.branch_labels.values().collect()),
        list(header.depends_on.values().collect()),
        header.transaction,
        file.message,
        option(file.created.as_ref().map(|created| format!("{created:?}"))),
        literal(file.path()),
        option(checksum.map(|checksum| format!("{checksum:?}"))),
    );
}

fn settings(settings: &Settings) -> String {
    let config = "::revision_core::config";
    let transaction = match settings.transaction {
        Transaction::Each => "Each",
        Transaction::All => "All",
    };
    let ahead = match settings.ahead {
        Ahead::Allow => "Allow",
        Ahead::Refuse => "Refuse",
    };
    format!(
        "{config}::Settings {{
        version_table: {},
        log_table: {},
        transaction: {config}::Transaction::{transaction},
        lock_wait: {},
        lock_timeout: {},
        statement_timeout: {},
        strict: {:?},
        ahead: {config}::Ahead::{ahead},
    }}",
        table(&settings.version_table),
        option(settings.log_table.as_ref().map(table)),
        duration(settings.lock_wait),
        duration(settings.lock_timeout),
        duration(settings.statement_timeout),
        settings.strict,
    )
}

fn table(table: &TableName) -> String {
    let name = "::revision_core::config::TableName";
    match &table.namespace {
        Some(namespace) => format!("{name}::within({namespace:?}, {:?})", table.name),
        None => format!("{name}::new({:?})", table.name),
    }
}

fn duration(duration: Duration) -> String {
    let (seconds, nanos) = (duration.as_secs(), duration.subsec_nanos());
    format!("::core::time::Duration::new({seconds}, {nanos})")
}

fn option(value: Option<String>) -> String {
    value.map_or_else(
        || "::core::option::Option::None".to_owned(),
        |value| format!("::core::option::Option::Some({value})"),
    )
}

/// A path as a string literal. A folder's name that is not UTF-8 cannot stand in a source file; what is lost makes the
/// compiler say that there is no such file.
fn literal(path: &Path) -> String {
    format!("{:?}", path.to_string_lossy())
}

/// A name for the module that tells which file it is, when it shows in a message of the compiler's.
fn module_name(path: &Path, taken: &mut HashSet<String>) -> String {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let mut name = format!("r_{}", stem.chars().map(word).collect::<String>());
    while !taken.insert(name.clone()) {
        // Names in another script may be nothing but underscores, and all alike.
        let _ = write!(name, "_{}", taken.len());
    }
    name
}
