//! What a runner does: with its own arguments, or with what the command hands over.

use std::io::{IsTerminal as _, Read as _};

use super::arguments::{Arguments, Command, color};
use super::hand_over::{HandOver, Work, unreadable};
use super::present::carry::{About, Ask, Carried, Options, carry_out};
use super::present::current;
use super::present::exit::Exit;
use super::present::failure::Failure;
use super::present::json;
use super::present::named::Named;
use super::present::report::Report;
use super::present::undoing::{self, LAST};
use super::present::view::View;
use crate::chain::Id;
use crate::runtime::Offline;
use crate::{Backend, Code, Diagnostic, Server};

/// Where the URL is looked for.
const VARIABLE: &str = "DATABASE_URL";

/// Carries out what the arguments say.
pub(super) fn run(view: View<'_>, arguments: &Arguments, binary: &str) -> Exit {
    let done = asked(view, arguments, binary);
    done.unwrap_or_else(|failure| arguments.report.failure(&failure))
}

fn asked(view: View<'_>, arguments: &Arguments, binary: &str) -> Result<Exit, Failure> {
    let report = &arguments.report;
    let tool = format!("{binary} (revision-core {})", env!("CARGO_PKG_VERSION"));
    let database = || {
        named(arguments.url.as_deref()).ok_or_else(|| {
            let message = "a database is asked for, and none is named";
            Diagnostic::new(Code::Config, message)
                .help(format!("name it with `--url` or in {VARIABLE}"))
        })
    };
    if arguments.script {
        let script = Script {
            view,
            report,
            dialect: arguments.dialect,
            database: named(arguments.url.as_deref()),
        };
        return script.print(&arguments.command);
    }
    let options = arguments.options;
    let carried = |verb, ask| {
        let database = database()?;
        if let Ask::Downgrade(target) = &ask
            && target == LAST
            && !options.dry_run
        {
            undoing::ask(view, report, &database, &arguments.answers)?;
        }
        let about = About {
            report,
            view,
            database: &database,
            verb,
            tool: &tool,
        };
        carried(about, options, &[ask])
    };
    match &arguments.command {
        Command::Text(text) => Ok(report.print(text, Exit::Done)),
        Command::Upgrade(targets) => carried("Upgrading", Ask::Upgrade(targets.clone())),
        Command::Downgrade(target) => carried("Downgrading", Ask::Downgrade(target.clone())),
        Command::Stamp { targets, purge } => {
            let targets = targets.clone();
            let purge = *purge;
            carried("Stamping", Ask::Stamp { targets, purge })
        }
        Command::Current(show) => {
            let database = database()?;
            report.say("Asking", &database);
            let standing = database.standing(view)?;
            let view = View {
                standing: Some(&standing),
                ..view
            };
            current::tell(view, report, *show)
        }
    }
}

/// Carries out what the command hands over on the standard input.
pub(super) fn handed_over(view: View<'_>, binary: &str) -> Exit {
    let mut text = String::new();
    let stdin = std::io::stdin();
    // Nobody types it; and what cannot be read is not understood either.
    if !stdin.is_terminal() {
        let _ = stdin.lock().read_to_string(&mut text);
    }
    let hand_over = match HandOver::read(&text) {
        Ok(hand_over) => hand_over,
        Err(fault) => return Report::plain(text.contains("\"json\":true")).failure(&fault.into()),
    };
    let report = Report::new(hand_over.json, hand_over.quiet);
    let done = work(view, &report, &hand_over, binary);
    done.unwrap_or_else(|failure| report.failure(&failure))
}

