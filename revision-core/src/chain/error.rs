//! Why a question to the chain has no answer.

use super::Id;
use crate::{Code, Diagnostic};

/// A target that leads nowhere, or a place that cannot be left that way.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No revision goes by this id, prefix or label.
    #[error("no revision or branch goes by {}", quoted(.name))]
    CantLocate {
        /// What was asked for.
        name: String,
        /// The name that may have been meant.
        nearest: Option<String>,
    },
    /// Several names begin with this prefix.
    #[error("{} may mean {}", quoted(.prefix), few(.candidates, "or"))]
    AmbiguousPrefix {
        /// What was asked for.
        prefix: String,
        /// The ids and labels that begin with it, in alphabetical order.
        candidates: Vec<String>,
    },
    /// One head is wanted and there are several.
    #[error("{} means one head, and there are {}: {}", quoted(.target), .heads.len(), few(.heads, "and"))]
    MultipleHeads {
        /// What was asked for.
        target: String,
        /// The heads, in load order.
        heads: Vec<Id>,
    },
    /// What stands before the `@` is no branch.
    #[error("no branch goes by {}", quoted(.branch))]
    NoSuchBranch {
        /// What was asked for.
        branch: String,
        /// The labels that there are, in alphabetical order.
        labels: Vec<String>,
        /// The name that may have been meant.
        nearest: Option<String>,
    },
    /// The revision is not on the branch named before the `@`.
    #[error("revision `{revision}` is not on branch {}", quoted(.branch))]
    NotMemberOfBranch {
        /// The revision.
        revision: Id,
        /// The branch.
        branch: String,
    },
    /// A relative target reaches past the end of the chain.
    #[error("{} reaches past the end of the chain", quoted(.target))]
    WalkedTooFar {
        /// What was asked for.
        target: String,
    },
    /// There are fewer revisions than a target relative to the database asks for.
    #[error("{} asks for more revisions than there are from where the database stands", quoted(.target))]
    RelativeNotEnoughRevisions {
        /// What was asked for.
        target: String,
    },
    /// A relative target ends at the base, where a revision is wanted.
    #[error("{} ends at the base, and there is nothing to upgrade to", quoted(.target))]
    RelativeTargetIsBase {
        /// What was asked for.
        target: String,
    },
    /// A relative target meets a fork.
    #[error("{} meets a fork: {}", quoted(.target), few(.candidates, "or"))]
    AmbiguousWalk {
        /// What was asked for.
        target: String,
        /// Where the next step may lead.
        candidates: Vec<Id>,
    },
    /// `+N` has several places to start from.
    #[error("{} may start from {}", quoted(.target), few(.candidates, "or"))]
    AmbiguousUpgrade {
        /// What was asked for.
        target: String,
        /// Where it may start.
        candidates: Vec<Id>,
    },
    /// `-N` has several places to start from.
    #[error("{} may start from {}", quoted(.target), few(.candidates, "or"))]
    AmbiguousDowngrade {
        /// What was asked for.
        target: String,
        /// Where it may start.
        candidates: Vec<Id>,
    },
    /// Something does not lie below something else, where it should.
    #[error("{}", not_ancestor(.lower, .upper.as_deref()))]
    NotAncestor {
        /// What should lie below.
        lower: String,
        /// What it should lie below; none for where the database stands.
        upper: Option<String>,
    },
    /// The target is on no branch that could be left towards it.
    #[error("{} does not lie below where the database stands on that branch", quoted(.target))]
    NotAValidDowngradeTarget {
        /// What was asked for.
        target: String,
    },
    /// Nothing of the branch is applied.
    #[error("nothing of branch {} is applied", quoted(.branch))]
    BranchNotInCurrentHeads {
        /// The branch.
        branch: String,
    },
    /// Of several revisions given, one is the ancestor of another.
    #[error("revision `{lower}` is an ancestor of `{upper}`, so that {}", match .given {
        Given::Rows => "the database must not hold both as heads",
        Given::Targets => "the two cannot be given together",
    })]
    OverlappingRevisions {
        /// The ancestor.
        lower: Id,
        /// The descendant.
        upper: Id,
        /// Where they were given.
        given: Given,
    },
    /// A new revision may stand on a head only, unless it is spliced in.
    #[error("revision `{revision}` is not a head")]
    NotAHead {
        /// The revision.
        revision: Id,
    },
    /// A range is not written as `a:b`, `a:` or `:b`.
    #[error("{} is not a range", quoted(.range))]
    BadRange {
        /// What was asked for.
        range: String,
    },
    /// The database holds revisions that the chain does not.
    #[error("the database stands at {}, which {} not in the chain", few(.unknown, "and"), if .unknown.len() == 1 { "is" } else { "are" })]
    UnknownVersion {
        /// The rows.
        unknown: Vec<Id>,
    },
}

/// What a list of revisions is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The version rows of the database.
    Rows,
    /// The targets of a command.
    Targets,
}

impl From<Error> for Diagnostic {
    fn from(error: Error) -> Self {
        let mut fault = Self::new(error.code(), error.to_string());
        fault.help = error.help();
        fault
    }
}

