//! What the entries mean for their files: new texts, and new names where the id is part of the name.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use revision_core::Source;
use revision_core::chain::Chain;
use revision_core::config::Config;
use revision_core::source::{Change, HeaderKey, RevisionFile, with_values};

use crate::failure::Failure;

use super::Entry;

/// The changes that make the files say what the entries do, in the order of the chain: so a file may take the name that
/// one above it gives up.
pub(super) fn changes(
    entries: &[Entry],
    chain: &Chain,
    config: &Config,
) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for revision in chain.history(None, None)?.into_iter().rev() {
        let Some(entry) = chain
            .position(&revision.id)
            .and_then(|index| entries.get(index))
        else {
            continue;
        };
        let after = text(entry)?;
        let path = entry.file.path();
        let to = name(path, &entry.file.header.id.value, &entry.id);
        if after != entry.file.source.text || to != path {
            changes.push(Change {
                path: config.root.join(path),
                before: entry.file.source.text.clone(),
                after,
                to: config.root.join(to),
            });
        }
    }
    Ok(changes)
}

fn text(entry: &Entry) -> Result<String, Failure> {
    let wanted = [
        (HeaderKey::Id, std::slice::from_ref(&entry.id)),
        (HeaderKey::DownRevision, &entry.down),
        (HeaderKey::DependsOn, &entry.depends_on),
    ];
    let mut file = entry.file.clone();
    for (key, values) in wanted {
        let literals = file
            .header
            .literals(key)
            .iter()
            .map(|literal| &literal.value);
        if literals.eq(values) {
            continue;
        }
        let source = Arc::new(Source {
            path: file.path().to_owned(),
            text: with_values(&file, key, values),
        });
        let (read, faults) = RevisionFile::read(&source, file.format);
        file = read.filter(|_| faults.is_empty()).ok_or(faults)?;
    }
    Ok(file.source.text.clone())
}

/// The file's name with the new id in the place of the old one.
fn name(path: &Path, old: &str, new: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    if old == new || !stem.contains(old) {
        return path.to_owned();
    }
    let mut name = stem.replacen(old, new, 1);
    if let Some(extension) = path.extension() {
        name.push('.');
        name.push_str(&extension.to_string_lossy());
    }
    path.with_file_name(name)
}
