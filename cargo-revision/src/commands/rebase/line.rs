//! Which revisions move, and onto what.

use std::collections::HashSet;

use revision_core::Code;
use revision_core::chain::{Chain, Id};

use crate::failure::Failure;

use super::{Entry, refused};

/// What moves where.
#[derive(Debug)]
pub(super) struct Line {
    /// The indices of the entries that move, the lowest first.
    pub(super) moved: Vec<usize>,
    /// The revision that they are put upon.
    pub(super) onto: String,
    /// That one and everything below it.
    below: HashSet<usize>,
    /// Why these, when the user left it open.
    pub(super) why: Option<String>,
}

/// The line that `revision` is on, from the fork up, with all that stands on it; the newer of two lines where none is
/// named.
pub(super) fn find(
    chain: &Chain,
    entries: &[Entry],
    revision: Option<&str>,
    onto: Option<&str>,
) -> Result<Line, Failure> {
    let onto = onto.map(|target| one(chain, target)).transpose()?;
    let (revision, onto, why) = match (revision, onto) {
        (Some(revision), Some(onto)) => (one(chain, revision)?, onto, None),
        (Some(revision), None) => {
            let revision = one(chain, revision)?;
            let above = above(chain, revision);
            let others = heads(chain, |head| !above.contains(&head));
            (revision, only(chain, entries, &others)?, None)
        }
        (None, Some(onto)) => {
            let above = above(chain, onto);
            let others = heads(chain, |head| !above.contains(&head));
            (only(chain, entries, &others)?, onto, None)
        }
        (None, None) => newer(chain, entries)?,
    };
    let below = closure(chain, onto);
    let lineage = closure(chain, revision);
    let mut moved: HashSet<usize> = lineage.difference(&below).copied().collect();
    if moved.is_empty() {
        let message = format!(
            "{} cannot be put onto {}, which is or stands on it",
            entries[revision].named(),
            entries[onto].named()
        );
        return Err(refused(Code::Cycle, message)
            .help(
                "name a head of another line as `--onto`; all are listed by `cargo revision heads`",
            )
            .into());
    }
    for revision in chain.history(None, None)?.into_iter().rev() {
        // In this order every parent comes before its children.
        let mut parents = revision
            .down_revisions
            .iter()
            .filter_map(|id| chain.position(id));
        if let Some(index) = chain.position(&revision.id)
            && parents.any(|parent| moved.contains(&parent))
        {
            moved.insert(index);
        }
    }
    let order = chain.history(None, None)?.into_iter().rev();
    let order = order.filter_map(|revision| chain.position(&revision.id));
    Ok(Line {
        moved: order.filter(|index| moved.contains(index)).collect(),
        onto: entries[onto].id.clone(),
        below,
        why,
    })
}

/// Has the lowest of the line stand on its new parent. Parents that lie below that one anyway are left out.
pub(super) fn put(entries: &mut [Entry], chain: &Chain, line: &Line) {
    for &index in &line.moved {
        let entry = &mut entries[index];
        let is_below = |id: &String| {
            let position = chain.position(&Id::from(id.as_str()));
            position.is_some_and(|position| line.below.contains(&position))
        };
        entry.down.retain(|id| !is_below(id));
        if entry.down.is_empty() {
            entry.down.push(line.onto.clone());
        }
    }
}

type Choice = (usize, usize, Option<String>);

/// Of two heads the one that was created later, to be put on the other.
fn newer(chain: &Chain, entries: &[Entry]) -> Result<Choice, Failure> {
    let heads = heads(chain, |_| true);
    let [one, other] = heads[..] else {
        if heads.len() < 2 {
            let message = match heads[..] {
                [] => "there is nothing to rebase: there are no revisions",
                _ => "there is nothing to rebase: the chain has one head",
            };
            return Err(Failure::nothing(message)
                .help("`cargo revision rebase REV --onto TARGET` moves a line anywhere")
                .into());
        }
        return Err(ask(entries, &heads).into());
    };
    let (made, other_made) = (entries[one].created(), entries[other].created());
    // Neither is applied where that can be asked, so either may go on top: of two made in the same minute, the later one
    // by its file's name.
    let (new, old, why) = if made > other_made {
        (one, other, "the newer head")
    } else if other_made > made {
        (other, one, "the newer head")
    } else {
        (one.max(other), one.min(other), "the later head by name")
    };
    let why = format!("{}, {why}", entries[new].named());
    Ok((new, old, Some(why)))
}

/// The head that is meant when only one can be.
fn only(chain: &Chain, entries: &[Entry], found: &[usize]) -> Result<usize, Failure> {
    match found {
        [only] => Ok(*only),
        [] => Err(
            Failure::nothing("there is nothing to rebase: there is no other head")
                .help("`--onto TARGET` names the revision to stand on")
                .into(),
        ),
        _ => Err(ask(entries, &heads(chain, |_| true)).into()),
    }
}

/// Several ways are open: each, as a command to copy.
fn ask(entries: &[Entry], heads: &[usize]) -> revision_core::Diagnostic {
    let named: Vec<_> = heads.iter().map(|head| entries[*head].named()).collect();
    let message = format!(
        "several lines could move: the heads are {}",
        named.join(", ")
    );
    let fault = refused(Code::MultipleHeads, message).help("say which one goes onto which:");
    let pairs = heads.iter().zip(heads.iter().cycle().skip(1));
    pairs.fold(fault, |fault, (head, onto)| {
        let (head, onto) = (&entries[*head].id, &entries[*onto].id);
        fault.help(format!("cargo revision rebase {head} --onto {onto}"))
    })
}

fn heads(chain: &Chain, wanted: impl Fn(usize) -> bool) -> Vec<usize> {
    let heads = chain.heads().filter_map(|head| chain.position(&head.id));
    heads.filter(|head| wanted(*head)).collect()
}

/// A revision and all that stands on it.
fn above(chain: &Chain, index: usize) -> HashSet<usize> {
    let descendants = chain.descendants(&chain.revisions()[index].id);
    let positions = descendants.iter().filter_map(|one| chain.position(&one.id));
    positions.chain([index]).collect()
}

/// A revision and all below it.
fn closure(chain: &Chain, index: usize) -> HashSet<usize> {
    let mut found = HashSet::from([index]);
    let mut open = vec![index];
    while let Some(index) = open.pop() {
        let down = &chain.revisions()[index].down_revisions;
        open.extend(
            down.iter()
                .filter_map(|id| chain.position(id))
                .filter(|below| found.insert(*below)),
        );
    }
    found
}

/// The one revision that a target names.
fn one(chain: &Chain, target: &str) -> Result<usize, Failure> {
    let found = chain.resolve(target)?;
    let position = match found[..] {
        [only] => chain.position(&only.id),
        _ => None,
    };
    let fault = || {
        Failure::usage(format!(
            "`{target}` names {} revisions, and one is wanted",
            found.len()
        ))
    };
    Ok(position.ok_or_else(fault)?)
}