impl Error {
    /// What kind of error it is.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::CantLocate { .. } => Code::CantLocate,
            Self::AmbiguousPrefix { .. } => Code::AmbiguousPrefix,
            Self::MultipleHeads { .. } => Code::MultipleHeads,
            Self::NoSuchBranch { .. } => Code::NoSuchBranch,
            Self::NotMemberOfBranch { .. } => Code::NotMemberOfBranch,
            Self::WalkedTooFar { .. } => Code::WalkedTooFar,
            Self::RelativeNotEnoughRevisions { .. } => Code::RelativeNotEnoughRevisions,
            Self::RelativeTargetIsBase { .. } => Code::RelativeTargetIsBase,
            Self::AmbiguousWalk { .. } => Code::AmbiguousWalk,
            Self::AmbiguousUpgrade { .. } => Code::AmbiguousUpgrade,
            Self::AmbiguousDowngrade { .. } => Code::AmbiguousDowngrade,
            Self::NotAncestor { .. } => Code::NotAncestor,
            Self::NotAValidDowngradeTarget { .. } => Code::NotAValidDowngradeTarget,
            Self::BranchNotInCurrentHeads { .. } => Code::BranchNotInCurrentHeads,
            Self::OverlappingRevisions { .. } => Code::OverlappingRevisions,
            Self::NotAHead { .. } => Code::NotAHead,
            Self::BadRange { .. } => Code::BadRange,
            Self::UnknownVersion { .. } => Code::UnknownVersion,
        }
    }

    /// What helps, a line each.
    #[must_use]
    pub fn help(&self) -> Vec<String> {
        let line = |text: &str| vec![text.to_owned()];
        match self {
            Self::CantLocate { nearest, .. } => match nearest {
                Some(nearest) => vec![format!("did you mean `{nearest}`?")],
                None => line("all revisions are listed by `cargo revision history`"),
            },
            Self::AmbiguousPrefix { .. } => line("write more of it"),
            Self::MultipleHeads { .. } => vec![
                "put one head on top of the other: `cargo revision rebase`".to_owned(),
                "or join them: `cargo revision merge`".to_owned(),
                "or name one of them; `heads` means all".to_owned(),
            ],
            Self::NoSuchBranch {
                labels, nearest, ..
            } => match nearest {
                Some(nearest) => vec![format!("did you mean `{nearest}`?")],
                None if labels.is_empty() => line("no revision has a branch label"),
                None => vec![format!("the branch labels are {}", few(labels, "and"))],
            },
            Self::NotMemberOfBranch { revision, .. } => {
                vec![format!(
                    "its branch is shown by `cargo revision show {revision}`"
                )]
            }
            Self::WalkedTooFar { .. } | Self::RelativeNotEnoughRevisions { .. } => {
                line("see how far it goes: `cargo revision history`")
            }
            Self::RelativeTargetIsBase { .. } => {
                line("to undo everything: `cargo revision downgrade base`")
            }
            Self::AmbiguousWalk { .. } => line("name the revision, or its branch: `label@+1`"),
            Self::AmbiguousUpgrade { .. } => line("name the branch: `label@+1`"),
            Self::AmbiguousDowngrade { .. } => {
                line("name the revision to go back to, or the branch: `label@-1`")
            }
            Self::NotAncestor { upper: Some(_), .. } => {
                line("a range goes from the older revision to the newer: `older:newer`")
            }
            Self::NotAncestor { upper: None, .. }
            | Self::NotAValidDowngradeTarget { .. }
            | Self::BranchNotInCurrentHeads { .. } => {
                line("see where the database stands: `cargo revision current`")
            }
            Self::OverlappingRevisions { upper, given, .. } => match given {
                Given::Rows => vec![format!(
                    "keep the later one: `cargo revision stamp --purge {upper}`, with the other heads if there are any"
                )],
                Given::Targets => vec![format!("`{upper}` alone brings the other with it")],
            },
            Self::NotAHead { .. } => line("to begin a branch there all the same: `--splice`"),
            Self::BadRange { .. } => line("a range is `a:b`, `a:` or `:b`"),
            Self::UnknownVersion { .. } => line(
                "these sources may be older than the database, or from another branch of the repository",
            ),
        }
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", text.escape_debug())
}

fn not_ancestor(lower: &str, upper: Option<&str>) -> String {
    let lower = quoted(lower);
    match upper {
        Some(upper) => format!("{lower} does not lie below {}", quoted(upper)),
        None => format!("{lower} does not lie below where the database stands"),
    }
}

/// The first of a list, and how many more there are.
fn few(list: &[impl AsRef<str>], word: &str) -> String {
    const SHOWN: usize = 4;
    let mut parts: Vec<_> = list
        .iter()
        .take(SHOWN)
        .map(|one| quoted(one.as_ref()))
        .collect();
    if list.len() > SHOWN {
        parts.push(format!("{} more", list.len() - SHOWN));
    }
    match parts.split_last() {
        None => "nothing".to_owned(),
        Some((only, [])) => only.clone(),
        Some((end, before)) => {
            let word = if list.len() > SHOWN { "and" } else { word };
            format!("{} {word} {end}", before.join(", "))
        }
    }
}
