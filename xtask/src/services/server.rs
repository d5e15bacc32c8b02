//! One server: its process, where to reach it, and what it complains of.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::folder::Folder;
use crate::step::Failed;

/// How long a server may take to start, or to be made.
const PATIENCE: Duration = Duration::from_mins(1);

/// How long a server may take to end; the watchdog is out of patience before.
const FAREWELL: Duration = Duration::from_secs(10);

/// How often another port is tried: between finding a free one and using it, someone else may have taken it.
const TRIES: usize = 3;

/// A server that runs.
#[derive(Debug)]
pub(super) struct Server {
    /// Kind, version and port, for people.
    pub(super) words: String,
    pub(super) url: String,
    pub(super) log: PathBuf,
    process: Child,
}

/// How to start a server.
pub(super) struct Plan<'a> {
    pub(super) folder: &'a Folder,
    /// Kind and version.
    pub(super) words: String,
    pub(super) scheme: &'a str,
    pub(super) database: &'a str,
    pub(super) log: PathBuf,
    /// The signal that ends it at once.
    pub(super) signal: &'a str,
    pub(super) command: &'a dyn Fn(u16) -> Result<Command, Failed>,
    /// Whether it answers on this port.
    pub(super) ready: &'a dyn Fn(u16) -> bool,
}

impl Plan<'_> {
    pub(super) fn start(self) -> Result<Server, Failed> {
        let mut tries = 1;
        loop {
            let port = free_port()?;
            let mut server = self.spawn(port)?;
            let began = Instant::now();
            while !server.has_ended() && began.elapsed() < PATIENCE {
                if (self.ready)(port) {
                    return Ok(server);
                }
                thread::sleep(Duration::from_millis(20));
            }
            let ended = server.has_ended();
            let why = server.complaint();
            if !ended {
                // The watchdog ends it.
                return Err(Failed(format!(
                    "{} is not ready in time: {why}",
                    self.words
                )));
            }
            self.folder.forget(server.process.id());
            if tries == TRIES || !why.contains("ddress already in use") {
                return Err(Failed(why));
            }
            tries += 1;
        }
    }

    fn spawn(&self, port: u16) -> Result<Server, Failed> {
        let command = (self.command)(port)?;
        let process = run(self.folder, command, &self.log, self.signal)?;
        let (user, password) = (super::USER, super::PASSWORD);
        Ok(Server {
            words: format!("{} on port {port}", self.words),
            url: format!(
                "{}://{user}:{password}@127.0.0.1:{port}/{}",
                self.scheme, self.database
            ),
            log: self.log.clone(),
            process,
        })
    }
}

impl Server {
    pub(super) fn has_ended(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    /// What it said last.
    pub(super) fn complaint(&self) -> String {
        complaint(&self.words, &self.log)
    }

    /// Waits until it has ended, as the watchdog tells it to; if that takes too long, it is killed.
    pub(super) fn wait(&mut self) {
        let began = Instant::now();
        while !self.has_ended() && began.elapsed() < FAREWELL {
            thread::sleep(Duration::from_millis(10));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Runs a command that prepares a server to its end.
pub(super) fn prepare(folder: &Folder, command: Command, log: &Path) -> Result<(), Failed> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut process = run(folder, command, log, "KILL")?;
    let status = process.wait();
    folder.forget(process.id());
    if status.is_ok_and(|status| status.success()) {
        return Ok(());
    }
    Err(Failed(complaint(&program, log)))
}

/// What a program prints of its version.
pub(super) fn version(program: &Path) -> Result<String, Failed> {
    let output = Command::new(program)
        .arg("--version")
        .output()
        .map_err(|error| Failed(format!("{}: {error}", program.display())))?;
    let text = String::from_utf8_lossy(&output.stdout);
    // The distributor's own number, if there is one, comes later.
    let mut words = text.split_whitespace();
    let version = words.find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    version
        .map(str::to_owned)
        .ok_or_else(|| Failed(format!("{}: no version in `{text}`", program.display())))
}

fn run(folder: &Folder, mut command: Command, log: &Path, signal: &str) -> Result<Child, Failed> {
    folder.lower(&mut command);
    let program = command.get_program().to_string_lossy().into_owned();
    let mut spawn = || {
        let output = File::options().create(true).append(true).open(log)?;
        command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
    };
    let child = spawn().map_err(|error| Failed(format!("`{program}` does not start: {error}")))?;
    folder.watch(child.id(), &format!("{signal} -{}", child.id()))?;
    Ok(child)
}

fn complaint(who: &str, log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<_> = text.lines().collect();
    let last = lines[lines.len().saturating_sub(15)..].join("\n");
    format!("{who} has ended; its last words:\n{last}")
}

fn free_port() -> Result<u16, Failed> {
    let listener = TcpListener::bind(("127.0.0.1", 0));
    let port = listener.and_then(|listener| listener.local_addr());
    port.map(|address| address.port())
        .map_err(|error| Failed(format!("no free port: {error}")))
}
