//! Reading the folders of revisions.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::file::RevisionFile;
use crate::config::{Config, Format};
use crate::{Code, Diagnostic, Place, Source};

/// The largest file that is taken for a revision: beyond it somebody has put data, a dump, or something else here.
const LARGEST: u64 = 8 * 1024 * 1024;

/// What the folders hold.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The revisions, folder by folder, in the order of their names. Some may stand here that also have faults.
    pub files: Vec<RevisionFile>,
    /// Everything that could not be read as it stands.
    pub faults: Vec<Diagnostic>,
    /// The files that no revision could be made of; the text is empty where it could not be read.
    pub unread: Vec<Arc<Source>>,
}

/// Reads every revision file of the configured folders. One that does not exist yet is empty.
#[must_use]
pub fn load(config: &Config) -> Loaded {
    let mut loaded = Loaded::default();
    let mut seen = Vec::new();
    for folder in &config.revisions {
        let real = config.path(folder);
        let folder = Path::new(folder.raw());
        // The same folder under two names would make every revision a duplicate of itself.
        let canonical = fs::canonicalize(&real).unwrap_or_else(|_| real.clone());
        if seen.contains(&canonical) {
            continue;
        }
        seen.push(canonical);
        match names(&real) {
            Ok(names) => {
                for (name, format) in names {
                    loaded.read(&config.root, folder.join(name), format);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => loaded.faults.push(unreadable(folder, &error)),
        }
    }
    loaded
}

impl Loaded {
    fn read(&mut self, root: &Path, path: PathBuf, format: Format) {
        let text = match read_text(&root.join(&path), &path) {
            Ok(text) => text,
            Err(error) => {
                let text = String::new();
                self.faults.push(unreadable(&path, &error));
                self.unread.push(Arc::new(Source { path, text }));
                return;
            }
        };
        let source = Arc::new(Source { path, text });
        let (file, faults) = RevisionFile::read(&source, format);
        self.faults.extend(faults);
        match file {
            Some(file) => self.files.push(file),
            None => self.unread.push(source),
        }
    }
}

/// The names in a folder that are those of revision files, sorted. Hidden files are editors' and our own drafts.
fn names(folder: &Path) -> io::Result<Vec<(PathBuf, Format)>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = PathBuf::from(entry?.file_name());
        let hidden = name.as_os_str().as_encoded_bytes().starts_with(b".");
        if let (Some(format), false) = (Format::of(&name), hidden) {
            names.push((name, format));
        }
    }
    names.sort();
    Ok(names)
}

fn read_text(path: &Path, shown: &Path) -> io::Result<String> {
    // The compiler is told of the file in text.
    if shown.to_str().is_none() {
        return Err(io::Error::other("its name is not UTF-8"));
    }
    // Asked of the path and not of the open file: opening a pipe would wait for its writer.
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    if about.len() > LARGEST {
        let size = about.len() / (1024 * 1024);
        return Err(io::Error::other(format!(
            "{size} MiB, of at most {} that a revision may have",
            LARGEST / (1024 * 1024)
        )));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    File::open(path)?.take(LARGEST).read_to_end(&mut bytes)?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let line = before.matches('\n').count() + 1;
        io::Error::other(format!("not UTF-8, from line {line} on"))
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    let message = format!("cannot read `{}`: {}", path.display(), plain(error));
    Diagnostic::new(Code::UnreadableFile, message).at(Place::file(path))
}

/// The operating system's words without its number.
fn plain(error: &io::Error) -> String {
    let text = error.to_string().to_lowercase();
    match text.split_once(" (os error") {
        Some((words, _)) => words.to_owned(),
        None => error.to_string(),
    }
}
