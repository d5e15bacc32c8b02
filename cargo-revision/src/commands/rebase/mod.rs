//! `rebase`: one line of revisions put on top of the other head.
//!
//! The headers are read into entries; [`twins`] parts entries of one id, [`mod@line`] says which entries move and onto what,
//! [`renumber`] gives them new numbers, and [`files`] turns what has changed into new texts, which are checked as a chain
//! before the first file is touched.

mod applied;
mod files;
mod line;
mod renumber;
mod twins;

use revision_core::chain::{Chain, Id, Label, Revision};
use revision_core::config::{Config, IdScheme};
use revision_core::source::{Created, RevisionFile, change, load};
use revision_core::{Code, Diagnostic};

use crate::database::Chosen;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json::Written;
use crate::project::Project;
use crate::report::Report;

/// A revision as it is to be; its file says how it is.
#[derive(Clone, Debug)]
struct Entry {
    file: RevisionFile,
    id: String,
    down: Vec<String>,
    depends_on: Vec<String>,
}

impl Entry {
    fn new(file: RevisionFile) -> Self {
        let header = &file.header;
        Self {
            id: header.id.value.clone(),
            down: header.down_revision.values().map(str::to_owned).collect(),
            depends_on: header.depends_on.values().map(str::to_owned).collect(),
            file,
        }
    }

    fn created(&self) -> Option<Created> {
        self.file.created.as_deref().and_then(Created::parse)
    }

    /// How the revision is named to the user.
    fn named(&self) -> String {
        match self.file.message.as_str() {
            "" => format!("`{}`", self.id),
            message => format!("`{}` ({})", self.id, message.trim_end_matches('.')),
        }
    }
}

pub(crate) fn run(
    config: Config,
    report: &Report,
    chosen: &Chosen,
    revision: Option<&str>,
    onto: Option<&str>,
) -> Result<Exit, Failure> {
    let loaded = load(&config);
    if !loaded.faults.is_empty() {
        return Err(loaded.faults.into());
    }
    let mut entries: Vec<Entry> = loaded.files.into_iter().map(Entry::new).collect();
    let parted = twins::part(&mut entries, &config, revision)?;
    let moving = match parted {
        Some(index) => Some(entries[index].id.clone()),
        None => revision
            .map(|word| file_named(&entries, &config, word).unwrap_or_else(|| word.to_owned())),
    };
    let chain = chain(&entries)?;
    let found = line::find(&chain, &entries, moving.as_deref(), onto)?;
    let moving: Vec<&Entry> = found.moved.iter().map(|index| &entries[*index]).collect();
    applied::refuse(&config, report, chosen, &chain, &moving)?;
    line::put(&mut entries, &chain, &found);
    if config.id == IdScheme::Sequential {
        renumber::renumber(&mut entries, &chain, &found);
    }
    self::chain(&entries)?;
    let changes = files::changes(&entries, &chain, &config)?;
    change(&changes)?;
    let project = Project::load(config)?;
    let twin = parted.map(|index| {
        let path = entries[index].file.path().display();
        format!("{path}, of the files with one id")
    });
    if let Some(why) = twin.or(found.why) {
        report.say("Choosing", why);
    }
    for &index in &found.moved {
        let was = &entries[index].file.header.id.value;
        let now = &entries[index].id;
        let shown = project
            .file(&Id::from(now.as_str()))
            .map(|file| file.path().display().to_string());
        let shown = shown.unwrap_or_default();
        let name = if was == now {
            now.clone()
        } else {
            format!("{was} to {now}")
        };
        let down = entries[index].down.join(", ");
        report.say("Moved", format!("{name} onto {down} in {shown}"));
    }
    if changes.is_empty() {
        report.say("Unchanged", format!("it stands on {} already", found.onto));
    }
    let lowest = found
        .moved
        .first()
        .map_or(found.onto.as_str(), |index| &entries[*index].id);
    let lowest = Id::from(lowest);
    report.answer(|| Written::new(&project, &lowest, &[]), String::new);
    Ok(Exit::Done)
}

/// The id of the revision whose file the user names.
fn file_named(entries: &[Entry], config: &Config, word: &str) -> Option<String> {
    let found = entries.iter().find(|entry| is_file(entry, config, word))?;
    Some(found.id.clone())
}

fn is_file(entry: &Entry, config: &Config, word: &str) -> bool {
    let path = entry.file.path();
    let real = config.root.join(path);
    path.as_os_str() == word
        || path.file_name().is_some_and(|name| name == word)
        || std::fs::canonicalize(word)
            .is_ok_and(|given| std::fs::canonicalize(real).is_ok_and(|real| real == given))
}

/// The chain that the entries form; an entry has its index as its position.
fn chain(entries: &[Entry]) -> Result<Chain, Failure> {
    let revisions = entries.iter().map(|entry| {
        let labels = entry.file.header.branch_labels.values();
        Revision {
            id: Id::from(entry.id.as_str()),
            down_revisions: entry.down.iter().map(|id| Id::from(id.as_str())).collect(),
            branch_labels: labels.map(Label::from).collect(),
            depends_on: entry.depends_on.clone(),
        }
    });
    Chain::new(revisions.collect()).map_err(|faults| {
        let told = faults.iter().map(|fault| {
            let mut told = Diagnostic::new(fault.code(), fault.to_string());
            told.help = fault.help();
            if let Some(entry) = entries.get(fault.at().revision) {
                told = told.at(entry.file.place(&entry.file.header.id));
            }
            told
        });
        told.collect::<Vec<_>>().into()
    })
}

fn refused(code: Code, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, message)
}
