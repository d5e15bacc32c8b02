//! What has to be installed: found, and where possible installed.

use std::path::{Path, PathBuf};

use super::postgres;
use super::user::User;
use crate::step::{Failed, run};

/// A program that has to be there, the package that brings it, and the variable that makes it needless.
struct Need {
    there: fn() -> bool,
    package: &'static str,
    instead: &'static str,
}

const NEEDS: &[Need] = &[
    Need {
        there: || postgres::find_bin().is_some(),
        package: "postgresql",
        instead: "REVISION_TEST_POSTGRES_URL",
    },
    Need {
        there: || find("mariadbd").is_some() && find("mariadb-install-db").is_some(),
        package: "mariadb-server",
        instead: "REVISION_TEST_MYSQL_URL",
    },
    Need {
        there: || find("pgbouncer").is_some(),
        package: "pgbouncer",
        instead: "REVISION_TEST_PGBOUNCER_URL",
    },
];

/// Installs the missing packages, where this is root on a Debian. Elsewhere each kind of server says what it lacks.
pub(super) fn install() -> Result<(), Failed> {
    let missing: Vec<_> = NEEDS
        .iter()
        .filter(|need| std::env::var_os(need.instead).is_none() && !(need.there)())
        .map(|need| need.package)
        .collect();
    let debian = Path::new("/etc/debian_version").exists() && find("apt-get").is_some();
    if missing.is_empty() || !debian || User::unprivileged()?.is_none() {
        return Ok(());
    }
    run("apt-get", &["update", "--quiet"], &[])?;
    let install = ["install", "--quiet", "--yes", "--no-install-recommends"];
    let arguments = [&install[..], &missing].concat();
    run(
        "apt-get",
        &arguments,
        &[("DEBIAN_FRONTEND", "noninteractive")],
    )
}

/// A program in the PATH, or where the system keeps its servers.
pub(super) fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let system = ["/usr/sbin", "/usr/local/sbin"].map(PathBuf::from);
    std::env::split_paths(&path)
        .chain(system)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}
