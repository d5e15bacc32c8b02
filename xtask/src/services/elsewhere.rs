//! A server that runs elsewhere: what it is, as far as it tells.

use std::io::Read as _;
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use super::address::Address;

/// Kind, version and place.
pub(super) fn words(address: &Address, variable: &str) -> String {
    let version = if address.scheme.starts_with("postgres") {
        postgres(address).map(|version| format!("PostgreSQL {version}"))
    } else {
        greeting(address)
    };
    let version = version.unwrap_or_else(|| "a server of unknown version".to_owned());
    format!("{version} at {address}, as {variable} says")
}

/// Asks with the client program, if there is one. It gets the password by a variable, which others cannot see.
fn postgres(address: &Address) -> Option<String> {
    let output = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--no-password",
            "--tuples-only",
            "--no-align",
        ])
        .args(["--host", &address.host, "--port", &address.port.to_string()])
        .args(["--username", &address.user, "--dbname", "postgres"])
        .args(["--command", "SHOW server_version"])
        .env("PGPASSWORD", &address.password)
        .env("PGCONNECT_TIMEOUT", "5")
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    let version = text.split_whitespace().next()?;
    Some(version.to_owned())
}

/// MySQL and MariaDB greet with their version: four bytes of length and number, one of the protocol, then text.
fn greeting(address: &Address) -> Option<String> {
    let mut stream = TcpStream::connect((&*address.host, address.port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let mut head = [0; 64];
    stream.read_exact(&mut head).ok()?;
    let text = head.get(5..)?.split(|byte| *byte == 0).next()?;
    let text = String::from_utf8(text.to_vec()).ok()?;
    // MariaDB poses as an old version of MySQL first.
    let version = text.strip_prefix("5.5.5-").unwrap_or(&text);
    let kind = if version.contains("MariaDB") {
        "MariaDB"
    } else {
        "MySQL"
    };
    Some(format!("{kind} {version}"))
}
