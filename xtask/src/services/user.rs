//! Whom servers run as: PostgreSQL refuses to be run by root.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use crate::step::Failed;

/// A user by numbers.
#[derive(Debug)]
pub(super) struct User {
    pub(super) uid: u32,
    pub(super) gid: u32,
}

impl User {
    /// `nobody`, when this process is root's.
    pub(super) fn unprivileged() -> Result<Option<Self>, Failed> {
        // The folder of a process belongs to its user. Where there are no such folders, a server that refuses says so itself.
        let root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        if !root {
            return Ok(None);
        }
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let nobody = users.lines().find_map(Self::nobody);
        nobody.map(Some).ok_or_else(|| {
            Failed("servers refuse to run as root, and there is no user `nobody`".to_owned())
        })
    }

    fn nobody(line: &str) -> Option<Self> {
        let fields: Vec<_> = line.split(':').collect();
        let ["nobody", _, uid, gid, ..] = fields.as_slice() else {
            return None;
        };
        Some(Self {
            uid: uid.parse().ok()?,
            gid: gid.parse().ok()?,
        })
    }

    /// As the variable for tests says it.
    pub(super) fn numbers(&self) -> String {
        format!("{}:{}", self.uid, self.gid)
    }
}
