//! Two files with one id: two people made the same number. The newer one gets an id of its own, and then there is a
//! chain again.

use std::collections::{HashMap, HashSet};

use revision_core::config::{Config, IdScheme};
use revision_core::source::{hex_id, next_number, number};

use crate::failure::Failure;

use super::{Entry, is_file};

/// Gives the newer of each pair a free id and returns the lowest of those that got one. What names the id goes on meaning
/// the older file, except among the newer ones themselves.
pub(super) fn part(
    entries: &mut [Entry],
    config: &Config,
    revision: Option<&str>,
) -> Result<Option<usize>, Failure> {
    let mut by_id: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, entry) in entries.iter().enumerate() {
        by_id.entry(&entry.id).or_default().push(index);
    }
    let mut twins: Vec<Vec<usize>> = by_id.into_values().filter(|same| same.len() > 1).collect();
    twins.sort();
    let mut newer = Vec::new();
    for same in &twins {
        newer.push(newest(entries, config, same, revision)?);
    }
    if newer.is_empty() {
        return Ok(None);
    }
    let mut taken: HashSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let labels = entries
        .iter()
        .flat_map(|entry| entry.file.header.branch_labels.values());
    taken.extend(labels.map(str::to_owned));
    newer.sort_by_key(|index| (number(&entries[*index].id), entries[*index].id.clone()));
    let mut renamed = HashMap::new();
    for &index in &newer {
        let old = entries[index].id.clone();
        let counts = config.id == IdScheme::Sequential || number(&old).is_some();
        let id = if counts {
            next_number(taken.iter().map(String::as_str), |id| taken.contains(id))
        } else {
            hex_id(|id| taken.contains(id))
        };
        taken.insert(id.clone());
        renamed.insert(old, id);
    }
    let lowest = newer.iter().copied().find(|index| {
        let mut down = entries[*index].down.iter();
        !down.any(|id| renamed.contains_key(id))
    });
    for &index in &newer {
        let entry = &mut entries[index];
        for id in std::iter::once(&mut entry.id)
            .chain(&mut entry.down)
            .chain(&mut entry.depends_on)
        {
            if let Some(new) = renamed.get(id) {
                id.clone_from(new);
            }
        }
    }
    Ok(lowest.or(newer.first().copied()))
}

/// The one to move: the file that was named, or the one created last.
fn newest(
    entries: &[Entry],
    config: &Config,
    same: &[usize],
    revision: Option<&str>,
) -> Result<usize, Failure> {
    let named =
        |index: &&usize| revision.is_some_and(|word| is_file(&entries[**index], config, word));
    if let Some(index) = same.iter().find(named) {
        return Ok(*index);
    }
    // Of two that were made in the same minute either may be the upper one; the later by name is.
    let newest = same.iter().copied().reduce(|one, other| {
        let (made, other_made) = (entries[one].created(), entries[other].created());
        if made > other_made { one } else { other }
    });
    newest.ok_or_else(|| Failure::usage("there is nothing to part").into())
}
