//! A database that was named: its URL, where that was said, and what of it may be shown.

use std::path::PathBuf;

use super::failure::Failure;
use super::standing::Standing;
use super::view::View;
use super::{password, wait};
use crate::dialect;
use crate::runtime::Error;
use crate::{Backend, Code, Database, Diagnostic};

/// A database that was named.
#[derive(Clone, Debug)]
pub struct Named {
    /// Where it is.
    pub url: String,
    /// Where the URL was found, as one says it.
    pub from: String,
    /// The folder that the path of a database which is a file begins at.
    pub root: PathBuf,
}

/// What the library says of a database that it could not connect to, before the reason; it has no name for it.
const UNCONNECTED: &str = "cannot connect: ";

impl Named {
    /// The kind of database, where the URL tells.
    #[must_use]
    pub fn backend(&self) -> Option<Backend> {
        Backend::from_url(&self.url)
    }

    /// The database as the library takes it; nothing is connected yet.
    #[must_use]
    pub fn open(&self) -> Database<'static> {
        Database::url(&self.url, &self.root)
    }

    /// Where it stands in these revisions. Only looks: nothing is made, not even the table.
    pub fn standing(&self, view: View<'_>) -> Result<Standing, Failure> {
        let asked = wait::at_most(wait::PATIENCE, view.runtime.current(self.open()))?;
        match asked {
            Some(Ok(told)) => Ok(Standing::new(view.chain(), told)),
            Some(Err(error)) => Err(self.failure(error)),
            None => Err(self.unanswered("it does not answer")),
        }
    }

    /// Makes the database where its server has none of the name, and says whether it did.
    pub fn create(&self) -> Result<bool, Failure> {
        match wait::at_most(wait::PATIENCE, dialect::create(&self.url))? {
            Some(Ok(made)) => Ok(made),
            Some(Err(error)) => {
                let message = format!("cannot make {self}: {error}");
                let fault = Diagnostic::new(Code::ConnectFailed, message);
                Err(self.discreet(vec![fault]).into())
            }
            None => Err(self.unanswered("it does not answer")),
        }
    }

    /// What an upgrade would do that loses data, in words that follow "to"; none where it loses none. What has to be
    /// compiled is not known, and taken for something that does.
    pub fn losing(&self, view: View<'_>, targets: &[String]) -> Result<Option<String>, Failure> {
        let asked = wait::at_most(wait::PATIENCE, view.runtime.losing(self.open(), targets))?;
        match asked {
            Some(Ok(losing)) => Ok(match &*losing {
                [] => None,
                [one] => Some(format!("apply `{one}`, which loses data, to")),
                [first, rest @ ..] => Some(format!(
                    "apply `{first}` and {} more, which lose data, to",
                    rest.len()
                )),
            }),
            Some(Err(error)) if error.code() == Code::NeedsCompiling => Ok(Some(
                "apply revisions that have to be compiled to".to_owned(),
            )),
            Some(Err(error)) => Err(self.failure(error)),
            None => Err(self.unanswered("it does not answer")),
        }
    }

    /// A run's error, without what must not be shown.
    #[must_use]
    pub fn failure(&self, error: Error) -> Failure {
        self.discreet(error.faults).into()
    }

    /// The same faults without this database's password, whatever driver or server may quote.
    #[must_use]
    pub fn discreet(&self, faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let hide = |text: &str| password::hide(&self.url, text);
        let discreet = faults.into_iter().map(|mut fault| {
            fault.message = hide(&fault.message);
            if let Some(why) = fault.message.strip_prefix(UNCONNECTED) {
                fault.message = format!("cannot connect to {self}: {why}");
            }
            if fault
                .message
                .contains("invalid peer certificate: UnknownIssuer")
            {
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

impl std::fmt::Display for Named {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (from {})", password::without(&self.url), self.from)
    }
}
