//! pgbouncer, which lends a connection for the length of a transaction.

use std::net::TcpStream;
use std::process::Command;

use super::address::Address;
use super::folder::Folder;
use super::packages;
use super::server::{Plan, Server, version};
use crate::step::Failed;

/// Starts it in front of a PostgreSQL server.
pub(super) fn start(folder: &Folder, behind: &Address) -> Result<Server, Failed> {
    let program = packages::find("pgbouncer").ok_or_else(|| {
        Failed(
            "no pgbouncer is installed (Debian: `apt-get install pgbouncer`); \
             or set REVISION_TEST_PGBOUNCER_URL"
                .to_owned(),
        )
    })?;
    let place = folder.place("pgbouncer")?;
    let (users, file) = (place.join("users"), place.join("pgbouncer.ini"));
    let own = format!("\"{}\" \"{}\"\n", super::USER, super::PASSWORD);
    folder.write(&users, &own)?;
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let command = |port: u16| {
        let settings = format!(
            "[databases]\n* = host={} port={} user={} password={}\n\n[pgbouncer]\npool_mode = transaction\n\
             listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
             auth_type = scram-sha-256\nauth_file = {}\nadmin_users = {}\n\
             max_client_conn = 500\ndefault_pool_size = 20\nserver_idle_timeout = 5\n\
             ignore_startup_parameters = extra_float_digits\n",
            behind.host,
            behind.port,
            quoted(&behind.user),
            quoted(&behind.password),
            users.display(),
            super::USER,
        );
        folder.write(&file, &settings)?;
        let mut command = Command::new(&program);
        command.arg(&file);
        Ok(command)
    };
    Plan {
        folder,
        words: format!(
            "pgbouncer {} in front of port {}",
            version(&program)?,
            behind.port
        ),
        scheme: "postgres",
        database: "postgres",
        log: place.join("log"),
        // At once, clients or not.
        signal: "TERM",
        command: &command,
        ready: &|port| TcpStream::connect(("127.0.0.1", port)).is_ok(),
    }
    .start()
}
