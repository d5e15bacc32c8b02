//! The servers that tests run on: started in a temporary folder, tuned to be fast, and gone afterwards.
//!
//! Tests learn of them by variables, so that they run on servers from elsewhere just as well: a server whose URL is
//! already set is not started.

mod address;
mod elsewhere;
mod folder;
mod mariadb;
mod npm;
mod packages;
mod pgbouncer;
mod postgres;
mod server;
mod user;

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::thread;
use std::time::{Duration, Instant};

use address::Address;
use folder::Folder;
use server::Server;

use crate::step::{Failed, print, root, say};

/// The user that every server gets. The password is no secret; it is there so that passwords are tested.
const USER: &str = "revision";
const PASSWORD: &str = "secret";

/// Servers that run, and what tells tests of them.
#[derive(Debug)]
pub(crate) struct Services {
    variables: Vec<(String, OsString)>,
    /// What runs, in words.
    ran_on: Vec<String>,
    servers: Vec<Server>,
    folder: Folder,
}

/// What became of one kind of server: its words, its variables, and itself unless it runs elsewhere.
type Up = (String, Vec<(String, OsString)>, Option<Server>);

impl Services {
    pub(crate) fn start() -> Result<Self, Failed> {
        let started = Instant::now();
        packages::install()?;
        let folder = Folder::new()?;
        let mut services = Self {
            variables: vec![("REVISION_TEST_FOLDER".into(), folder.path().into())],
            ran_on: Vec::new(),
            servers: Vec::new(),
            folder,
        };
        if let Some(user) = services.folder.user() {
            services
                .variables
                .push(("REVISION_TEST_USER".into(), user.numbers().into()));
        }
        let folder = &services.folder;
        let kinds: [&(dyn Fn() -> Result<Up, Failed> + Sync); 4] = [
            &|| start("POSTGRES", || postgres::installed(folder)),
            &|| start("POSTGRES_OLDEST", || postgres::oldest(folder)),
            &|| start("POSTGRES_NEWEST", || postgres::newest(folder)),
            &|| start("MYSQL", || mariadb::start(folder)),
        ];
        let ups: Vec<_> = thread::scope(|scope| {
            let all = kinds.map(|kind| scope.spawn(kind));
            all.map(|one| {
                let panicked = |_| Err(Failed("a server's start panicked".to_owned()));
                one.join().unwrap_or_else(panicked)
            })
            .into()
        });
        // All of them before the first failure, so that what did start is stopped in order.
        let ups: Vec<Up> = ups.into_iter().collect::<Result<_, _>>()?;
        for up in ups {
            services.take(up);
        }
        let behind = services.address("REVISION_TEST_POSTGRES_URL")?;
        let bouncer = start("PGBOUNCER", || pgbouncer::start(&services.folder, &behind))?;
        services.take(bouncer);
        // There need be none if all servers run elsewhere.
        let bin = postgres::find_bin().map(|bin| ("REVISION_TEST_POSTGRES_BIN".into(), bin.into()));
        services.variables.extend(bin);
        say(&format!(
            "servers, up after {:.1} s:",
            started.elapsed().as_secs_f64()
        ));
        services.say_ran_on();
        Ok(services)
    }

    fn take(&mut self, (words, variables, server): Up) {
        self.ran_on.push(words);
        self.variables.extend(variables);
        self.servers.extend(server);
    }

    fn address(&self, name: &str) -> Result<Address, Failed> {
        let url = self.variable(name).map(|value| value.to_string_lossy());
        Address::parse(&url.unwrap_or_default())
    }

    /// What tests are told under this name.
    pub(crate) fn variable(&self, name: &str) -> Option<&OsString> {
        let found = self.variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value)
    }

    /// Says which servers these are, a line each.
    pub(crate) fn say_ran_on(&self) {
        for words in &self.ran_on {
            say(&format!("  {words}"));
        }
    }

    /// Runs a program that is told of the servers; gives its exit code.
    pub(crate) fn run(
        &self,
        program: &str,
        arguments: &[String],
        environment: &[(&str, &str)],
        place: &Path,
    ) -> Result<i32, Failed> {
        let mut child = Command::new(program)
            .args(arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)))
            .envs(environment.iter().copied())
            .current_dir(place)
            .spawn()
            .map_err(|error| Failed(format!("`{program}` does not start: {error}")))?;
        let id = child.id().to_string();
        self.folder.watch(child.id(), &format!("TERM {id}"))?;
        let status = child.wait();
        self.folder.forget(child.id());
        let status = status.map_err(|error| Failed(format!("`{program}` is lost: {error}")))?;
        // As a shell has it where a signal ended the program.
        let signal = status.signal().unwrap_or_default();
        Ok(status.code().unwrap_or(128 + signal))
    }

    /// Gives the first server that ended though nobody asked it to.
    fn ended(&mut self) -> Option<String> {
        let ended = |server: &mut Server| server.has_ended().then(|| server.complaint());
        self.servers.iter_mut().find_map(ended)
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        self.folder.release();
        for server in &mut self.servers {
            server.wait();
        }
        self.folder.wait();
    }
}

/// A server of this kind: the one whose URL is set, or one that is started.
fn start(kind: &str, begin: impl FnOnce() -> Result<Server, Failed>) -> Result<Up, Failed> {
    let name = format!("REVISION_TEST_{kind}_URL");
    if let Some(url) = std::env::var_os(&name) {
        let address = Address::parse(&url.to_string_lossy())
            .map_err(|Failed(why)| Failed(format!("{name}: {why}")))?;
        let words = elsewhere::words(&address, &name);
        return Ok((words, vec![(name, url)], None));
    }
    let server = begin()?;
    let variables = vec![
        (name, server.url.clone().into()),
        (
            format!("REVISION_TEST_{kind}_LOG"),
            server.log.clone().into(),
        ),
    ];
    Ok((server.words.clone(), variables, Some(server)))
}

/// Keeps the servers up while a command runs; gives its exit code.
pub(crate) fn run(program: &str, arguments: &[String]) -> Result<ExitCode, Failed> {
    let services = Services::start()?;
    let place = std::env::current_dir().unwrap_or_else(|_| root());
    let code = services.run(program, arguments, &[], &place)?;
    Ok(ExitCode::from(u8::try_from(code).unwrap_or(1)))
}

/// Keeps the servers up until interrupted: an interrupt ends this process, and the watchdog does the rest.
pub(crate) fn wait() -> Result<(), Failed> {
    let mut services = Services::start()?;
    for (name, value) in &services.variables {
        print(&format!("export {name}='{}'", value.to_string_lossy()));
    }
    say("until interrupted (Ctrl-C)");
    loop {
        if let Some(why) = services.ended() {
            return Err(Failed(why));
        }
        thread::sleep(Duration::from_secs(1));
    }
}
