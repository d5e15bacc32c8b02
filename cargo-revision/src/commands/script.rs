//! `sql` and `--sql`: the script of a run, for somebody else to run. The whole of it is made before its first line is
//! printed.

use revision_core::chain::Id;
use revision_core::runner::HandOver;
use revision_core::runtime::Offline;
use revision_core::{Backend, Code, Diagnostic, Server};

use crate::database::{Chosen, Database};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::json;
use crate::project::Project;
use crate::report::Report;
use crate::runner;

/// What a script is written for; none where the configuration has to tell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect(pub(crate) Option<Server>);

/// The run that is written down instead of carried out.
#[derive(Clone, Copy)]
pub(crate) enum Instead<'a> {
    Upgrade(&'a [String]),
    Downgrade(&'a str),
    Stamp(&'a [String]),
}

pub(crate) fn run(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    dialect: Dialect,
    instead: Instead<'_>,
) -> Result<Exit, Failure> {
    let server = dialect.server(project, chosen)?;
    let rows = match instead {
        Instead::Upgrade([range]) | Instead::Stamp([range]) => rows(project, report, chosen, range),
        Instead::Downgrade(range) => rows(project, report, chosen, range),
        Instead::Upgrade(_) | Instead::Stamp(_) => Ok(None),
    }?;
    let from = rows.as_deref();
    let ask = match instead {
        Instead::Upgrade(targets) => Offline::Upgrade { targets, from },
        Instead::Downgrade(target) => Offline::Downgrade { target, from },
        Instead::Stamp(targets) => Offline::Stamp { targets, from },
    };
    let sql = match project.runtime().script(server, &ask) {
        Ok(sql) => sql,
        // A runner has them compiled, and prints what they record.
        Err(error) if error.faults.iter().all(needs_compiling) => {
            let hand_over = HandOver::of_script(project.view(), report, server, &ask);
            return runner::hand_over(project, report, &hand_over, error.faults);
        }
        Err(error) => return Err(error.into()),
    };
    report.answer(|| json::Script { sql: &sql }, || sql.clone());
    Ok(Exit::Done)
}

fn needs_compiling(fault: &Diagnostic) -> bool {
    fault.code == Code::NeedsCompiling
}

/// The version rows of the database, where the range begins at the one that is meant: only then is it asked.
fn rows(
    project: &Project,
    report: &Report,
    chosen: &Chosen,
    range: &str,
) -> Result<Option<Vec<Id>>, Failure> {
    let Some(("current", _)) = range.split_once(':') else {
        return Ok(None);
    };
    let database = Database::needed(&project.config, chosen, "current")?;
    report.say("Asking", &database);
    let standing = project.standing_of(&database)?;
    match standing.unknown() {
        Some(unknown) => Err(unknown.into()),
        None => Ok(Some(standing.told.rows)),
    }
}

impl Dialect {
    /// The database that a script is for: the one that was named, the one in the URL, the only one of the configuration.
    /// Of the last two the configuration may say the version.
    fn server(self, project: &Project, chosen: &Chosen) -> Result<Server, Failure> {
        if let Self(Some(server)) = self {
            return Ok(server);
        }
        let config = &project.config;
        let database = Database::find(config, chosen)?;
        if let Some(backend) = database.and_then(|database| database.backend()) {
            let mut configured = config.databases.iter().copied();
            let configured = configured.find(|server| server.backend() == backend);
            return Ok(configured.unwrap_or_else(|| Server::assumed(backend)));
        }
        let names: Vec<_> = match &*config.databases {
            [only] => return Ok(*only),
            [] => Backend::ALL.map(Backend::name).into(),
            several => several.iter().map(|one| one.product.name()).collect(),
        };
        let options: Vec<_> = names
            .iter()
            .map(|name| format!("`--dialect {name}`"))
            .collect();
        let message = "it is not said for which database the script is to be";
        Err(Failure::usage(message)
            .help(format!("say so: {}", options.join(", ")))
            .into())
    }
}