fn work(
    view: View<'_>,
    report: &Report,
    hand_over: &HandOver,
    binary: &str,
) -> Result<Exit, Failure> {
    color(&hand_over.color)?.write_global();
    hand_over.verify(view, binary)?;
    match &hand_over.work {
        Work::Run(run) => {
            let database = run.named();
            let about = About {
                report,
                view,
                database: &database,
                verb: &run.verb,
                tool: &run.tool,
            };
            carried(about, run.options(), &run.asks())
        }
        Work::Print {
            kind,
            targets,
            from,
            server,
        } => {
            let server = Server::parse(server).map_err(|_| unreadable())?;
            let rows = from.as_deref().unwrap_or_default().iter();
            let rows: Vec<Id> = rows.map(|id| Id::from(id.as_str())).collect();
            let from = from.as_ref().map(|_| &*rows);
            let target = targets.first().map_or("base", String::as_str);
            let request = match kind.as_str() {
                "downgrade" => Offline::Downgrade { target, from },
                "stamp" => Offline::Stamp { targets, from },
                _ => Offline::Upgrade { targets, from },
            };
            print(view, report, server, &request)
        }
    }
}

fn carried(about: About<'_>, options: Options, asks: &[Ask]) -> Result<Exit, Failure> {
    match carry_out(about, options, asks)? {
        Carried::Over(exit) => Ok(exit),
        Carried::NeedsCompiling(faults) => Err(faults.into()),
    }
}

fn named(url: Option<&str>) -> Option<Named> {
    let variable = std::env::var(VARIABLE).ok().filter(|url| !url.is_empty());
    let (url, from) = match url {
        Some(url) => (url.to_owned(), "--url"),
        None => (variable?, VARIABLE),
    };
    Some(Named {
        url,
        from: from.to_owned(),
        root: std::path::PathBuf::new(),
    })
}

/// A script that is asked for by arguments.
struct Script<'a> {
    view: View<'a>,
    report: &'a Report,
    dialect: Option<Server>,
    database: Option<Named>,
}

impl Script<'_> {
    fn print(&self, command: &Command) -> Result<Exit, Failure> {
        let server = self.server()?;
        let rows = if starts_at_current(command) {
            Some(self.rows()?)
        } else {
            None
        };
        let from = rows.as_deref();
        let request = match command {
            Command::Upgrade(targets) => Offline::Upgrade { targets, from },
            Command::Downgrade(target) => Offline::Downgrade { target, from },
            Command::Stamp { targets, .. } => Offline::Stamp { targets, from },
            Command::Current(_) | Command::Text(_) => {
                return Err(Failure::usage("`--sql` prints runs only").into());
            }
        };
        print(self.view, self.report, server, &request)
    }

    fn rows(&self) -> Result<Vec<Id>, Failure> {
        let Some(database) = &self.database else {
            let message = "`current` asks where a database stands, and none is named";
            return Err(Diagnostic::new(Code::Config, message)
                .help(format!("name it with `--url` or in {VARIABLE}"))
                .into());
        };
        self.report.say("Asking", database);
        let standing = database.standing(self.view)?;
        match standing.unknown() {
            Some(unknown) => Err(unknown.into()),
            None => Ok(standing.told.rows),
        }
    }

    fn server(&self) -> Result<Server, Failure> {
        let of_url = || {
            let backend = self.database.as_ref().and_then(Named::backend);
            backend.map(Server::assumed)
        };
        self.dialect.or_else(of_url).ok_or_else(|| {
            let names = Backend::ALL.map(|backend| format!("`--dialect {}`", backend.name()));
            Failure::usage("it is not said for which database the script is to be")
                .help(format!("say so: {}", names.join(", ")))
                .into()
        })
    }
}

fn print(
    view: View<'_>,
    report: &Report,
    server: Server,
    request: &Offline<'_>,
) -> Result<Exit, Failure> {
    let sql = view.runtime.script(server, request)?;
    report.answer(|| json::Script { sql: &sql }, || sql.clone());
    Ok(Exit::Done)
}

/// Whether the script begins where a database stands.
fn starts_at_current(command: &Command) -> bool {
    let first = match command {
        Command::Upgrade(targets) | Command::Stamp { targets, .. } => targets.first(),
        Command::Downgrade(target) => Some(target),
        Command::Current(_) | Command::Text(_) => None,
    };
    first.is_some_and(|target| target.starts_with("current:"))
}
