//! The chain that the files form, and its faults with their places in the files.

use std::borrow::Cow;
use std::path::Path;

use revision_syntax::header::{Key, Literal};

use super::file::RevisionFile;
use super::load::{Loaded, load};
use crate::chain::{Chain, Fault, Id, Label, Revision, Spot};
use crate::config::Config;
use crate::{Code, Diagnostic, Place};

/// The revisions of a configuration, and the chain they form.
#[derive(Clone, Debug)]
pub struct Revisions {
    /// The graph.
    pub chain: Chain,
    /// The files, each at the place that its revision has in the chain.
    pub files: Vec<RevisionFile>,
    /// Patterns of tables that others make, and that revisions may refer to.
    pub external: Vec<String>,
}

/// Reads the folders and checks the chain. All faults are reported, those of files before those of the chain.
pub fn read(config: &Config) -> Result<Revisions, Vec<Diagnostic>> {
    let mut loaded = load(config);
    let mut faults = std::mem::take(&mut loaded.faults);
    let chain = match check(&loaded) {
        Ok(chain) => chain,
        Err(found) => {
            faults.extend(found.into_iter().map(|fault| fault.diagnostic));
            return Err(faults);
        }
    };
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(revisions(config, chain, loaded.files))
}

/// A chain that was checked, with its files.
pub(crate) fn revisions(config: &Config, chain: Chain, files: Vec<RevisionFile>) -> Revisions {
    let external = config.external.iter();
    Revisions {
        chain,
        files,
        external: external.map(|text| text.raw().to_owned()).collect(),
    }
}

/// A fault of the chain, in the file that has it.
#[derive(Clone, Debug)]
pub struct ChainFault<'a> {
    /// The fault as a user is told of it.
    pub diagnostic: Diagnostic,
    /// The file.
    pub file: &'a RevisionFile,
    /// The key of its header.
    pub key: Key,
    /// The literal under that key.
    pub literal: &'a Literal<std::ops::Range<usize>>,
}

/// The chain that files form, or what keeps them from forming one; nothing where that is a file that could not be read.
pub fn check(loaded: &Loaded) -> Result<Chain, Vec<ChainFault<'_>>> {
    let files = &loaded.files;
    let revisions = files.iter().map(declared).collect();
    Chain::new(revisions).or_else(|faults| {
        let unread: Vec<_> = loaded.unread.iter().map(|file| stem(&file.path)).collect();
        let caused = |fault: &Fault| !hides_behind_a_file(fault, &unread);
        let faults: Vec<_> = faults
            .iter()
            .filter(|fault| caused(fault))
            .flat_map(|fault| placed(fault, files))
            .collect();
        // What is left may be a sound chain but for files that are reported already.
        if faults.is_empty() {
            Chain::new(Vec::new()).map_err(|_| faults)
        } else {
            Err(faults)
        }
    })
}

fn declared(file: &RevisionFile) -> Revision {
    let header = &file.header;
    Revision {
        id: Id::from(header.id.value.as_str()),
        down_revisions: header.down_revision.values().map(Id::from).collect(),
        branch_labels: header.branch_labels.values().map(Label::from).collect(),
        depends_on: header.depends_on.values().map(str::to_owned).collect(),
    }
}

/// Whether what is missing would be there if one of these files could be read: by default a file's name begins with its
/// revision's id. That file is reported, and this would be the same mistake again.
fn hides_behind_a_file(fault: &Fault, unread: &[Cow<'_, str>]) -> bool {
    let (Fault::MissingDownRevision { name, .. } | Fault::MissingDependency { name, .. }) = fault
    else {
        return false;
    };
    unread.iter().any(|stem| stem.contains(name.as_str()))
}

fn stem(path: &Path) -> Cow<'_, str> {
    path.file_stem().unwrap_or_default().to_string_lossy()
}

/// The fault at its own place; what is there twice, at both.
fn placed<'a>(fault: &Fault, files: &'a [RevisionFile]) -> Vec<ChainFault<'a>> {
    let mut found = vec![at(fault, fault.at(), fault.related(), files)];
    if let Some((first, _)) = fault.related() {
        found.push(at(fault, first, Some((fault.at(), "again here")), files));
    }
    found.into_iter().flatten().collect()
}

fn at<'a>(
    fault: &Fault,
    spot: Spot,
    related: Option<(Spot, &str)>,
    files: &'a [RevisionFile],
) -> Option<ChainFault<'a>> {
    let (file, literal) = find(spot, files)?;
    let mut diagnostic = Diagnostic::new(fault.code(), fault.to_string()).at(file.place(literal));
    if let Some((spot, word)) = related
        && let Some((other, literal)) = find(spot, files)
    {
        diagnostic = diagnostic.related(other.place(literal), word);
    }
    diagnostic.help = fault.help();
    if let Some(message) = nearest_message(fault, files)
        && let Some(line) = diagnostic.help.first_mut()
    {
        *line = format!("{line} ({})", message.trim_end_matches('.'));
    }
    Some(ChainFault {
        diagnostic,
        file,
        key: spot.key,
        literal,
    })
}

fn find(
    spot: Spot,
    files: &[RevisionFile],
) -> Option<(&RevisionFile, &Literal<std::ops::Range<usize>>)> {
    let file = files.get(spot.revision)?;
    let literal = file.header.literals(spot.key).get(spot.position)?;
    Some((file, literal))
}

/// The message of the revision that may have been meant, which tells more than its id.
fn nearest_message<'a>(fault: &Fault, files: &'a [RevisionFile]) -> Option<&'a str> {
    let meant = match fault {
        Fault::MissingDownRevision { nearest, .. } => nearest.as_ref()?.as_str(),
        Fault::MissingDependency { nearest, .. } => nearest.as_deref()?,
        _ => return None,
    };
    let file = files.iter().find(|file| file.header.id.value == meant)?;
    (!file.message.is_empty()).then_some(file.message.as_str())
}

/// Says that the chain has several heads, for whom one is the rule.
#[must_use]
pub(crate) fn multiple_heads(chain: &Chain, files: &[RevisionFile]) -> Option<Diagnostic> {
    let heads = chain.heads();
    if heads.len() < 2 {
        return None;
    }
    let count = heads.len();
    // The chain has them in the order of the files.
    let files = heads.filter_map(|head| files.get(chain.position(&head.id)?));
    let mut described = Vec::new();
    let mut place: Option<Place> = None;
    for file in files {
        place = Some(file.place(&file.header.id));
        described.push(match file.message.as_str() {
            "" => format!("`{}`", file.header.id.value),
            message => {
                let message = message.trim_end_matches('.');
                format!("`{}` ({message})", file.header.id.value)
            }
        });
    }
    let message = format!("the chain has {count} heads: {}", described.join(", "));
    let mut diagnostic = Diagnostic::new(Code::MultipleHeads, message)
        .help("put one on top of the other: `cargo revision rebase`")
        .help("or join them: `cargo revision merge -m \"merge heads\"`");
    diagnostic.place = place;
    Some(diagnostic)
}
