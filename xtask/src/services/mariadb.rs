//! MariaDB, for MySQL's side.

use std::io::Read as _;
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use super::folder::Folder;
use super::packages;
use super::server::{Plan, Server, prepare, version};
use super::{PASSWORD, USER};
use crate::step::Failed;

/// What makes a server fast that nobody will miss, roomy, and talkative where a test may ask.
const SETTINGS: &[&str] = &[
    "--bind-address=127.0.0.1",
    "--skip-log-bin",
    "--skip-name-resolve",
    "--max-connections=500",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-doublewrite=0",
    "--innodb-buffer-pool-size=128M",
    "--innodb-log-file-size=16M",
    "--innodb-print-all-deadlocks=ON",
    "--key-buffer-size=1M",
    "--performance-schema=OFF",
];

pub(super) fn start(folder: &Folder) -> Result<Server, Failed> {
    let missing = || {
        Failed(
            "no MariaDB is installed (Debian: `apt-get install mariadb-server`); \
             or set REVISION_TEST_MYSQL_URL"
                .to_owned(),
        )
    };
    let program = packages::find("mariadbd").ok_or_else(missing)?;
    let install = packages::find("mariadb-install-db").ok_or_else(missing)?;
    let place = folder.place("mariadb")?;
    let data = place.join("data");
    let log = place.join("log");
    let accounts = place.join("accounts.sql");
    // A user without a name would be taken for anyone who comes from this machine.
    folder.write(
        &accounts,
        &format!(
            "DELETE FROM mysql.global_priv WHERE User = '';\nFLUSH PRIVILEGES;\n\
             CREATE OR REPLACE USER '{USER}'@'%' IDENTIFIED BY '{PASSWORD}';\n\
             GRANT ALL ON *.* TO '{USER}'@'%' WITH GRANT OPTION;\n\
             CREATE DATABASE IF NOT EXISTS {USER};\n"
        ),
    )?;
    let mut made = Command::new(install);
    made.arg("--no-defaults")
        .arg(format!("--datadir={}", data.display()))
        .args(["--skip-test-db", "--skip-name-resolve"])
        .args(["--auth-root-authentication-method=normal"])
        .args([
            "--innodb-log-file-size=16M",
            "--innodb-flush-log-at-trx-commit=0",
        ]);
    prepare(folder, made, &log)?;
    let command = |port: u16| {
        let mut command = Command::new(&program);
        command
            .arg("--no-defaults")
            .arg(format!("--datadir={}", data.display()))
            .arg(format!("--socket={}", place.join("socket").display()))
            .arg(format!("--pid-file={}", place.join("pid").display()))
            .arg(format!("--tmpdir={}", place.display()))
            .arg(format!("--init-file={}", accounts.display()))
            .arg(format!("--port={port}"))
            .args(SETTINGS);
        Ok(command)
    };
    Plan {
        folder,
        words: format!("MariaDB {}", version(&program)?),
        scheme: "mysql",
        database: USER,
        log: log.clone(),
        // Nothing in it is worth an orderly end.
        signal: "KILL",
        command: &command,
        ready: &greets,
    }
    .start()
}

/// The server speaks first, and only when the accounts are made.
fn greets(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(("127.0.0.1", port)) else {
        return false;
    };
    let patient = stream.set_read_timeout(Some(Duration::from_secs(5)));
    patient.is_ok() && stream.read_exact(&mut [0; 5]).is_ok()
}
