//! The cases as their files hold them.

use std::env;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) revisions: Vec<Header>,
    pub(crate) queries: Vec<Query>,
}

#[derive(Deserialize)]
pub(crate) struct Header {
    pub(crate) id: String,
    pub(crate) down: Vec<String>,
    pub(crate) labels: Vec<String>,
    pub(crate) depends_on: Vec<String>,
}

/// A question and its answer; which fields there are depends on the kind.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(crate) struct Query {
    pub(crate) kind: String,
    pub(crate) from: Option<Vec<String>>,
    pub(crate) target: Option<String>,
    pub(crate) targets: Vec<String>,
    pub(crate) range: Option<String>,
    pub(crate) head: Option<String>,
    pub(crate) splice: bool,
    pub(crate) want_depends_on: Vec<String>,

    pub(crate) steps: Option<Vec<Step>>,
    pub(crate) plan: Option<Vec<String>>,
    pub(crate) ideal: Option<Vec<Vec<String>>>,
    pub(crate) order: Option<Vec<String>>,
    pub(crate) ids: Vec<String>,
    pub(crate) points: serde_json::Map<String, serde_json::Value>,
    pub(crate) labels: serde_json::Map<String, serde_json::Value>,
    pub(crate) at_heads: bool,
    pub(crate) heads_after: Vec<String>,
    pub(crate) down: Vec<String>,
    pub(crate) depends_on: Vec<String>,
    pub(crate) heads: Vec<String>,
    pub(crate) bases: Vec<String>,
    pub(crate) meant: Option<String>,
    pub(crate) error: Option<String>,

    pub(crate) order_sensitive: Option<String>,
    pub(crate) lenient: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Step {
    pub(crate) id: String,
    pub(crate) heads_after: Vec<String>,
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.kind)?;
        if let Some(from) = &self.from {
            write!(f, " from {from:?}")?;
        }
        for text in [&self.target, &self.range, &self.head]
            .into_iter()
            .flatten()
        {
            write!(f, " `{text}`")?;
        }
        if !self.targets.is_empty() {
            write!(f, " {:?}", self.targets)?;
        }
        if self.splice {
            write!(f, " splice")?;
        }
        if !self.want_depends_on.is_empty() {
            write!(f, " depends on {:?}", self.want_depends_on)?;
        }
        Ok(())
    }
}

/// Whether other cases are asked for, which need not have an example of everything.
pub(crate) fn elsewhere() -> bool {
    env::var_os("VECTORS").is_some()
}

/// All cases, or none if their folder is not there. `VECTORS` names another folder of cases of the same kinds.
pub(crate) fn cases() -> Option<Vec<Case>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let folder = env::var_os("VECTORS").map_or(root.join("../shared/vectors/graph"), PathBuf::from);
    let mut files: Vec<_> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
        .collect();
    files.sort();
    let mut cases = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a readable file of cases");
        let read: Vec<Case> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        cases.extend(read);
    }
    Some(cases)
}
