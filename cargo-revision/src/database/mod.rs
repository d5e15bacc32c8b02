//! Which database is meant, where that was said, and what of it may be shown.

mod url;

use revision_core::config::Config;
use revision_core::runner::present::named::Named;
use revision_core::{Backend, Code, Diagnostic};

use crate::ask::Answers;
use crate::failure::Failure;
use crate::report::Report;

/// What the arguments say about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chosen {
    /// `--url`, or `-x url=`
    pub(crate) url: Option<String>,
    /// `--environment`
    pub(crate) environment: Option<String>,
}

/// A database that is configured.
#[derive(Debug)]
pub(crate) struct Database {
    pub(crate) named: Named,
    /// The name of its environment, where that is protected.
    protected: Option<String>,
}

impl Database {
    /// The database that is meant; none where nothing names one.
    pub(crate) fn find(config: &Config, chosen: &Chosen) -> Result<Option<Self>, Failure> {
        let Some((url, from)) = url::find(config, chosen)? else {
            return Ok(None);
        };
        // Another URL does not take the protection away that the name of the environment promises.
        let environment = chosen.environment.as_deref();
        let environment = environment.and_then(|name| config.environment(name));
        let protected = environment.filter(|environment| environment.protected);
        Ok(Some(Self {
            named: Named {
                url,
                from,
                root: config.root.clone(),
            },
            protected: protected.map(|environment| environment.name.clone()),
        }))
    }

    /// The database that is meant, for what cannot be done without: `why` is a command or a target.
    pub(crate) fn needed(config: &Config, chosen: &Chosen, why: &str) -> Result<Self, Failure> {
        Self::find(config, chosen)?.ok_or_else(|| {
            let message = format!("`{why}` asks for a database, and none is named");
            Diagnostic::new(Code::Config, message)
                .help("name it with `--url`, in DATABASE_URL, or as `url` in `revision.toml`")
                .into()
        })
    }

    /// The kind of database, where the URL tells.
    pub(crate) fn backend(&self) -> Option<Backend> {
        self.named.backend()
    }

    /// Whether its environment is protected.
    pub(crate) fn is_protected(&self) -> bool {
        self.protected.is_some()
    }

    /// Goes on only with the name of its environment where that is protected; `doing` is what would be done to it.
    pub(crate) fn protect(
        &self,
        report: &Report,
        answers: &Answers,
        doing: &str,
    ) -> Result<(), Failure> {
        match &self.protected {
            Some(name) => answers.protect(report, name, &self.named, doing),
            None => Ok(()),
        }
    }
}

impl std::fmt::Display for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.named.fmt(f)
    }
}
