//! The changes to the user's files: planned first, carried out together, each named as it is done.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use revision_core::{Code, Diagnostic};

use crate::failure::Failure;
use crate::json::Initialised;
use crate::report::Report;

/// What is to be done.
#[derive(Default)]
pub(super) struct Changes(Vec<Change>);

enum Change {
    Folder(PathBuf),
    Create(PathBuf, String),
    Edit(PathBuf, String),
}

impl Changes {
    pub(super) fn folder(&mut self, path: PathBuf) {
        if !path.is_dir() {
            self.0.push(Change::Folder(path));
        }
    }

    pub(super) fn create(&mut self, path: PathBuf, text: impl Into<String>) {
        self.0.push(Change::Create(path, text.into()));
    }

    pub(super) fn edit(&mut self, path: PathBuf, text: String) {
        self.0.push(Change::Edit(path, text));
    }

    /// Does it all, and gives back what was done.
    pub(super) fn carry_out(self, report: &Report) -> Result<Initialised, Failure> {
        let mut done = Initialised::default();
        for change in self.0 {
            let (path, result) = match &change {
                Change::Folder(path) => (path, fs::create_dir_all(path)),
                Change::Create(path, text) => (path, create(path, text)),
                Change::Edit(path, text) => (path, replace(path, text)),
            };
            result.map_err(|error| Failure::unwritable(path, &error))?;
            let shown = path.display().to_string();
            match change {
                Change::Folder(_) => {
                    report.say("Created", format_args!("{shown}/"));
                    done.created.push(shown);
                }
                Change::Create(..) => {
                    report.say("Created", &shown);
                    done.created.push(shown);
                }
                Change::Edit(..) => {
                    report.say("Changed", &shown);
                    done.changed.push(shown);
                }
            }
        }
        Ok(done)
    }
}

/// The text of a file; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<String>, Failure> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let message = format!("cannot read `{}`: {error}", path.display());
            Err(Diagnostic::new(Code::UnreadableFile, message).into())
        }
    }
}

/// Makes a file that is not there, and the folder it lies in; one that appeared meanwhile is left alone.
fn create(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

/// Replaces a file as a whole: an interrupted run leaves the old text or the new one.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link; what it leads to is what changes.
    let path = fs::canonicalize(path)?;
    let mut draft = path.clone().into_os_string();
    draft.push(".revision-init");
    let draft = PathBuf::from(draft);
    let written = create(&draft, text)
        .and_then(|()| fs::set_permissions(&draft, fs::metadata(&path)?.permissions()))
        .and_then(|()| fs::rename(&draft, &path));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    written
}
