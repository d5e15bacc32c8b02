//! Where a database stands in the chain.

use std::collections::{HashMap, HashSet};

use crate::chain::{Chain, Id};
use crate::runtime::{self, Logged};
use crate::{Code, Diagnostic};

/// What is applied, what of it is on top, and what the log says of it.
#[derive(Debug, Default)]
pub struct Standing {
    /// As the library tells it.
    pub told: runtime::Standing,
    /// The last applied revision of each branch.
    pub heads: HashSet<Id>,
    applied: HashSet<Id>,
    log: HashMap<Id, Logged>,
}

impl Standing {
    /// What the library tells of a chain.
    pub fn new(chain: &Chain, told: runtime::Standing) -> Self {
        let pending: HashSet<&Id> = told.pending.iter().collect();
        let all = chain.revisions().iter();
        let ids = all.map(|revision| &revision.id);
        Self {
            heads: told.heads.iter().cloned().collect(),
            applied: ids.filter(|id| !pending.contains(id)).cloned().collect(),
            log: told
                .log
                .iter()
                .map(|line| (line.revision.clone(), line.clone()))
                .collect(),
            told,
        }
    }

    pub fn is_applied(&self, id: &Id) -> bool {
        self.applied.contains(id)
    }

    /// The last line that the log has of a revision.
    pub fn logged(&self, id: &Id) -> Option<&Logged> {
        self.log.get(id)
    }

    /// When an applied revision came into the database, as programs read it: `2026-11-21T09:30:05.123Z`.
    pub fn applied_at(&self, id: &Id) -> Option<String> {
        let line = self.logged(id).filter(|_| self.is_applied(id))?;
        let brought = matches!(line.direction.as_str(), "upgrade" | "stamp");
        (brought && line.outcome == "done").then(|| instant(&line.started_at))
    }

    /// The error of rows that the chain does not know.
    pub fn unknown(&self) -> Option<Diagnostic> {
        let ids = self.told.unknown.iter();
        let ids: Vec<_> = ids.map(|row| format!("`{}`", row.revision)).collect();
        if ids.is_empty() {
            return None;
        }
        let verb = if ids.len() == 1 { "is" } else { "are" };
        let message = format!(
            "the database stands at {}, which {verb} not in the chain",
            ids.join(", ")
        );
        Some(
            Diagnostic::new(Code::UnknownVersion, message).help(
                "these sources may be older than the database, or from another branch of the repository",
            ),
        )
    }
}

/// A time of the log's as programs read it.
pub fn instant(logged: &str) -> String {
    format!("{}Z", logged.replacen(' ', "T", 1))
}
