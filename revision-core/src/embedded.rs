//! The chain as an application carries it: data that its build script wrote, and the functions that rustc compiled.

use std::sync::OnceLock;

use crate::chain::{Chain, Id, Label, Revision};
use crate::config::Settings;
use crate::op::Op;
use crate::operation::Operation;

/// The chain of a crate: `revisions::CHAIN`, made by `revisions!`.
#[derive(Debug)]
pub struct EmbeddedChain {
    revisions: &'static [EmbeddedRevision],
    settings: Settings,
    chain: OnceLock<Chain>,
}

/// A revision of an [`EmbeddedChain`].
#[derive(Debug)]
pub struct EmbeddedRevision {
    /// Its id.
    pub id: &'static str,
    /// The ids right below it.
    pub down_revisions: &'static [&'static str],
    /// The labels of the branch that begins here.
    pub branch_labels: &'static [&'static str],
    /// Ids or labels that must be applied before.
    pub depends_on: &'static [&'static str],
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// What it does, in its author's words.
    pub message: &'static str,
    /// When it was made, as written.
    pub created: Option<&'static str>,
    /// Its file, as configured, for messages.
    pub path: &'static str,
    #[doc(hidden)]
    pub body: Body,
}

/// What a revision runs: functions of a Rust file, or the text of an SQL file.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub enum Body {
    Rust {
        upgrade: fn(&mut Op),
        downgrade: fn(&mut Op),
    },
    Sql(&'static str),
}

impl EmbeddedChain {
    #[doc(hidden)]
    #[must_use]
    pub const fn new(revisions: &'static [EmbeddedRevision], settings: Settings) -> Self {
        Self {
            revisions,
            settings,
            chain: OnceLock::new(),
        }
    }

    /// The revisions, in the order of their files.
    #[must_use]
    pub fn revisions(&self) -> &'static [EmbeddedRevision] {
        self.revisions
    }

    /// What the configuration said about running, when the crate was compiled.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The graph of the revisions.
    ///
    /// # Panics
    ///
    /// Never for a chain that the build script checked, for what does not pass there does not compile.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        self.chain.get_or_init(|| {
            let revisions = self.revisions.iter().map(EmbeddedRevision::declared);
            Chain::new(revisions.collect()).expect("the build script has checked the chain")
        })
    }
}

impl EmbeddedRevision {
    fn declared(&self) -> Revision {
        Revision {
            id: Id::from(self.id),
            down_revisions: self.down_revisions.iter().map(|id| Id::from(*id)).collect(),
            branch_labels: self
                .branch_labels
                .iter()
                .map(|label| Label::from(*label))
                .collect(),
            depends_on: self.depends_on.iter().map(ToString::to_string).collect(),
        }
    }

    /// What upgrading with a Rust revision does; none for an SQL revision, whose statements are text.
    #[must_use]
    pub fn upgrade(&self) -> Option<Vec<Operation>> {
        match self.body {
            Body::Rust { upgrade, .. } => record(upgrade),
            Body::Sql(_) => None,
        }
    }

    /// What downgrading with a Rust revision does; none where there is no way back, and for an SQL revision.
    #[must_use]
    pub fn downgrade(&self) -> Option<Vec<Operation>> {
        match self.body {
            Body::Rust { downgrade, .. } => record(downgrade),
            Body::Sql(_) => None,
        }
    }

    /// The text of an SQL revision.
    #[must_use]
    pub fn sql(&self) -> Option<&'static str> {
        match self.body {
            Body::Rust { .. } => None,
            Body::Sql(text) => Some(text),
        }
    }
}

fn record(direction: fn(&mut Op)) -> Option<Vec<Operation>> {
    let mut op = Op::default();
    direction(&mut op);
    op.into_operations()
}
