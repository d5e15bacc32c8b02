//! PostgreSQL: the installed one, and the oldest and the newest that are supported.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::folder::Folder;
use super::npm::{self, NEWEST, OLDEST};
use super::server::{Plan, Server, prepare, version};
use super::{PASSWORD, USER};
use crate::step::Failed;

/// What makes a server fast that nobody will miss, roomy, and talkative where a test may ask.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=300",
    "shared_buffers=128MB",
    "log_lock_waits=on",
    "log_line_prefix=%m [%p] %d %a ",
    "listen_addresses=127.0.0.1",
];

pub(super) fn installed(folder: &Folder) -> Result<Server, Failed> {
    let bin = find_bin().ok_or_else(|| {
        Failed(
            "no PostgreSQL is installed (Debian: `apt-get install postgresql`); \
             or set REVISION_TEST_POSTGRES_URL"
                .to_owned(),
        )
    })?;
    start(folder, "postgres", &bin)
}

pub(super) fn oldest(folder: &Folder) -> Result<Server, Failed> {
    let bin = npm::postgres(folder, OLDEST)?;
    start(folder, "postgres-oldest", &bin)
}

pub(super) fn newest(folder: &Folder) -> Result<Server, Failed> {
    let bin = npm::postgres(folder, NEWEST)?;
    start(folder, "postgres-newest", &bin)
}

/// The folder with the programs of the installed server; of several, the newest.
pub(super) fn find_bin() -> Option<PathBuf> {
    // Debian keeps them apart by major and out of the PATH.
    let majors = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let debian = majors.flatten().filter_map(|entry| {
        let major: u32 = entry.file_name().to_str()?.parse().ok()?;
        Some((major, entry.path().join("bin")))
    });
    let debian = debian.filter(|(_, bin)| bin.join("initdb").is_file()).max();
    debian.map(|(_, bin)| bin).or_else(|| {
        let path = super::packages::find("initdb")?;
        path.parent().map(Path::to_path_buf)
    })
}

fn start(folder: &Folder, name: &str, bin: &Path) -> Result<Server, Failed> {
    let place = folder.place(name)?;
    let data = place.join("data");
    let log = place.join("log");
    let password = place.join("password");
    folder.write(&password, PASSWORD)?;
    let mut initdb = Command::new(bin.join("initdb"));
    initdb
        .args(["--no-sync", "--encoding=UTF8", "--locale=C"])
        .args(["--auth-host=scram-sha-256", "--auth-local=trust"])
        .arg(format!("--username={USER}"))
        .arg(format!("--pwfile={}", password.display()))
        .arg(format!("--pgdata={}", data.display()));
    prepare(folder, initdb, &log)?;
    let command = |port: u16| {
        let mut command = Command::new(bin.join("postgres"));
        command.arg("-D").arg(&data);
        command
            .arg("-k")
            .arg(&place)
            .args(["-p", &port.to_string()]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        Ok(command)
    };
    Plan {
        folder,
        words: format!("PostgreSQL {}", version(&bin.join("postgres"))?),
        scheme: "postgres",
        database: "postgres",
        log: log.clone(),
        signal: "QUIT",
        command: &command,
        ready: &|_| is_ready(&data),
    }
    .start()
}

/// The server writes how far it is into a line of this file.
fn is_ready(data: &Path) -> bool {
    let file = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
    file.lines()
        .nth(7)
        .is_some_and(|line| line.trim() == "ready")
}
