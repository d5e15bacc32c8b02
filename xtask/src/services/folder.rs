//! The temporary folder in which servers live, and the watchdog that ends them however this process ends.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::user::User;
use crate::step::Failed;

/// Waits until the pipe to it closes, which it does even when this process is killed, then ends what is listed and removes
/// the folder. Each file in `watched` says which signal to send to whom.
const WATCHDOG: &str = include_str!("watchdog.sh");

/// A folder that is gone after use, with all that ran in it.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    user: Option<User>,
    watchdog: Child,
}

impl Folder {
    pub(super) fn new() -> Result<Self, Failed> {
        let user = User::unprivileged()?;
        // Not below the workspace: a path of a socket has to be short, and another user has to be able to get there.
        let path = Self::free(&std::env::temp_dir())?;
        let made = || -> std::io::Result<Child> {
            // Only this process's user may say what the watchdog kills.
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
            fs::create_dir(path.join("watched"))?;
            Command::new("sh")
                .args(["-c", WATCHDOG, "watchdog"])
                .arg(&path)
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                // An interrupt at the terminal goes to a whole group.
                .process_group(0)
                .spawn()
        };
        let watchdog = made().map_err(|error| Failed(format!("{}: {error}", path.display())))?;
        Ok(Self {
            path,
            user,
            watchdog,
        })
    }

    /// Makes a folder with a name that nothing has; one may be left of a machine that went down.
    fn free(parent: &Path) -> Result<PathBuf, Failed> {
        let mut next = 0;
        loop {
            let path = parent.join(format!("revision-services-{}-{next}", std::process::id()));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(path),
                Err(error) if error.kind() == ErrorKind::AlreadyExists => next += 1,
                Err(error) => return Err(Failed(format!("{}: {error}", path.display()))),
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whom servers run as, if it is someone else than this process.
    pub(super) fn user(&self) -> Option<&User> {
        self.user.as_ref()
    }

    /// A folder in it, which belongs to the servers' user.
    pub(super) fn place(&self, name: &str) -> Result<PathBuf, Failed> {
        let place = self.path.join(name);
        let made = || {
            fs::create_dir(&place)?;
            match &self.user {
                Some(user) => chown(&place, Some(user.uid), Some(user.gid)),
                None => Ok(()),
            }
        };
        made().map_err(|error| Failed(format!("{}: {error}", place.display())))?;
        Ok(place)
    }

    /// A file in a place of the servers' user, which that user can read.
    pub(super) fn write(&self, path: &Path, text: &str) -> Result<(), Failed> {
        let written = || {
            let mut file = fs::File::create(path)?;
            file.write_all(text.as_bytes())?;
            match &self.user {
                Some(user) => chown(path, Some(user.uid), Some(user.gid)),
                None => Ok(()),
            }
        };
        written().map_err(|error| Failed(format!("{}: {error}", path.display())))
    }

    /// Makes a command run as the servers' user, in a group of its own.
    pub(super) fn lower(&self, command: &mut Command) {
        if let Some(user) = &self.user {
            command.uid(user.uid).gid(user.gid);
        }
        command.current_dir(&self.path).process_group(0);
        // What is set for databases of the person's own is not meant here.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("PG") || name.starts_with("MYSQL") || name.starts_with("MARIADB") {
                command.env_remove(&*name);
            }
        }
    }

    /// Lets the watchdog end a process; `how` is the signal, and to whom.
    pub(super) fn watch(&self, id: u32, how: &str) -> Result<(), Failed> {
        let file = self.path.join("watched").join(id.to_string());
        fs::write(&file, how).map_err(|error| Failed(format!("{}: {error}", file.display())))
    }

    /// The process has ended; its number may become another's.
    pub(super) fn forget(&self, id: u32) {
        let _ = fs::remove_file(self.path.join("watched").join(id.to_string()));
    }

    /// Tells the watchdog that it is time.
    pub(super) fn release(&mut self) {
        drop(self.watchdog.stdin.take());
    }

    /// Waits until the watchdog is done.
    pub(super) fn wait(&mut self) {
        self.release();
        let _ = self.watchdog.wait();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        self.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::ExitStatusExt as _;

    use super::*;

    /// A process that ignores `TERM` if told to, as a server that hangs does. (Others a shell may have had ignored already.)
    fn process(folder: &Folder, script: &str) -> Child {
        let mut command = Command::new("sh");
        command.args(["-c", script]).stdout(Stdio::piped());
        folder.lower(&mut command);
        let mut child = command.spawn().unwrap();
        let id = child.id();
        folder.watch(id, &format!("TERM -{id}")).unwrap();
        // From here on it does as it was told.
        let mut ready = [0];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut ready).unwrap();
        child
    }

    #[test]
    fn the_watchdog_ends_what_is_watched_and_nothing_else() {
        let mut folder = Folder::new().unwrap();
        let path = folder.path().to_owned();
        let mut willing = process(&folder, "echo; sleep 60; true");
        let mut stubborn = process(&folder, "trap '' TERM; echo; sleep 60; true");
        let mut forgotten = process(&folder, "echo; sleep 60; true");
        folder.forget(forgotten.id());
        assert!(path.join("watched").join(willing.id().to_string()).exists());
        folder.wait();
        assert_eq!(willing.wait().unwrap().signal(), Some(15));
        assert_eq!(stubborn.wait().unwrap().signal(), Some(9));
        assert_eq!(forgotten.try_wait().unwrap(), None);
        forgotten.kill().unwrap();
        forgotten.wait().unwrap();
        assert!(!path.exists());
    }
}
