//! Writing a file so that it appears whole or not at all, and never in the place of another.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::{Code, Diagnostic, Place};

use super::id::hex_id;

/// Writes a file that is not there yet, and the folder it lies in.
///
/// Of two processes that write the same file, one succeeds; the other finds a `file_exists`. Whatever goes wrong,
/// nothing is left behind.
pub fn create(path: &Path, text: &str) -> Result<(), Diagnostic> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let made = make_folder(folder).map_err(|error| unwritable(folder, &error))?;
    let written = Draft::write(path, text).and_then(Draft::appear);
    if let Err(error) = written {
        for folder in made.iter().rev() {
            // Another process may use it by now; then it is no longer ours to take away.
            let _ = fs::remove_dir(folder);
        }
        return Err(match error.kind() {
            io::ErrorKind::AlreadyExists => in_the_way(path),
            _ => unwritable(path, &error),
        });
    }
    Ok(())
}

/// A file's text, safely on the disk, under a name that nobody looks for; gone when dropped.
pub(super) struct Draft {
    path: PathBuf,
    target: PathBuf,
}

impl Draft {
    /// Writes the text beside the place it is meant for.
    pub(super) fn write(target: &Path, text: &str) -> io::Result<Self> {
        let draft = Self {
            path: hidden(target),
            target: target.to_owned(),
        };
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&draft.path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        Ok(draft)
    }

    /// Gives the file its name, unless another file has it.
    pub(super) fn appear(self) -> io::Result<()> {
        match fs::hard_link(&self.path, &self.target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error),
            Err(_) => {
                // A file system without links: an empty file takes the name, where it is free, and is replaced.
                OpenOptions::new()
                    .write(true)
                    .create_new(true)
                    .open(&self.target)?;
                if let Err(error) = fs::rename(&self.path, &self.target) {
                    let _ = fs::remove_file(&self.target);
                    return Err(error);
                }
            }
        }
        settle(&self.target);
        Ok(())
    }

    /// Sets who may read the file.
    pub(super) fn allow(&self, permissions: fs::Permissions) -> io::Result<()> {
        fs::set_permissions(&self.path, permissions)
    }

    /// Puts the file in the place of the one that has its name, keeping who may read it.
    pub(super) fn replace(self) -> io::Result<()> {
        self.allow(fs::metadata(&self.target)?.permissions())?;
        fs::rename(&self.path, &self.target)?;
        settle(&self.target);
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// A name that no command reads and no other process chooses.
pub(super) fn hidden(target: &Path) -> PathBuf {
    let random = hex_id(|_| false);
    target.with_file_name(format!(".{random}.tmp"))
}

/// Makes what is missing of a folder; the folders made, the outermost first.
fn make_folder(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut missing: Vec<_> = folder
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .map(Path::to_owned)
        .collect();
    missing.reverse();
    fs::create_dir_all(if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    })?;
    Ok(missing)
}

/// Has the name itself survive a loss of power, where the system can do that.
fn settle(path: &Path) {
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
}

pub(super) fn in_the_way(path: &Path) -> Diagnostic {
    let message = format!("`{}` exists already", path.display());
    Diagnostic::new(Code::FileExists, message)
        .at(Place::file(path))
        .help("nothing was overwritten; choose another message or `--rev-id`")
}

pub(super) fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot write `{}`: {error}", path.display());
    Diagnostic::new(Code::UnwritableFile, message).at(Place::file(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_folder_is_made_and_nothing_else_is_left() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("a/b/one.rs");
        create(&path, "text").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "text");
        assert_eq!(names(path.parent().expect("a folder")), ["one.rs"]);
    }

    #[test]
    fn a_file_is_never_overwritten() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("one.rs");
        create(&path, "first").expect("written");
        let fault = create(&path, "second").expect_err("in the way");
        assert_eq!(fault.code, Code::FileExists);
        assert_eq!(fs::read_to_string(&path).expect("a file"), "first");
        assert_eq!(names(home.path()), ["one.rs"]);
    }

    #[test]
    fn of_many_writers_one_succeeds() {
        let home = tempfile::tempdir().expect("a folder");
        let path = &home.path().join("new/one.rs");
        let written: Vec<String> = std::thread::scope(|scope| {
            let writers: Vec<_> = (0..8)
                .map(|n| {
                    scope.spawn(move || {
                        let text = n.to_string().repeat(10_000);
                        create(path, &text).is_ok().then_some(text)
                    })
                })
                .collect();
            let done = writers
                .into_iter()
                .map(|writer| writer.join().expect("no panic"));
            done.flatten().collect()
        });
        assert_eq!(written.len(), 1);
        assert_eq!(fs::read_to_string(path).expect("a file"), written[0]);
        assert_eq!(names(&home.path().join("new")), ["one.rs"]);
    }

    #[test]
    fn a_failure_takes_the_folders_away_again() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("new/folder").join("x".repeat(300));
        let fault = create(&path, "text").expect_err("too long a name");
        assert_eq!(fault.code, Code::UnwritableFile);
        assert_eq!(names(home.path()), Vec::<String>::new());

        fs::write(home.path().join("file"), "").expect("a file");
        let fault = create(&home.path().join("file/one.rs"), "text").expect_err("no folder");
        assert_eq!(fault.code, Code::UnwritableFile);
        assert_eq!(names(home.path()), ["file"]);
    }
}
