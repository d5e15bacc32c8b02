//! Which database is meant, where that was said, and what of it may be shown.

mod password;
mod url;

use revision_core::config::Config;
use revision_core::runtime::{Error, Runtime, Standing};
use revision_core::{Backend, Code, Diagnostic, source};

use crate::failure::Failure;
use crate::wait;

pub(crate) use password::{blanked, hidden};

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
    url: String,
    /// Where the URL was found, as one says it.
    from: String,
    /// The name of its environment, where that is protected.
    protected: Option<String>,
}

/// What the library says of a database that it could not connect to, before the reason; it has no name for it.
const UNCONNECTED: &str = "cannot connect: ";

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
            url,
            from,
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
        Backend::from_url(&self.url)
    }

    /// The name of its environment, where that is protected.
    pub(crate) fn protected(&self) -> Option<&str> {
        self.protected.as_deref()
    }

    /// The database as the library takes it; nothing is connected yet.
    pub(crate) fn open(&self, config: &Config) -> revision_core::Database<'static> {
        revision_core::Database::url(&self.url, &config.root)
    }

    /// Where it stands in these revisions. Only looks: nothing is made, not even the table.
    pub(crate) fn standing(
        &self,
        config: &Config,
        revisions: &source::Revisions,
    ) -> Result<Standing, Failure> {
        let runtime = Runtime::of_files(revisions, &config.settings);
        let asked = wait::at_most(wait::PATIENCE, runtime.current(self.open(config)))?;
        match asked {
            Some(Ok(standing)) => Ok(standing),
            Some(Err(error)) => Err(self.failure(error)),
            None => Err(self.unanswered("it does not answer")),
        }
    }

    /// A run's error, without what must not be shown.
    pub(crate) fn failure(&self, error: Error) -> Failure {
        self.discreet(error.faults).into()
    }

    /// The same faults without this database's password, whatever driver or server may quote.
    pub(crate) fn discreet(&self, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let hide = |text: &str| password::hide(&self.url, text);
        let discreet = faults.into_iter().map(|mut fault| {
            fault.message = hide(&fault.message);
            if let Some(why) = fault.message.strip_prefix(UNCONNECTED) {
                fault.message = format!("cannot connect to {self}: {why}");
            }
            if fault.message.contains("invalid peer certificate: UnknownIssuer") {
                fault = fault.help(
                    "name the certificate of its authority in the URL: `sslrootcert=FILE` or `ssl-ca=FILE`, as that database has it",
                );
            }
            fault.help = fault.help.iter().map(|line| hide(line)).collect();
            fault
        });
        discreet.collect()
    }

    fn unanswered(&self, why: &str) -> Failure {
        let fault = Diagnostic::new(Code::ConnectFailed, format!("{UNCONNECTED}{why}"));
        self.discreet(vec![fault]).into()
    }
}

impl std::fmt::Display for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (from {})", password::without(&self.url), self.from)
    }
}
