//! What can be wrong with a chain as a whole, and where: by revision, header key and place in that key's list, so that a
//! caller who knows the files can underline the very literal.

use revision_syntax::header::Key;

use super::{BadName, Id};
use crate::Code;

/// A place in the header of a revision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// The revision, by its place in what [`Chain::new`](super::Chain::new) was given.
    pub revision: usize,
    /// The key of its header.
    pub key: Key,
    /// The place in that key's list; 0 for `id`.
    pub position: usize,
}

/// One fault of a chain.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// An id or a label that cannot be one.
    #[error("{} cannot be {}: {}", quoted(name), article(at.key), why(*bad))]
    IllegalCharacter {
        /// Where it stands.
        at: Spot,
        /// The text that stands there.
        name: String,
        /// What is wrong with it.
        bad: BadName,
    },
    /// An id that an earlier revision has.
    #[error("revision `{id}` is there twice")]
    DuplicateRevision {
        /// The later of the two.
        at: Spot,
        /// The earlier.
        first: Spot,
        /// The id of both.
        id: Id,
    },
    /// A label that is a label elsewhere, or an id.
    #[error("branch label `{label}` {}", match first.key {
        Key::Id => "is also the id of a revision",
        _ => "is there twice",
    })]
    DuplicateBranchLabel {
        /// The label; the later of two.
        at: Spot,
        /// Where the name stands first.
        first: Spot,
        /// The name.
        label: String,
    },
    /// A `down_revision` that is not a revision.
    #[error("down_revision {} is not a revision", quoted(name))]
    MissingDownRevision {
        /// Where it stands.
        at: Spot,
        /// What stands there.
        name: String,
        /// What may have been meant.
        nearest: Option<Id>,
    },
    /// A `depends_on` that is neither a revision nor a label.
    #[error("depends_on {} is neither a revision nor a branch label", quoted(name))]
    MissingDependency {
        /// Where it stands.
        at: Spot,
        /// What stands there.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// A revision that names itself as its `down_revision`.
    #[error("revision `{id}` is its own down_revision")]
    SelfLoop {
        /// Where it does.
        at: Spot,
        /// The revision.
        id: Id,
    },
    /// A revision that depends on itself.
    #[error("revision `{id}` depends on itself")]
    DependencySelfLoop {
        /// Where it does.
        at: Spot,
        /// The revision.
        id: Id,
    },
    /// Revisions that follow each other in a circle.
    #[error("revisions follow each other in a circle: {}", list(members.iter().map(|(_, id)| id)))]
    Cycle {
        /// The `down_revision` of the first member that leads to another.
        at: Spot,
        /// All members, each after one that follows it where the circle is a simple one; with their places in the input.
        members: Vec<(usize, Id)>,
    },
    /// Revisions that wait for each other in a circle, of which at least one link is a `depends_on`.
    #[error("revisions depend on each other in a circle: {}", list(members.iter().map(|(_, id)| id)))]
    DependencyCycle {
        /// A link of the circle, a `depends_on` where one leads from the first member.
        at: Spot,
        /// All members, as in [`Fault::Cycle`].
        members: Vec<(usize, Id)>,
    },
}

impl Fault {
    /// What kind of fault it is.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::IllegalCharacter { .. } => Code::IllegalCharacter,
            Self::DuplicateRevision { .. } => Code::DuplicateRevision,
            Self::DuplicateBranchLabel { .. } => Code::DuplicateBranchLabel,
            Self::MissingDownRevision { .. } => Code::MissingDownRevision,
            Self::MissingDependency { .. } => Code::MissingDependency,
            Self::SelfLoop { .. } => Code::SelfLoop,
            Self::DependencySelfLoop { .. } => Code::DependencySelfLoop,
            Self::Cycle { .. } => Code::Cycle,
            Self::DependencyCycle { .. } => Code::DependencyCycle,
        }
    }

    /// Where it stands.
    #[must_use]
    pub fn at(&self) -> Spot {
        match self {
            Self::IllegalCharacter { at, .. }
            | Self::DuplicateRevision { at, .. }
            | Self::DuplicateBranchLabel { at, .. }
            | Self::MissingDownRevision { at, .. }
            | Self::MissingDependency { at, .. }
            | Self::SelfLoop { at, .. }
            | Self::DependencySelfLoop { at, .. }
            | Self::Cycle { at, .. }
            | Self::DependencyCycle { at, .. } => *at,
        }
    }

    /// Another place that takes part in it, and a word on how.
    #[must_use]
    pub fn related(&self) -> Option<(Spot, &'static str)> {
        match self {
            Self::DuplicateRevision { first, .. } | Self::DuplicateBranchLabel { first, .. } => {
                Some((*first, "first here"))
            }
            _ => None,
        }
    }

    /// What puts it right, a line each.
    #[must_use]
    pub fn help(&self) -> Vec<String> {
        match self {
            Self::IllegalCharacter { .. } => {
                vec!["letters, digits, `_` and `.` may stand in a name".to_owned()]
            }
            Self::DuplicateRevision { id, .. } => vec![
                format!("put one on top of the other, with a number of its own: `cargo revision rebase {id}`"),
                "or give one of them another id by hand, and join the heads: `cargo revision merge`"
                    .to_owned(),
            ],
            Self::DuplicateBranchLabel { .. } => vec![
                "a label belongs to the first revision of a branch; those above inherit it"
                    .to_owned(),
            ],
            Self::MissingDownRevision { nearest, .. } => did_you_mean(nearest.as_ref()),
            Self::MissingDependency { nearest, .. } => did_you_mean(nearest.as_ref()),
            Self::SelfLoop { .. } => {
                vec!["leave out `down_revision` for a base".to_owned()]
            }
            Self::DependencySelfLoop { .. } => Vec::new(),
            Self::Cycle { .. } | Self::DependencyCycle { .. } => {
                vec!["one of them must not name the next".to_owned()]
            }
        }
    }
}

fn did_you_mean(nearest: Option<&impl std::fmt::Display>) -> Vec<String> {
    nearest
        .map(|nearest| format!("did you mean `{nearest}`?"))
        .into_iter()
        .collect()
}

/// A text of unknown origin, on one line.
fn quoted(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}

fn article(key: Key) -> &'static str {
    match key {
        Key::BranchLabels => "a branch label",
        _ => "the id of a revision",
    }
}

fn why(bad: BadName) -> String {
    match bad {
        BadName::Empty => "it is empty".to_owned(),
        BadName::Reserved => "it is a word of target expressions".to_owned(),
        BadName::Character(c) => format!("it has {}", quoted(&c.to_string())),
    }
}

fn list<'a>(ids: impl Iterator<Item = &'a Id>) -> String {
    ids.map(|id| format!("`{id}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
